package nn.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Tables in Markdown. */
final class Markdown {
  private Markdown() {}

  /** A document with all groups. */
  static String document(String machine, String command, List<Group> groups) {
    StringBuilder text = new StringBuilder();
    text.append("# Benchmarks\n\n").append(machine).append("\n\n");
    text.append("```\n").append(command).append("\n```\n");
    groups.forEach(group -> text.append('\n').append(group(group)));
    return text.toString();
  }

  /** A heading and a table. */
  static String group(Group group) {
    List<List<String>> rows = new ArrayList<>();
    for (Measurement row : group.rows()) {
      rows.add(
          row.failure() == null
              ? Columns.cells(group, row)
              : List.of(row.contender(), "failed: " + row.failure(), "", "", "", "", ""));
    }
    return "## "
        + group.work()
        + "\n\n"
        + table(Columns.headings(group), rows)
        + group.note().map(note -> "\n" + note + "\n").orElse("");
  }

  /** A table; a bar in a cell is escaped. */
  static String table(List<String> headings, List<List<String>> rows) {
    StringBuilder text = new StringBuilder();
    text.append(line(headings)).append(line(Collections.nCopies(headings.size(), "---")));
    rows.forEach(row -> text.append(line(row)));
    return text.toString();
  }

  private static String line(List<String> cells) {
    StringBuilder text = new StringBuilder("|");
    for (String cell : cells) {
      text.append(' ').append(cell.replace("|", "\\|")).append(cell.isEmpty() ? "|" : " |");
    }
    return text.append('\n').toString();
  }
}
