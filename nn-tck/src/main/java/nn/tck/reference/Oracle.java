package nn.tck.reference;

import nn.api.DType;
import nn.api.Tier;

/** What a product or a sum may be: short loops of the suite's own, one element at a time. */
public final class Oracle {

  private Oracle() {}

  /** {@code Σₖ xₖ · yₖ} as a tier promises it. */
  public static Interval dot(DType dtype, Tier tier, double[] x, double[] y) {
    return switch (tier) {
      case EXACT_SEPARATE -> Interval.exactly(separate(dtype, x, y));
      case EXACT_FUSED -> Interval.exactly(fused(dtype, x, y));
      case BOUNDED -> boundedDot(dtype, x, y);
    };
  }

  /** {@code Σ x} as a tier promises it. */
  public static Interval sum(DType dtype, Tier tier, double[] x) {
    return tier.exact() ? Interval.exactly(ascending(dtype, x)) : boundedSum(dtype, x);
  }

  public static double separate(DType dtype, double[] x, double[] y) {
    if (dtype == DType.FLOAT64) {
      double sum = 0.0;
      for (int k = 0; k < x.length; k++) {
        sum += x[k] * y[k];
      }
      return sum;
    }
    float sum = 0.0f;
    for (int k = 0; k < x.length; k++) {
      sum += (float) x[k] * (float) y[k];
    }
    return sum;
  }

  public static double fused(DType dtype, double[] x, double[] y) {
    if (dtype == DType.FLOAT64) {
      double sum = 0.0;
      for (int k = 0; k < x.length; k++) {
        sum = Math.fma(x[k], y[k], sum);
      }
      return sum;
    }
    float sum = 0.0f;
    for (int k = 0; k < x.length; k++) {
      sum = Math.fma((float) x[k], (float) y[k], sum);
    }
    return sum;
  }

  public static double ascending(DType dtype, double[] x) {
    if (dtype == DType.FLOAT64) {
      double sum = 0.0;
      for (double value : x) {
        sum += value;
      }
      return sum;
    }
    float sum = 0.0f;
    for (double value : x) {
      sum += (float) value;
    }
    return sum;
  }

  /**
   * Dot2 (T. Ogita, S. M. Rump, S. Oishi, Accurate Sum and Dot Product, SIAM J. Sci. Comput. 26(6),
   * 2005, algorithm 5.3): {@code hi} is the sum with every step rounded, {@code lo} the sum of what
   * the steps lost.
   */
  private static Interval boundedDot(DType dtype, double[] x, double[] y) {
    double hi = 0.0;
    double lo = 0.0;
    double magnitude = 0.0;
    int small = 0;
    for (int k = 0; k < x.length; k++) {
      double product = x[k] * y[k];
      double sum = hi + product;
      double part = sum - hi;
      lo += (hi - (sum - part)) + (product - part); // TwoSum (Knuth, Møller)
      lo += Math.fma(x[k], y[k], -product); // TwoProduct
      hi = sum;
      magnitude += Math.abs(product);
      if (Math.abs(product) < Enclosure.EXACT_PRODUCT && x[k] != 0 && y[k] != 0) {
        small++;
      }
    }
    if (!finite(x) || !finite(y)) {
      return specialDot(dtype, x, y);
    }
    int lossy = dtype == DType.FLOAT64 ? small : 0; // the product of two floats is a double
    return Enclosure.ofProducts(dtype, x.length).around(hi, lo, magnitude, lossy);
  }

  /** Sum2 of the same article, algorithm 4.4. */
  private static Interval boundedSum(DType dtype, double[] x) {
    double hi = 0.0;
    double lo = 0.0;
    double magnitude = 0.0;
    for (double value : x) {
      double sum = hi + value;
      double part = sum - hi;
      lo += (hi - (sum - part)) + (value - part);
      hi = sum;
      magnitude += Math.abs(value);
    }
    if (!finite(x)) {
      return specialSum(dtype, x);
    }
    return Enclosure.ofNumbers(dtype, x.length).around(hi, lo, magnitude, 0);
  }

  /** The same where some numbers are NaN or infinite. */
  static Interval specialDot(DType dtype, double[] x, double[] y) {
    double[] terms = new double[x.length];
    double special = 0;
    for (int k = 0; k < x.length; k++) {
      boolean isFinite = Double.isFinite(x[k]) && Double.isFinite(y[k]);
      terms[k] = isFinite ? x[k] * y[k] : 0;
      special += isFinite ? 0 : x[k] * y[k];
    }
    return Enclosure.ofProducts(dtype, x.length).beside(special, opposite(terms, special));
  }

  /** The same where some numbers are NaN or infinite. */
  static Interval specialSum(DType dtype, double[] x) {
    double[] terms = new double[x.length];
    double special = 0;
    for (int k = 0; k < x.length; k++) {
      terms[k] = Double.isFinite(x[k]) ? x[k] : 0;
      special += Double.isFinite(x[k]) ? 0 : x[k];
    }
    return Enclosure.ofNumbers(dtype, x.length).beside(special, opposite(terms, special));
  }

  /** The sum of the magnitudes of terms whose sign is not that of an infinity. */
  private static double opposite(double[] terms, double infinity) {
    double magnitude = 0;
    for (double term : terms) {
      magnitude += term > 0 == infinity > 0 ? 0 : Math.abs(term);
    }
    return magnitude;
  }

  /** Whether there is neither a NaN nor an infinity. */
  static boolean finite(double[] x) {
    for (double value : x) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  /** {@code γ_k = k·u / (1 − k·u)}. */
  public static double gamma(DType dtype, int k) {
    double ku = k * (dtype == DType.FLOAT64 ? 0x1p-53 : 0x1p-24);
    return ku / (1 - ku);
  }
}
