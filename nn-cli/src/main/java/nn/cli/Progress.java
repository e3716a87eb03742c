package nn.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import nn.core.training.Epoch;
import nn.core.training.TrainingListener;
import nn.core.training.TrainingStep;

/** Shows how a training goes on. */
abstract class Progress implements TrainingListener, AutoCloseable {
  final Screen screen;
  final LongSupplier clock; // nanoseconds
  private final String unit;
  private final Pace pace;

  // how far it is
  private long step;
  private long plannedSteps;
  private int epoch; // that have ended
  private int plannedEpochs;
  private double cost; // of the last epoch or, before there is one, step
  private double validationCost = Double.NaN;
  private double accuracy = Double.NaN;

  Progress(Screen screen, String unit, LongSupplier clock) {
    this.screen = screen;
    this.unit = unit;
    this.clock = clock;
    pace = new Pace(clock);
  }

  /**
   * A bar on a terminal, plain lines elsewhere.
   *
   * @param unit what is counted, such as {@code iteration}
   */
  static Progress on(Screen screen, String unit) {
    return on(screen, unit, System::nanoTime);
  }

  /** By another clock, in nanoseconds. */
  static Progress on(Screen screen, String unit, LongSupplier clock) {
    return screen.interactive()
        ? new ProgressBar(screen, unit, clock)
        : new ProgressLines(screen, unit, clock);
  }

  @Override
  public final void stepEnded(TrainingStep ended) {
    step = ended.number();
    plannedSteps = ended.of();
    pace.reached(step);
    if (epoch == 0) {
      cost = ended.cost();
      stepShown();
    }
  }

  @Override
  public final void epochEnded(Epoch ended) {
    epoch = ended.number();
    plannedEpochs = ended.of();
    cost = ended.cost();
    accuracy = ended.accuracy();
    validationCost = Double.isNaN(ended.validationCost()) ? validationCost : ended.validationCost();
    epochShown(epoch, plannedEpochs);
  }

  /** Something may be shown in an epoch. */
  void stepShown() {}

  /** Something may be shown after an epoch. */
  abstract void epochShown(int ended, int planned);

  /** The part that is done, from 0 to 1. */
  final double done() {
    return epoch > 0 ? (double) epoch / plannedEpochs : (double) step / plannedSteps;
  }

  /**
   * Where it is, cost, accuracy if there is one, speed and time left; what matters least is left
   * out first where there is no room.
   */
  final String state(int columns) {
    List<String> parts = new ArrayList<>();
    String position =
        epoch > 0 ? epoch + "/" + plannedEpochs : step + "/" + plannedSteps + " steps";
    String speed = "";
    if (epoch > 0) {
      speed = speed(pace.perSecond() * plannedEpochs / plannedSteps);
    }
    double left = pace.secondsTo(plannedSteps);
    parts.add(position);
    parts.add(number("cost", cost));
    parts.add(number("validation", validationCost));
    parts.add(number("accuracy", accuracy));
    parts.add(speed);
    parts.add(Double.isFinite(left) ? time(left) + " left" : "");
    for (int leastImportant : new int[] {4, 3, 2, 1, 5}) {
      if (joined(parts).length() > columns) {
        parts.set(leastImportant, "");
      }
    }
    String line = joined(parts);
    return line.substring(0, Math.min(columns, line.length()));
  }

  private static String joined(List<String> parts) {
    return String.join("  ", parts.stream().filter(part -> !part.isEmpty()).toList());
  }

  private static String number(String name, double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%s %.4f", name, value);
  }

  private String speed(double perSecond) {
    if (Double.isNaN(perSecond)) {
      return "";
    }
    if (perSecond < 1) {
      return String.format(Locale.ROOT, "%.1f s/%s", 1 / perSecond, unit);
    }
    return String.format(
        Locale.ROOT, perSecond >= 100 ? "%.0f %s/s" : "%.1f %s/s", perSecond, speedUnit());
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
