package nn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import nn.core.training.Epoch;
import nn.core.training.TrainingState;
import nn.core.training.TrainingStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {
  private record Ended(int number, int of, double cost, double accuracy) implements Epoch {
    @Override
    public double validationCost() {
      return cost + 1;
    }

    @Override
    public void stop() {
      throw new AssertionError("progress stops nothing");
    }

    @Override
    public TrainingState state() {
      throw new AssertionError("progress keeps nothing");
    }
  }

  private record Stepped(long number, int epoch, long of, double cost) implements TrainingStep {
    @Override
    public void stop() {
      throw new AssertionError("progress stops nothing");
    }

    @Override
    public TrainingState state() {
      throw new AssertionError("progress keeps nothing");
    }
  }

  private static final long MILLISECOND = 1_000_000;

  private final StringWriter text = new StringWriter();
  private final PrintWriter writer = new PrintWriter(text);
  private long now; // nanoseconds

  private Progress bar(int columns) {
    return Progress.on(new Screen(writer, writer, true, columns), "epoch", () -> now);
  }

  private List<String> lines() {
    return Stream.of(text.toString().split("\r\033\\[K|\\R", -1))
        .filter(line -> !line.isEmpty())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 20, 40, 80, 200})
  void theBarNeverWraps(int columns) {
    for (double cost : new double[] {0.1, 1e12, 1e300}) {
      try (Progress progress = bar(columns)) {
        for (int step = 1; step < 9; step++) {
          progress.stepEnded(new Stepped(step, 1, 999_999_999, cost));
          now += 3000 * MILLISECOND;
        }
        progress.epochEnded(new Ended(999_999, 1_000_000, cost, 0.5));
        progress.epochEnded(new Ended(1_000_000, 1_000_000, cost, 0.5));
      }
    }
    lines().forEach(line -> assertTrue(line.length() < Math.max(2, columns), line));
    assertTrue(lines().size() >= 8);
  }

  @Test
  void whatMattersMostIsShownWhereThereIsLittleRoom() {
    for (int columns : new int[] {100, 60, 40, 20}) {
      try (Progress progress = bar(columns)) {
        progress.stepEnded(new Stepped(1, 1, 8, 0.5));
        now += 4000 * MILLISECOND;
        progress.stepEnded(new Stepped(2, 1, 8, 0.5));
        now += 200 * MILLISECOND;
        progress.epochEnded(new Ended(1, 4, 0.5, 0.75));
      }
    }
    assertEquals(
        List.of(
            "[#####---------------] 1/4  cost 0.5000  validation 1.5000  accuracy 0.7500  8.0"
                + " s/epoch  24 s left",
            "[##--------] 1/4  cost 0.5000  validation 1.5000  24 s left",
            "[##-------] 1/4  cost 0.5000  24 s left",
            "1/4  24 s left"),
        lines().stream().filter(line -> line.contains("1/4")).toList());
  }

  @Test
  void theBarIsDrawnAtMostTenTimesASecond() {
    try (Progress progress = bar(80)) {
      for (int i = 1; i <= 100_000; i++) { // in 10 seconds
        now += MILLISECOND / 10;
        progress.stepEnded(new Stepped(i, i, 100_000, 0.5));
        progress.epochEnded(new Ended(i, 100_000, 0.5, 0.5));
      }
    }
    assertEquals(101, lines().size(), 1);
  }

  @Test
  void aLogGetsAboutTwentyLines() {
    try (Progress progress = Progress.on(new Screen(writer, writer, false), "epoch", () -> now)) {
      for (int i = 1; i <= 9999; i++) {
        progress.epochEnded(new Ended(i, 9999, 0.5, Double.NaN));
      }
    }
    assertEquals(21, text.toString().lines().count());
    assertTrue(
        text.toString().startsWith("epoch 1/9999  cost 0.5000  validation 1.5000\n"),
        text.toString());
  }

  // ---- pace

  /** A hundred steps of 200 ms, while the JVM compiles, then 10 ms each. */
  @Test
  void aSlowStartIsSoonForgotten() {
    Pace pace = new Pace(() -> now);
    int steps = 10_000;
    pace.reached(1);
    for (int step = 2; step <= steps; step++) {
      now += (step <= 100 ? 200 : 10) * MILLISECOND;
      pace.reached(step);
      if (now >= 24_000 * MILLISECOND) { // 20 of them slow
        double left = (steps - step) / 100.0;
        assertEquals(left, pace.secondsTo(steps), 0.001 + 0.02 * left, "after " + step);
      }
    }
    assertEquals(0, pace.secondsTo(steps));
  }

  @Test
  void aSteadyPaceIsKnownAfterThreeSecondsAndOfAResumedTraining() {
    Pace pace = new Pace(() -> now);
    for (int step = 5000; step < 12_000; step++) {
      pace.reached(step);
      boolean known = now >= 3000 * MILLISECOND;
      assertEquals(known ? 1000 : Double.NaN, pace.perSecond(), 1e-9);
      now += MILLISECOND;
    }
  }

  /** Twice as fast after each half second: nothing is said until that ends, or 10 seconds. */
  @Test
  void nothingIsSaidWhileItGetsFaster() {
    Pace pace = new Pace(() -> now);
    for (int millisecond = 0; millisecond < 12_000; millisecond++) {
      pace.reached((long) Math.pow(2, millisecond / 500.0));
      now = (millisecond + 1) * MILLISECOND;
      boolean early = millisecond < 9_990;
      assertTrue(!early || Double.isNaN(pace.perSecond()), "at " + millisecond);
    }
    assertTrue(pace.perSecond() > 0);
  }

  @Test
  void oneStepAMinute() {
    Pace pace = new Pace(() -> now);
    assertEquals(Double.NaN, pace.secondsTo(9));
    for (int step = 1; step <= 500; step++) {
      pace.reached(step);
      assertEquals(step == 1 ? Double.NaN : 60, pace.secondsTo(step + 1), 1e-9);
      now += 60_000 * MILLISECOND;
    }
  }

  @Test
  void columnsAreAPositiveNumberOrEighty() {
    assertEquals(40, Terminal.columns("40"));
    for (String unknown : new String[] {null, "", "0", "-3", "many"}) {
      assertEquals(80, Terminal.columns(unknown));
    }
  }
}
