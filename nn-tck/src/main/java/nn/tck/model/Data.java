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
  SIGNED_ZEROS(Values.SIGNED_ZEROS),
  SUBNORMALS(Values.SUBNORMALS),
  NEAR_OVERFLOW(Values.NEAR_OVERFLOW),
  OVERFLOW(Values.OVERFLOW),
  CANCELLATION(Values.CANCELLATION),
  SPECIALS(Values.SPECIALS),

  /** One NaN, infinity, −0, subnormal or largest number; in a lane, at the tail, or anywhere. */
  ONE_SPECIAL(Values.UNIFORM) {
    @Override
    void arrange(double[] values, Shape shape, DType dtype, Generator random) {
      double[] specials = {
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        -0.0,
        dtype.minNormal() / 4,
        dtype.maxValue(),
        -dtype.maxValue()
      };
      values[place(values.length, random)] = specials[random.below(specials.length)];
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

  ASCENDING(Values.UNIFORM) {
    @Override
    void arrange(double[] values, Shape shape, DType dtype, Generator random) {
      Arrays.sort(values);
    }
  },

  DESCENDING(Values.UNIFORM) {
    @Override
    void arrange(double[] values, Shape shape, DType dtype, Generator random) {
      Arrays.sort(values);
      for (int at = 0; at < values.length / 2; at++) {
        double first = values[at];
        values[at] = values[values.length - 1 - at];
        values[values.length - 1 - at] = first;
      }
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

  private final Values values;

  Data(Values values) {
    this.values = values;
  }

  /** Whether a tier says what becomes of such data. */
  public boolean isFor(Tier tier) {
    return values.isFor(tier);
  }

  /** Values that are not yet rounded to the dtype. */
  public double[] draw(Shape shape, DType dtype, Generator random) {
    double[] drawn = new double[shape.size()];
    for (int at = 0; at < drawn.length; at++) {
      drawn[at] = values.draw(random, dtype);
    }
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
          case 1 -> length - 1 - random.below(16);
          case 2 -> (length >> random.below(8)) - random.below(2);
          default -> random.below(length);
        };
    return Math.floorMod(place, length);
  }
}
