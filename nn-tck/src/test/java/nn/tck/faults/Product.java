package nn.tck.faults;

import nn.api.Tier;

/**
 * A product of two operands in any order of their elements, computed again element by element.
 *
 * @param fused whether a step is one fused multiply-add
 */
record Product(
    Arithmetic math,
    boolean fused,
    int m,
    int n,
    int k,
    Cells a,
    int aStrideM,
    int aStrideK,
    Cells b,
    int bStrideN,
    int bStrideK) {

  /** {@code a [m, k] · b [k, n]}. */
  static Product plain(Call call, Cells a, Cells b) {
    int m = a.rows();
    int k = b.rows();
    return new Product(call.math(), fused(call), m, b.columns(), k, a, 1, m, b, k, 1);
  }

  /** {@code aᵀ · b} for {@code a [k, m]}. */
  static Product transA(Call call, Cells a, Cells b) {
    int k = a.rows();
    return new Product(call.math(), fused(call), a.columns(), b.columns(), k, a, k, 1, b, k, 1);
  }

  /** {@code a · bᵀ} for {@code b [n, k]}. */
  static Product transB(Call call, Cells a, Cells b) {
    int m = a.rows();
    int n = b.rows();
    return new Product(call.math(), fused(call), m, n, a.columns(), a, 1, m, b, 1, n);
  }

  private static boolean fused(Call call) {
    return call.backend().tier() == Tier.EXACT_FUSED;
  }

  double a(int i, int l) {
    return a.get(i * aStrideM + l * aStrideK);
  }

  double b(int l, int j) {
    return b.get(j * bStrideN + l * bStrideK);
  }

  /** The right sum over {@code from ≤ l < to}, in one accumulator. */
  double dot(int i, int j, int from, int to, double start) {
    return dot(i, j, from, to, start, fused);
  }

  /** The sum with a rounding of each product, or without. */
  double dot(int i, int j, int from, int to, double start, boolean fuses) {
    double s = start;
    for (int l = from; l < to; l++) {
      double x = a(i, l);
      double y = b(l, j);
      s = fuses ? math.fma(x, y, s) : math.add(s, math.multiply(x, y));
    }
    return s;
  }

  double dot(int i, int j) {
    return dot(i, j, 0, k, 0.0);
  }

  /** The rounded products of one element. */
  double[] products(int i, int j) {
    double[] products = new double[k];
    for (int l = 0; l < k; l++) {
      products[l] = math.multiply(a(i, l), b(l, j));
    }
    return products;
  }

  /** Each block of k from zero, then the sum of the blocks. */
  double blockDot(int i, int j, int block) {
    double s = 0;
    for (int from = 0; from < k; from += block) {
      s = math.add(s, dot(i, j, from, Math.min(k, from + block), 0));
    }
    return s;
  }

  /** A rule for one element. */
  interface Element {
    double of(int i, int j);
  }

  /** Overwrites a block of the destination. */
  static void overwrite(Cells out, int fromRow, int fromColumn, Element element) {
    for (int j = fromColumn; j < out.columns(); j++) {
      for (int i = fromRow; i < out.rows(); i++) {
        out.set(i, j, element.of(i, j));
      }
    }
  }
}
