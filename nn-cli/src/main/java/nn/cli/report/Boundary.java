package nn.cli.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.imageio.ImageIO;

/**
 * How a network divides the plane of its two features among the classes.
 *
 * @param xTitle the first feature
 * @param yTitle the second feature
 * @param x the first feature of each record
 * @param y the second feature of each record
 * @param actual the class of each record
 * @param classes their names
 * @param predict outputs for pairs of features; one output tells two classes apart
 */
@SuppressWarnings("ArrayRecordComponent") // drawn at once, never compared
public record Boundary(
    String xTitle,
    String yTitle,
    double[] x,
    double[] y,
    int[] actual,
    List<String> classes,
    UnaryOperator<double[][]> predict)
    implements Section {
  private static final int COLUMNS = 243;
  private static final int ROWS = 142;
  private static final int MOST_DOTS = 1500;
  private static final int PALEST = 20;
  private static final int STRONGEST = 120;

  /** Those of the style, but that colours of a picture cannot come from it. */
  private static final int[] COLOURS = {
    0x1f6fb2, 0xd54e12, 0x00966e, 0xb85c96, 0xd09000, 0x3fa6d9, 0x6a5aa8, 0x6b6b6b
  };

  @Override
  public String title() {
    return "Decision boundary";
  }

  @Override
  public boolean isWide() {
    return false;
  }

  @Override
  public void write(Markup html) {
    Axis across = Axis.around(xTitle, 0.06, x);
    Axis up = Axis.around(yTitle, 0.06, y);
    html.open("figure");
    try (Plot plot = Plot.open(html, title(), across, up)) {
      html.empty(
          "image",
          "href",
          "data:image/png;base64," + Base64.getEncoder().encodeToString(png(across, up)),
          "x",
          String.valueOf(Plot.LEFT),
          "y",
          String.valueOf(Plot.TOP),
          "width",
          String.valueOf(Plot.WIDTH - Plot.LEFT - Plot.RIGHT),
          "height",
          String.valueOf(Plot.HEIGHT - Plot.TOP - Plot.BOTTOM),
          "preserveAspectRatio",
          "none");
      plot.drawAxes();
      drawRecords(plot);
    }
    Legend.write(html, classes);
    html.close();
  }

  private void drawRecords(Plot plot) {
    int every = Math.max(1, x.length / MOST_DOTS);
    for (int i = 0; i < x.length; i += every) {
      String tooltip =
          classes.get(actual[i]) + ": " + Cells.number(x[i]) + ", " + Cells.number(y[i]);
      plot.dot("dot " + Plot.colour(actual[i]), x[i], y[i], 3.2, tooltip);
    }
  }

  /** The plane in small: a class's colour, the less transparent the surer the network is. */
  private byte[] png(Axis across, Axis up) {
    double[][] grid = new double[ROWS * COLUMNS][];
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        grid[row * COLUMNS + column] =
            new double[] {
              across.at((column + 0.5) / COLUMNS), up.at((ROWS - 1 - row + 0.5) / ROWS)
            };
      }
    }
    double[][] outputs = predict.apply(grid);
    BufferedImage image = new BufferedImage(COLUMNS, ROWS, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < outputs.length; i++) {
      image.setRGB(i % COLUMNS, i / COLUMNS, colour(outputs[i]));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.setUseCache(false);
      ImageIO.write(image, "png", bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static int colour(double[] outputs) {
    int best = 0;
    double next = 0;
    if (outputs.length == 1) {
      best = outputs[0] > 0.5 ? 1 : 0;
      next = best == 1 ? 1 - outputs[0] : outputs[0];
    }
    for (int i = 1; i < outputs.length; i++) {
      if (outputs[i] > outputs[best]) {
        next = outputs[best];
        best = i;
      } else {
        next = Math.max(next, outputs[i]);
      }
    }
    double first = outputs.length == 1 ? 1 - next : outputs[best];
    int strength = (int) (PALEST + (STRONGEST - PALEST) * Math.max(0, Math.min(1, first - next)));
    return strength << 24 | COLOURS[best % COLOURS.length];
  }
}
