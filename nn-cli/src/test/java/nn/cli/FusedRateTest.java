package nn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Tier;
import nn.api.provider.BackendOptions;
import nn.api.provider.BackendReport;
import nn.api.provider.Backends;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FusedRateTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void keepsInAFile() {
    file = folder.resolve("rate.properties");
    System.setProperty("nn.fused.rate", file.toString());
  }

  @AfterEach
  void keepsNothing() {
    System.clearProperty("nn.fused.rate");
  }

  private static BackendReport.Entry entry(String name, boolean available) {
    return new BackendReport.Entry(
        name, "1", "a.jar", 0, Set.of(DType.FLOAT64), Tier.EXACT_FUSED, available, "");
  }

  private static String advice(String backend, DType dtype) {
    FusedRate kept = FusedRate.read();
    try (Backend opened = Backends.open(backend, new BackendOptions(dtype, 1))) {
      return kept == null ? "nothing kept" : kept.advice(opened);
    }
  }

  @Test
  void aTrainingIsToldOfItsOwnNumberTypeAndOnlyIfItIsWorthIt() throws IOException {
    new FusedRate("naive", Map.of(DType.FLOAT64, 1.84, DType.FLOAT32, 1.04)).write();
    assertEquals(
        "backend naive; for large products --backend naive-fma is 1.8 times as fast on this"
            + " machine, and trains other bits",
        advice("naive", DType.FLOAT64));
    assertEquals("", advice("naive", DType.FLOAT32));
    assertEquals("", advice("naive-fma", DType.FLOAT64));

    Run train =
        Run.nn(
            "train",
            "../examples/data/iris.csv",
            "--target",
            "species",
            "--epochs",
            "1",
            "--no-pictures",
            "--backend",
            "naive",
            "--out",
            folder.resolve("results").toString());
    assertEquals(ExitCode.DONE, train.exitCode(), train.err());
    assertTrue(train.err().contains("--backend naive-fma is 1.8 times as fast"), train.err());
  }

  @Test
  void aFileThatSaysNothingIsNoFile() throws IOException {
    assertNull(FusedRate.read());
    for (String text : List.of("", "backend=naive\n", "FLOAT64=1\nFLOAT32=x\n", "\\u1")) {
      Files.writeString(file, text);
      assertNull(FusedRate.read(), text);
    }
    System.clearProperty("nn.fused.rate");
    assertNull(FusedRate.read());
    new FusedRate("naive", Map.of(DType.FLOAT64, 2.0)).write();
  }

  @Test
  void onlyATwinThatCanBeOpenedIsMeasured() {
    BackendReport both =
        new BackendReport(List.of(entry("own", true), entry("own-fma", true)), "own", "");
    assertEquals("own", FusedRate.candidate(both));
    BackendReport broken =
        new BackendReport(List.of(entry("own", true), entry("own-fma", false)), "own", "");
    assertNull(FusedRate.candidate(broken));
    assertNull(FusedRate.candidate(new BackendReport(List.of(), null, "none")));
  }

  @Test
  void aBusyMachineIsNotBelieved() {
    ToolException busy = assertThrows(ToolException.class, () -> FusedRate.plausible(4.2));
    assertEquals(
        "backends: the machine is too busy to measure (4.2 times as fast is not to be had); measure"
            + " again when it is quiet",
        busy.getMessage());
    assertEquals(1.9, FusedRate.plausible(1.9));
  }

  @Test
  void withoutATwinThereIsNothingToMeasure() {
    System.setProperty("nn.backend", "naive-fma");
    try {
      Run run = Run.nn("backends", "--measure");
      assertEquals(ExitCode.FAILED, run.exitCode());
      assertTrue(
          run.err()
              .contains(
                  "backends: there is nothing to measure: naive-fma has no twin with fused"
                      + " arithmetic that can be opened; leave --measure out"),
          run.err());
      assertFalse(Files.exists(file));
    } finally {
      System.clearProperty("nn.backend");
    }
  }

  /** On a busy machine an error is as right. */
  @Test
  void whatWasMeasuredIsToldAgain() {
    String chosen = Backends.report().chosen();
    Run before = Run.nn("backends");
    assertTrue(before.out().contains("'nn backends --measure' tells"), before.out());
    Run measured = Run.nn("backends", "--measure");
    assumeTrue(measured.exitCode() == ExitCode.DONE, measured.err());
    String sentence = chosen + "-fma: ";
    assertTrue(measured.out().contains(sentence), measured.out());
    assertTrue(measured.out().contains("on this machine"), measured.out());
    assertEquals(measured.out(), Run.nn("backends").out());
    String json = Run.nn("backends", "--json").out();
    assertTrue(json.contains("\"than\" : \"" + chosen + "\""), json);
    assertFalse(json.contains("\"fused\" : null"), json);
  }
}
