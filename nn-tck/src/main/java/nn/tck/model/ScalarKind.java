package nn.tck.model;

import nn.api.DType;
import nn.tck.reference.Generator;

/** What the scalar of a kernel is. */
public enum ScalarKind {
  DRAWN,
  ZERO,
  MINUS_ZERO,
  ONE,
  MINUS_ONE,
  POWER_OF_TWO,
  WHOLE,
  SMALL,
  LARGE,
  SUBNORMAL,
  BEYOND_THE_RANGE,
  INFINITE,
  NOT_A_NUMBER;

  /** A scalar, which need not be a number of the dtype: a backend rounds it. */
  public double draw(DType dtype, Generator random) {
    double drawn = random.uniform();
    return switch (this) {
      case DRAWN -> Math.scalb(drawn, random.below(2) == 0 ? 0 : random.below(20));
      case ZERO -> 0.0;
      case MINUS_ZERO -> -0.0;
      case ONE -> 1.0;
      case MINUS_ONE -> -1.0;
      case POWER_OF_TWO -> Math.scalb(drawn < 0 ? -1.0 : 1.0, random.between(-30, 30));
      case WHOLE -> random.between(2, 1 << random.between(2, 20)) * (drawn < 0 ? -1 : 1);
      case SMALL -> drawn * dtype.minNormal() * 0x1p30;
      case LARGE -> drawn * dtype.maxValue();
      case SUBNORMAL ->
          random.below(2) == 0
              ? drawn * dtype.minNormal()
              : Math.copySign(dtype.minNormal(), drawn) / (1 << random.between(1, 20));
      case BEYOND_THE_RANGE -> drawn < 0 ? -1e300 : 1e300; // infinite as a float
      case INFINITE -> drawn < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      case NOT_A_NUMBER -> Double.NaN;
    };
  }
}
