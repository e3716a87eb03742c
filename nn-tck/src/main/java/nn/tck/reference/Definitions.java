package nn.tck.reference;

import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.ElementwiseFunction;
import nn.api.elementary.Exponential32;
import nn.api.elementary.Exponential64;
import nn.api.elementary.Logarithm32;
import nn.api.elementary.Logarithm64;
import nn.api.elementary.Logistic32;
import nn.api.elementary.Logistic64;
import nn.api.elementary.Softplus32;
import nn.api.elementary.Softplus64;

/**
 * The formulas of docs/SPEC.md, for one element.
 *
 * <p>The elementary functions are defined by {@code nn.api.elementary}; how near they are to the
 * functions of mathematics is tested there.
 *
 * <p>In FLOAT32 each other operation is computed in double and rounded to float, which gives the
 * same float as a float operation would: 53 bits are more than twice 24 and two (S. A. Figueroa,
 * When is double rounding innocuous?, SIGNUM Newsletter 30(3), 1995).
 */
public final class Definitions {

  private Definitions() {}

  /** The value of a named function; operands that it does not have are ignored. */
  public static double value(
      ElementwiseFunction function, DType d, double a, double b, double scalar) {
    double s = d.round(scalar);
    return switch (function) {
      case COPY -> a;
      case SQUARE -> d.round(a * a);
      case SQRT -> d.round(StrictMath.sqrt(a));
      case EXP, LOG, LOG1P, TANH, SIGMOID, SOFTPLUS -> elementary(function, d, a);
      case TANH_GRADIENT -> d.round(b * d.round(1 - d.round(a * a)));
      case SIGMOID_GRADIENT -> d.round(b * d.round(a * d.round(1 - a)));
      case RELU -> Double.isNaN(a) || a > 0 ? a : 0.0;
      case RELU_GRADIENT -> a <= 0 ? 0.0 : b;
      case FILL -> s;
      case SCALE -> d.round(a * s);
      case DIVIDE_BY -> d.round(a / s);
    };
  }

  private static double elementary(ElementwiseFunction function, DType d, double a) {
    if (d == DType.FLOAT32) {
      float x = (float) a;
      return switch (function) {
        case EXP -> Exponential32.exp(x);
        case LOG -> Logarithm32.log(x);
        case LOG1P -> Logarithm32.log1p(x);
        case TANH -> Logistic32.tanh(x);
        case SIGMOID -> Logistic32.sigmoid(x);
        case SOFTPLUS -> Softplus32.softplus(x);
        default -> throw new IllegalArgumentException(function.toString());
      };
    }
    return switch (function) {
      case EXP -> Exponential64.exp(a);
      case LOG -> Logarithm64.log(a);
      case LOG1P -> Logarithm64.log1p(a);
      case TANH -> Logistic64.tanh(a);
      case SIGMOID -> Logistic64.sigmoid(a);
      case SOFTPLUS -> Softplus64.softplus(a);
      default -> throw new IllegalArgumentException(function.toString());
    };
  }

  public static double value(CombineOperation operation, DType d, double a, double b) {
    return d.round(
        switch (operation) {
          case ADD -> a + b;
          case SUBTRACT -> a - b;
          case MULTIPLY -> a * b;
          case DIVIDE -> a / b;
        });
  }

  /** The largest, NaN if one is NaN, +0.0 above −0.0; written without {@code Math.max}. */
  public static double max(double[] x) {
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
