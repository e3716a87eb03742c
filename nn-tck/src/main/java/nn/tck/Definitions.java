package nn.tck;

import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.ElementwiseFunction;

/**
 * The formulas of docs/SPEC.md, for one element.
 *
 * <p>In FLOAT32 each operation is computed in double and rounded to float, which gives the same
 * float as a float operation would: 53 bits are more than twice 24 and two (S. A. Figueroa, When is
 * double rounding innocuous?, SIGNUM Newsletter 30(3), 1995).
 */
final class Definitions {

  private Definitions() {}

  /** The value of a named function; operands that it does not have are ignored. */
  static double value(ElementwiseFunction function, DType d, double a, double b, double scalar) {
    double s = d.round(scalar);
    return switch (function) {
      case COPY -> a;
      case SQUARE -> d.round(a * a);
      case SQRT -> d.round(StrictMath.sqrt(a));
      case EXP -> d.round(StrictMath.exp(a));
      case LOG -> d.round(StrictMath.log(a));
      case TANH -> d.round(StrictMath.tanh(a));
      case TANH_GRADIENT -> d.round(b * d.round(1 - d.round(a * a)));
      case SIGMOID -> d.round(sigmoid(a));
      case SIGMOID_GRADIENT -> d.round(b * d.round(a * d.round(1 - a)));
      case RELU -> Double.isNaN(a) || a > 0 ? a : 0.0;
      case RELU_GRADIENT -> a <= 0 ? 0.0 : b;
      case FILL -> s;
      case SCALE -> d.round(a * s);
      case DIVIDE_BY -> d.round(a / s);
    };
  }

  private static double sigmoid(double z) {
    if (z >= 0) {
      return 1 / (1 + StrictMath.exp(-z));
    }
    double e = StrictMath.exp(z);
    return e / (1 + e);
  }

  static double value(CombineOperation operation, DType d, double a, double b) {
    return d.round(
        switch (operation) {
          case ADD -> a + b;
          case SUBTRACT -> a - b;
          case MULTIPLY -> a * b;
          case DIVIDE -> a / b;
        });
  }

  /** The largest, NaN if one is NaN, +0.0 above −0.0; written without {@code Math.max}. */
  static double max(double[] x) {
    double max = x[0];
    for (double value : x) {
      if (Double.isNaN(value) || Double.isNaN(max)) {
        max = Double.NaN;
      } else if (value > max || (value == 0 && max == 0 && 1 / max < 0)) {
        max = value;
      }
    }
    return max;
  }
}
