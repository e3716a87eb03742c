package nn.cli.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.function.UnaryOperator;
import org.knowm.xchart.XYChart;

/**
 * Which class a network gives to each point of the plane, as filled contours of its confidence, and
 * the records on it.
 *
 * @param title the heading
 * @param points the records
 * @param predict the network's outputs for points (x, y): one output for two classes, else one for
 *     each
 */
public record BoundaryPicture(String title, ClassPoints points, UnaryOperator<double[][]> predict)
    implements Picture {

  /** Points along each side at which the network is asked; between them its outputs are mixed. */
  private static final int GRID = 161;

  /** Width of the line between two classes in pixels. */
  private static final int BORDER = 3;

  @Override
  public BufferedImage draw() {
    Range xRange = Range.around(0.08, points.x());
    Range yRange = Range.around(0.08, points.y());
    XYChart chart = Look.chart(title, points.xTitle(), points.yTitle());
    ScatterPicture.addClasses(chart, points);
    Look.fitAxes(chart, xRange, yRange);
    chart.getStyler().setPlotGridLinesVisible(false);
    Color transparent = new Color(0, 0, 0, 0);
    chart.getStyler().setPlotBackgroundColor(transparent);
    chart.getStyler().setChartBackgroundColor(transparent);
    Legend legend = new Legend(points.names());
    BufferedImage image = Look.blank();
    Graphics2D graphics = Look.graphics(image);
    try {
      // Only a chart that has been drawn knows where its plot is; so it is drawn twice.
      Look.draw(graphics, chart, legend);
      int left = pixel(chart.getScreenXFromChart(xRange.from()));
      int right = pixel(chart.getScreenXFromChart(xRange.to()));
      int top = pixel(chart.getScreenYFromChart(yRange.to()));
      int bottom = pixel(chart.getScreenYFromChart(yRange.from()));
      Look.clear(graphics);
      fill(image, left, right, top, bottom, outputs(xRange, yRange));
      Look.draw(graphics, chart, legend);
    } finally {
      graphics.dispose();
    }
    return image;
  }

  private static int pixel(double coordinate) {
    return (int) Math.round(coordinate * Look.SCALE);
  }

  /** The network's outputs on the grid, from the lower left, row by row. */
  private double[][] outputs(Range xRange, Range yRange) {
    double[][] grid = new double[GRID * GRID][];
    for (int row = 0; row < GRID; row++) {
      for (int column = 0; column < GRID; column++) {
        grid[row * GRID + column] =
            new double[] {xRange.at(column / (GRID - 1.0)), yRange.at(row / (GRID - 1.0))};
      }
    }
    return predict.apply(grid);
  }

  private static void fill(
      BufferedImage image, int left, int right, int top, int bottom, double[][] outputs) {
    Regions regions = new Regions(outputs[0].length);
    double[] mixed = new double[outputs[0].length];
    int width = right - left + 1;
    int height = bottom - top + 1;
    int[][] classes = new int[height][width];
    int[] rgb = new int[width];
    for (int row = 0; row < height; row++) {
      double v = (GRID - 1.0) * (height - 1 - row) / Math.max(1, height - 1);
      for (int x = 0; x < width; x++) {
        mix(outputs, (GRID - 1.0) * x / Math.max(1, width - 1), v, mixed);
        classes[row][x] = regions.classOf(mixed);
        boolean border =
            classes[row][x] != classes[row][Math.max(0, x - BORDER)]
                || classes[row][x] != classes[Math.max(0, row - BORDER)][x];
        rgb[x] = (border ? Look.INK : regions.colour(mixed)).getRGB();
      }
      image.setRGB(left, top + row, width, 1, rgb, 0, width);
    }
  }

  /** Bilinear interpolation at grid coordinates. */
  private static void mix(double[][] outputs, double u, double v, double[] mixed) {
    int column = Math.min((int) u, GRID - 2);
    int row = Math.min((int) v, GRID - 2);
    double du = u - column;
    double dv = v - row;
    double[] a = outputs[row * GRID + column];
    double[] b = outputs[row * GRID + column + 1];
    double[] c = outputs[(row + 1) * GRID + column];
    double[] d = outputs[(row + 1) * GRID + column + 1];
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = (a[i] * (1 - du) + b[i] * du) * (1 - dv) + (c[i] * (1 - du) + d[i] * du) * dv;
    }
  }
}
