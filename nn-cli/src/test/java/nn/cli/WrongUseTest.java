package nn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mistake ends in one line that says what to do, the right exit code and no file. */
class WrongUseTest {
  private static final String GOOD = "x,y,kind\n1,2,a\n2,1,b\n3,5,a\n4,4,b\n";

  @TempDir Path folder;
  private Path table;
  private Path out;

  @BeforeEach
  void setUp() throws IOException {
    table = folder.resolve("good.csv");
    Files.writeString(table, GOOD);
    out = folder.resolve("out");
  }

  static Stream<Arguments> wrongCommandLines() {
    return Stream.of(
        Arguments.of("no command given", "./nn help", new String[] {}),
        Arguments.of(
            "'nope'; the commands are [moons, train, ", "./nn help", new String[] {"nope"}),
        Arguments.of("Unknown option: '--nope'", "./nn help moons", moons("--nope")),
        Arguments.of("--iterations must be at least 1: 0", "", moons("--iterations", "0")),
        Arguments.of("'many' is not an int", "help moons", moons("--iterations", "many")),
        Arguments.of("neither float64 nor float32", "help moons", moons("--dtype", "half")),
        Arguments.of("threads must be at least 1: 0", "", moons("--threads", "0")),
        Arguments.of("NN-102", "choose one of [naive", moons("--backend", "nope")),
        Arguments.of("'trian'", "did you mean train", new String[] {"trian"}),
        Arguments.of(
            "Unknown option: '--targt'; did you mean --target or --task?",
            "./nn help train",
            new String[] {"train", "x.csv", "--targt", "kind"}),
        Arguments.of("did you mean --learning-rate?", "", kind("--lern-rate", "0.1")),
        Arguments.of("Missing required option", "--target", new String[] {"train", "x.csv"}),
        Arguments.of(
            "there is no such file",
            "none.csv",
            new String[] {"train", "none.csv", "--target", "kind"}),
        Arguments.of("this is a folder", "..", new String[] {"train", "..", "--target", "kind"}),
        Arguments.of("has no column 'colour'", "x, y, kind", train("--target", "colour")),
        Arguments.of("has no column 'colour'", "x, y, kind", kind("--categorical", "colour")),
        Arguments.of("has no column 'colour'", "x, y, kind", kind("--ignore", "colour")),
        Arguments.of("'0'", "a whole number of units", kind("--layers", "0")),
        Arguments.of("''", "a whole number of units", kind("--layers", "")),
        Arguments.of("'5,,5'", "a whole number of units", kind("--layers", "5,,5")),
        Arguments.of("--layers", "99999", kind("--layers", "99999,99999")),
        Arguments.of("'sine'", "leaky-relu, mish, relu", kind("--activation", "sine")),
        Arguments.of("'slop'", "has slope, not", kind("--activation", "leaky-relu(slop=2)")),
        Arguments.of("no optimizer has the name 'x'", "adamw", kind("--optimizer", "x")),
        Arguments.of("no schedule has the name 'x'", "cosine", kind("--schedule", "x")),
        Arguments.of("--dropout", "below 1: 1.0", kind("--dropout", "1")),
        Arguments.of("--l2", "from 0 to 1e6: -1", kind("--l2", "-1")),
        Arguments.of("--l1", "from 0 to 1e6: 2000000", kind("--l1", "2e6")),
        Arguments.of("--learning-rate", "finite", kind("--learning-rate", "Infinity")),
        Arguments.of("--clip", "above 0: 0", kind("--clip", "0")),
        Arguments.of("--clip", "a finite number above 0: Infinity", kind("--clip", "Infinity")),
        Arguments.of("--validation", "below 1: 1.0", kind("--validation", "1")),
        Arguments.of("--early-stopping", "at least 1 epoch: 0", kind("--early-stopping", "0")),
        Arguments.of("--monitor needs --early-stopping", "r2", kind("--monitor", "r2")),
        Arguments.of(
            "--monitor: ", "balanced-accuracy", kind("--early-stopping", "5", "--monitor", "x")),
        Arguments.of("--class-weight", "balanced or numbers", kind("--class-weight", "x")),
        Arguments.of("--class-weight", "3 weights, 2 classes", kind("--class-weight", "1,2,3")),
        Arguments.of("--metrics", "balanced-accuracy", kind("--metrics", "x")),
        Arguments.of(
            "--metrics must name each metric once",
            "accuracy, accuracy",
            kind("--metrics", "accuracy,accuracy")),
        Arguments.of(
            "--metrics must name each metric once",
            "f1-macro, accuracy, f1-macro",
            kind(
                Command.CROSS_VALIDATE, "--metrics", "f1-macro,accuracy", "--metrics", "f1-macro")),
        Arguments.of("no such file", "none.csv", kind("--test", "none.csv")),
        Arguments.of("--folds", "at least 2: 1", kind(Command.CROSS_VALIDATE, "--folds", "1")),
        Arguments.of("fewer --folds", "", kind(Command.CROSS_VALIDATE, "--folds", "5")),
        Arguments.of("no column 'z'", "x, y, kind", kind(Command.CROSS_VALIDATE, "--group", "z")),
        Arguments.of("Missing required option: '--vary", "", kind(Command.SEARCH)),
        Arguments.of(
            "Missing required option: '--target=COLUMN'",
            "",
            new String[] {"search", "x.csv", "--vary", "dropout=0|0.2"}),
        Arguments.of(
            "Missing required parameter: 'FILE.csv'",
            "",
            new String[] {"search", "--target", "kind", "--vary", "dropout=0|0.2"}),
        Arguments.of(
            "--l2 must be", "-1", kind(Command.SEARCH, "--vary", "dropout=0|0.2", "--l2", "-1")),
        Arguments.of("'size' cannot be varied", "layers", kind(Command.SEARCH, "--vary", "size=1")),
        Arguments.of(
            "a range needs two numbers", "a..b", kind(Command.SEARCH, "--vary", "l2=a..b")),
        Arguments.of("--trials", "'l2'", kind(Command.SEARCH, "--vary", "l2=0..1")),
        Arguments.of(
            "--dropout must be", "{dropout=2}", kind(Command.SEARCH, "--vary", "dropout=2")),
        Arguments.of("--learning-rate", "above 0: -1", kind("--learning-rate", "-1")),
        Arguments.of("--learning-rate", "above 0: NaN", kind("--learning-rate", "NaN")),
        Arguments.of(
            "the optimizer and --learning-rate both give",
            "leave it out of one of them: 'adam(0.01)', 0.5",
            kind("--optimizer", "adam(0.01)", "--learning-rate", "0.5")),
        Arguments.of(
            "the optimizer and --learning-rate both give",
            "leave it out of one of them: 'adam(0.01)', 0.1",
            kind(Command.SEARCH, "--optimizer", "adam(0.01)", "--vary", "learning-rate=0.1|1")),
        Arguments.of("--epochs", "at least 1: 0", kind("--epochs", "0")),
        Arguments.of("a batch is all or", "'0'", kind("--batch", "0")),
        Arguments.of("--test-share", "below 1: 1.0", kind("--test-share", "1")),
        Arguments.of(
            "--test-share and --test cannot both say which records test",
            "0.3, x.csv",
            kind("--test-share", "0.3", "--test", "x.csv")),
        Arguments.of(
            "--test-share and --split-column cannot both say which records test",
            "0.2, x",
            kind("--test-share", "0.2", "--split-column", "x")),
        Arguments.of("--held-out needs --images", "5", kind("--held-out", "5")),
        Arguments.of(
            "--checkpoint-every needs --checkpoints", "2", kind("--checkpoint-every", "2")),
        Arguments.of("--seed", "at least 0: -1", kind("--seed", "-1")),
        Arguments.of("binary, multiclass, regression", "", kind("--task", "ranking")),
        Arguments.of("Unknown subcommand 'nope'", "", new String[] {"help", "nope"}));
  }

  @ParameterizedTest
  @MethodSource("wrongCommandLines")
  void wrongCommandLinesExitWithTwo(String part, String advice, String[] arguments)
      throws IOException {
    Run run = run(arguments);
    assertOneLine(run, ExitCode.WRONG_USE, part);
    assertTrue(run.err().contains(advice), run.err());
  }

  static Stream<Arguments> badTables() {
    return Stream.of(
        Arguments.of("", "the file is empty"),
        Arguments.of("x,kind\n", "no record below the header"),
        Arguments.of("x,kind\n1,a\n2,b,c\n", "line 3: every record must have as many cells"),
        Arguments.of("x,kind\n1,\0\n", "line 2: this is a binary file"),
        Arguments.of("x,kind\n1,\u0081\n", "line 2: this is neither UTF-8 nor Windows-1252 text"),
        Arguments.of("x,kind\n1,a\n?,b\n", "line 3, column 1 (x): a number is needed"),
        Arguments.of("x,kind\n1,a\n,b\n", "line 3, column 1 (x): the cell is empty"),
        Arguments.of("x,kind\n1,a\n2,a\n", "needs at least two classes, it has only 'a'"),
        Arguments.of("x,kind\n1e200,a\n-1e200,b\n1,a\n0,b\n", "numbers are too large"),
        Arguments.of("x,kind\n1,a\n", "at least 2 records are needed"),
        Arguments.of("x,x,kind\n1,1,a\n", "columns 1 and 2 have the same name 'x'"),
        Arguments.of("x,kind\n1,\"a\n2,b\n", "Unclosed quoted field"));
  }

  @ParameterizedTest
  @MethodSource("badTables")
  void badTablesExitWithOneAndSayWhere(String text, String part) throws IOException {
    // As ISO 8859-1, in which U+0081 is neither UTF-8 nor Windows-1252.
    Files.write(table, text.getBytes(StandardCharsets.ISO_8859_1));
    assertOneLine(run(kind()), ExitCode.FAILED, part);
  }

  @Test
  void aCostThatLeavesTheNumbersNamesIterationAndLayer() throws IOException {
    Run run = run(kind("--learning-rate", "1e300", "--epochs", "50", "--batch", "all"));
    assertEquals(ExitCode.FAILED, run.exitCode(), run.err());
    String last = run.err().lines().reduce("", (before, line) -> line);
    assertTrue(last.startsWith("nn: fit: the cost is "), run.err());
    assertTrue(last.contains("at iteration "), last);
    assertTrue(last.contains("layer "), last);
    assertTrue(last.contains("lower the learning rate"), last);
    assertNoFileButTheTable();
  }

  @Test
  void foldersThatCannotBeMadeAreFoundBeforeTraining() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    for (Path unusable : List.of(file, file.resolve("below"))) {
      Run run = Run.nn("moons", "--backend", "naive", "--out", unusable.toString());
      assertEquals(ExitCode.FAILED, run.exitCode(), run.err());
      assertEquals(1, run.err().lines().count(), run.err());
      assertTrue(run.err().contains("choose another with --out"), run.err());
    }
  }

  /** Also for root, who may write everywhere: the link leads to a folder that is not there. */
  @Test
  void modelsThatCannotBeSavedAreFoundBeforeTraining() throws IOException {
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, folder.resolve("none").resolve("model"));
    assertNotSaved(link, "there is no such folder");
  }

  @Test
  void aProtectedFileIsFoundBeforeTraining() throws IOException {
    Path kept = Files.writeString(folder.resolve("kept"), "old");
    assumeTrue(kept.toFile().setReadOnly() && !Files.isWritable(kept), "root may write it");
    assertNotSaved(kept, "the file is protected");
    assertEquals("old", Files.readString(kept));
  }

  private void assertNotSaved(Path file, String part) {
    Run run = run(kind("--epochs", "1", "--save", file.toString()));
    assertEquals(ExitCode.FAILED, run.exitCode(), run.err());
    assertEquals(1, run.err().lines().count(), run.err()); // nothing was read or trained
    assertTrue(run.err().contains(part), run.err());
    assertFalse(Files.exists(out), run.err());
  }

  /** Trying leaves nothing behind. */
  @Test
  void aTrainingThatFailsMakesNoModel() throws IOException {
    String model = folder.resolve("model.safetensors").toString();
    Run run = run(train("--target", "colour", "--save", model));
    assertOneLine(run, ExitCode.WRONG_USE, "has no column 'colour'");
  }

  @Test
  void theStackTraceIsShownOnRequestOnly() throws IOException {
    assertFalse(run(kind("--layers", "0")).err().contains("\tat "));
    assertTrue(run(kind("--layers", "0", "--verbose")).err().contains("\tat "));
    assertTrue(run(train("--target", "z", "--verbose")).err().contains("\tat "));
  }

  private static String[] moons(String... more) {
    return with(List.of("moons", "--out", "OUT"), more);
  }

  private static String[] train(String... more) {
    return with(List.of("train", "TABLE", "--out", "OUT", "--backend", "naive"), more);
  }

  private static String[] kind(String... more) {
    return with(List.of(train("--target", "kind")), more);
  }

  /** Of another command. */
  private static String[] kind(Command command, String... more) {
    String[] arguments = kind(more);
    arguments[0] = command.spelling;
    return arguments;
  }

  private enum Command {
    CROSS_VALIDATE("cross-validate"),
    SEARCH("search");

    final String spelling;

    Command(String spelling) {
      this.spelling = spelling;
    }
  }

  private static String[] with(List<String> arguments, String... more) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private Run run(String... arguments) {
    String[] known = arguments.clone();
    for (int i = 0; i < known.length; i++) {
      known[i] = known[i].equals("TABLE") ? table.toString() : known[i];
      known[i] = known[i].equals("OUT") ? out.toString() : known[i];
    }
    return Run.nn(known);
  }

  private void assertOneLine(Run run, int exitCode, String part) throws IOException {
    assertEquals(exitCode, run.exitCode(), run.err());
    assertTrue(run.err().startsWith("nn: "), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().contains(part), run.err());
    assertEquals("", run.out());
    assertNoFileButTheTable();
  }

  private void assertNoFileButTheTable() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(table), files.toList());
    }
  }
}
