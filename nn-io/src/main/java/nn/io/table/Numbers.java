package nn.io.table;

import java.util.regex.Pattern;

/**
 * Which cells are numbers: decimal digits with an optional sign, point and exponent. Java's own
 * parser also takes {@code NaN}, {@code Infinity}, {@code 1d} and {@code 0x1p3}, which in a data
 * file are mistakes or names.
 */
final class Numbers {
  private static final int LONGEST_GROUPED = 40;
  private static final Pattern GROUPED =
      Pattern.compile("[+-]?\\d{1,3}([.,' \u00a0\u202f]\\d{3})+([.,]\\d+)?");

  private Numbers() {}

  /** Whether a cell is a number that a double can hold. */
  static boolean isNumber(String cell) {
    return !Double.isNaN(parse(cell));
  }

  /** The cell's value, or NaN if it is no number or none that a double can hold. */
  static double parse(String cell) {
    if (!hasForm(cell)) {
      return Double.NaN;
    }
    double value = Double.parseDouble(cell);
    return Double.isInfinite(value) ? Double.NaN : value;
  }

  /** The cell's value where a comma is the decimal mark, or NaN. */
  static double parseWithComma(String cell) {
    return cell.indexOf('.') < 0 ? parse(cell.replace(',', '.')) : Double.NaN;
  }

  /** A number as {@link #parse} takes it, whichever decimal mark it has; other text as it is. */
  static String withPoint(String cell) {
    return Double.isNaN(parseWithComma(cell)) ? cell : cell.replace(',', '.');
  }

  /**
   * Whether a cell that is no number seems to be one with another decimal mark, or with marks
   * between thousands.
   */
  static boolean isOtherwiseWritten(String cell) {
    return cell.length() <= LONGEST_GROUPED
        && (isNumber(cell) || isNumber(withPoint(cell)) || GROUPED.matcher(cell).matches());
  }

  private static boolean hasForm(String cell) {
    int at = skipSign(cell, 0);
    int whole = skipDigits(cell, at);
    int digits = whole - at;
    at = whole;
    if (at < cell.length() && cell.charAt(at) == '.') {
      int fraction = skipDigits(cell, at + 1);
      digits += fraction - at - 1;
      at = fraction;
    }
    if (digits == 0) {
      return false;
    }
    if (at < cell.length() && (cell.charAt(at) == 'e' || cell.charAt(at) == 'E')) {
      int exponent = skipSign(cell, at + 1);
      at = skipDigits(cell, exponent);
      if (at == exponent) {
        return false;
      }
    }
    return at == cell.length();
  }

  private static int skipSign(String cell, int at) {
    return at < cell.length() && (cell.charAt(at) == '-' || cell.charAt(at) == '+') ? at + 1 : at;
  }

  private static int skipDigits(String cell, int from) {
    int at = from;
    while (at < cell.length() && cell.charAt(at) >= '0' && cell.charAt(at) <= '9') {
      at++;
    }
    return at;
  }
}
