package nn.tck;

import java.util.Locale;
import nn.api.Shape;
import nn.tck.reference.Interval;

/** What a comparison has found, in words. */
final class Difference {

  private Difference() {}

  /** An element that is not what it may be; {@code more} ends the text. */
  static String wrong(Interval expected, double actual, int at, Shape shape, String more) {
    return String.format(
        Locale.ROOT,
        "wrong value at [%d, %d] of %s (element %d)%n  expected %s%n  actual   %s%n"
            + "  bound    %s%s",
        at % shape.rows(),
        at / shape.rows(),
        shape,
        at,
        expected,
        Interval.text(actual),
        expected.low() < expected.high()
            ? (expected.high() - expected.low()) / 2
            : "0 (the same bits)",
        more);
  }

  /** An element of an operand that was to be kept. */
  static String modified(String name, double given, double found, int at, Shape shape) {
    return String.format(
        Locale.ROOT,
        "%s was modified at [%d, %d]: expected %s, actual %s",
        name,
        at % shape.rows(),
        at / shape.rows(),
        Interval.text(given),
        Interval.text(found));
  }

  /** Whether a NaN is found where none may be. */
  static boolean unexpectedNan(Interval expected, double actual) {
    return Double.isNaN(actual) && !Double.isNaN(expected.low());
  }
}
