package nn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The conformance suite from the command line. */
class TckCommandTest {

  @Test
  void naivePassesAndGetsACertificate(@TempDir Path folder) throws IOException {
    Path report = folder.resolve("cert.json");
    Run run =
        Run.nn(
            "tck",
            "--backend",
            "naive",
            "--level",
            "smoke",
            "--seed",
            "5",
            "--report",
            report.toString());
    assertEquals(ExitCode.DONE, run.exitCode(), () -> run.out() + run.err());
    assertTrue(run.out().startsWith("backend naive, level smoke, seed 5\n"), run.out());
    assertTrue(run.out().contains("\n3xx products: "), run.out());
    assertTrue(run.out().contains("\n14xx whole training runs: "), run.out());
    assertTrue(run.out().contains("\npassed: "), run.out());
    assertTrue(run.out().contains("\ncoverage: "), run.out());
    assertTrue(run.out().contains("\nnot tried: "), run.out());
    assertTrue(run.out().contains("\nseeds: 5; again: -Dtck.level=smoke "), run.out());
    String certificate = Files.readString(report);
    assertTrue(certificate.contains("\"passed\": true"), certificate);
    assertTrue(certificate.contains("\"seed\": 5"), certificate);
  }

  @Test
  void aFailureIsPrintedAsTheSuiteWordsItAndExitsWithOne() throws IOException {
    Run run =
        Run.nn("tck", "--backend", "naive", "--level", "smoke", "--case", "305/float64/1/9999999");
    assertEquals(ExitCode.FAILED, run.exitCode(), run.out());
    assertTrue(run.out().contains("no case 305/float64/1/9999999 came up"), run.out());
    assertTrue(run.out().contains("\nFAILED: "), run.out());
  }

  @Test
  void aRuleListedAsFailingMustFail(@TempDir Path folder) throws IOException {
    Path list = folder.resolve("list.txt");
    Files.writeString(list, "710 * 2999-12-31 an untrue claim\n");
    Run run =
        Run.nn(
            "tck",
            "--backend",
            "naive",
            "--level",
            "smoke",
            "--case",
            "710",
            "--expected-failures",
            list.toString());
    assertEquals(ExitCode.FAILED, run.exitCode(), run.out());
    assertTrue(run.out().contains("rule 710 passes and is listed in"), run.out());
  }

  @Test
  void aPlugInPassesAndGetsACertificate(@TempDir Path folder) throws IOException {
    Path report = folder.resolve("cert.json");
    Run run =
        Run.nn(
            "tck",
            "--layer",
            "dense",
            "--config",
            "units=5, activation=leaky-relu{slope=0.25}, initialiser=uniform{scale=0.5}",
            "--inputs",
            "3",
            "--backend",
            "naive",
            "--report",
            report.toString());
    assertEquals(ExitCode.DONE, run.exitCode(), () -> run.out() + run.err());
    assertTrue(run.out().startsWith("layer dense{units=5, activation="), run.out());
    assertTrue(run.out().contains("\n11xx layers: "), run.out());
    assertTrue(run.out().contains("\npassed: "), run.out());
    String certificate = Files.readString(report);
    assertTrue(certificate.contains("\"passed\": true"), certificate);
    assertTrue(certificate.contains("\"computedBy\": \"naive\""), certificate);
  }

  @Test
  void everyPlugInIsCheckedAndWhatNeedsSettingsIsTold(@TempDir Path folder) {
    Run run = Run.nn("tck", "--plug-ins", "--level", "smoke", "--report", folder.toString());
    assertEquals(ExitCode.DONE, run.exitCode(), () -> run.out() + run.err());
    assertTrue(run.out().contains("\nactivation relu, seed 1\n"), run.out());
    assertTrue(run.out().contains("\ncost mean-squared-error, seed 1\n"), run.out());
    assertTrue(run.out().contains("not checked: layer dense; check it with --layer"), run.out());
    assertTrue(Files.exists(folder.resolve("cert-activation-relu.json")));
  }

  @Test
  void wrongUseExitsWithTwo() {
    assertWrong("say what is checked: --backend, --activation", "tck");
    assertWrong(
        "--config and --inputs are for a plug-in", "tck", "--backend", "naive", "--inputs", "3");
    assertWrong("no activation of this kind", "tck", "--activation", "nope");
    assertWrong("setting is missing: slope", "tck", "--activation", "leaky-relu");
    assertWrong("no plug-in can be read", "tck", "--activation", "relu", "--config", "slope");
    assertWrong("NN-102", "tck", "--activation", "relu", "--backend", "nope");
    assertWrong("mutually exclusive", "tck", "--activation", "relu", "--cost", "x");
    assertWrong("NN-102", "tck", "--backend", "nope");
    assertWrong("smoke, standard, full", "tck", "--backend", "naive", "--level", "most");
    assertWrong("--fresh is a number", "tck", "--backend", "naive", "--fresh", "new");
    assertWrong("--seeds must be at least 1", "tck", "--backend", "naive", "--seeds", "0");
  }

  private static void assertWrong(String part, String... arguments) {
    Run run = Run.nn(arguments);
    assertEquals(ExitCode.WRONG_USE, run.exitCode(), run.err());
    assertTrue(run.err().contains(part), run.err());
    assertEquals("", run.out());
  }
}
