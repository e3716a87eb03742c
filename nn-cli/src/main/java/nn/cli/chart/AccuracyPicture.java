package nn.cli.chart;

import java.awt.image.BufferedImage;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.Styler;

/**
 * The accuracy over the iterations, and where it ended on records that did not train.
 *
 * @param title the heading
 * @param xTitle what is counted, iterations or epochs
 * @param accuracy one value for each
 * @param holdout the accuracy on other records; NaN if there are none
 */
@SuppressWarnings("ArrayRecordComponent") // drawn at once, never compared
public record AccuracyPicture(String title, String xTitle, double[] accuracy, double holdout)
    implements Picture {

  @Override
  public BufferedImage draw() {
    XYChart chart =
        CurvePicture.chart(title, xTitle, "accuracy", "training", accuracy, Look.colour(0));
    double from = Math.min(0.5, Range.around(0.05, accuracy).from());
    if (!Double.isNaN(holdout)) {
      from = Math.min(from, holdout);
      Look.addLine(
          chart,
          String.format(Locale.ROOT, "hold-out, at the end: %.3f", holdout),
          new double[] {0, Math.max(2, accuracy.length)},
          new double[] {holdout, holdout},
          Look.colour(1),
          Look.dashes());
    }
    chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideSE);
    chart.getStyler().setYAxisMin(Math.max(0.0, Math.floor(from * 10) / 10));
    chart.getStyler().setYAxisMax(1.02);
    return Look.draw(chart);
  }
}
