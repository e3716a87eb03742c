package nn.tck.model;

import java.util.Arrays;
import nn.api.DType;
import nn.api.Shape;
import nn.api.Tier;
import nn.tck.reference.Generator;
import nn.tck.reference.Matrix;
import nn.tck.reference.Values;

/** What operands hold. */
public enum Data {
  INTEGERS(Values.INTEGERS),
  UNIFORM(Values.UNIFORM),
  WIDE_EXPONENTS(Values.WIDE_EXPONENTS),

  /**
   * Zeros of both signs among numbers; or among numbers so small that their products are zeros, by
   * which a fused sum becomes −0.
   */
  SIGNED_ZEROS(Values.SIGNED_ZEROS) {
    @Override
    void arrange(double[] values, Shape shape, DType dtype, Generator random) {
      if (random.below(4) == 0) {
        double small = Math.sqrt(dtype.minNormal()) * 0x1p-30;
        for (int at = 0; at < values.length; at++) {
          values[at] *= small;
        }
      }
    }
  },

  /**
   * Subnormal numbers among others in [−1, 1): whole units or whole records of them, as a sum keeps
   * of a subnormal term only what is no smaller than its last bit; or any of them.
   */
  SUBNORMALS(Values.UNIFORM) {
    @Override
    void arrange(double[] values, Shape shape, DType dtype, Generator random) {
      boolean units = random.below(2) == 0;
      boolean whole = random.below(4) > 0;
      int lines = units ? shape.rows() : shape.columns();
      boolean[] small = new boolean[lines];
      for (int line = 0; line < lines; line++) {
        small[line] = random.below(2) == 0;
      }
      int at = 0;
      for (int j = 0; j < shape.columns(); j++) {
        for (int i = 0; i < shape.rows(); i++, at++) {
          if (whole ? small[units ? i : j] : random.below(2) == 0) {
            values[at] *= dtype.minNormal();
          }
        }
      }
    }
  },
  NEAR_OVERFLOW(Values.NEAR_OVERFLOW),
  OVERFLOW(Values.OVERFLOW),

  /**
   * As large as can be, of one sign or of both: sums overflow, and on bounded tiers their order
   * decides.
   */
  LARGEST(Values.UNIFORM) {
    @Override
    void arrange(double[] values, Shape shape, DType dtype, Generator random) {
      boolean ofOneSign = random.below(2) == 0;
      for (int at = 0; at < values.length; at++) {
        values[at] = (ofOneSign ? Math.abs(values[at]) : values[at]) * dtype.maxValue();
      }
    }

    @Override
    public boolean isFor(Tier tier) {
      return tier.exact();
    }
  },

  CANCELLATION(Values.CANCELLATION),
  SPECIALS(Values.SPECIALS),

  /**
   * One NaN, infinity, −0, subnormal or largest number; or one in every other unit or record. In a
   * lane, at the tail, or anywhere.
   */
  ONE_SPECIAL(Values.UNIFORM) {
    @Override
    void arrange(double[] values, Shape shape, DType dtype, Generator random) {
      switch (random.below(4)) {
        case 0 -> {
          for (int i = random.below(2); i < shape.rows(); i += 2) {
            int j = place(shape.columns(), random);
            values[j * shape.rows() + i] = special(dtype, random);
          }
        }
        case 1 -> {
          for (int j = random.below(2); j < shape.columns(); j += 2) {
            values[j * shape.rows() + place(shape.rows(), random)] = special(dtype, random);
          }
        }
        default -> values[place(values.length, random)] = special(dtype, random);
      }
    }

    private static double special(DType dtype, Generator random) {
      return switch (random.below(9)) {
        case 0 -> Double.POSITIVE_INFINITY;
        case 1 -> Double.NEGATIVE_INFINITY;
        case 2 -> -0.0;
        case 3 -> dtype.minNormal() / 4;
        case 4 -> dtype.maxValue();
        case 5 -> -dtype.maxValue();
        default -> Double.NaN;
      };
    }
  },

  /** Whole units, and now and then all of them, of zeros of either sign. */
  ZERO_UNITS(Values.UNIFORM) {
    @Override
    void arrange(double[] values, Shape shape, DType dtype, Generator random) {
      double zero = random.below(4) == 0 ? -0.0 : 0.0;
      for (int i = 0; i < shape.rows(); i++) {
        if (shape.rows() == 1 || random.below(2) == 0) {
          for (int at = i; at < values.length; at += shape.rows()) {
            values[at] = zero;
          }
        }
      }
    }
  },

  /** One number everywhere. */
  EQUAL(Values.UNIFORM) {
    @Override
    void arrange(double[] values, Shape shape, DType dtype, Generator random) {
      Arrays.fill(values, values[0]);
    }
  },

  /** Ascending or descending. */
  SORTED(Values.UNIFORM) {
    @Override
    void arrange(double[] values, Shape shape, DType dtype, Generator random) {
      double sign = random.below(2) == 0 ? 1 : -1;
      for (int at = 0; at < values.length; at++) {
        values[at] = sign * ((2 * at + 1 + values[at]) / values.length - 1);
      }
    }
  },

  /**
   * Whole units, or whole records, of one special number, or of both zeros and nothing larger; or
   * their first numbers, their last ones, or some between.
   */
  LINES(Values.UNIFORM) {
    @Override
    void arrange(double[] values, Shape shape, DType dtype, Generator random) {
      boolean units = random.below(2) == 0;
      boolean whole = random.below(2) == 0;
      int lines = units ? shape.rows() : shape.columns();
      int length = units ? shape.columns() : shape.rows();
      int certain = random.below(lines);
      for (int line = 0; line < lines; line++) {
        if (line == certain || random.below(4) == 0) {
          int kind = random.below(8);
          int some = whole ? length : ExtentClass.logUniform(1, length, random);
          int first = random.pick(0, length - some, random.below(length - some + 1));
          for (int number = first; number < first + some; number++) {
            int at = units ? number * shape.rows() + line : line * shape.rows() + number;
            values[at] = ofLine(kind, dtype, random);
          }
        }
      }
    }

    private static double ofLine(int kind, DType dtype, Generator random) {
      return switch (kind) {
        case 0, 1 -> Double.NEGATIVE_INFINITY;
        case 2 -> Double.POSITIVE_INFINITY;
        case 3 -> Double.NaN;
        case 4 -> -0.0;
        case 5 -> -dtype.minNormal() / 4;
        case 6 -> random.below(2) == 0 ? 0.0 : -0.0;
        default -> random.below(8) == 0 ? 0.0 : random.below(2) == 0 ? -0.0 : -1.0;
      };
    }
  },

  /** Half-way between two floats, where a number may be rounded wrongly. */
  TIES(Values.UNIFORM) {
    @Override
    void arrange(double[] values, Shape shape, DType dtype, Generator random) {
      for (int at = 0; at < values.length; at++) {
        float number = Math.scalb((float) values[at], random.below(9) - 4);
        values[at] = ((double) number + Math.nextUp(number)) / 2;
      }
    }

    @Override
    boolean isFor(KernelModel model) {
      return model.kernel().equals("write") || model.kernel().equals("read");
    }
  },

  /** Close to where named functions change their formula, saturate or overflow. */
  THRESHOLDS(Values.UNIFORM) {
    @Override
    void arrange(double[] values, Shape shape, DType dtype, Generator random) {
      for (int at = 0; at < values.length; at++) {
        double distance = Math.scalb(values[at], 2 - random.below(32));
        double threshold = WHERE_FUNCTIONS_CHANGE[random.below(WHERE_FUNCTIONS_CHANGE.length)];
        values[at] = (random.below(2) == 0 ? threshold : -threshold) + distance;
      }
    }

    @Override
    boolean isFor(KernelModel model) {
      return model.kernel().equals("apply");
    }
  },

  /** Most of them large, where functions saturate and softmax has one winner. */
  SATURATING(Values.UNIFORM) {
    @Override
    void arrange(double[] values, Shape shape, DType dtype, Generator random) {
      for (int at = 0; at < values.length; at++) {
        values[at] *= 1 << random.below(11);
      }
    }
  };

  /**
   * 0, where series end (½ ln 2, ½, 1), where tanh and the sigmoid are 1 in each type (9, 17, 19,
   * 37), and the least subnormal, the least normal and the largest results of exp.
   */
  private static final double[] WHERE_FUNCTIONS_CHANGE = {
    0, 0.34657, 0.5, 1, 9.01, 16.64, 19.06, 36.74, 87.34, 88.72, 103.97, 354.9, 708.4, 709.78,
    745.13
  };

  private final Values values;

  Data(Values values) {
    this.values = values;
  }

  /** Whether a tier says what becomes of such data. */
  public boolean isFor(Tier tier) {
    return values.isFor(tier);
  }

  /** Whether they show more of a kernel than others do. */
  boolean isFor(KernelModel model) {
    return true;
  }

  /** Values that are not yet rounded to the dtype. */
  public double[] draw(Shape shape, DType dtype, Generator random) {
    double[] drawn = values.draw(shape.size(), random, dtype);
    arrange(drawn, shape, dtype, random);
    return drawn;
  }

  /** A matrix of numbers of the dtype. */
  public Matrix matrix(Shape shape, DType dtype, Generator random) {
    double[] drawn = draw(shape, dtype, random);
    for (int at = 0; at < drawn.length; at++) {
      drawn[at] = dtype.round(drawn[at]);
    }
    return new Matrix(shape, drawn);
  }

  void arrange(double[] drawn, Shape shape, DType dtype, Generator random) {
    // most kinds are as drawn
  }

  /** In the first lanes, in the tail that no vector fills, at a block's edge, or anywhere. */
  private static int place(int length, Generator random) {
    int place =
        switch (random.below(4)) {
          case 0 -> random.below(16);
          case 1 -> length - 1 - random.below(1 << random.below(5));
          case 2 -> (length >> random.below(8)) - random.below(2);
          default -> random.below(length);
        };
    return Math.floorMod(place, length);
  }
}
