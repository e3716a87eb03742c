// GenerateSources writes its twin FloatProduct.
package nn.backend.naive;

import java.util.Arrays;
import nn.api.heap.HeapTensor;
import nn.api.heap.Workers;

/** {@link PanelProduct} in FLOAT64. */
final class DoubleProduct extends PanelProduct {

  /** What one running thread copies into: panel vectors and the sums of one block. */
  private static final class Scratch {
    final double[][] panel = new double[PANEL_K][PANEL_LENGTH];
    final double[] sums = new double[PANEL_LENGTH];
  }

  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);
  private static final double[] NONE = {};

  private final boolean fused;
  private double[] vectors = NONE;
  private double[] scalars = NONE;
  private double[] out = NONE;

  DoubleProduct(Workers workers, boolean fused) {
    super(workers);
    this.fused = fused;
  }

  @Override
  void operands(HeapTensor vectors, HeapTensor scalars, HeapTensor out) {
    this.vectors = vectors.doubles();
    this.scalars = scalars.doubles();
    this.out = out.doubles();
  }

  @Override
  void forget() {
    vectors = NONE;
    scalars = NONE;
    out = NONE;
  }

  @Override
  void dots() {
    for (int j = 0; j < q; j++) {
      for (int i = 0; i < p; i++) {
        out[i * outStrideP + j * outStrideQ] = dot(i * vectorStrideP, j * scalarStrideQ);
      }
    }
  }

  private double dot(int v, int s) {
    double sum = 0.0;
    for (int kk = 0; kk < k; kk++, v += vectorStrideK, s += scalarStrideK) {
      sum = fused ? Math.fma(scalars[s], vectors[v], sum) : sum + scalars[s] * vectors[v];
    }
    return sum;
  }

  @Override
  void range(int fromP, int toP) {
    Scratch scratch = SCRATCH.get();
    for (int p0 = fromP; p0 < toP; p0 += PANEL_LENGTH) {
      int length = Math.min(PANEL_LENGTH, toP - p0);
      for (int k0 = 0; k0 < k; k0 += PANEL_K) {
        int depth = Math.min(PANEL_K, k - k0);
        pack(scratch.panel, p0, length, k0, depth);
        for (int j = 0; j < q; j++) {
          block(scratch, p0, length, k0, depth, j);
        }
      }
    }
  }

  private void pack(double[][] panel, int p0, int length, int k0, int depth) {
    for (int kk = 0; kk < depth; kk++) {
      int offset = p0 * vectorStrideP + (k0 + kk) * vectorStrideK;
      double[] vector = panel[kk];
      for (int i = 0; i < length; i++) {
        vector[i] = vectors[offset + i * vectorStrideP];
      }
    }
  }

  /** Adds {@code depth} steps of k to the sums of column {@code j}. */
  private void block(Scratch scratch, int p0, int length, int k0, int depth, int j) {
    double[] sums = scratch.sums;
    double[][] panel = scratch.panel;
    int target = p0 * outStrideP + j * outStrideQ;
    if (k0 == 0) {
      Arrays.fill(sums, 0, length, 0.0);
    } else {
      for (int i = 0; i < length; i++) {
        sums[i] = out[target + i * outStrideP];
      }
    }
    int s = j * scalarStrideQ + k0 * scalarStrideK;
    int kk = 0;
    for (; kk + 4 <= depth; kk += 4, s += 4 * scalarStrideK) {
      double s0 = scalars[s];
      double s1 = scalars[s + scalarStrideK];
      double s2 = scalars[s + 2 * scalarStrideK];
      double s3 = scalars[s + 3 * scalarStrideK];
      if (fused) {
        fused4(
            sums, s0, panel[kk], s1, panel[kk + 1], s2, panel[kk + 2], s3, panel[kk + 3], length);
      } else {
        add4(sums, s0, panel[kk], s1, panel[kk + 1], s2, panel[kk + 2], s3, panel[kk + 3], length);
      }
    }
    for (; kk < depth; kk++, s += scalarStrideK) {
      if (fused) {
        fused1(sums, scalars[s], panel[kk], length);
      } else {
        add1(sums, scalars[s], panel[kk], length);
      }
    }
    for (int i = 0; i < length; i++) {
      out[target + i * outStrideP] = sums[i];
    }
  }

  /** Four steps of k in one pass over the sums; Java adds from left to right, so k ascends. */
  private static void add4(
      double[] c,
      double s0,
      double[] a0,
      double s1,
      double[] a1,
      double s2,
      double[] a2,
      double s3,
      double[] a3,
      int length) {
    for (int i = 0; i < length; i++) {
      c[i] = c[i] + s0 * a0[i] + s1 * a1[i] + s2 * a2[i] + s3 * a3[i];
    }
  }

  private static void add1(double[] c, double s, double[] a, int length) {
    for (int i = 0; i < length; i++) {
      c[i] = c[i] + s * a[i];
    }
  }

  private static void fused4(
      double[] c,
      double s0,
      double[] a0,
      double s1,
      double[] a1,
      double s2,
      double[] a2,
      double s3,
      double[] a3,
      int length) {
    for (int i = 0; i < length; i++) {
      c[i] =
          Math.fma(s3, a3[i], Math.fma(s2, a2[i], Math.fma(s1, a1[i], Math.fma(s0, a0[i], c[i]))));
    }
  }

  private static void fused1(double[] c, double s, double[] a, int length) {
    for (int i = 0; i < length; i++) {
      c[i] = Math.fma(s, a[i], c[i]);
    }
  }
}
