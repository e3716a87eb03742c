package nn.cli.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import nn.core.metric.ConfusionMatrix;

/**
 * How often which class was predicted for which.
 *
 * @param title its heading
 * @param classes their names
 * @param matrix the counts
 */
public record Confusion(String title, List<String> classes, ConfusionMatrix matrix)
    implements Section {
  /** More rows and columns nobody can read. */
  private static final int MOST_CLASSES = 16;

  private static final int MOST_PAIRS = 20;
  private static final int SHADES = 10;

  private record Pair(int actual, int predicted, double weight) {}

  @Override
  public boolean isWide() {
    return classes.size() > 5;
  }

  @Override
  public void write(Markup html) {
    if (classes.size() > MOST_CLASSES) {
      pairs().write(html);
      return;
    }
    html.open("div", "class", "scroll").open("table", "class", "confusion").open("thead");
    html.open("tr").leaf("th", "actual", "class", "text");
    classes.forEach(name -> html.leaf("th", name, "class", "number", "title", "predicted " + name));
    html.close().close().open("tbody");
    for (int actual = 0; actual < classes.size(); actual++) {
      html.open("tr").leaf("th", classes.get(actual), "class", "text");
      for (int predicted = 0; predicted < classes.size(); predicted++) {
        cell(html, actual, predicted);
      }
      html.close();
    }
    html.close().close().close();
    html.leaf("p", "Columns are what was predicted.", "class", "note");
  }

  private void cell(Markup html, int actual, int predicted) {
    double weight = matrix.weight(actual, predicted);
    double share = weight / Math.max(Double.MIN_NORMAL, matrix.actual(actual));
    String shade = (actual == predicted ? "right" : "wrong") + (int) Math.ceil(share * SHADES);
    String tooltip =
        Cells.number(weight)
            + " of "
            + Cells.number(matrix.actual(actual))
            + " of "
            + classes.get(actual)
            + " were taken for "
            + classes.get(predicted);
    html.leaf("td", Cells.number(weight), "class", "number " + shade, "title", tooltip);
  }

  /** The most frequent confusions alone. */
  private DataTable pairs() {
    List<Pair> pairs = new ArrayList<>();
    for (int actual = 0; actual < classes.size(); actual++) {
      for (int predicted = 0; predicted < classes.size(); predicted++) {
        if (actual != predicted && matrix.weight(actual, predicted) > 0) {
          pairs.add(new Pair(actual, predicted, matrix.weight(actual, predicted)));
        }
      }
    }
    return new DataTable(
        title,
        List.of("actual", "predicted", "records"),
        pairs.stream()
            .sorted(Comparator.comparingDouble(Pair::weight).reversed())
            .limit(MOST_PAIRS)
            .map(
                pair ->
                    List.of(
                        classes.get(pair.actual()),
                        classes.get(pair.predicted()),
                        Cells.number(pair.weight())))
            .toList(),
        Set.of(0, 1),
        "The most frequent confusions.");
  }
}
