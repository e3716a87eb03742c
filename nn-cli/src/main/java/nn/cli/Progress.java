package nn.cli;

import java.util.Locale;
import nn.core.training.Epoch;
import nn.core.training.TrainingListener;

/** Shows how a training goes on. */
abstract class Progress implements TrainingListener, AutoCloseable {
  final Screen screen;
  private final String unit;
  private final long start = System.nanoTime();

  Progress(Screen screen, String unit) {
    this.screen = screen;
    this.unit = unit;
  }

  /**
   * A bar on a terminal, plain lines elsewhere.
   *
   * @param unit what is counted, such as {@code iteration}
   */
  static Progress on(Screen screen, String unit) {
    return screen.interactive() ? new ProgressBar(screen, unit) : new ProgressLines(screen, unit);
  }

  /** Cost, accuracy if there is one, speed and time left. */
  final String state(Epoch epoch) {
    int step = epoch.number();
    int steps = epoch.of();
    double accuracy = epoch.accuracy();
    double rate = step / Math.max(1e-9, (System.nanoTime() - start) / 1e9);
    return String.format(
        Locale.ROOT,
        "%d/%d  cost %.4f%s  %s %s/s  %s left",
        step,
        steps,
        epoch.cost(),
        Double.isNaN(accuracy) ? "" : String.format(Locale.ROOT, "  accuracy %.4f", accuracy),
        rate >= 100
            ? String.format(Locale.ROOT, "%.0f", rate)
            : String.format(Locale.ROOT, "%.1f", rate),
        speedUnit(),
        time((steps - step) / rate));
  }

  /** For instance {@code 42 s}, {@code 3 min 05 s} or {@code 2 h 10 min}. */
  static String time(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    return whole < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole / 60 % 60);
  }

  final String unit() {
    return unit;
  }

  /** What the speed counts. */
  String speedUnit() {
    return unit + "s";
  }

  /** Leaves the line, if one is being drawn. */
  @Override
  public abstract void close();
}
