package nn.cli.chart;

import java.awt.image.BufferedImage;
import org.knowm.xchart.XYChart;

/**
 * The cost over the iterations.
 *
 * @param title the heading
 * @param xTitle what is counted, iterations or epochs
 * @param cost one value for each
 */
@SuppressWarnings("ArrayRecordComponent") // drawn at once, never compared
public record CostPicture(String title, String xTitle, double[] cost) implements Picture {

  @Override
  public BufferedImage draw() {
    XYChart chart = CurvePicture.chart(title, xTitle, "cost", "cost", cost, Look.colour(0));
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setYAxisMax(Range.around(0.05, cost, new double[] {0}).to());
    return Look.draw(chart);
  }
}
