package nn.cli.report;

import java.util.List;
import java.util.Set;

/**
 * A table.
 *
 * @param title its heading
 * @param header names of its columns; none is written if it is empty
 * @param rows cells; each row has as many
 * @param texts the columns that are no numbers, and stand on the left
 * @param note a sentence above it; empty for none
 */
public record DataTable(
    String title, List<String> header, List<List<String>> rows, Set<Integer> texts, String note)
    implements Section {

  /** Keeps copies. */
  public DataTable {
    header = List.copyOf(header);
    rows = rows.stream().map(List::copyOf).toList();
    texts = Set.copyOf(texts);
  }

  @Override
  public void write(Markup html) {
    if (!note.isEmpty()) {
      html.leaf("p", note);
    }
    html.open("div", "class", "scroll").open("table");
    if (!header.isEmpty()) {
      html.open("thead");
      row(html, "th", header);
      html.close();
    }
    html.open("tbody");
    rows.forEach(cells -> row(html, "td", cells));
    html.close().close().close();
  }

  private void row(Markup html, String element, List<String> cells) {
    html.open("tr");
    for (int i = 0; i < cells.size(); i++) {
      html.leaf(element, cells.get(i), "class", texts.contains(i) ? "text" : "number");
    }
    html.close();
  }
}
