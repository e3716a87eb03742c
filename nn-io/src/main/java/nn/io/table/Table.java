package nn.io.table;

import java.util.List;

/**
 * A table: named columns, and records whose cells are text, some of which are numbers. A cell that
 * holds nothing, such as SQL's NULL, is the empty text.
 *
 * <p>A table does not change, and any number of threads may read it. Records and columns are
 * counted from 0.
 */
public interface Table {

  /** How messages call it, such as the path of its file. */
  String name();

  /** The names of the columns, in order; no two are equal. */
  List<String> header();

  /** How many records there are. */
  int records();

  /** The text of a cell without space around it; empty if the cell holds nothing. */
  String cell(int record, int column);

  /** The number that a cell is; NaN if it is none that a double can hold. */
  default double number(int record, int column) {
    return Numbers.parse(cell(record, column));
  }

  /**
   * Whether a cell is known to be a finite number without a look at its text, which then need not
   * be made; false says nothing.
   */
  default boolean holdsNumber(int record, int column) {
    return false;
  }

  /** Where a cell is, for messages, such as {@code sales.csv, line 3, column 2 (price)}. */
  String place(int record, int column);

  /** Where a column is; −1 if there is none of this name. */
  default int column(String name) {
    return header().indexOf(name);
  }
}
