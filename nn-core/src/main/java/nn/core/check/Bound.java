package nn.core.check;

import nn.api.DType;
import nn.api.Shape;
import nn.api.Tensor;

/** By how much two backends may differ in an element of a kernel's result. */
@FunctionalInterface
interface Bound {

  /** Not at all. */
  Bound NONE = (values, operands, at) -> 0;

  /**
   * The bound of one element.
   *
   * @param values of each operand before the call, record after record
   * @param at the number of the element, record after record
   */
  double of(double[][] values, Tensor[] operands, int at);

  /** {@code 2·(γ_k·(|A|·|B|)ᵢⱼ + k·MIN_VALUE)}, either operand being transposed or not. */
  static Bound product(DType dtype, boolean transposedA, boolean transposedB) {
    return (values, operands, at) -> {
      Shape a = operands[0].shape();
      int m = operands[2].shape().rows();
      int k = transposedA ? a.rows() : a.columns();
      int i = at % m;
      int j = at / m;
      double[] left = values[0];
      double[] right = values[1];
      int n = operands[2].shape().columns();
      double magnitude = 0;
      for (int step = 0; step < k; step++) {
        double x = left[transposedA ? i * k + step : step * m + i];
        double y = right[transposedB ? step * n + j : j * k + step];
        magnitude += Math.abs(x * y);
      }
      return 2 * (gamma(dtype, k) * magnitude + k * leastPositive(dtype));
    };
  }

  /** {@code 2·γ_(n−1)·Σⱼ|aᵢⱼ|} for n records. */
  static Bound sumOverRecords(DType dtype) {
    return (values, operands, at) -> {
      Shape a = operands[0].shape();
      return sum(dtype, values[0], at, a.rows(), a.columns());
    };
  }

  /** {@code 2·γ_(n−1)·Σᵢ|aᵢⱼ|} for n units. */
  static Bound sumOverUnits(DType dtype) {
    return (values, operands, at) -> {
      int units = operands[0].shape().rows();
      return sum(dtype, values[0], at * units, 1, units);
    };
  }

  /** {@code 2·γ_(n−1)·Σ|aᵢⱼ|} for the n units that go to one. */
  static Bound scatterAdd(DType dtype, int[] units) {
    return (values, operands, at) -> {
      int m = operands[1].shape().rows();
      int from = at / m * units.length;
      int n = 0;
      double magnitude = 0;
      for (int i = 0; i < units.length; i++) {
        if (units[i] == at % m) {
          n++;
          magnitude += Math.abs(values[0][from + i]);
        }
      }
      return 2 * gamma(dtype, n - 1) * magnitude;
    };
  }

  /** {@code 2·γ_(n−1)·Σ|aᵢⱼ|} for the n records that go to one. */
  static Bound scatterAddRecords(DType dtype) {
    return (values, operands, at) -> {
      int m = operands[2].shape().rows();
      int record = at / m;
      int n = 0;
      double magnitude = 0;
      for (int j = 0; j < values[1].length; j++) {
        if (values[1][j] == record) {
          n++;
          magnitude += Math.abs(values[0][j * m + at % m]);
        }
      }
      return 2 * gamma(dtype, n - 1) * magnitude;
    };
  }

  private static double sum(DType dtype, double[] values, int from, int stride, int n) {
    double magnitude = 0;
    for (int step = 0; step < n; step++) {
      magnitude += Math.abs(values[from + step * stride]);
    }
    return 2 * gamma(dtype, n - 1) * magnitude;
  }

  /** {@code γ_k = k·u / (1 − k·u)}. */
  private static double gamma(DType dtype, int k) {
    double ku = k * (dtype == DType.FLOAT64 ? 0x1p-53 : 0x1p-24);
    return ku / (1 - ku);
  }

  private static double leastPositive(DType dtype) {
    return dtype == DType.FLOAT64 ? Double.MIN_VALUE : Float.MIN_VALUE;
  }
}
