package nn.cli.chart;

import java.awt.image.BufferedImage;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.Styler;

/**
 * Predicted against actual numbers; a perfect network's dots are on the diagonal.
 *
 * @param title the heading
 * @param target what is predicted
 * @param trainActual actual numbers of the records that trained
 * @param trainPredicted predictions for these
 * @param testActual actual numbers of the other records
 * @param testPredicted predictions for these
 */
@SuppressWarnings("ArrayRecordComponent") // drawn at once, never compared
public record FitPicture(
    String title,
    String target,
    double[] trainActual,
    double[] trainPredicted,
    double[] testActual,
    double[] testPredicted)
    implements Picture {

  @Override
  public BufferedImage draw() {
    XYChart chart = Look.chart(title, "actual " + target, "predicted " + target);
    Range range = Range.around(0.06, trainActual, trainPredicted, testActual, testPredicted);
    double[] ends = {range.from(), range.to()};
    Look.addLine(chart, "predicted = actual", ends, ends, Look.INK, Look.dashes());
    Look.addDots(chart, "training", trainActual, trainPredicted, Look.colour(0));
    Look.addDots(chart, "test", testActual, testPredicted, Look.colour(1));
    Look.fitAxes(chart, range, range);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNW);
    return Look.draw(chart);
  }
}
