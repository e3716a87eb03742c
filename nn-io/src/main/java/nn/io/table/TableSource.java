package nn.io.table;

import java.util.List;
import java.util.function.Consumer;

/**
 * A table that is read in parts, from its first record to its last, as often as it is asked: one
 * that need not fit in memory.
 */
public interface TableSource {

  /** How messages call it, such as the path of its file. */
  String name();

  /** The names of the columns, in order; no two are equal. */
  List<String> header();

  /**
   * Reads all records.
   *
   * @param most records of a part
   * @param visitor takes the parts in their order, tables with this header whose places are those
   *     in the whole
   * @throws TableException if the table cannot be read
   */
  void forEachPart(int most, Consumer<Table> visitor);

  /** A table in memory, which is read as if it were not. */
  static TableSource of(Table table) {
    return new TableParts(table);
  }
}
