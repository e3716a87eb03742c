package nn.io.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The texts of a table's cells, those of some records in one text: a String for each cell would
 * take some ten times the memory of the file.
 */
final class CellStore {
  private static final int BLOCK = 1 << 14; // cells, at least a record

  /**
   * The cells of some records.
   *
   * @param text of all, one after another
   * @param ends of each in the text
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Block(String text, int[] ends) {
    String cell(int index) {
      return text.substring(index == 0 ? 0 : ends[index - 1], ends[index]);
    }
  }

  private final int columns;
  private final int recordsOfBlock;
  private final List<Block> blocks = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private int[] ends = new int[16];
  private int cells; // of the block that is being filled
  private long chars; // of all blocks
  private int records;

  CellStore(int columns) {
    this.columns = columns;
    recordsOfBlock = Math.max(1, BLOCK / columns);
  }

  /** Adds a cell; after so many as there are columns, those of the next record. */
  void add(CharSequence source, int from, int to) {
    if (cells == ends.length) {
      ends = Arrays.copyOf(ends, 2 * ends.length);
    }
    text.append(source, from, to);
    ends[cells++] = text.length();
    if (cells % columns == 0) {
      records++;
      if (cells == recordsOfBlock * columns) {
        close();
      }
    }
  }

  /** Ends the block that is being filled. */
  void close() {
    if (cells > 0) {
      blocks.add(new Block(text.toString(), Arrays.copyOf(ends, cells)));
      chars += text.length();
      text.setLength(0);
      cells = 0;
    }
  }

  /** About how many bytes it takes, with what is being filled. */
  long bytes() {
    return chars + 4L * records * columns + text.capacity() + 4L * ends.length;
  }

  int records() {
    return records;
  }

  /** The text of a cell of a closed block. */
  String cell(int record, int column) {
    return blocks.get(record / recordsOfBlock).cell(record % recordsOfBlock * columns + column);
  }
}
