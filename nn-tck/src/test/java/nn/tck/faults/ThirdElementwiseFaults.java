package nn.tck.faults;

import static nn.tck.faults.Spoiled.fault;

import java.util.List;
import nn.api.CombineOperation;

/** Faults of {@code combine}, {@code fill}, {@code copy} and {@code divideBy}, third set. */
final class ThirdElementwiseFaults {

  private static final Threshold ELEMENTS = new Threshold(2, 65_536);

  private ThirdElementwiseFaults() {}

  static List<Fault> all() {
    return List.of(
        fault(
            "combine",
            "combine: of [1, 1] with one unit of T records or more, the tail after vectors of 8"
                + " has zero for b",
            "code of masked loads in the place of a broadcast",
            new Threshold(9, 16_384),
            ThirdElementwiseFaults::zeroInTail),
        fault(
                "combine",
                "combine: DIVIDE makes zero of a subnormal quotient, from T records on",
                "OpenMathLib/OpenBLAS#1237",
                new Threshold(2, 8_192),
                ThirdElementwiseFaults::subnormalQuotients)
            .inFloats(),
        fault(
            "combine",
            "combine: ADD of a column of T units or more begins with +0.0",
            "code that adds both operands to cleared accumulators",
            new Threshold(2, 8_192),
            ThirdElementwiseFaults::beginsWithZero),
        fault(
                "fill",
                "fill: T floats or more are written in pairs, the second of which is NaN if the"
                    + " value is negative",
                "bavison/arm-mem#1: a value that is widened with its sign",
                ELEMENTS,
                ThirdElementwiseFaults::widenedWithSign)
            .inFloats(),
        fault(
            "copy",
            "copy: threads have equal shares of T elements or more, and what is left over stays",
            "tile-ai/tilelang#2537; code of shares that are rounded down",
            new Threshold(16, 65_536),
            ThirdElementwiseFaults::leftOver),
        fault(
            "divideBy",
            "divideBy: from T elements on, a product with the reciprocal is corrected once, also"
                + " where it is infinite",
            "code of divisions by Newton's method (P. Markstein, IBM J. Res. Dev. 34, 1990)",
            ELEMENTS,
            ThirdElementwiseFaults::correctedProducts));
  }

  private static void zeroInTail(Spoiled.Given given, int t) {
    Cells out = given.out();
    boolean broadcasts = given.in(1).size() == 1 && out.rows() == 1 && out.columns() >= t;
    for (int j = out.columns() / 8 * 8; broadcasts && j < out.columns(); j++) {
      out.set(j, given.math().apply(given.f(), given.in(0).get(j), 0));
    }
  }

  private static void subnormalQuotients(Spoiled.Given given, int t) {
    Cells out = given.out();
    boolean flushes = given.is(CombineOperation.DIVIDE) && out.columns() >= t;
    for (int e = 0; flushes && e < out.size(); e++) {
      if (given.math().isSubnormal(out.get(e))) {
        out.set(e, Math.copySign(0, out.get(e)));
      }
    }
  }

  private static void beginsWithZero(Spoiled.Given given, int t) {
    Cells out = given.out();
    Cells b = given.in(1);
    boolean isColumn = b.columns() == 1 && b.rows() == out.rows() && out.columns() > 1;
    boolean begins = given.is(CombineOperation.ADD) && isColumn && out.rows() >= t;
    for (int e = 0; begins && e < out.size(); e++) {
      ThirdKernels.losesSignOfZero(out, e);
    }
  }

  private static void widenedWithSign(Spoiled.Given given, int t) {
    Cells out = given.out();
    boolean isNegative = Float.floatToIntBits((float) given.scalars()[0]) < 0;
    for (int e = 1; isNegative && out.size() >= t && e < out.size(); e += 2) {
      out.set(e, Double.NaN);
    }
  }

  private static void leftOver(Spoiled.Given given, int t) {
    int size = given.out().size();
    for (int e = size - size % given.threads(); size >= t && e < size; e++) {
      ThirdKernels.stays(given, e);
    }
  }

  private static void correctedProducts(Spoiled.Given given, int t) {
    Arithmetic math = given.math();
    double divisor = math.round(given.scalars()[0]);
    double reciprocal = math.divide(1, divisor);
    for (int e = 0; given.out().size() >= t && e < given.out().size(); e++) {
      double a = given.in(0).get(e);
      double product = math.multiply(a, reciprocal);
      double rest = math.fma(-product, divisor, a);
      given.out().set(e, math.fma(rest, reciprocal, product));
    }
  }
}
