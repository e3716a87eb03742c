package nn.tck;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import nn.api.DType;

/**
 * A sum of products in another order than that of SPEC.md, by which a wrong result is recognised.
 *
 * @param words for the reader
 * @param way computes it
 */
record SumOrder(String words, Way way) {

  /** A sum of products. */
  interface Way {
    double of(Terms terms);
  }

  /**
   * What is added.
   *
   * @param fused whether each product is added by fma
   * @param x the first factors
   * @param y the second factors
   */
  @SuppressWarnings("ArrayRecordComponent") // compared with nothing
  record Terms(DType dtype, boolean fused, double[] x, double[] y) {

    int size() {
      return x.length;
    }

    /**
     * One more term; FLOAT32's product and sum may be rounded from a double's, which is exact
     * enough.
     */
    double plus(double sum, int k) {
      if (!fused) {
        return dtype.round(sum + dtype.round(x[k] * y[k]));
      }
      return dtype == DType.FLOAT64
          ? Math.fma(x[k], y[k], sum)
          : Math.fma((float) x[k], (float) y[k], (float) sum);
    }

    /** The terms from one to before another, every so many. */
    double part(int from, int to, int step) {
      double sum = 0;
      for (int k = from; k < to; k += step) {
        sum = plus(sum, k);
      }
      return sum;
    }

    double add(double a, double b) {
      return dtype.round(a + b);
    }
  }

  /** The usual ones of libraries. */
  static List<SumOrder> all() {
    List<SumOrder> all = new ArrayList<>();
    all.add(new SumOrder("from the last term to the first", SumOrder::descending));
    all.add(new SumOrder("exactly, and rounds once", SumOrder::exactly));
    all.add(new SumOrder("in pairs", terms -> pairs(terms, 0, terms.size())));
    all.add(new SumOrder("from its first term, not from 0", SumOrder::withoutZero));
    for (int lanes : new int[] {2, 4, 8, 16}) {
      all.add(
          new SumOrder("in " + lanes + " lanes", terms -> ascending(terms, lanes(terms, lanes))));
      all.add(new SumOrder("in " + lanes + " lanes", terms -> tree(terms, lanes(terms, lanes))));
      all.add(
          new SumOrder("in " + lanes + " lanes and a tail", terms -> tail(terms, lanes, false)));
      all.add(new SumOrder("in " + lanes + " lanes and a tail", terms -> tail(terms, lanes, true)));
    }
    for (int parts = 2; parts <= 17; parts++) {
      int count = parts;
      all.add(
          new SumOrder(
              "in " + parts + " parts",
              terms -> blocks(terms, Math.max(1, (terms.size() + count - 1) / count))));
    }
    for (int block = 8; block <= 4096; block *= 2) {
      int size = block;
      all.add(new SumOrder("in blocks of " + block, terms -> blocks(terms, size)));
    }
    all.add(new SumOrder("in two halves", terms -> blocks(terms, Math.max(1, terms.size() / 2))));
    return all;
  }

  private static double descending(Terms terms) {
    double sum = 0;
    for (int k = terms.size() - 1; k >= 0; k--) {
      sum = terms.plus(sum, k);
    }
    return sum;
  }

  private static double withoutZero(Terms terms) {
    double sum = terms.dtype().round(terms.x()[0] * terms.y()[0]);
    for (int k = 1; k < terms.size(); k++) {
      sum = terms.plus(sum, k);
    }
    return sum;
  }

  private static double exactly(Terms terms) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int k = 0; k < terms.size(); k++) {
      double x = terms.x()[k];
      double y = terms.y()[k];
      if (!Double.isFinite(x) || !Double.isFinite(y)) {
        return Double.NaN;
      }
      sum = sum.add(new BigDecimal(x).multiply(new BigDecimal(y)));
    }
    return terms.dtype() == DType.FLOAT64 ? sum.doubleValue() : sum.floatValue();
  }

  private static double pairs(Terms terms, int from, int to) {
    if (to - from <= 1) {
      return terms.part(from, to, 1);
    }
    int middle = (from + to) / 2;
    return terms.add(pairs(terms, from, middle), pairs(terms, middle, to));
  }

  private static double[] lanes(Terms terms, int lanes) {
    double[] sums = new double[lanes];
    for (int lane = 0; lane < lanes; lane++) {
      sums[lane] = terms.part(lane, terms.size(), lanes);
    }
    return sums;
  }

  /** Whole vectors in lanes, and what is left after them. */
  private static double tail(Terms terms, int lanes, boolean tree) {
    int whole = terms.size() / lanes * lanes;
    double[] sums = new double[lanes];
    for (int lane = 0; lane < lanes; lane++) {
      sums[lane] = terms.part(lane, whole, lanes);
    }
    double sum = tree ? tree(terms, sums) : ascending(terms, sums);
    for (int k = whole; k < terms.size(); k++) {
      sum = terms.plus(sum, k);
    }
    return sum;
  }

  private static double ascending(Terms terms, double[] sums) {
    double sum = sums[0];
    for (int lane = 1; lane < sums.length; lane++) {
      sum = terms.add(sum, sums[lane]);
    }
    return sum;
  }

  /** Its upper half is added to its lower, until one is left. */
  private static double tree(Terms terms, double[] sums) {
    double[] left = sums.clone();
    for (int half = left.length / 2; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        left[lane] = terms.add(left[lane], left[lane + half]);
      }
    }
    return left[0];
  }

  private static double blocks(Terms terms, int size) {
    double sum = 0;
    for (int from = 0; from < terms.size(); from += size) {
      sum = terms.add(sum, terms.part(from, Math.min(from + size, terms.size()), 1));
    }
    return sum;
  }
}
