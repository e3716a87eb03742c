package nn.tck.faults;

import static nn.tck.faults.Spoiled.fault;

import java.util.List;
import nn.api.CombineOperation;

/** Faults of {@code combine}, {@code fill}, {@code copy} and {@code divideBy}, second set. */
final class SecondElementwiseFaults {

  private static final Threshold ELEMENTS = new Threshold(2, 65_536);

  private SecondElementwiseFaults() {}

  static List<Fault> all() {
    return List.of(
        fault(
            "combine",
            "combine: with as many units as records, T or more, a column is taken for a row",
            "deeplearning4j/nd4j#760; ROCm/aiter#288",
            new Threshold(2, 1_000),
            SecondElementwiseFaults::columnTakenForRow),
        fault(
            "combine",
            "combine: a column in place is used twice where the last of T units' vectors overlap",
            "code of nn-backend-vector's broadcast, were the last vector not computed first",
            new Threshold(5, 8_192),
            SecondElementwiseFaults::overlapTwice),
        fault(
                "combine",
                "combine: SUBTRACT of a row gives zero for equal numbers, also infinite, from T"
                    + " records on",
                "code that shifts logits by their maximum",
                new Threshold(2, 8_192),
                SecondElementwiseFaults::equalIsZero)
            .inFloats(),
        fault(
                "fill",
                "fill: a subnormal value is zero, from T elements on",
                "OpenMathLib/OpenBLAS#1237",
                ELEMENTS,
                SecondElementwiseFaults::subnormalFill)
            .inFloats(),
        fault(
            "fill",
            "fill: NaN leaves the destination as it is, from T elements on",
            "code in which NaN is no value given",
            ELEMENTS,
            SecondElementwiseFaults::fillWithoutValue),
        fault(
            "copy",
            "copy: onto itself clears, from T elements on",
            "code of a copy into memory that is cleared first",
            ELEMENTS,
            SecondElementwiseFaults::clearsItself),
        fault(
                "copy",
                "copy: the last of an odd number of T floats or more stays as it was",
                "code of copies by words of 64 bits",
                ELEMENTS,
                SecondElementwiseFaults::lastOfOddStays)
            .inFloats(),
        fault(
            "divideBy",
            "divideBy: a divisor of T or more is cut off to a whole number",
            "code of means over a number of records",
            new Threshold(1, 1_000),
            SecondElementwiseFaults::wholeDivisor),
        fault(
                "divideBy",
                "divideBy: an infinite divisor leaves the numbers as they are, from T elements on",
                "code of clips by a norm, with a guard for finite numbers",
                ELEMENTS,
                SecondElementwiseFaults::infiniteDivisor)
            .inFloats());
  }

  private static boolean isColumn(Cells b, Cells a) {
    return b.columns() == 1 && b.rows() == a.rows() && a.columns() > 1;
  }

  private static void columnTakenForRow(Spoiled.Given given, int t) {
    Cells out = given.out();
    Cells b = given.in(1);
    if (isColumn(b, out) && out.rows() == out.columns() && out.rows() >= t) {
      Cells a = given.in(0);
      Product.overwrite(out, 0, 0, (i, j) -> given.math().apply(given.f(), a.get(i, j), b.get(j)));
    }
  }

  private static void overlapTwice(Spoiled.Given given, int t) {
    Cells out = given.out();
    Cells b = given.in(1);
    int units = out.rows();
    boolean overlaps = units >= t && units > 4 && units % 4 != 0;
    if (overlaps && isColumn(b, out) && given.in(0).isSameTensor(out)) {
      for (int j = 0; j < out.columns(); j++) {
        for (int i = units - 4; i < units / 4 * 4; i++) {
          out.set(i, j, given.math().apply(given.f(), out.get(i, j), b.get(i)));
        }
      }
    }
  }

  private static void equalIsZero(Spoiled.Given given, int t) {
    Cells out = given.out();
    Cells b = given.in(1);
    boolean isRow = b.rows() == 1 && out.rows() > 1;
    if (given.is(CombineOperation.SUBTRACT) && isRow && out.columns() >= t) {
      Cells a = given.in(0);
      Product.overwrite(out, 0, 0, (i, j) -> a.get(i, j) == b.get(j) ? 0.0 : out.get(i, j));
    }
  }

  private static void setAll(Cells out, double value) {
    for (int e = 0; e < out.size(); e++) {
      out.set(e, value);
    }
  }

  private static void subnormalFill(Spoiled.Given given, int t) {
    double value = given.math().round(given.scalars()[0]);
    if (given.math().isSubnormal(value) && given.out().size() >= t) {
      setAll(given.out(), 0);
    }
  }

  private static void fillWithoutValue(Spoiled.Given given, int t) {
    boolean none = Double.isNaN(given.scalars()[0]) && given.out().size() >= t;
    for (int e = 0; none && e < given.out().size(); e++) {
      given.out().set(e, given.call().former(e));
    }
  }

  private static void clearsItself(Spoiled.Given given, int t) {
    if (given.in(0).isSameTensor(given.out()) && given.out().size() >= t) {
      setAll(given.out(), 0);
    }
  }

  private static void lastOfOddStays(Spoiled.Given given, int t) {
    int size = given.out().size();
    if (size >= t && size % 2 == 1) {
      given.out().set(size - 1, given.call().former(size - 1));
    }
  }

  private static void wholeDivisor(Spoiled.Given given, int t) {
    double divisor = given.math().round(given.scalars()[0]);
    if (divisor >= t && Math.rint(divisor) != divisor) {
      for (int e = 0; e < given.out().size(); e++) {
        given.out().set(e, given.math().divide(given.in(0).get(e), Math.floor(divisor)));
      }
    }
  }

  private static void infiniteDivisor(Spoiled.Given given, int t) {
    boolean guarded = Double.isInfinite(given.math().round(given.scalars()[0]));
    for (int e = 0; guarded && given.out().size() >= t && e < given.out().size(); e++) {
      given.out().set(e, given.in(0).get(e));
    }
  }
}
