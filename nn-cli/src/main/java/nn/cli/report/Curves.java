package nn.cli.report;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Quantities over a training.
 *
 * @param title of the picture
 * @param unit what is counted along it, such as {@code epoch}
 * @param quantity what the values are, such as {@code cost}
 * @param curves at least one
 * @param best the index at which the weights were that have been kept; -1 for none
 */
public record Curves(String title, String unit, String quantity, List<Curve> curves, int best)
    implements Section {
  private static final int MOST_PIECES = 400;
  private static final int MOST_TOOLTIPS = 50;

  /**
   * A curve.
   *
   * @param name whose it is
   * @param colour of those that the style has
   * @param values one for each epoch; what is not finite is left out
   */
  @SuppressWarnings("ArrayRecordComponent") // drawn at once, never compared
  public record Curve(String name, int colour, double[] values) {}

  @Override
  public boolean isWide() {
    return false;
  }

  @Override
  public void write(Markup html) {
    int last = curves.stream().mapToInt(curve -> curve.values().length).max().orElse(1);
    Axis x = new Axis(unit, 1, Math.max(2, last));
    Axis y =
        Axis.around(quantity, 0.04, curves.stream().map(Curve::values).toArray(double[][]::new));
    html.open("figure");
    try (Plot plot = Plot.open(html, title, x, y)) {
      plot.drawAxes();
      if (best >= 0) {
        drawBest(plot);
      }
      curves.forEach(curve -> draw(plot, curve));
    }
    html.open("figcaption");
    curves.forEach(curve -> Legend.write(html, curve.name(), curve.colour()));
    html.close();
    html.close();
  }

  private void drawBest(Plot plot) {
    double place = plot.right(best + 1.0);
    plot.html().open("g").leaf("title", "best in validation: " + unit + " " + (best + 1));
    plot.line("best", place, Plot.TOP, place, Plot.HEIGHT - Plot.BOTTOM);
    plot.html().close();
  }

  private void draw(Plot plot, Curve curve) {
    StringBuilder path = new StringBuilder();
    for (int i : thinned(curve.values())) {
      path.append(path.isEmpty() ? 'M' : 'L')
          .append(Plot.place(plot.right(i + 1.0)))
          .append(' ')
          .append(Plot.place(plot.down(curve.values()[i])));
    }
    plot.html()
        .empty("path", "class", "curve " + Plot.colour(curve.colour()), "d", path.toString());
    int every = Math.max(1, curve.values().length / MOST_TOOLTIPS);
    IntStream.range(0, curve.values().length)
        .filter(i -> i % every == 0 && Double.isFinite(curve.values()[i]))
        .forEach(i -> plot.dot("hover", i + 1.0, curve.values()[i], 6, tooltip(curve, i)));
  }

  private String tooltip(Curve curve, int index) {
    return unit
        + " "
        + (index + 1)
        + ", "
        + curve.name()
        + ": "
        + Cells.number(curve.values()[index]);
  }

  /**
   * The smallest and the largest value of each piece of a curve, so that no spike is lost; nothing
   * that is not finite.
   */
  private static int[] thinned(double[] values) {
    int[] finite =
        IntStream.range(0, values.length).filter(i -> Double.isFinite(values[i])).toArray();
    int pieces = Math.min(MOST_PIECES, finite.length);
    IntStream.Builder kept = IntStream.builder();
    for (int piece = 0; piece < pieces; piece++) {
      int from = (int) ((long) piece * finite.length / pieces);
      int to = (int) ((piece + 1L) * finite.length / pieces);
      int min = finite[from];
      int max = finite[from];
      for (int i = from; i < to; i++) {
        min = values[finite[i]] < values[min] ? finite[i] : min;
        max = values[finite[i]] > values[max] ? finite[i] : max;
      }
      kept.add(Math.min(min, max));
      if (min != max) {
        kept.add(Math.max(min, max));
      }
    }
    return kept.build().toArray();
  }
}
