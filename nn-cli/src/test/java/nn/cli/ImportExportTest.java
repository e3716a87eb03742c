package nn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of other programs, and for them. */
class ImportExportTest {
  private static final Path IMPORTS = Path.of("../nn-io/src/test/resources/nn/io/model");

  @TempDir Path folder;

  private static Run run(int exitCode, String... arguments) {
    Run run = Run.nn(arguments);
    assertEquals(exitCode, run.exitCode(), run.err());
    return run;
  }

  private Path imported() {
    Path model = folder.resolve("imported.safetensors");
    Run run =
        run(
            ExitCode.DONE,
            "import",
            IMPORTS.resolve("binary.npz").toString(),
            "--save",
            model.toString(),
            "--columns",
            "x,y",
            "--target",
            "moon",
            "--classes",
            "upper,lower",
            "--backend",
            "naive");
    assertTrue(run.out().contains("saved " + model), run.out());
    return model;
  }

  /** What scikit-learn says of the same records, which imports.py in that folder has written. */
  @Test
  void anImportedNetworkPredictsWhatScikitLearnDid() throws IOException {
    double[] features = numbers("binary features");
    double[] expected = numbers("binary outputs");
    List<String> lines = new ArrayList<>(List.of("y,x"));
    for (int record = 0; record < expected.length; record++) {
      lines.add(features[2 * record + 1] + "," + features[2 * record]);
    }
    Path table = Files.write(folder.resolve("moons.csv"), lines);
    List<String> predicted =
        run(ExitCode.DONE, "predict", imported().toString(), table.toString(), "--backend", "naive")
            .out()
            .lines()
            .toList();
    assertEquals("y,x,predicted moon,probability upper,probability lower", predicted.get(0));
    for (int record = 0; record < expected.length; record++) {
      String[] cells = predicted.get(record + 1).split(",", -1);
      assertEquals(expected[record], Double.parseDouble(cells[4]), 1e-12);
      assertEquals(expected[record] > 0.5 ? "lower" : "upper", cells[2]);
    }
  }

  private static double[] numbers(String line) throws IOException {
    String found =
        Files.readAllLines(IMPORTS.resolve("imports.txt")).stream()
            .filter(one -> one.startsWith(line + " "))
            .findFirst()
            .orElseThrow();
    return Arrays.stream(found.split(" ", -1)).skip(4).mapToDouble(Double::parseDouble).toArray();
  }

  @Test
  void aModelIsExportedWithItsColumns() throws IOException {
    Path onnx = folder.resolve("model.onnx");
    run(
        ExitCode.DONE,
        "export",
        imported().toString(),
        "--onnx",
        onnx.toString(),
        "--backend",
        "naive");
    String bytes = Files.readString(onnx, StandardCharsets.ISO_8859_1);
    for (String part : List.of("Gemm", "upper", "lower", "nn.columns", "label")) {
      assertTrue(bytes.contains(part), part);
    }
  }

  @Test
  void aNetworkAloneIsExportedButPredictsNoTable() throws IOException {
    String model = folder.resolve("alone.safetensors").toString();
    run(
        ExitCode.DONE,
        "import",
        IMPORTS.resolve("named.pt").toString(),
        "--save",
        model,
        "--activation",
        "tanh",
        "--last-activation",
        "softmax",
        "--backend",
        "naive");
    Path onnx = folder.resolve("alone.onnx");
    run(ExitCode.DONE, "export", model, "--onnx", onnx.toString(), "--backend", "naive");
    assertTrue(Files.size(onnx) > 300);
    Path table = Files.writeString(folder.resolve("t.csv"), "a,b,c\n1,2,3\n");
    Run run = run(ExitCode.FAILED, "predict", model, table.toString(), "--backend", "naive");
    assertTrue(run.err().contains("it is a network alone, which knows no columns"), run.err());
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    String file = IMPORTS.resolve("binary.npz").toString();
    String model = folder.resolve("m").toString();
    for (String[] options :
        List.of(
            new String[] {"--columns", "x,y"},
            new String[] {"--classes", "a,b"},
            new String[] {"--columns", "x,y", "--target", "t", "--classes", "a"},
            new String[] {"--columns", "x", "--target", "t", "--classes", "a,b"},
            new String[] {"--columns", "x,y", "--target", "t", "--classes", "a,b,c"})) {
      List<String> arguments =
          new ArrayList<>(List.of("import", file, "--save", model, "--backend", "naive"));
      arguments.addAll(List.of(options));
      Run run = run(ExitCode.WRONG_USE, arguments.toArray(String[]::new));
      assertEquals(1, run.err().lines().count(), run.err());
      assertTrue(run.err().contains("--c"), run.err());
      assertTrue(Files.notExists(folder.resolve("m")));
    }
    Run run = run(ExitCode.FAILED, "import", "../pom.xml", "--save", model);
    assertTrue(run.err().contains("[NN-2"), run.err());
  }
}
