package nn.core.data;

import nn.core.random.RandomState;

/** Two interleaving half circles, scikit-learn's {@code make_moons}. */
public final class Moons {

  private Moons() {}

  /**
   * The data of {@code make_moons(n_samples=records, noise=noise, random_state=seed)}, labels as
   * one target of 0 or 1.
   *
   * <p>Coordinates agree with scikit-learn's to 4e-16: sine, cosine and logarithm are {@code
   * StrictMath}'s, not the C library's.
   *
   * @param records at least 2; the outer moon has half of them, rounded down
   * @param noise standard deviation of the noise, not negative
   */
  public static DataSet make(int records, double noise, int seed) {
    if (records < 2 || !(noise >= 0 && noise < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "moons: at least 2 records and a finite noise of at least 0 are needed: "
              + records
              + " records, noise "
              + noise);
    }
    int outer = records / 2;
    int inner = records - outer;
    RandomState random = new RandomState(seed);
    int[] order = random.permutation(records);
    double[] features = new double[Math.multiplyExact(records, 2)];
    double[] targets = new double[records];
    for (int i = 0; i < records; i++) {
      int point = order[i];
      if (point < outer) {
        double t = angle(point, outer);
        features[2 * i] = StrictMath.cos(t);
        features[2 * i + 1] = StrictMath.sin(t);
      } else {
        double t = angle(point - outer, inner);
        features[2 * i] = 1 - StrictMath.cos(t);
        features[2 * i + 1] = 1 - StrictMath.sin(t) - 0.5;
        targets[i] = 1;
      }
    }
    for (int i = 0; i < features.length; i++) {
      features[i] += noise * random.normal();
    }
    return DataSet.of(records, features, 2, targets, 1);
  }

  /** Point {@code i} of {@code linspace(0, π, points)}. */
  private static double angle(int i, int points) {
    if (points == 1) {
      return 0;
    }
    return i == points - 1 ? Math.PI : i * (Math.PI / (points - 1));
  }
}
