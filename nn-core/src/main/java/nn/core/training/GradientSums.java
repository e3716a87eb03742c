package nn.core.training;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import nn.api.DType;
import nn.api.Message;
import nn.core.array.FiniteSums;
import org.jspecify.annotations.Nullable;

/**
 * Sums over the records of a share of a batch: of the losses, of the gradients, of the weights, and
 * how much is classified correctly. Immutable. Where records have weights, each loss and gradient
 * has been multiplied with its record's.
 *
 * <p>Gradients are one number for each of the network's parameters, in the order of {@code
 * Network.parameters()}; in FLOAT32 each is a float. The sums of shares are added one after
 * another, in the order of the shards: another order gives other bits. Which slices of them are
 * added where does not matter.
 */
public final class GradientSums implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double lossSum;
  private final double correct;
  private final int records;
  private final double weightSum;
  private final double @Nullable [] doubles; // gradients in FLOAT64
  private final float @Nullable [] floats; // gradients in FLOAT32
  private final int firstNotFinite;

  /**
   * Sums of finite losses, or of losses that are not while all outputs are.
   *
   * @param dtype of the backend that computed them
   * @param lossSum of the losses; NaN or infinite where one is
   * @param correct of the weights of the records that are classified correctly
   * @param records how many records there are
   * @param weightSum of the weights; as many as records without them
   * @param gradients copied; in FLOAT32 each is rounded to a float
   */
  public GradientSums(
      DType dtype,
      double lossSum,
      double correct,
      int records,
      double weightSum,
      double[] gradients) {
    this(
        lossSum,
        correct,
        records,
        weightSum,
        dtype == DType.FLOAT64 ? gradients.clone() : null,
        dtype == DType.FLOAT32 ? floats(gradients) : null,
        -1);
  }

  private GradientSums(
      double lossSum,
      double correct,
      int records,
      double weightSum,
      double @Nullable [] doubles,
      float @Nullable [] floats,
      int firstNotFinite) {
    this.lossSum = lossSum;
    this.correct = correct;
    this.records = records;
    this.weightSum = weightSum;
    this.doubles = doubles;
    this.floats = floats;
    this.firstNotFinite = firstNotFinite;
  }

  private static float[] floats(double[] numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }

  /**
   * Sums in FLOAT32.
   *
   * @param gradients taken over: not to be changed any more
   * @param firstNotFinite the first layer with an output that is not finite, 0 for the first; −1 if
   *     all are
   */
  public static GradientSums ofFloats(
      double lossSum,
      double correct,
      int records,
      double weightSum,
      float[] gradients,
      int firstNotFinite) {
    return new GradientSums(lossSum, correct, records, weightSum, null, gradients, firstNotFinite);
  }

  /** {@link #ofFloats} in FLOAT64. */
  public static GradientSums ofDoubles(
      double lossSum,
      double correct,
      int records,
      double weightSum,
      double[] gradients,
      int firstNotFinite) {
    return new GradientSums(lossSum, correct, records, weightSum, gradients, null, firstNotFinite);
  }

  /** The number type in which they are added. */
  public DType dtype() {
    return floats == null ? DType.FLOAT64 : DType.FLOAT32;
  }

  /** The sum of the losses; NaN or infinite where one is, and then the gradients say nothing. */
  public double lossSum() {
    return lossSum;
  }

  /**
   * The sum of the weights of the records that are classified correctly: without weights their
   * number.
   */
  public double correct() {
    return correct;
  }

  /** The number of records. */
  public int records() {
    return records;
  }

  /** The sum of the weights, over which means are taken: without weights the number of records. */
  public double weightSum() {
    return weightSum;
  }

  /** How many gradients there are. */
  public int size() {
    return floats == null ? Objects.requireNonNull(doubles).length : floats.length;
  }

  /** A copy of the gradients. */
  public double[] gradients() {
    if (doubles != null) {
      return doubles.clone();
    }
    float[] narrow = Objects.requireNonNull(floats);
    double[] wide = new double[narrow.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = narrow[i];
    }
    return wide;
  }

  /** {@link #gradients()} as floats, which is what they are in FLOAT32. */
  public float[] gradientsAsFloats() {
    return floats != null ? floats.clone() : floats(Objects.requireNonNull(doubles));
  }

  /**
   * The first layer with an output that is not finite, 0 for the first, where {@link #lossSum} is
   * not either; −1 if all are.
   */
  public int firstNotFinite() {
    return firstNotFinite;
  }

  /**
   * These and those of the next share: as a backend of the dtype adds them. Where the losses of
   * these are not finite, gradients and losses are these: a training ends there.
   *
   * @throws IllegalArgumentException if they are of another dtype or network
   */
  public GradientSums plus(GradientSums next) {
    if (dtype() != next.dtype() || size() != next.size()) {
      throw new IllegalArgumentException(
          Message.of(
              "add gradients: both sums must be of one network: %d numbers of %s and %d of %s",
              size(), dtype(), next.size(), next.dtype()));
    }
    int allRecords = records + next.records;
    double allWeights = weightSum + next.weightSum;
    if (!Double.isFinite(lossSum)) {
      return new GradientSums(
          lossSum, correct, allRecords, allWeights, doubles, floats, firstNotFinite);
    }
    return new GradientSums(
        FiniteSums.add(lossSum, next.lossSum),
        correct + next.correct,
        allRecords,
        allWeights,
        doubles == null ? null : add(doubles, Objects.requireNonNull(next.doubles)),
        floats == null ? null : add(floats, Objects.requireNonNull(next.floats)),
        next.firstNotFinite);
  }

  private static double[] add(double[] a, double[] b) {
    double[] sums = new double[a.length];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = a[i] + b[i];
    }
    return sums;
  }

  private static float[] add(float[] a, float[] b) {
    float[] sums = new float[a.length];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = a[i] + b[i];
    }
    return sums;
  }

  /**
   * These with the gradients from one place to another alone: a slice, which can be added to the
   * same slice of other shares elsewhere. The other sums are in each of them.
   *
   * @throws IndexOutOfBoundsException if there are no such places
   */
  public GradientSums slice(int from, int to) {
    Objects.checkFromToIndex(from, to, size());
    return with(
        doubles == null ? null : Arrays.copyOfRange(doubles, from, to),
        floats == null ? null : Arrays.copyOfRange(floats, from, to));
  }

  private GradientSums with(double @Nullable [] wide, float @Nullable [] narrow) {
    return new GradientSums(lossSum, correct, records, weightSum, wide, narrow, firstNotFinite);
  }

  /**
   * What {@link #slice} cut, together again.
   *
   * @param slices at least one, ascending
   */
  public static GradientSums join(List<GradientSums> slices) {
    GradientSums first = slices.get(0);
    int size = slices.stream().mapToInt(GradientSums::size).sum();
    double[] wide = first.doubles == null ? null : new double[size];
    float[] narrow = first.floats == null ? null : new float[size];
    int at = 0;
    for (GradientSums slice : slices) {
      Object numbers = slice.doubles == null ? slice.floats : slice.doubles;
      System.arraycopy(
          Objects.requireNonNull(numbers),
          0,
          Objects.requireNonNull(wide == null ? narrow : wide),
          at,
          slice.size());
      at += slice.size();
    }
    return first.with(wide, narrow);
  }
}
