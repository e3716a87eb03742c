package nn.tck.faults;

import java.util.SplittableRandom;

/**
 * From where on a fault shows: an extent, a number of elements, threads, calls or whatever the
 * fault counts. It is drawn after the fault has been written.
 *
 * @param least the least that a real library may have
 * @param most the largest
 */
record Threshold(int least, int most) {

  /** For a fault that has nothing to draw. */
  static final Threshold NONE = new Threshold(1, 1);

  Threshold {
    if (least < 1 || most < least) {
      throw new IllegalArgumentException("Threshold: not a range: " + least + " to " + most);
    }
  }

  /** One number between both, uniform in its logarithm. */
  int draw(SplittableRandom random) {
    double exponent = random.nextDouble();
    double drawn = least * Math.pow((most + 1.0) / least, exponent);
    return Math.max(least, Math.min(most, (int) drawn));
  }
}
