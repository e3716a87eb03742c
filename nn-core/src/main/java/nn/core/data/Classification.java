package nn.core.data;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import nn.api.Message;
import nn.core.random.RandomState;
import org.jspecify.annotations.Nullable;

/**
 * A drawn problem of classification, scikit-learn's {@code make_classification}: an immutable
 * value, changed by its methods into another one. Each class has clusters around vertices of a
 * hypercube in the informative features; redundant features are their linear combinations, repeated
 * ones copies, and the rest is noise.
 *
 * <pre>{@code
 * DataSet frauds = Classification.records(3000).inputs(20).weights(0.99).flip(0).make(7);
 * }</pre>
 *
 * <p>Labels are one target of 0 or 1 for two classes, else a target for each class. Features agree
 * with scikit-learn's to 4e-16 of the largest number of the sums that they come from.
 *
 * <p>I. Guyon: Design of experiments for the NIPS 2003 variable selection benchmark. 2003.
 */
public final class Classification {
  private final Draft settings; // never changed

  /** The settings while they are being made. */
  private static final class Draft implements Cloneable {
    private int records;
    private int inputs = 20;
    private int informative = 2;
    private int redundant = 2;
    private int repeated;
    private int classes = 2;
    private int clusters = 2;
    private double @Nullable [] weights;
    private double flip = 0.01;
    private double separation = 1;
    private boolean hypercube = true;
    private @Nullable Double shift = 0.0;
    private @Nullable Double scale = 1.0;
    private boolean shuffle = true;

    @Override
    public Draft clone() {
      try {
        return (Draft) super.clone();
      } catch (CloneNotSupportedException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  private Classification(Draft settings) {
    this.settings = settings;
  }

  private Classification with(Consumer<Draft> change) {
    Draft draft = settings.clone();
    change.accept(draft);
    return new Classification(draft);
  }

  /**
   * So many records and scikit-learn's defaults: 20 inputs, of which 2 are informative and 2
   * redundant, 2 classes of 2 clusters, 1 % of the labels drawn anew, shuffled.
   */
  public static Classification records(int records) {
    Draft draft = new Draft();
    draft.records = records;
    return new Classification(draft);
  }

  /** The number of features, {@code n_features}. */
  public Classification inputs(int inputs) {
    return with(draft -> draft.inputs = inputs);
  }

  /** The number of features that tell the class, {@code n_informative}. */
  public Classification informative(int informative) {
    return with(draft -> draft.informative = informative);
  }

  /** The number of combinations of informative features, {@code n_redundant}. */
  public Classification redundant(int redundant) {
    return with(draft -> draft.redundant = redundant);
  }

  /** The number of copies of informative and redundant features, {@code n_repeated}. */
  public Classification repeated(int repeated) {
    return with(draft -> draft.repeated = repeated);
  }

  /** The number of classes, {@code n_classes}. */
  public Classification classes(int classes) {
    return with(draft -> draft.classes = classes);
  }

  /** The number of clusters of each class, {@code n_clusters_per_class}. */
  public Classification clusters(int clusters) {
    return with(draft -> draft.clusters = clusters);
  }

  /** The share of each class, {@code weights}; that of the last one need not be given. */
  public Classification weights(double... weights) {
    double[] copy = weights.clone();
    return with(draft -> draft.weights = copy);
  }

  /** The share of labels that are drawn anew, {@code flip_y}. */
  public Classification flip(double flip) {
    return with(draft -> draft.flip = flip);
  }

  /** Half the side of the hypercube, {@code class_sep}. */
  public Classification separation(double separation) {
    return with(draft -> draft.separation = separation);
  }

  /** Whether the clusters are at a hypercube's vertices, else a random polytope's. */
  public Classification hypercube(boolean hypercube) {
    return with(draft -> draft.hypercube = hypercube);
  }

  /** What is added to each feature, {@code shift}; 0 without it. */
  public Classification shift(double shift) {
    return with(draft -> draft.shift = shift);
  }

  /** Adds a drawn number to each feature, {@code shift=None}: uniform, at most the separation. */
  public Classification randomShift() {
    return with(draft -> draft.shift = null);
  }

  /** What each feature is multiplied with after the shift, {@code scale}; 1 without it. */
  public Classification scale(double scale) {
    return with(draft -> draft.scale = scale);
  }

  /** Multiplies each feature with a drawn number, {@code scale=None}: uniform from 1 to 101. */
  public Classification randomScale() {
    return with(draft -> draft.scale = null);
  }

  /** Whether records and features are reordered, {@code shuffle}. */
  public Classification shuffle(boolean shuffle) {
    return with(draft -> draft.shuffle = shuffle);
  }

  /**
   * The data of this seed, {@code random_state}.
   *
   * @throws IllegalArgumentException if the settings do not fit each other
   */
  public DataSet make(int seed) {
    requireSettings();
    return new Maker(settings, new RandomState(seed)).make();
  }

  private void requireSettings() {
    Draft s = settings;
    if (s.records < 1 || s.informative < 1 || s.classes < 1 || s.clusters < 1) {
      throw new IllegalArgumentException(
          Message.of(
              "classification: at least 1 record, informative feature, class and cluster are needed:"
                  + " %d records, %d informative, %d classes, %d clusters",
              s.records, s.informative, s.classes, s.clusters));
    }
    if (s.redundant < 0
        || s.repeated < 0
        || s.inputs < (long) s.informative + s.redundant + s.repeated) {
      throw new IllegalArgumentException(
          Message.of(
              "classification: informative, redundant and repeated features must not be more than all:"
                  + " %d, %d and %d of %d",
              s.informative, s.redundant, s.repeated, s.inputs));
    }
    if (s.informative < 31 && (long) s.classes * s.clusters > 1L << s.informative) {
      throw new IllegalArgumentException(
          Message.of(
              "classification: a hypercube must have a vertex for each cluster:"
                  + " %d classes of %d clusters, %d informative features have %d vertices",
              s.classes, s.clusters, s.informative, 1L << s.informative));
    }
    double[] w = s.weights;
    if (w != null
        && ((w.length != s.classes && w.length != s.classes - 1)
            || Arrays.stream(w).anyMatch(share -> !(share >= 0))
            || !(Arrays.stream(w).sum() <= 1 + 1e-9))) {
      throw new IllegalArgumentException(
          Message.of(
              "classification: weights must be a share for each class, or each but the last, of at most 1 together:"
                  + " %s for %d classes",
              Arrays.toString(w), s.classes));
    }
    if (!(s.flip >= 0 && s.flip <= 1) || !(s.separation >= 0)) {
      throw new IllegalArgumentException(
          Message.of(
              "classification: flip must be from 0 to 1, the separation not negative: %s and %s",
              s.flip, s.separation));
    }
  }

  /** One data set while it is being made. */
  private static final class Maker {
    private final Draft s;
    private final RandomState random;
    private final double[] x; // [records, inputs]
    private final int[] labels;

    Maker(Draft settings, RandomState random) {
      s = settings;
      this.random = random;
      x = new double[Math.multiplyExact(s.records, s.inputs)];
      labels = new int[s.records];
    }

    DataSet make() {
      double[] centroids = centroids();
      fillNormal(0, s.informative);
      int start = 0;
      int[] sizes = clusterSizes();
      for (int cluster = 0; cluster < sizes.length; cluster++) {
        int stop = Math.min(start + sizes[cluster], s.records);
        cluster(start, stop, cluster, centroids);
        start = stop;
      }
      addRedundant();
      addRepeated();
      fillNormal(s.informative + s.redundant + s.repeated, s.inputs);
      flipLabels();
      shiftAndScale();
      if (!s.shuffle) {
        return Labels.of(x, s.inputs, labels, s.classes);
      }
      int[] order = random.permutation(s.records);
      double[] features = Matrix.columns(x, s.inputs, random.permutation(s.inputs));
      return Labels.of(features, s.inputs, labels, s.classes, order);
    }

    private void fillNormal(int from, int to) {
      for (int record = 0; record < s.records; record++) {
        for (int input = from; input < to; input++) {
          x[record * s.inputs + input] = random.normal();
        }
      }
    }

    /** As many records for each cluster as its class's weight says, the rest to the first ones. */
    private int[] clusterSizes() {
      int[] sizes = new int[s.classes * s.clusters];
      int rest = s.records;
      for (int cluster = 0; cluster < sizes.length; cluster++) {
        sizes[cluster] = (int) (s.records * weight(cluster % s.classes) / s.clusters);
        rest -= sizes[cluster];
      }
      for (int i = 0; i < rest; i++) {
        sizes[i % sizes.length]++;
      }
      return sizes;
    }

    private double weight(int c) {
      if (s.weights == null) {
        return 1.0 / s.classes;
      }
      double sum = 0;
      for (double weight : s.weights) {
        sum += weight;
      }
      return c < s.weights.length ? s.weights[c] : 1 - sum;
    }

    /** Of each cluster a vertex of the hypercube, [clusters, informative]. */
    private double[] centroids() {
      int clusters = s.classes * s.clusters;
      int[] bits = vertices(clusters);
      double[] centroids = new double[bits.length];
      for (int i = 0; i < bits.length; i++) {
        centroids[i] = bits[i] * (2 * s.separation) - s.separation;
      }
      if (!s.hypercube) {
        double[] byCluster = uniforms(clusters);
        double[] byFeature = uniforms(s.informative);
        for (int i = 0; i < bits.length; i++) {
          centroids[i] = centroids[i] * byCluster[i / s.informative] * byFeature[i % s.informative];
        }
      }
      return centroids;
    }

    /** Different vertices as zeros and ones; of more than 30 dimensions the last 30 differ. */
    private int[] vertices(int clusters) {
      int dimensions = s.informative;
      int drawn = Math.max(0, dimensions - 30);
      int[] bits = new int[Math.multiplyExact(clusters, dimensions)];
      for (int cluster = 0; cluster < clusters; cluster++) {
        for (int d = 0; d < drawn; d++) {
          bits[cluster * dimensions + d] = random.integer(0, 2);
        }
      }
      int[] numbers = sample(1 << (dimensions - drawn), clusters);
      for (int cluster = 0; cluster < clusters; cluster++) {
        for (int d = drawn; d < dimensions; d++) {
          bits[cluster * dimensions + d] = numbers[cluster] >>> (dimensions - 1 - d) & 1;
        }
      }
      return bits;
    }

    /**
     * Different numbers of {@code 0 … population − 1}, as scikit-learn's {@code
     * sample_without_replacement} draws them: it has three ways.
     */
    private int[] sample(int population, int count) {
      double ratio = (double) count / population;
      if (ratio > 0.01 && ratio < 0.99) {
        return random.choice(population, count, false);
      }
      int[] sample = new int[count];
      if (ratio < 0.2) {
        Set<Integer> selected = new HashSet<>();
        for (int i = 0; i < count; i++) {
          do {
            sample[i] = random.integer(0, population);
          } while (!selected.add(sample[i]));
        }
        return sample;
      }
      for (int i = 0; i < population; i++) { // a reservoir
        int place = i < count ? i : random.integer(0, i + 1);
        if (place < count) {
          sample[place] = i;
        }
      }
      return sample;
    }

    private double[] uniforms(int count) {
      double[] values = new double[count];
      for (int i = 0; i < count; i++) {
        values[i] = random.uniform();
      }
      return values;
    }

    /** Uniform in {@code [−1, 1)}. */
    private double[] matrix(int rows, int columns) {
      double[] values = uniforms(rows * columns);
      for (int i = 0; i < values.length; i++) {
        values[i] = 2 * values[i] - 1;
      }
      return values;
    }

    /** Gives records random covariances and shifts them to a vertex. */
    private void cluster(int start, int stop, int cluster, double[] centroids) {
      int n = s.informative;
      double[] covariance = matrix(n, n);
      Matrix.multiply(x, s.inputs, start, stop, covariance, n, x, s.inputs, 0);
      for (int record = start; record < stop; record++) {
        labels[record] = cluster % s.classes;
        for (int input = 0; input < n; input++) {
          x[record * s.inputs + input] += centroids[cluster * n + input];
        }
      }
    }

    private void addRedundant() {
      if (s.redundant > 0) {
        double[] combination = matrix(s.informative, s.redundant);
        Matrix.multiply(
            x, s.inputs, 0, s.records, combination, s.informative, x, s.inputs, s.informative);
      }
    }

    private void addRepeated() {
      int n = s.informative + s.redundant;
      double[] places = uniforms(s.repeated);
      for (int repeated = 0; repeated < places.length; repeated++) {
        int original = (int) ((n - 1) * places[repeated] + 0.5);
        for (int from = 0; from < x.length; from += s.inputs) {
          x[from + n + repeated] = x[from + original];
        }
      }
    }

    private void flipLabels() {
      double[] draws = uniforms(s.records);
      for (int record = 0; record < s.records; record++) {
        if (draws[record] < s.flip) {
          labels[record] = random.integer(0, s.classes);
        }
      }
    }

    private void shiftAndScale() {
      double[] shifts = new double[s.inputs];
      double[] scales = new double[s.inputs];
      for (int input = 0; input < s.inputs; input++) {
        shifts[input] = s.shift == null ? (2 * random.uniform() - 1) * s.separation : s.shift;
      }
      for (int input = 0; input < s.inputs; input++) {
        scales[input] = s.scale == null ? 1 + 100 * random.uniform() : s.scale;
      }
      for (int i = 0; i < x.length; i++) {
        x[i] = (x[i] + shifts[i % s.inputs]) * scales[i % s.inputs];
      }
    }
  }
}
