package nn.cli.chart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PicturesTest {
  private static final double[] NONE = {};

  @Test
  void curvesKeepTheirSpikes() {
    double[] values = new double[1_000_000];
    values[123_456] = 7;
    int[] kept = CurvePicture.thinned(values);
    assertTrue(kept.length < 5000);
    assertTrue(IntStream.of(kept).anyMatch(i -> i == 123_456));
    assertArrayEquals(new int[] {0, 1, 2}, CurvePicture.thinned(new double[] {3, 1, 2}));
  }

  @Test
  void theBoundaryShowsEachClassOnItsSide() {
    ClassPoints points =
        new ClassPoints(
            new double[] {-1, 1},
            new double[] {-1, 1},
            new int[] {0, 1},
            List.of("a", "b"),
            "x",
            "y");
    BufferedImage image =
        new BoundaryPicture("t", points, BoundaryPictureSides::leftAndRight).draw();
    Color left = new Color(image.getRGB(image.getWidth() / 4, image.getHeight() / 3));
    Color right = new Color(image.getRGB(3 * image.getWidth() / 4, image.getHeight() / 3));
    assertTrue(left.getBlue() > left.getRed(), left.toString());
    assertTrue(right.getRed() > right.getBlue(), right.toString());
  }

  /** A network that looks at the first coordinate alone. */
  private static final class BoundaryPictureSides {
    static double[][] leftAndRight(double[][] rows) {
      double[][] outputs = new double[rows.length][];
      for (int i = 0; i < rows.length; i++) {
        outputs[i] = new double[] {rows[i][0] > 0 ? 1 : 0};
      }
      return outputs;
    }
  }

  @Test
  void oddDataCanBeDrawn() {
    double[] one = {5};
    assertSize(new CostPicture("t", "iteration", one));
    assertSize(new CostPicture("t", "iteration", new double[] {0, 0, 0}));
    assertSize(new CostPicture("t", "iteration", new double[] {1e300, 1e-300}));
    assertSize(new AccuracyPicture("t", "epoch", new double[] {1, 1}, Double.NaN));
    assertSize(new AccuracyPicture("t", "epoch", new double[] {0}, 0));
    assertSize(new FitPicture("t", "y", one, one, NONE, NONE));
    assertSize(
        new FitPicture("t", "y", new double[] {1e12, -1e12}, new double[] {0, 1e-9}, one, one));
    List<String> names = IntStream.range(0, 300).mapToObj(i -> "a class named " + i).toList();
    assertSize(
        new ScatterPicture(
            "t", new ClassPoints(one, one, new int[] {299}, names, "x".repeat(200), "y")));
  }

  private static void assertSize(Picture picture) {
    assertEquals(Look.WIDTH * Look.SCALE, picture.draw().getWidth());
  }
}
