package nn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done with a model after it was saved. */
class SavedModelTest {
  private static final Path IRIS = Path.of("../examples/data/iris.csv");

  @TempDir Path folder;

  private Path trained(Path table, String target, String... more) {
    Path model = folder.resolve("model.safetensors");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                table.toString(),
                "--target",
                target,
                "--backend",
                "naive",
                "--no-pictures",
                "--out",
                folder.resolve("out").toString(),
                "--save",
                model.toString()));
    arguments.addAll(List.of(more));
    Run run = Run.nn(arguments.toArray(String[]::new));
    assertEquals(ExitCode.DONE, run.exitCode(), run.err());
    assertTrue(run.out().endsWith("saved " + model + System.lineSeparator()), run.out());
    return model;
  }

  private static Run done(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    if (!all.contains("describe")) {
      all.addAll(List.of("--backend", "naive"));
    }
    Run run = Run.nn(all.toArray(String[]::new));
    assertEquals(ExitCode.DONE, run.exitCode(), run.err());
    return run;
  }

  /** The share of records whose class is predicted, counted by hand. */
  @ParameterizedTest
  @ValueSource(strings = {"float64", "float32"})
  void evaluateCountsWhatPredictSays(String dtype) {
    String model = trained(IRIS, "species", "--epochs", "20", "--dtype", dtype).toString();
    List<String[]> rows =
        done("predict", model, IRIS.toString())
            .out()
            .lines()
            .skip(1)
            .map(line -> line.split(",", -1))
            .toList();
    assertEquals(150, rows.size());
    long right = rows.stream().filter(row -> row[4].equals(row[5])).count();
    String accuracy = "\"accuracy\" : " + right / 150.0 + ",";
    Run run = done("evaluate", model, IRIS.toString(), "--json");
    assertTrue(run.out().contains(accuracy), accuracy + " in " + run.out());
    for (String[] row : rows) {
      double[] probabilities =
          Arrays.stream(row).skip(6).mapToDouble(Double::parseDouble).toArray();
      assertEquals(1, Arrays.stream(probabilities).sum(), 1e-6);
      assertTrue(row[5].startsWith("Iris-"), row[5]);
    }
  }

  @Test
  void theTablesOwnColumnsAreKept() throws IOException {
    Path table = folder.resolve("prices.csv");
    StringBuilder text = new StringBuilder("size,\"town, or city\",price\n");
    for (int i = 0; i < 40; i++) {
      text.append(i).append(i % 2 == 0 ? ",\"Mo, i Rana\"," : ",\"the \"\"Oslo\"\"\",");
      text.append(100 * i).append('\n');
    }
    Files.writeString(table, text);
    Path model = trained(table, "price");
    Path few = folder.resolve("few.csv");
    Files.writeString(
        few, "note,\"town, or city\",size\n a ,\"Mo, i Rana\",7\n,\"the \"\"Oslo\"\"\",8\n");
    List<String> lines = done("predict", model.toString(), few.toString()).out().lines().toList();
    assertEquals("note,\"town, or city\",size,predicted price", lines.get(0));
    assertTrue(lines.get(1).startsWith("a,\"Mo, i Rana\",7,"), lines.get(1));
    assertTrue(lines.get(2).startsWith(",\"the \"\"Oslo\"\"\",8,"), lines.get(2));
    double price = Double.parseDouble(lines.get(1).substring(lines.get(1).lastIndexOf(',') + 1));
    assertEquals(700, price, 300);
  }

  @Test
  void fileAndStandardInputAndOutputAreTheSame() throws IOException {
    String model = trained(IRIS, "species", "--epochs", "20").toString();
    String printed = done("predict", model, IRIS.toString()).out();
    Path out = folder.resolve("predicted.csv");
    done("predict", model, IRIS.toString(), "--out", out.toString());
    assertEquals(printed, Files.readString(out));
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(Files.readAllBytes(IRIS)));
      assertEquals(printed, done("predict", model, "-").out());
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void aModelIsDescribedForPeopleAndPrograms() {
    String model = trained(IRIS, "species", "--layers", "17,15").toString();
    String text = done("describe", model).out();
    for (String line :
        List.of("inputs            4", "target            species", "dtype             float64")) {
      assertTrue(text.contains(line + System.lineSeparator()), text);
    }
    assertTrue(text.contains("Iris-virginica"), text);
    assertTrue(text.contains("training.epochs   500"), text);
    assertTrue(text.contains("weights-sha256"), text);
    // sha256sum examples/data/iris.csv
    assertTrue(
        text.contains("20f7ef9ad6e85c0752a0cda4c9d1edfcad39c04114a822496a15c20eb1df2cda"), text);
    String json = done("describe", model, "--json").out();
    assertTrue(json.contains("\"classes\" : [ \"Iris-setosa\","), json);
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of(2, "one of DATA.csv and --images is needed", new String[] {"predict", "M"}),
        Arguments.of(2, "not both", new String[] {"predict", "M", "x.csv", "--images", "x"}),
        Arguments.of(
            2,
            "--labels are those of --images",
            new String[] {"predict", "M", "x", "--labels", "x"}),
        Arguments.of(
            2, "--images need their --labels", new String[] {"evaluate", "M", "--images", "x"}),
        Arguments.of(
            2, "no such file", new String[] {"predict", "M", "none.csv", "--backend", "naive"}),
        Arguments.of(2, "Missing required parameter: 'MODEL'", new String[] {"describe"}),
        Arguments.of(1, "NN-201", new String[] {"describe", "none.safetensors"}),
        Arguments.of(1, "[NN-2", new String[] {"describe", "IRIS"}),
        Arguments.of(
            1,
            "no column 'sepal_length'",
            new String[] {"predict", "M", "OTHER", "--backend", "naive"}),
        Arguments.of(
            1,
            "there is no column",
            new String[] {"evaluate", "M", "OTHER", "--backend", "naive"}));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void mistakesEndInALineThatSaysWhatToDo(int exitCode, String part, String... arguments)
      throws IOException {
    Path other = Files.writeString(folder.resolve("other.csv"), "a,b\n1,2\n");
    String model = trained(IRIS, "species", "--epochs", "1", "--test-share", "0").toString();
    String[] known =
        Arrays.stream(arguments)
            .map(word -> word.equals("M") ? model : word)
            .map(word -> word.equals("IRIS") ? IRIS.toString() : word)
            .map(word -> word.equals("OTHER") ? other.toString() : word)
            .toArray(String[]::new);
    Run run = Run.nn(known);
    assertEquals(exitCode, run.exitCode(), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().startsWith("nn: ") && run.err().contains(part), run.err());
    assertEquals("", run.out());
  }

  @Test
  void whereNothingCanBeSavedIsSaidBeforeTraining() {
    for (String file : List.of(folder + "/none/model", folder.toString())) {
      Run run = Run.nn("train", IRIS.toString(), "--target", "species", "--save", file);
      assertEquals(ExitCode.WRONG_USE, run.exitCode(), run.err());
      assertTrue(run.err().startsWith("nn: --save: "), run.err());
    }
  }
}
