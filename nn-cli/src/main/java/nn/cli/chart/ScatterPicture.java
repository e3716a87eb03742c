package nn.cli.chart;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import org.knowm.xchart.XYChart;

/**
 * The data: a dot for each record, in its class's colour.
 *
 * @param title the heading
 * @param points the records
 */
public record ScatterPicture(String title, ClassPoints points) implements Picture {
  @Override
  public BufferedImage draw() {
    XYChart chart = Look.chart(title, points.xTitle(), points.yTitle());
    addClasses(chart, points);
    Look.fitAxes(chart, Range.around(0.06, points.x()), Range.around(0.06, points.y()));
    BufferedImage image = Look.blank();
    Graphics2D graphics = Look.graphics(image);
    try {
      Look.draw(graphics, chart, new Legend(points.names()));
    } finally {
      graphics.dispose();
    }
    return image;
  }

  static void addClasses(XYChart chart, ClassPoints points) {
    chart.getStyler().setLegendVisible(false);
    for (int i = 0; i < points.names().size(); i++) {
      Look.addDots(
          chart,
          points.names().get(i),
          points.of(i, points.x()),
          points.of(i, points.y()),
          Look.colour(i));
    }
  }
}
