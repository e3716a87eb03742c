package nn.spark;

import java.io.Serializable;
import nn.api.DType;
import nn.core.training.GradientSums;

/**
 * The sums of a share, or a slice of them, as they travel: gradients as bytes, which Java's
 * serialisation and Kryo copy as a whole, where they write floats one by one.
 */
final class ShareSums implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int shard;
  private final DType dtype;
  private final double lossSum;
  private final double correct;
  private final int records;
  private final double weightSum;
  private final int firstNotFinite;
  private final byte[] gradients;

  ShareSums(int shard, GradientSums sums) {
    this.shard = shard;
    dtype = sums.dtype();
    lossSum = sums.lossSum();
    correct = sums.correct();
    records = sums.records();
    weightSum = sums.weightSum();
    firstNotFinite = sums.firstNotFinite();
    gradients =
        dtype == DType.FLOAT32
            ? Numbers.toBytes(sums.gradientsAsFloats())
            : Numbers.toBytes(sums.gradients());
  }

  /** Whose share it is. */
  int shard() {
    return shard;
  }

  GradientSums toSums() {
    return dtype == DType.FLOAT32
        ? GradientSums.ofFloats(
            lossSum, correct, records, weightSum, Numbers.toFloats(gradients), firstNotFinite)
        : GradientSums.ofDoubles(
            lossSum, correct, records, weightSum, Numbers.toDoubles(gradients), firstNotFinite);
  }
}
