package nn.io.table;

import org.jspecify.annotations.Nullable;

/** Complaints about cells. */
final class Cells {
  private static final int LONGEST = 40;

  private Cells() {}

  /**
   * A cell that must not be missing is.
   *
   * @param kind what is needed, a number or a category
   */
  static TableException missing(String place, String cell, String column, String kind) {
    return TableException.of(
        place,
        (cell.isEmpty()
                ? "the cell is empty"
                : "a " + kind + " is needed, this is '" + cell + "', which counts as missing")
            + "; fill it in, remove the record, or choose a policy for missing cells",
        TableSetting.MISSING,
        column);
  }

  /** The target of a record is missing, for which there is no policy. */
  static TableException missingTarget(String place, String cell, String column) {
    return TableException.of(
        place,
        (cell.isEmpty()
                ? "the cell of the target is empty"
                : "the cell of the target is '" + cell + "', which counts as missing")
            + "; fill it in or remove the record",
        null,
        column);
  }

  /**
   * A cell is no number.
   *
   * @param advice for when it need not be one; empty if it must
   * @param setting that goes with the advice
   */
  static TableException notANumber(
      String place, String cell, String column, String advice, @Nullable TableSetting setting) {
    boolean otherwise = Numbers.isOtherwiseWritten(cell);
    return TableException.of(
        place,
        "a number is needed (such as -1.5 or 2e3), this is '"
            + shortened(cell)
            + (otherwise
                ? "'; write it with a decimal point and without marks between thousands, or set the"
                    + " decimal mark"
                : "'; correct it")
            + advice,
        otherwise ? TableSetting.DECIMAL : setting,
        column);
  }

  /** A cell is none of the categories or classes. */
  static TableException unknown(
      String place, String cell, String column, Categories known, @Nullable TableSetting setting) {
    return TableException.of(
        place,
        "'"
            + shortened(cell)
            + "' is none of the known values "
            + Categories.shortened(known.names())
            + "; correct it"
            + (setting == null ? "" : ", or choose a policy for unknown categories"),
        setting,
        column);
  }

  /** A cell for a message: on one line, and not long. */
  static String shortened(String cell) {
    String oneLine = cell.replaceAll("\\p{Cntrl}", "?");
    return oneLine.length() <= LONGEST ? oneLine : oneLine.substring(0, LONGEST) + "…";
  }
}
