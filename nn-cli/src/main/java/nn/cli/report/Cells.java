package nn.cli.report;

import java.util.Locale;

/** How tables and tooltips write numbers. */
public final class Cells {
  private Cells() {}

  /** Four digits, without zeros at the end; NaN is undefined. */
  public static String number(double value) {
    if (Double.isNaN(value)) {
      return "undefined";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : "−∞";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return String.format(Locale.ROOT, "%.0f", value == 0 ? 0.0 : value);
    }
    String digits = String.format(Locale.ROOT, "%.4g", value);
    return digits.contains("e") ? digits : digits.replaceAll("\\.?0+$", "");
  }
}
