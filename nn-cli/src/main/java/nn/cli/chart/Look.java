package nn.cli.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The common look of all pictures: size, colours, fonts. */
final class Look {
  static final int WIDTH = 800;
  static final int HEIGHT = 600;

  /** Pixels for each unit of length, so that pictures stay sharp in print and on fine screens. */
  static final int SCALE = 2;

  static final Color INK = new Color(0x22, 0x2b, 0x38);
  private static final Color GRID = new Color(0xe3, 0xe7, 0xec);
  private static final Color FRAME = new Color(0x9a, 0xa4, 0xb0);

  /** Told apart by people who see few colours, too: after Okabe and Ito, the first two darkened. */
  private static final Color[] PALETTE = {
    new Color(0x1f, 0x6f, 0xb2),
    new Color(0xd5, 0x4e, 0x12),
    new Color(0x00, 0x96, 0x6e),
    new Color(0xb8, 0x5c, 0x96),
    new Color(0xd0, 0x90, 0x00),
    new Color(0x3f, 0xa6, 0xd9),
    new Color(0x6a, 0x5a, 0xa8),
    new Color(0x6b, 0x6b, 0x6b),
  };

  private Look() {}

  /** The colour of a class or series. */
  static Color colour(int index) {
    return PALETTE[index % PALETTE.length];
  }

  /** A mixture of two colours; {@code share} of the second. */
  static Color mix(Color a, Color b, double share) {
    return new Color(
        (int) Math.round(a.getRed() + (b.getRed() - a.getRed()) * share),
        (int) Math.round(a.getGreen() + (b.getGreen() - a.getGreen()) * share),
        (int) Math.round(a.getBlue() + (b.getBlue() - a.getBlue()) * share));
  }

  /** An empty chart. */
  static XYChart chart(String title, String xTitle, String yTitle) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(xTitle)
            .yAxisTitle(yTitle)
            .build();
    XYStyler style = chart.getStyler();
    style.setLocale(Locale.ROOT);
    style.setBaseFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    style.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 17));
    style.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
    style.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    style.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    style.setChartTitleBoxVisible(false);
    style.setChartTitlePadding(10);
    style.setChartPadding(14);
    style.setChartBackgroundColor(Color.WHITE);
    style.setPlotBackgroundColor(Color.WHITE);
    style.setPlotBorderColor(FRAME);
    style.setPlotGridLinesColor(GRID);
    style.setPlotGridLinesStroke(new BasicStroke(1f));
    style.setAxisTickMarksColor(FRAME);
    style.setAxisTickMarksStroke(new BasicStroke(1f));
    style.setAxisTickLabelsColor(INK);
    style.setChartFontColor(INK);
    style.setPlotContentSize(1.0);
    style.setPlotMargin(0);
    style.setYAxisLabelAlignment(AxesChartStyler.TextAlignment.Right);
    style.setXAxisTickMarkSpacingHint(90);
    style.setYAxisTickMarkSpacingHint(60);
    style.setLegendLayout(Styler.LegendLayout.Vertical);
    style.setLegendBorderColor(Color.WHITE);
    style.setLegendBackgroundColor(Color.WHITE);
    style.setLegendPadding(12);
    style.setMarkerSize(8);
    return chart;
  }

  /** Adds dots. */
  static void addDots(XYChart chart, String name, double[] x, double[] y, Color colour) {
    if (x.length == 0) {
      return;
    }
    XYSeries series = chart.addSeries(name, x, y);
    series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    series.setMarker(new Dot());
    series.setMarkerColor(colour);
  }

  /** Adds a line. */
  static void addLine(
      XYChart chart, String name, double[] x, double[] y, Color colour, BasicStroke stroke) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(colour);
    series.setLineStyle(stroke);
  }

  /** A stroke of dashes. */
  static BasicStroke dashes() {
    return new BasicStroke(
        1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, new float[] {7f, 5f}, 0f);
  }

  /** Lets the axes end a little beyond the data, at least so far that they are not a point. */
  static void fitAxes(XYChart chart, Range x, Range y) {
    XYStyler style = chart.getStyler();
    style.setXAxisMin(x.from());
    style.setXAxisMax(x.to());
    style.setYAxisMin(y.from());
    style.setYAxisMax(y.to());
    x.pattern().ifPresent(style::setXAxisDecimalPattern);
    y.pattern().ifPresent(style::setYAxisDecimalPattern);
  }

  /** Draws a chart on white. */
  static BufferedImage draw(XYChart chart) {
    BufferedImage image = blank();
    Graphics2D graphics = graphics(image);
    try {
      chart.paint(graphics, WIDTH, HEIGHT);
    } finally {
      graphics.dispose();
    }
    return image;
  }

  /** Draws a chart and a legend below it over what the image shows already. */
  static void draw(Graphics2D graphics, XYChart chart, Legend legend) {
    int height = HEIGHT - legend.height(graphics);
    chart.paint(graphics, WIDTH, height);
    legend.draw(graphics, height - 4);
  }

  static BufferedImage blank() {
    return new BufferedImage(WIDTH * SCALE, HEIGHT * SCALE, BufferedImage.TYPE_INT_RGB);
  }

  static Graphics2D graphics(BufferedImage image) {
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.scale(SCALE, SCALE);
    clear(graphics);
    return graphics;
  }

  static void clear(Graphics2D graphics) {
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
  }

  /** A filled circle with a white rim, so that dots on dots and on colour stay countable. */
  private static final class Dot extends Marker {
    private static final BasicStroke RIM = new BasicStroke(1f);

    @Override
    public void paint(Graphics2D graphics, double x, double y, int size) {
      var circle = new java.awt.geom.Ellipse2D.Double(x - size / 2.0, y - size / 2.0, size, size);
      graphics.fill(circle);
      graphics.setStroke(RIM);
      graphics.setColor(Color.WHITE);
      graphics.draw(circle);
    }
  }
}
