package nn.tck.faults;

import nn.api.DType;
import nn.api.ElementwiseLoop;

/**
 * One operation of a number type at a time, on doubles that hold its numbers. In FLOAT32 a sum, a
 * product or a quotient of two floats that is rounded to double and then to float is the one that
 * is rounded once (S. A. Figueroa, When is Double Rounding Innocuous?, SIGNUM 30(3), 1995).
 */
record Arithmetic(DType dtype) {

  double round(double x) {
    return isFloat() ? (float) x : x;
  }

  double add(double x, double y) {
    return round(x + y);
  }

  double subtract(double x, double y) {
    return round(x - y);
  }

  double multiply(double x, double y) {
    return round(x * y);
  }

  double divide(double x, double y) {
    return round(x / y);
  }

  double fma(double x, double y, double s) {
    return isFloat() ? Math.fma((float) x, (float) y, (float) s) : Math.fma(x, y, s);
  }

  /** The reciprocal, rounded, instead of a division. */
  double timesReciprocal(double x, double y) {
    return multiply(x, divide(1, y));
  }

  double sum(double[] x, int from, int to, double start) {
    double s = start;
    for (int i = from; i < to; i++) {
      s = add(s, x[i]);
    }
    return s;
  }

  /** Each block from zero, then the sums of the blocks. */
  double blockSum(double[] x, int block) {
    double s = 0;
    for (int from = 0; from < x.length; from += block) {
      s = add(s, sum(x, from, Math.min(x.length, from + block), 0));
    }
    return s;
  }

  /** One accumulator for every fourth number, then their sum. */
  double fourSums(double[] x) {
    double[] s = new double[4];
    for (int i = 0; i < x.length; i++) {
      s[i % 4] = add(s[i % 4], x[i]);
    }
    return add(add(s[0], s[1]), add(s[2], s[3]));
  }

  /** With a running compensation (W. Kahan, 1965), which turns infinity into NaN. */
  double compensatedSum(double[] x) {
    double s = 0;
    double c = 0;
    for (double value : x) {
      double y = subtract(value, c);
      double t = add(s, y);
      c = subtract(subtract(t, s), y);
      s = t;
    }
    return s;
  }

  boolean isFloat() {
    return dtype == DType.FLOAT32;
  }

  boolean isSubnormal(double x) {
    return x != 0 && Math.abs(x) < leastNormal();
  }

  double leastNormal() {
    return isFloat() ? Float.MIN_NORMAL : Double.MIN_NORMAL;
  }

  /** Runs a loop in its form for the number type. */
  void apply(ElementwiseLoop loop, double[] scalars, double[][] operands) {
    int length = operands[0].length;
    if (!isFloat()) {
      loop.apply(operands, scalars, 0, length);
      return;
    }
    float[][] floats = new float[operands.length][length];
    for (int o = 0; o < operands.length; o++) {
      for (int i = 0; i < length; i++) {
        floats[o][i] = (float) operands[o][i];
      }
    }
    loop.apply(floats, floats(scalars), 0, length);
    for (int o = 0; o < operands.length; o++) {
      for (int i = 0; i < length; i++) {
        operands[o][i] = floats[o][i];
      }
    }
  }

  /** A loop of one input and one output. */
  double apply(ElementwiseLoop loop, double a) {
    double[][] operands = {{a}, {0}};
    apply(loop, new double[0], operands);
    return operands[1][0];
  }

  /** A loop of two inputs and one output. */
  double apply(ElementwiseLoop loop, double a, double b) {
    double[][] operands = {{a}, {b}, {0}};
    apply(loop, new double[0], operands);
    return operands[2][0];
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
