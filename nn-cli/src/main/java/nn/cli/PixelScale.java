package nn.cli;

import java.util.Arrays;
import nn.core.data.Standardiser;

/**
 * How pixels from 0 to 255 become inputs: as parts of 255, less their mean, divided by their
 * deviation.
 *
 * @param mean of the training images' pixels, in parts of 255, to four decimals
 * @param deviation likewise
 */
record PixelScale(float mean, float deviation) {
  static final int BRIGHTEST = 255;

  /**
   * The scale of pixels whose sum and sum of squares are known.
   *
   * @param count how many there are
   */
  static PixelScale of(long count, long sum, long squares) {
    double mean = (double) sum / count;
    double deviation = Math.sqrt(Math.max(0, (double) squares / count - mean * mean));
    float rounded = rounded(deviation);
    return new PixelScale(rounded(mean), rounded == 0 ? 1 : rounded);
  }

  private static float rounded(double pixels) {
    return (float) (Math.rint(pixels / BRIGHTEST * 10_000) / 10_000);
  }

  /** The input for a pixel, in the arithmetic of FLOAT32. */
  float input(int pixel) {
    return (pixel / (float) BRIGHTEST - mean) / deviation;
  }

  /** The same for pixels of a table, but for the rounding. */
  Standardiser standardiser(int pixels) {
    double[] means = new double[pixels];
    double[] deviations = new double[pixels];
    Arrays.fill(means, BRIGHTEST * decimal(mean));
    Arrays.fill(deviations, BRIGHTEST * decimal(deviation));
    return Standardiser.of(means, deviations);
  }

  /** The number of four decimals that the float stands for. */
  private static double decimal(float number) {
    return Math.rint(number * 10_000.0) / 10_000;
  }
}
