package nn.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An axis of a picture.
 *
 * @param title what it measures
 * @param from its smaller end
 * @param to its larger end
 */
record Axis(String title, double from, double to) {
  private static final int MOST_TICKS = 6;

  /** From the smallest to the largest of the finite values, and a share of that beyond either. */
  static Axis around(String title, double margin, double[]... values) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (double[] list : values) {
      for (double value : list) {
        if (Double.isFinite(value)) {
          min = Math.min(min, value);
          max = Math.max(max, value);
        }
      }
    }
    if (!(min < max)) {
      // One value, or none: an axis still needs a length.
      double middle = min == max ? min : 0;
      double half = Math.max(1, Math.abs(middle) / 2);
      return new Axis(title, middle - half, middle + half);
    }
    double more = margin * (max - min);
    return new Axis(title, min - more, max + more);
  }

  /** The share of the way at which a value is. */
  double share(double value) {
    return (value - from) / (to - from);
  }

  /** The value at a share of the way. */
  double at(double share) {
    return from + share * (to - from);
  }

  /** Round numbers to mark: 1, 2 or 5 times a power of ten apart. */
  List<Double> ticks() {
    double step = step();
    List<Double> ticks = new ArrayList<>();
    for (double i = Math.ceil(from / step); i * step <= to + step * 1e-9; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  private double step() {
    double rough = (to - from) / MOST_TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= rough) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  /** A tick's number. */
  String label(double tick) {
    double largest = Math.max(Math.abs(from), Math.abs(to));
    double step = step();
    if (largest >= 1e6 || step < 1e-5) {
      return String.format(Locale.ROOT, "%.3g", tick == 0 ? 0.0 : tick);
    }
    int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    // Half a step from 0 there is none: what is nearer is 0, and has no sign.
    return String.format(
        Locale.ROOT, "%." + decimals + "f", Math.abs(tick) < step / 2 ? 0.0 : tick);
  }
}
