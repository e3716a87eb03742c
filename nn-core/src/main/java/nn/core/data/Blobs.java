package nn.core.data;

import java.util.Arrays;
import nn.api.Message;
import nn.core.array.Rows;
import nn.core.random.RandomState;

/**
 * Gaussian blobs, scikit-learn's {@code make_blobs}. Labels are one target of 0 or 1 for two blobs,
 * else a target for each blob. Coordinates agree with scikit-learn's within 4 ulp of the distance
 * from the centre.
 */
public final class Blobs {

  /** Centres are drawn from here to there. */
  private static final double BOX = 10;

  private Blobs() {}

  /**
   * The data of {@code make_blobs(n_samples=records, n_features=inputs, centers=blobs,
   * cluster_std=deviation, random_state=seed)}: the centres are uniform in {@code [−10, 10)}, and
   * the first blobs have a record more if they cannot have as many.
   *
   * @throws IllegalArgumentException if a number is below 1, or the deviation is negative or not
   *     finite
   */
  public static DataSet make(int records, int inputs, int blobs, double deviation, int seed) {
    if (records < 1 || inputs < 1 || blobs < 1) {
      throw new IllegalArgumentException(
          Message.of(
              "blobs: at least 1 record, input and blob are needed: %d records, %d inputs, %d blobs",
              records, inputs, blobs));
    }
    RandomState random = new RandomState(seed);
    double[][] centres = new double[blobs][inputs];
    for (double[] centre : centres) {
      for (int input = 0; input < inputs; input++) {
        centre[input] = random.uniform(-BOX, BOX);
      }
    }
    int[] sizes = new int[blobs];
    for (int blob = 0; blob < blobs; blob++) {
      sizes[blob] = records / blobs + (blob < records % blobs ? 1 : 0);
    }
    double[] deviations = new double[blobs];
    Arrays.fill(deviations, deviation);
    return make(centres, sizes, deviations, random);
  }

  /**
   * The data of {@code make_blobs(n_samples=sizes, centers=centres, cluster_std=deviations,
   * random_state=seed)}.
   *
   * @param centres a row of coordinates for each blob
   * @param sizes the number of records of each
   * @param deviations standard deviation of each
   * @throws IllegalArgumentException if the arrays differ in length, centres in the number of
   *     coordinates, or a size or deviation is negative or not finite
   */
  public static DataSet make(double[][] centres, int[] sizes, double[] deviations, int seed) {
    return make(centres, sizes, deviations, new RandomState(seed));
  }

  private static DataSet make(
      double[][] centres, int[] sizes, double[] deviations, RandomState random) {
    requireBlobs(centres, sizes, deviations);
    int inputs = Rows.width(centres);
    int records = Arrays.stream(sizes).sum();
    double[] features = new double[Math.multiplyExact(records, inputs)];
    int[] labels = new int[records];
    int record = 0;
    for (int blob = 0; blob < sizes.length; blob++) {
      for (int end = record + sizes[blob]; record < end; record++) {
        labels[record] = blob;
        for (int input = 0; input < inputs; input++) {
          features[record * inputs + input] = random.normal(centres[blob][input], deviations[blob]);
        }
      }
    }
    return Labels.of(features, inputs, labels, sizes.length, random.permutation(records));
  }

  private static void requireBlobs(double[][] centres, int[] sizes, double[] deviations) {
    Rows.flat("centres", centres);
    boolean fits = sizes.length == centres.length && deviations.length == centres.length;
    boolean inRange =
        Arrays.stream(sizes).allMatch(size -> size >= 0)
            && Arrays.stream(deviations)
                .allMatch(deviation -> deviation >= 0 && deviation < Double.POSITIVE_INFINITY);
    if (!fits || !inRange) {
      throw new IllegalArgumentException(
          Message.of(
              "blobs: each needs a centre, a size of at least 0 and a finite deviation of at least 0:"
                  + " %d centres, sizes %s, deviations %s",
              centres.length, Arrays.toString(sizes), Arrays.toString(deviations)));
    }
  }
}
