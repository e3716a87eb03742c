package nn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import nn.core.training.Epoch;
import nn.core.training.TrainingState;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private record Ended(int number, int of, double cost, double accuracy) implements Epoch {
    @Override
    public void stop() {
      throw new AssertionError("progress stops nothing");
    }

    @Override
    public TrainingState state() {
      throw new AssertionError("progress keeps nothing");
    }
  }

  private final StringWriter text = new StringWriter();
  private final PrintWriter writer = new PrintWriter(text);

  @Test
  void theBarNeverWraps() {
    for (double cost : new double[] {0.1, 1e12, 1e300}) {
      try (Progress progress = Progress.on(new Screen(writer, writer, true), "iteration")) {
        progress.epochEnded(new Ended(999_999, 1_000_000, cost, 0.5));
        progress.epochEnded(new Ended(1_000_000, 1_000_000, cost, 0.5));
      }
    }
    for (String line : text.toString().split("\r\033\\[K|\\R", -1)) {
      assertTrue(line.length() < 80, line);
    }
  }

  @Test
  void theBarIsDrawnAtMostTenTimesASecond() {
    long start = System.nanoTime();
    try (Progress progress = Progress.on(new Screen(writer, writer, true), "iteration")) {
      for (int i = 1; i <= 100_000; i++) {
        progress.epochEnded(new Ended(i, 100_000, 0.5, 0.5));
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    int drawn = text.toString().split("\r", -1).length - 1;
    assertTrue(drawn <= 2 + 10 * seconds, drawn + " times in " + seconds + " s");
  }

  @Test
  void aLogGetsAboutTwentyLines() {
    try (Progress progress = Progress.on(new Screen(writer, writer, false), "epoch")) {
      for (int i = 1; i <= 9999; i++) {
        progress.epochEnded(new Ended(i, 9999, 0.5, Double.NaN));
      }
    }
    assertEquals(21, text.toString().lines().count());
    assertTrue(text.toString().startsWith("epoch 1/9999  cost 0.5000  "), text.toString());
  }
}
