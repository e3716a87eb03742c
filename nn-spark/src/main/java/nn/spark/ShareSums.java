package nn.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import nn.api.DType;
import nn.core.training.GradientSums;
import org.jspecify.annotations.Nullable;

/**
 * The sums of a share, or a slice of them, as they travel: in FLOAT32 a gradient is a float. What
 * is added is added by {@link GradientSums#plus}. A class that Kryo can write, too.
 */
final class ShareSums implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int shard; // whose share it is; of a sum, the first shard's
  private final double lossSum;
  private final double correct;
  private final int records;
  private final double weightSum;
  private final int firstNotFinite;
  private final double @Nullable [] doubles; // gradients in FLOAT64
  private final float @Nullable [] floats; // gradients in FLOAT32

  private ShareSums(
      int shard,
      double lossSum,
      double correct,
      int records,
      double weightSum,
      int firstNotFinite,
      double @Nullable [] doubles,
      float @Nullable [] floats) {
    this.shard = shard;
    this.lossSum = lossSum;
    this.correct = correct;
    this.records = records;
    this.weightSum = weightSum;
    this.firstNotFinite = firstNotFinite;
    this.doubles = doubles;
    this.floats = floats;
  }

  static ShareSums of(int shard, GradientSums sums) {
    boolean narrow = sums.dtype() == DType.FLOAT32;
    return new ShareSums(
        shard,
        sums.lossSum(),
        sums.correct(),
        sums.records(),
        sums.weightSum(),
        sums.firstNotFinite(),
        narrow ? null : sums.gradients(),
        narrow ? sums.gradientsAsFloats() : null);
  }

  GradientSums toSums() {
    return new GradientSums(
        floats == null ? DType.FLOAT64 : DType.FLOAT32,
        lossSum,
        correct,
        records,
        weightSum,
        gradients(),
        firstNotFinite);
  }

  private double[] gradients() {
    if (doubles != null) {
      return doubles;
    }
    float[] narrow = java.util.Objects.requireNonNull(floats);
    double[] wide = new double[narrow.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = narrow[i];
    }
    return wide;
  }

  private int size() {
    return doubles == null ? java.util.Objects.requireNonNull(floats).length : doubles.length;
  }

  /** One of so many slices of about the same size; the other sums are in each of them. */
  ShareSums slice(int slice, int slices) {
    int from = (int) ((long) slice * size() / slices);
    int to = (int) ((long) (slice + 1) * size() / slices);
    return with(
        doubles == null ? null : Arrays.copyOfRange(doubles, from, to),
        floats == null ? null : Arrays.copyOfRange(floats, from, to));
  }

  /** The sum of shares, or of the same slice of shares, in the order of the shards. */
  static ShareSums add(List<ShareSums> shares) {
    List<ShareSums> ordered =
        shares.stream()
            .sorted(java.util.Comparator.comparingInt((ShareSums share) -> share.shard))
            .toList();
    GradientSums sum = ordered.get(0).toSums();
    for (ShareSums next : ordered.subList(1, ordered.size())) {
      sum = sum.plus(next.toSums());
    }
    return of(ordered.get(0).shard, sum);
  }

  /** All of what {@link #slice} cut, slices ascending. */
  static ShareSums join(List<ShareSums> slices) {
    ShareSums first = slices.get(0);
    int size = slices.stream().mapToInt(ShareSums::size).sum();
    double[] wide = first.doubles == null ? null : new double[size];
    float[] narrow = first.floats == null ? null : new float[size];
    int at = 0;
    for (ShareSums slice : slices) {
      if (wide != null && slice.doubles != null) {
        System.arraycopy(slice.doubles, 0, wide, at, slice.size());
      } else if (narrow != null && slice.floats != null) {
        System.arraycopy(slice.floats, 0, narrow, at, slice.size());
      }
      at += slice.size();
    }
    return first.with(wide, narrow);
  }

  /** The other sums with these gradients. */
  private ShareSums with(double @Nullable [] wide, float @Nullable [] narrow) {
    return new ShareSums(shard, lossSum, correct, records, weightSum, firstNotFinite, wide, narrow);
  }
}
