package nn.core.data;

import nn.api.Message;
import nn.core.random.RandomState;

/** A circle within a circle, scikit-learn's {@code make_circles}. */
public final class Circles {

  private Circles() {}

  /** {@link #make(int, double, double, int)} with scikit-learn's usual factor, 0.8. */
  public static DataSet make(int records, double noise, int seed) {
    return make(records, noise, 0.8, seed);
  }

  /**
   * The data of {@code make_circles(n_samples=records, noise=noise, factor=factor,
   * random_state=seed)}, labels as one target: 0 on the outer circle, 1 on the inner one.
   *
   * <p>Coordinates agree with scikit-learn's to 4e-16: sine, cosine and logarithm are {@code
   * StrictMath}'s, not the C library's.
   *
   * @param records at least 2; the outer circle has half of them, rounded down
   * @param noise standard deviation of the noise, not negative
   * @param factor radius of the inner circle, at least 0 and below 1
   * @throws IllegalArgumentException if an argument is not as said
   */
  public static DataSet make(int records, double noise, double factor, int seed) {
    if (records < 2
        || !(noise >= 0 && noise < Double.POSITIVE_INFINITY)
        || !(factor >= 0 && factor < 1)) {
      throw new IllegalArgumentException(
          Message.of(
              "circles: at least 2 records, a finite noise of at least 0 and a factor of at least 0 and below 1 are needed:"
                  + " %d records, noise %s, factor %s",
              records, noise, factor));
    }
    int outer = records / 2;
    RandomState random = new RandomState(seed);
    int[] order = random.permutation(records);
    double[] features = new double[Math.multiplyExact(records, 2)];
    int[] labels = new int[records];
    for (int i = 0; i < records; i++) {
      boolean isInner = order[i] >= outer;
      int point = isInner ? order[i] - outer : order[i];
      int points = isInner ? records - outer : outer;
      double radius = isInner ? factor : 1;
      double t = point * (2 * Math.PI / points);
      features[2 * i] = StrictMath.cos(t) * radius;
      features[2 * i + 1] = StrictMath.sin(t) * radius;
      labels[i] = isInner ? 1 : 0;
    }
    for (int i = 0; i < features.length; i++) {
      features[i] += random.normal(0, noise);
    }
    return Labels.of(features, 2, labels, 2);
  }
}
