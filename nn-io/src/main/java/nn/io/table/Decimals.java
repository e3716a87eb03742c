package nn.io.table;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds out which decimal mark the numbers of a table have, by its columns. */
final class Decimals {
  private static final Set<String> MISSING = Set.copyOf(CellPolicies.USUAL_MISSING_CELLS);
  private static final int LONGEST = 40;

  /** It may have a decimal mark, or one between thousands. */
  private static final Pattern THOUSANDS = Pattern.compile("[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}");

  private Decimals() {}

  /**
   * A column of numbers with one mark.
   *
   * @param mark a point or a comma; a space if its cells have none, different ones, or are text
   * @param example the place and the text of a cell with the mark; null without one
   * @param ambiguous whether all cells with the mark may have it between thousands
   */
  private record Column(char mark, ColumnSummary.@Nullable Odd example, boolean ambiguous) {
    static final Column NONE = new Column(' ', null, false);
  }

  /**
   * The mark of all columns whose numbers have one; a point if none has.
   *
   * @throws CsvException if some columns have points and others commas, or the commas may stand
   *     between thousands
   */
  static char recognise(CsvTable table) {
    ColumnSummary.Odd point = null;
    ColumnSummary.Odd comma = null;
    boolean ambiguous = true;
    for (int i = 0; i < table.header().size(); i++) {
      Column column = column(table, i);
      if (column.example != null && column.mark == ',') {
        comma = comma != null ? comma : column.example;
        ambiguous &= column.ambiguous;
      } else if (column.example != null) {
        point = point != null ? point : column.example;
      }
    }
    if (comma == null) {
      return '.';
    }
    if (point != null) {
      throw CsvException.ofFile(
          table.name(),
          "some columns have decimal points ("
              + say(point)
              + ") and others decimal commas ("
              + say(comma)
              + "); set the decimal mark, and correct the other columns or declare them categorical",
          TableSetting.DECIMAL);
    }
    if (ambiguous) {
      throw CsvException.ofFile(
          table.name(),
          "the commas in numbers may be decimal commas or stand between thousands ("
              + say(comma)
              + "); set the decimal mark, or write the numbers without commas",
          TableSetting.DECIMAL);
    }
    return ',';
  }

  private static String say(ColumnSummary.Odd cell) {
    return "'" + cell.text() + "' at " + cell.place();
  }

  private static Column column(CsvTable table, int column) {
    char mark = ' ';
    ColumnSummary.Odd example = null;
    boolean ambiguous = true;
    for (int record = 0; record < table.records(); record++) {
      String cell = table.cell(record, column);
      if (MISSING.contains(cell)) {
        continue;
      }
      if (cell.length() > LONGEST || !Numbers.isNumber(Numbers.withPoint(cell))) {
        return Column.NONE;
      }
      char own = cell.indexOf(',') >= 0 ? ',' : cell.indexOf('.') >= 0 ? '.' : ' ';
      if (own == ' ') {
        continue;
      }
      if (mark != ' ' && mark != own) {
        return Column.NONE;
      }
      mark = own;
      example =
          example != null ? example : new ColumnSummary.Odd(table.place(record, column), cell);
      ambiguous &= THOUSANDS.matcher(cell).matches();
    }
    return new Column(mark, example, ambiguous);
  }
}
