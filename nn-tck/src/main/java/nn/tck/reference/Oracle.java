package nn.tck.reference;

import nn.api.DType;
import nn.api.Tier;

/** What a product or a sum may be: short loops of the suite's own, one element at a time. */
public final class Oracle {

  /**
   * The part by which a bound is enlarged for the roundings in computing the bound itself and the
   * double-double sum beside it, both below 2⁻⁴⁰ of it up to k = 4096.
   */
  private static final double UPWARDS = 1 + 0x1p-40;

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

  /** Within {@code γ_k · Σ|x·y| + k · MIN_VALUE} of the exact sum. */
  private static Interval boundedDot(DType dtype, double[] x, double[] y) {
    double hi = 0.0;
    double lo = 0.0;
    double plain = 0.0; // NaN or infinite exactly if the result must be, in whatever order
    double magnitude = 0.0;
    for (int k = 0; k < x.length; k++) {
      double product = x[k] * y[k];
      double sum = hi + product;
      double part = sum - hi;
      lo += (hi - (sum - part)) + (product - part); // TwoSum, then TwoProduct (Dekker, Knuth)
      lo += Math.fma(x[k], y[k], -product);
      hi = sum;
      plain += product;
      magnitude += Math.abs(product);
    }
    double least = dtype == DType.FLOAT64 ? Double.MIN_VALUE : Float.MIN_VALUE;
    double bound = gamma(dtype, x.length) * magnitude + x.length * least;
    return around(dtype, plain, hi, lo, bound);
  }

  /** Within {@code γ_(n−1) · Σ|x|} of the exact sum. */
  private static Interval boundedSum(DType dtype, double[] x) {
    double hi = 0.0;
    double lo = 0.0;
    double plain = 0.0;
    double magnitude = 0.0;
    for (double value : x) {
      double sum = hi + value;
      double part = sum - hi;
      lo += (hi - (sum - part)) + (value - part);
      hi = sum;
      plain += value;
      magnitude += Math.abs(value);
    }
    return around(dtype, plain, hi, lo, gamma(dtype, x.length - 1) * magnitude);
  }

  /** {@code γ_k = k·u / (1 − k·u)}. */
  public static double gamma(DType dtype, int k) {
    double ku = k * (dtype == DType.FLOAT64 ? 0x1p-53 : 0x1p-24);
    return ku / (1 - ku);
  }

  private static Interval around(DType dtype, double plain, double hi, double lo, double bound) {
    if (Double.isNaN(plain) || Double.isInfinite(plain)) {
      return Interval.exactly(plain);
    }
    if (bound == 0) {
      return zeroOfAnySign(hi, hi);
    }
    double centre = hi + lo;
    double up = bound * UPWARDS;
    double low = Math.nextDown(centre - up); // outwards by what rounding the centre may have lost
    double high = Math.nextUp(centre + up);
    return dtype == DType.FLOAT64
        ? zeroOfAnySign(low, high)
        : zeroOfAnySign(ceiling(low), -ceiling(-high));
  }

  /** An exact tier fixes the sign of a zero, the bounded one does not. */
  private static Interval zeroOfAnySign(double low, double high) {
    return new Interval(low == 0 ? -0.0 : low, high == 0 ? 0.0 : high);
  }

  /** The least float that is not below {@code value}: results are floats, so none is lost. */
  private static float ceiling(double value) {
    float nearest = (float) value;
    return nearest < value ? Math.nextUp(nearest) : nearest;
  }
}
