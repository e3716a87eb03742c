// GenerateSources writes its twin FloatProduct.
package nn.backend.vector;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import nn.api.ElementwiseLoop;
import nn.api.heap.Workers;

/** {@link TiledProduct} in FLOAT64. */
final class DoubleProduct extends TiledProduct<double[]> {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private static final ThreadLocal<Copies<double[]>> COPIES =
      ThreadLocal.withInitial(() -> new Copies<>(double[]::new, LANES, 64 / Double.BYTES));

  private static final double[] NONE = {};

  private final boolean fused;

  DoubleProduct(Workers workers, boolean fused, Packing packing) {
    this(workers, fused, Registers.FEW, packing);
  }

  /**
   * For a processor that this one need not be.
   *
   * @param few whether it has 16 vector registers, not 32
   */
  DoubleProduct(Workers workers, boolean fused, boolean few, Packing packing) {
    super(
        workers,
        LANES,
        strip(fused, few),
        packing,
        NONE,
        new double[][] {NONE, NONE},
        new double[][] {NONE, NONE, NONE});
    this.fused = fused;
  }

  private static Strip<double[]> strip(boolean fused, boolean few) {
    if (few) {
      return fused ? new DoubleFusedStrip4() : new DoubleStrip4();
    }
    return fused ? new DoubleFusedStrip8() : new DoubleStrip8();
  }

  @Override
  Copies<double[]> copies() {
    return COPIES.get();
  }

  @Override
  void plain() {
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < m; i++) {
        double sum = 0.0;
        int p = i * aStrideM;
        int q = j * bStrideN;
        for (int kk = 0; kk < k; kk++, p += aStrideK, q += bStrideK) {
          sum = fused ? Math.fma(a[p], b[q], sum) : sum + a[p] * b[q];
        }
        out[j * m + i] = sum;
      }
    }
  }

  @Override
  void row(int from, int to) {
    int j = from;
    for (; j + 4 <= to; j += 4) {
      if (fused) {
        fourFused(j);
      } else {
        four(j);
      }
    }
    for (; j < to; j++) {
      double sum = 0.0;
      int q = j * k;
      for (int kk = 0; kk < k; kk++) {
        sum = fused ? Math.fma(a[kk], b[q + kk], sum) : sum + a[kk] * b[q + kk];
      }
      out[j] = sum;
    }
  }

  /** Four sums at a time, as the next addition to each has to wait for the one before. */
  private void four(int j) {
    int q0 = j * k;
    int q1 = q0 + k;
    int q2 = q1 + k;
    int q3 = q2 + k;
    double s0 = 0.0;
    double s1 = 0.0;
    double s2 = 0.0;
    double s3 = 0.0;
    for (int kk = 0; kk < k; kk++) {
      double factor = a[kk];
      s0 += factor * b[q0 + kk];
      s1 += factor * b[q1 + kk];
      s2 += factor * b[q2 + kk];
      s3 += factor * b[q3 + kk];
    }
    out[j] = s0;
    out[j + 1] = s1;
    out[j + 2] = s2;
    out[j + 3] = s3;
  }

  private void fourFused(int j) {
    int q0 = j * k;
    int q1 = q0 + k;
    int q2 = q1 + k;
    int q3 = q2 + k;
    double s0 = 0.0;
    double s1 = 0.0;
    double s2 = 0.0;
    double s3 = 0.0;
    for (int kk = 0; kk < k; kk++) {
      double factor = a[kk];
      s0 = Math.fma(factor, b[q0 + kk], s0);
      s1 = Math.fma(factor, b[q1 + kk], s1);
      s2 = Math.fma(factor, b[q2 + kk], s2);
      s3 = Math.fma(factor, b[q3 + kk], s3);
    }
    out[j] = s0;
    out[j + 1] = s1;
    out[j + 2] = s2;
    out[j + 3] = s3;
  }

  @Override
  void copyVector(
      double[] source,
      int from,
      int stride,
      int strideK,
      int rows,
      int depth,
      double[] copy,
      int to,
      int step) {
    if (stride != 1) {
      copyRows(source, from, stride, rows, depth, copy, to, step);
      return;
    }
    int kk = 0;
    for (; kk < depth && from + kk * strideK + LANES <= source.length; kk++) {
      // of fewer rows than lanes the rest is from the next step
      DoubleVector.fromArray(SPECIES, source, from + kk * strideK).intoArray(copy, to + kk * step);
    }
    for (; kk < depth; kk++) {
      System.arraycopy(source, from + kk * strideK, copy, to + kk * step, rows);
    }
  }

  @Override
  void clear(double[] copy, int from, int to, boolean negative) {
    Arrays.fill(copy, from, to, negative ? -0.0 : 0.0);
  }

  /**
   * Transposes rows that are contiguous along k: copies element {@code from + i·stride + kk} of the
   * source to {@code to + kk·step + i} for {@code 0 ≤ i < rows} and {@code 0 ≤ kk < depth}.
   */
  private static void copyRows(
      double[] source, int from, int stride, int rows, int depth, double[] copy, int to, int step) {
    int i = 0;
    for (; i + 4 <= rows; i += 4) {
      copyFour(source, from + i * stride, stride, depth, copy, to + i, step);
    }
    for (; i < rows; i++) {
      int row = from + i * stride;
      for (int kk = 0; kk < depth; kk++) {
        copy[to + i + kk * step] = source[row + kk];
      }
    }
  }

  /**
   * {@link #copyRows} of four. A method of its own whose indices are computed from the step: only
   * then are they checked once, before the loop.
   */
  private static void copyFour(
      double[] source, int from, int stride, int depth, double[] copy, int to, int step) {
    int from1 = from + stride;
    int from2 = from1 + stride;
    int from3 = from2 + stride;
    for (int kk = 0; kk < depth; kk++) {
      int target = to + kk * step;
      copy[target] = source[from + kk];
      copy[target + 1] = source[from1 + kk];
      copy[target + 2] = source[from2 + kk];
      copy[target + 3] = source[from3 + kk];
    }
  }

  @Override
  void addBias(double[] bias, int fromRow, int toRow, int fromColumn, int toColumn) {
    int whole = toRow - (toRow - fromRow) % LANES;
    for (int j = fromColumn; j < toColumn; j++) {
      int column = j * m;
      for (int i = fromRow; i < whole; i += LANES) {
        DoubleVector.fromArray(SPECIES, out, column + i)
            .add(DoubleVector.fromArray(SPECIES, bias, i))
            .intoArray(out, column + i);
      }
      for (int i = whole; i < toRow; i++) {
        out[column + i] += bias[i];
      }
    }
  }

  @Override
  void sumOverRecords(
      double[] a, double[] out, int units, int from, int to, int fromRecord, int toRecord) {
    DoubleReductions.sumOverRecords(a, out, units, from, to, fromRecord, toRecord);
  }

  @Override
  void apply(ElementwiseLoop f, double[][] operands, int from, int to) {
    f.apply(operands, NONE, from, to);
  }
}
