package nn.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import nn.api.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With a clock that goes on by itself, one slice's length with each look. */
class SliceWorkTest {
  private static final SliceWork.Setting NAIVE =
      new SliceWork.Setting("naive", DType.FLOAT32, 1, "gradient-descent");

  private final StringWriter answers = new StringWriter();
  private long now;

  private Slices slices(String... requests) {
    return new Slices(
        new BufferedReader(new StringReader(String.join("\n", requests))),
        new PrintWriter(answers, true),
        () -> now += 1_000_000_000);
  }

  @ParameterizedTest
  @EnumSource(
      value = SliceWork.class,
      names = {"MOONS", "IMAGES", "PREDICT", "PRODUCTS"})
  void everyWorkAnswersUntilNobodyAsks(SliceWork work) {
    String request = work == SliceWork.PRODUCTS ? "slice 1 FLOAT64 n = 5" : "slice 1";
    work.run(NAIVE, slices(request, request));
    List<String> lines = answers.toString().lines().toList();
    assertEquals(3, lines.size(), lines.toString());
    assertEquals("ready", lines.get(0));
    lines.stream().skip(1).forEach(line -> assertTrue(line.matches("rate \\S+ 1\\.0"), line));
  }

  @Test
  void anEpochsLastBatchCountsItsRecords() {
    StepsInSlices steps = new StepsInSlices(slices("slice 1", "slice 1", "slice 1"), 300, 128);
    assertTrue(steps.begin());
    Steps.of(3).forEach(steps::stepEnded);
    assertEquals(
        List.of("ready", "rate 128.0 1.0", "rate 128.0 1.0", "rate 44.0 1.0"),
        answers.toString().lines().toList());
  }

  @Test
  void moonsAreJudgedAfterThreeHundredIterations() {
    SliceWork.MOONS.run(NAIVE, slices("slice 1", "accuracy"));
    String last = answers.toString().lines().reduce((a, b) -> b).orElseThrow();
    assertTrue(Double.parseDouble(last.substring("accuracy ".length())) > 0.8, last);
  }

  @Test
  void aProductIsNamedAsItIsWritten() {
    assertEquals("FLOAT32 n = 16", SliceWork.product(DType.FLOAT32, 16));
    IllegalArgumentException wrong =
        assertThrows(
            IllegalArgumentException.class,
            () -> SliceWork.PRODUCTS.run(NAIVE, slices("slice 1 16x16")));
    assertEquals("products: WHAT must be as 'FLOAT64 n = 16': '16x16'", wrong.getMessage());
  }
}
