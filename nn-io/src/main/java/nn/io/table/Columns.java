package nn.io.table;

import java.util.List;
import java.util.stream.Collectors;

/** Lists of columns' names for messages. */
final class Columns {
  private static final int MOST_SHOWN = 100;

  private Columns() {}

  static String shortened(List<String> header) {
    String text =
        header.stream().limit(MOST_SHOWN).map(Cells::shortened).collect(Collectors.joining(", "));
    return header.size() <= MOST_SHOWN ? text : text + ", … (" + header.size() + " in all)";
  }
}
