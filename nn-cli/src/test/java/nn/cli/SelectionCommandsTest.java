package nn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelectionCommandsTest {
  private static final Path IRIS = Path.of("../examples/data/iris.csv");

  @TempDir Path folder;

  @Test
  void eachFoldTestsOnceAndTheNumberOfJobsChangesNoBit() throws IOException {
    Run run = run("cross-validate", "--folds", "3", "--epochs", "20", "--jobs", "1");
    assertTrue(run.out().contains("balanced-accuracy"), run.out());
    String folds = Files.readString(folder.resolve("out/folds.csv"));
    assertEquals(4, folds.lines().count());
    assertEquals(
        "fold,accuracy,balanced-accuracy,f1-macro,log-loss", folds.lines().findFirst().orElse(""));
    run("cross-validate", "--folds", "3", "--epochs", "20", "--jobs", "3");
    assertEquals(folds, Files.readString(folder.resolve("out/folds.csv")));
  }

  @Test
  void groupsStayTogether() throws IOException {
    List<String> lines = new ArrayList<>(List.of("x,patient,y"));
    for (int i = 0; i < 12; i++) {
      lines.add(i + "," + "patient-" + i / 4 + "," + 2 * i);
    }
    Path table = Files.write(folder.resolve("table.csv"), lines);
    Run run =
        nn(
            "cross-validate",
            table.toString(),
            "--target",
            "y",
            "--group",
            "patient",
            "--folds",
            "3",
            "--epochs",
            "2");
    assertEquals(ExitCode.DONE, run.exitCode(), run.err());
    run =
        nn(
            "cross-validate",
            table.toString(),
            "--target",
            "y",
            "--group",
            "patient",
            "--folds",
            "4",
            "--epochs",
            "2");
    assertEquals(ExitCode.WRONG_USE, run.exitCode(), run.err());
    assertTrue(run.err().contains("3 groups"), run.err());
  }

  @Test
  void settingsThatNoTrainingCanHaveAreNamedWithTheirFold() {
    Run run =
        nn("cross-validate", IRIS.toString(), "--target", "species", "--layers", "2000000000");
    assertEquals(ExitCode.FAILED, run.exitCode(), run.err());
    assertTrue(run.err().contains("nn: candidate 1, fold "), run.err());
    assertTrue(run.err().contains("choose other settings"), run.err());
  }

  @Test
  void aGridIsSortedByTheMetric() throws IOException {
    Run run =
        run(
            "search",
            "--vary",
            "layers=2|20",
            "--vary",
            "learning-rate=1e-6|0.01",
            "--folds",
            "3",
            "--epochs",
            "20",
            "--optimizer",
            "adam");
    List<String> lines = Files.readAllLines(folder.resolve("out/search.csv"));
    assertEquals(5, lines.size());
    assertTrue(lines.get(0).startsWith("candidate,layers,learning-rate,accuracy,deviation,"));
    assertTrue(lines.get(1).contains(",\"20\",\"0.01\","), lines::toString);
    assertTrue(
        run.out().contains("best: --epochs 20 --optimizer adam --layers 20 --learning-rate 0.01")
            || run.out().contains(" --layers 20 --learning-rate 0.01"),
        run.out());
  }

  @Test
  void drawnCandidatesAreTheSameForASeed() throws IOException {
    String[] search = {
      "--vary",
      "l2=1e-5..0.1",
      "--vary",
      "dropout=0..0.5",
      "--trials",
      "3",
      "--folds",
      "2",
      "--epochs",
      "3"
    };
    run("search", search);
    String first = Files.readString(folder.resolve("out/search.csv"));
    run("search", search);
    assertEquals(first, Files.readString(folder.resolve("out/search.csv")));
    assertEquals(4, first.lines().count());
  }

  @Test
  void flagsAndRepeatedOptionsReachEveryCandidate() {
    Run run =
        run(
            "search",
            "--vary",
            "dropout=0|0.2",
            "--batch-norm",
            "--metrics",
            "balanced-accuracy,f1-macro",
            "--metrics",
            "log-loss",
            "--early-stopping",
            "--folds",
            "2",
            "--epochs",
            "2");
    String best =
        run.out().lines().filter(line -> line.startsWith("best: ")).findFirst().orElse("");
    assertEquals(
        "best: --batch-norm --metrics balanced-accuracy,f1-macro --metrics log-loss"
            + " --early-stopping 20 --epochs 2 --dropout 0",
        best.replace("0.2", "0"));
  }

  private Run run(String command, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of(command, IRIS.toString(), "--target", "species"));
    arguments.addAll(List.of(more));
    Run run = nn(arguments.toArray(String[]::new));
    assertEquals(ExitCode.DONE, run.exitCode(), run.err());
    return run;
  }

  private Run nn(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--backend", "naive", "--out", folder.resolve("out").toString()));
    return Run.nn(all.toArray(String[]::new));
  }
}
