package nn.cli.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;

/** A quantity over the iterations; what {@link CostPicture} and {@link AccuracyPicture} share. */
final class CurvePicture {
  /** More pieces of the curve than the picture has pixels cannot be seen. */
  private static final int MAX_PIECES = Look.WIDTH * Look.SCALE;

  private CurvePicture() {}

  static XYChart chart(
      String title, String xTitle, String yTitle, String name, double[] values, Color colour) {
    XYChart chart = Look.chart(title, xTitle, yTitle);
    int[] kept = thinned(values);
    // One more point, half-way to the last: where values are equally spaced XChart marks every so
    // many of them, such as 8, 16, 24, and else round numbers.
    int last = kept.length - 1;
    double[] x = new double[kept.length + 1];
    double[] y = new double[kept.length + 1];
    for (int i = 0; i <= last; i++) {
      int at = i < last ? i : last + 1;
      x[at] = kept[i] + 1;
      y[at] = values[kept[i]];
    }
    int before = kept[Math.max(0, last - 1)];
    x[last] = (before + kept[last]) / 2.0 + 1;
    y[last] = (values[before] + values[kept[last]]) / 2;
    Look.addLine(
        chart,
        name,
        x,
        y,
        colour,
        new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    chart.getStyler().setXAxisMin(0.0);
    chart.getStyler().setXAxisMax(Math.max(2.0, values.length));
    if (values.length >= 10) {
      chart.getStyler().setXAxisDecimalPattern("#,##0");
    }
    return chart;
  }

  /** The smallest and the largest value of each piece of the curve, so that no spike is lost. */
  static int[] thinned(double[] values) {
    int pieces = Math.min(MAX_PIECES, values.length);
    List<Integer> kept = new ArrayList<>();
    for (int piece = 0; piece < pieces; piece++) {
      int from = (int) ((long) piece * values.length / pieces);
      int to = (int) ((piece + 1L) * values.length / pieces);
      int min = from;
      int max = from;
      for (int i = from; i < to; i++) {
        min = values[i] < values[min] ? i : min;
        max = values[i] > values[max] ? i : max;
      }
      kept.add(Math.min(min, max));
      if (min != max) {
        kept.add(Math.max(min, max));
      }
    }
    return kept.stream().mapToInt(Integer::intValue).toArray();
  }
}
