package nn.tck.reference;

import java.util.Arrays;
import nn.api.DType;
import nn.api.Tier;

/** Classes of operands, each of which some faulty kernel gets wrong. */
public enum Values {
  /** Whole numbers in −8…8: their products and sums are exact in both dtypes, in any order. */
  INTEGERS {
    @Override
    public double draw(Generator random, DType dtype) {
      return random.below(17) - 8;
    }
  },

  /** Numbers in [−1, 1), which round at every step. */
  UNIFORM {
    @Override
    public double draw(Generator random, DType dtype) {
      return random.uniform();
    }
  },

  /** Exponents from −40 to 40, so that the order of a sum shows. */
  WIDE_EXPONENTS {
    @Override
    public double draw(Generator random, DType dtype) {
      return Math.scalb(random.uniform(), random.below(81) - 40);
    }
  },

  /** Zeros of both signs among ones. */
  SIGNED_ZEROS {
    @Override
    public double draw(Generator random, DType dtype) {
      return switch (random.below(5)) {
        case 0, 1 -> -0.0;
        case 2 -> 0.0;
        case 3 -> -1.0;
        default -> 1.0;
      };
    }
  },

  /** One NaN or infinity in about 40 numbers, and some zeros for them to meet. */
  SPECIALS {
    @Override
    public double draw(Generator random, DType dtype) {
      return switch (random.below(128)) {
        case 0 -> Double.NaN;
        case 1 -> Double.POSITIVE_INFINITY;
        case 2 -> Double.NEGATIVE_INFINITY;
        case 3, 4, 5, 6 -> 0.0;
        case 7, 8 -> -0.0;
        default -> random.uniform();
      };
    }
  },

  /** Subnormal numbers, among others in [−1, 1) so that products stay above zero. */
  SUBNORMALS {
    @Override
    public double draw(Generator random, DType dtype) {
      return random.uniform() * (random.below(2) == 0 ? 1 : dtype.minNormal());
    }
  },

  /** Numbers whose products are just below overflow, and sums of up to 2¹⁸ of them too. */
  NEAR_OVERFLOW {
    @Override
    public double draw(Generator random, DType dtype) {
      return random.uniform() * Math.sqrt(dtype.maxValue()) / 512;
    }
  },

  /**
   * Numbers of which some products overflow; on a bounded tier the order decides what comes of it.
   */
  OVERFLOW {
    @Override
    public double draw(Generator random, DType dtype) {
      return random.uniform() * Math.sqrt(dtype.maxValue()) * 2;
    }

    @Override
    public boolean isFor(Tier tier) {
      return tier.exact();
    }
  },

  /** Large numbers of both signs whose sum is small. */
  CANCELLATION {
    @Override
    public double draw(Generator random, DType dtype) {
      double large = random.below(2) == 0 ? 0x1p20 : -0x1p20;
      return large + random.uniform();
    }
  };

  /** Whether a tier says what a product of such numbers is. */
  public boolean isFor(Tier tier) {
    return true;
  }

  /** The classes for the products of a tier. */
  public static Values[] of(Tier tier) {
    return Arrays.stream(values()).filter(kind -> kind.isFor(tier)).toArray(Values[]::new);
  }

  /** So many numbers are drawn one by one. */
  private static final int DRAWN = 4_096;

  /** So long are the runs of them that follow, at most. */
  private static final int RUN = 512;

  /**
   * So many numbers of this class, not yet rounded to the dtype: beyond some thousand, runs of the
   * first ones from drawn places, since drawing would take longer than what is tried with them.
   */
  public double[] draw(int length, Generator random, DType dtype) {
    double[] drawn = new double[length];
    int first = Math.min(length, DRAWN);
    for (int at = 0; at < first; at++) {
      drawn[at] = draw(random, dtype);
    }
    for (int at = first; at < length; at += RUN) {
      int from = random.below(DRAWN - RUN + 1);
      System.arraycopy(drawn, from, drawn, at, Math.min(RUN, length - at));
    }
    return drawn;
  }

  /** The next number of this class, not yet rounded to the dtype. */
  public abstract double draw(Generator random, DType dtype);
}
