package nn.io.table;

import java.util.List;
import java.util.stream.Collectors;

/** Names of columns. */
final class Columns {
  private static final int MOST_SHOWN = 100;

  private Columns() {}

  /** Whether at least half of the names are numbers, as the cells of a record would be. */
  static boolean looksLikeRecord(List<String> header) {
    long numbers =
        header.stream().filter(name -> Numbers.isNumber(Numbers.withPoint(name))).count();
    return numbers > 0 && 2 * numbers >= header.size();
  }

  /** The first names, for a message. */
  static String shortened(List<String> header) {
    String text =
        header.stream().limit(MOST_SHOWN).map(Cells::shortened).collect(Collectors.joining(", "));
    return header.size() <= MOST_SHOWN ? text : text + ", … (" + header.size() + " in all)";
  }
}
