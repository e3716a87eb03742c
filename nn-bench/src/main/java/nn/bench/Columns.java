package nn.bench;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** What a table says of a measurement: a name, then numbers. */
final class Columns {
  private Columns() {}

  /** The headings; that of the names is empty. */
  static List<String> headings(Group group) {
    return List.of(
        "", "us", "spread", group.rate().unit(), "of raw", group.baseline().heading(), "bytes/op");
  }

  /** The contender's name, with a star if it is the fastest form of a library. */
  static String name(Group group, Measurement row) {
    return group.fastestForm(row) ? row.contender() + " *" : row.contender();
  }

  /** The cells of a row that has not failed. */
  static List<String> cells(Group group, Measurement row) {
    return List.of(
        name(group, row),
        digits(row.nanoseconds() / 1000),
        Math.round(100 * row.spread()) + "%",
        digits(group.rate().of(row.nanoseconds())),
        ratio(group.ofRaw(row)),
        ratio(group.ofBaseline(row)),
        Double.isNaN(row.bytes()) ? "" : String.valueOf(Math.round(row.bytes())));
  }

  /** Three digits, or all before the point. */
  static String digits(double value) {
    String format =
        value >= 99.95 ? "%.0f" : value >= 9.995 ? "%.1f" : value >= 0.9995 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, format, value);
  }

  private static String ratio(OptionalDouble ratio) {
    return ratio.isPresent() ? ratio(ratio.getAsDouble()) : "";
  }

  /** A ratio of speeds. */
  static String ratio(double ratio) {
    return String.format(Locale.ROOT, "%.2f", ratio);
  }
}
