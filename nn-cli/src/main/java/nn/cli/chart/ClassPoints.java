package nn.cli.chart;

import java.util.List;

/**
 * Points of a plane that belong to classes.
 *
 * @param x first coordinates
 * @param y second coordinates
 * @param classes index of each point's class
 * @param names the classes
 * @param xTitle what the first coordinate is
 * @param yTitle what the second coordinate is
 */
@SuppressWarnings("ArrayRecordComponent") // drawn at once, never compared
public record ClassPoints(
    double[] x, double[] y, int[] classes, List<String> names, String xTitle, String yTitle) {

  /** The coordinates of the points of one class. */
  double[] of(int index, double[] coordinates) {
    int count = 0;
    double[] found = new double[coordinates.length];
    for (int i = 0; i < coordinates.length; i++) {
      if (classes[i] == index) {
        found[count++] = coordinates[i];
      }
    }
    return java.util.Arrays.copyOf(found, count);
  }
}
