package nn.tck.faults;

import static nn.tck.faults.Spoiled.product;

import java.util.Arrays;
import java.util.List;
import nn.api.ElementwiseFunction;
import nn.api.Tier;
import nn.tck.faults.Spoiled.Given;

/** Faults of the kernels of a dense layer, fourth set. */
final class FourthDenseFaults {

  /** Where Eigen's rational function is cut off, below which it is its argument. */
  private static final float TANH_END = 7.905311f;

  private static final float TANH_BEGIN = 4.0e-4f;

  /** Coefficients of odd powers, from the thirteenth down. */
  private static final float[] NUMERATOR = {
    -2.7607684e-16f,
    2.000188e-13f,
    -8.604672e-11f,
    5.1222973e-8f,
    1.48572235e-5f,
    6.3726195e-4f,
    0.0048935246f
  };

  /** Coefficients of even powers, from the sixth down. */
  private static final float[] DENOMINATOR = {
    1.1982584e-6f, 1.1853471e-4f, 0.0022684347f, 0.004893525f
  };

  /** A result from what goes into the function. */
  private interface Function {
    double of(Arithmetic math, double z);
  }

  private FourthDenseFaults() {}

  static List<Fault> all() {
    return List.of(
        product(
            "dense",
            "dense: from T units on, SOFTPLUS is LOG1P of EXP, which overflows",
            "code of graphs that are written as log(1 + exp(x)) and fused",
            new Threshold(2, 4_096),
            (p, given, t) ->
                function(
                    p, given, ElementwiseFunction.SOFTPLUS, p.m() >= t, FourthDenseFaults::logOf)),
        product(
                "dense",
                "dense: from T records on, RELU multiplies by 0 or 1",
                "code of z * (z > 0); apache/mxnet#14262 for its gradient",
                new Threshold(2, 4_096),
                (p, given, t) ->
                    function(
                        p,
                        given,
                        ElementwiseFunction.RELU,
                        p.n() >= t,
                        (m, z) -> m.multiply(z, z > 0 ? 1 : 0)))
            .inFloats(),
        product(
            "dense",
            "dense: a record of x whose first T numbers are those of the record before has its"
                + " result",
            "code that computes equal records of a batch once, and compares their beginnings",
            new Threshold(1, 16),
            FourthDenseFaults::resultOfRecordBefore),
        product(
            "dense",
            "dense: SIGMOID below −T is that of −T",
            "apache/mxnet#4509: bounds against overflow",
            new Threshold(16, 128),
            (p, given, t) ->
                function(
                    p,
                    given,
                    ElementwiseFunction.SIGMOID,
                    true,
                    (m, z) -> m.apply(ElementwiseFunction.SIGMOID, z < -t ? -t : z))),
        product(
                "dense",
                "dense, bounded: from T units on, TANH is a quotient of two polynomials",
                "code of Eigen's generic_fast_tanh_float",
                new Threshold(2, 4_096),
                (p, given, t) ->
                    function(
                        p,
                        given,
                        ElementwiseFunction.TANH,
                        p.m() >= t,
                        (m, z) -> fastTanh((float) z)))
            .inFloats()
            .claiming(Tier.BOUNDED),
        product(
                "denseInputGradient",
                "denseInputGradient: from T inputs on, TANH_GRADIENT is b · ((1 − a) · (1 + a))",
                "code of derivatives that avoid the cancellation of 1 − a · a",
                new Threshold(2, 4_096),
                FourthDenseFaults::twoFactors)
            .inFloats(),
        product(
            "denseInputGradient",
            "denseInputGradient: a record of dz of nothing but zeros gives zeros, from T records"
                + " on",
            "code of gradients of masked records, which are skipped",
            new Threshold(2, 4_096),
            FourthDenseFaults::zerosForZeros),
        product(
            "denseInputGradient",
            "denseInputGradient: from T units on, RELU_GRADIENT looks at the sign of a alone",
            "code of masks made of sign bits",
            new Threshold(2, 4_096),
            FourthDenseFaults::signAlone),
        product(
            "denseParameterGradients",
            "denseParameterGradients: with fewer inputs than records, of which there are T or more,"
                + " db has as many records as there are inputs",
            "code that adds a record to db in each turn of the loop over inputs",
            new Threshold(3, 4_096),
            FourthDenseFaults::recordsAsInputs));
  }

  /** Overwrites what a function makes of the product and the bias. */
  private static void function(
      Product p, Given given, ElementwiseFunction named, boolean applies, Function f) {
    if (applies && given.is(named)) {
      Arithmetic math = p.math();
      Cells b = given.in(2);
      Product.overwrite(given.out(), 0, 0, (i, j) -> f.of(math, math.add(p.dot(i, j), b.get(i))));
    }
  }

  private static double logOf(Arithmetic math, double z) {
    return math.apply(ElementwiseFunction.LOG1P, math.apply(ElementwiseFunction.EXP, z));
  }

  private static double fastTanh(float z) {
    if (!(Math.abs(z) >= TANH_BEGIN)) {
      return z;
    }
    float x = Math.max(-TANH_END, Math.min(z, TANH_END));
    return x * polynomial(NUMERATOR, x * x) / polynomial(DENOMINATOR, x * x);
  }

  private static float polynomial(float[] coefficients, float x) {
    float value = 0;
    for (float coefficient : coefficients) {
      value = value * x + coefficient;
    }
    return value;
  }

  private static void resultOfRecordBefore(Product p, Given given, int t) {
    for (int j = 1; p.k() > t && j < p.n(); j++) {
      int l = 0;
      while (l < t && p.b(l, j) == p.b(l, j - 1)) {
        l++;
      }
      if (l == t) {
        given.out().setRecord(j, given.out().record(j - 1));
      }
    }
  }

  private static void twoFactors(Product p, Given given, int t) {
    if (given.is(ElementwiseFunction.TANH_GRADIENT) && p.m() >= t) {
      Arithmetic math = p.math();
      Cells a = given.in(2);
      Product.overwrite(
          given.out(), 0, 0, (i, j) -> math.multiply(p.dot(i, j), twoFactors(math, a.get(i, j))));
    }
  }

  private static double twoFactors(Arithmetic math, double a) {
    return math.multiply(math.subtract(1, a), math.add(1, a));
  }

  private static void zerosForZeros(Product p, Given given, int t) {
    for (int j = 0; p.n() >= t && j < p.n(); j++) {
      if (Arrays.stream(given.in(1).record(j)).allMatch(x -> x == 0)) {
        given.out().setRecord(j, new double[p.m()]);
      }
    }
  }

  private static void signAlone(Product p, Given given, int t) {
    if (given.is(ElementwiseFunction.RELU_GRADIENT) && p.k() >= t) {
      Cells a = given.in(2);
      Product.overwrite(given.out(), 0, 0, (i, j) -> isNegative(a.get(i, j)) ? 0.0 : p.dot(i, j));
    }
  }

  private static boolean isNegative(double x) {
    return Double.doubleToRawLongBits(x) < 0;
  }

  private static void recordsAsInputs(Product p, Given given, int t) {
    for (int i = 0; p.k() >= t && p.n() < p.k() && i < p.m(); i++) {
      given.out().set(i, p.math().sum(given.in(0).unit(i), 0, p.n(), 0));
    }
  }
}
