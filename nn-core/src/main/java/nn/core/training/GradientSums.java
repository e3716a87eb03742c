package nn.core.training;

import nn.api.DType;
import nn.api.Message;
import nn.core.array.FiniteSums;

/**
 * Sums over the records of a share of a batch: of the losses, of the gradients, of the weights, and
 * how much is classified correctly. Immutable. Where records have weights, each loss and gradient
 * has been multiplied with its record's.
 *
 * <p>Gradients are one number for each of the network's parameters, in the order of {@code
 * Network.parameters()}; in FLOAT32 each is a float. The sums of shares are added one after
 * another, in the order of the shards: another order gives other bits.
 */
public final class GradientSums {
  private final DType dtype;
  private final double lossSum;
  private final double correct;
  private final int records;
  private final double weightSum;
  private final double[] gradients;
  private final int firstNotFinite;

  /**
   * Sums of finite losses, or of losses that are not while all outputs are.
   *
   * @param dtype of the backend that computed them
   * @param lossSum of the losses; NaN or infinite where one is
   * @param correct of the weights of the records that are classified correctly
   * @param records how many records there are
   * @param weightSum of the weights; as many as records without them
   * @param gradients copied
   */
  public GradientSums(
      DType dtype,
      double lossSum,
      double correct,
      int records,
      double weightSum,
      double[] gradients) {
    this(dtype, lossSum, correct, records, weightSum, gradients, -1);
  }

  /**
   * Sums.
   *
   * @param firstNotFinite the first layer with an output that is not finite, 0 for the first; −1 if
   *     all are
   */
  public GradientSums(
      DType dtype,
      double lossSum,
      double correct,
      int records,
      double weightSum,
      double[] gradients,
      int firstNotFinite) {
    this.dtype = dtype;
    this.lossSum = lossSum;
    this.correct = correct;
    this.records = records;
    this.weightSum = weightSum;
    this.gradients = gradients.clone();
    this.firstNotFinite = firstNotFinite;
  }

  /** The number type in which they are added. */
  public DType dtype() {
    return dtype;
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
    return gradients.length;
  }

  /** A copy of the gradients. */
  public double[] gradients() {
    return gradients.clone();
  }

  /** {@link #gradients()} as floats, which is what they are in FLOAT32. */
  public float[] gradientsAsFloats() {
    float[] floats = new float[gradients.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) gradients[i];
    }
    return floats;
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
   * these are not finite, it is these: a training ends there.
   *
   * @throws IllegalArgumentException if they are of another dtype or network
   */
  public GradientSums plus(GradientSums next) {
    if (dtype != next.dtype || gradients.length != next.gradients.length) {
      throw new IllegalArgumentException(
          Message.of(
              "add gradients: both sums must be of one network: %d numbers of %s and %d of %s",
              gradients.length, dtype, next.gradients.length, next.dtype));
    }
    if (!Double.isFinite(lossSum)) {
      return new GradientSums(
          dtype, lossSum, correct, records + next.records, weightSum, gradients, firstNotFinite);
    }
    double[] sums = new double[gradients.length];
    for (int i = 0; i < sums.length; i++) {
      double sum = gradients[i] + next.gradients[i];
      sums[i] =
          dtype == DType.FLOAT32 ? (float) sum : sum; // rounding twice is harmless: 53 ≥ 2·24 + 2
    }
    return new GradientSums(
        dtype,
        FiniteSums.add(lossSum, next.lossSum),
        correct + next.correct,
        records + next.records,
        weightSum + next.weightSum,
        sums,
        next.firstNotFinite);
  }
}
