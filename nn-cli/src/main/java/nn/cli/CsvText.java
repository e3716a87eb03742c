package nn.cli;

import java.util.List;
import java.util.stream.Collectors;

/** Records as lines of CSV by <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>. */
final class CsvText {
  private CsvText() {}

  /** A record and its line feed. */
  static String line(List<String> cells) {
    return cells.stream().map(CsvText::cell).collect(Collectors.joining(",", "", "\n"));
  }

  private static String cell(String text) {
    boolean plain =
        text.equals(text.strip()) && text.chars().noneMatch(c -> ",\"\r\n".indexOf(c) >= 0);
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
