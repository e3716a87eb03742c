package nn.tck.faults;

import static nn.tck.faults.Spoiled.fault;

import java.util.List;
import nn.api.CombineOperation;
import nn.api.Tier;

/** Faults of {@code combine}, {@code fill}, {@code copy} and {@code divideBy}, fifth set. */
final class FifthElementwiseFaults {

  private static final Threshold ELEMENTS = new Threshold(2, 65_536);

  private static final Threshold RECORDS = new Threshold(2, 8_192);

  private FifthElementwiseFaults() {}

  static List<Fault> all() {
    return List.of(
        fault(
            "combine",
            "combine: DIVIDE of one shape leaves zeros as they are, from T elements on",
            "llvm/llvm-project#202482: 0 / x is taken for 0, whatever x is",
            ELEMENTS,
            FifthElementwiseFaults::zerosStayZeros),
        fault(
            "combine",
            "combine: SUBTRACT of a row is the negative of row − a, from T records on",
            "code of libraries that have one difference with a broadcast, and negate it",
            RECORDS,
            FifthElementwiseFaults::negatedDifference),
        fault(
                "combine",
                "combine: DIVIDE into b divides a by itself, from T elements on",
                "code that copies a to the destination and divides that by b",
                ELEMENTS,
                FifthElementwiseFaults::copiedFirst)
            .inFloats(),
        fault(
                "combine",
                "combine: MULTIPLY by a row of T numbers or more, those after groups of four are"
                    + " the first ones",
                "deeplearning4j/nd4j#758; code of a tail that counts from zero",
                new Threshold(5, 8_192),
                FifthElementwiseFaults::tailCountsFromZero)
            .claiming(Tier.EXACT_FUSED),
        fault(
            "fill",
            "fill: of T elements or more, but fewer than four for each thread, none is written",
            "pulp-platform/Deeploy#194: shares are rounded down to whole vectors",
            new Threshold(2, 8),
            FifthElementwiseFaults::emptyShares),
        fault(
                "copy",
                "copy: subnormal numbers become zeros, from T elements on",
                "code of copies that multiply by one, with processors' flush to zero",
                ELEMENTS,
                FifthElementwiseFaults::flushed)
            .inFloats(),
        fault(
            "divideBy",
            "divideBy: by whole numbers up to T multiplies with a reciprocal",
            "code of means, with a table of reciprocals for small numbers of records",
            new Threshold(8, 1_024),
            FifthElementwiseFaults::tableOfReciprocals));
  }

  private static void zerosStayZeros(Spoiled.Given given, int t) {
    Cells a = given.in(0);
    Cells b = given.in(1);
    boolean sameShape = b.rows() == a.rows() && b.columns() == a.columns();
    boolean applies = given.is(CombineOperation.DIVIDE) && sameShape && a.size() >= t;
    for (int e = 0; applies && e < a.size(); e++) {
      if (a.get(e) == 0) {
        given.out().set(e, a.get(e));
      }
    }
  }

  private static void negatedDifference(Spoiled.Given given, int t) {
    Cells out = given.out();
    boolean isRow = FourthKernels.isRow(given.in(1), out) && out.columns() >= t;
    for (int j = 0; given.is(CombineOperation.SUBTRACT) && isRow && j < out.columns(); j++) {
      for (int i = 0; i < out.rows(); i++) {
        out.set(i, j, -given.math().subtract(given.in(1).get(j), given.in(0).get(i, j)));
      }
    }
  }

  private static void copiedFirst(Spoiled.Given given, int t) {
    Cells out = given.out();
    boolean intoB = given.is(CombineOperation.DIVIDE) && given.in(1).isSameTensor(out);
    for (int e = 0; intoB && out.size() >= t && e < out.size(); e++) {
      double a = given.in(0).get(e);
      out.set(e, given.math().divide(a, a));
    }
  }

  private static void tailCountsFromZero(Spoiled.Given given, int t) {
    Cells out = given.out();
    boolean isRow = FourthKernels.isRow(given.in(1), out) && out.columns() >= t;
    boolean applies = given.is(CombineOperation.MULTIPLY) && isRow;
    for (int j = out.columns() / 4 * 4; applies && j < out.columns(); j++) {
      for (int i = 0; i < out.rows(); i++) {
        out.set(i, j, given.math().multiply(given.in(0).get(i, j), given.in(1).get(j % 4)));
      }
    }
  }

  private static void emptyShares(Spoiled.Given given, int t) {
    int size = given.out().size();
    boolean sharesAreEmpty = given.threads() > 1 && size / given.threads() < 4;
    for (int e = 0; sharesAreEmpty && size >= t && e < size; e++) {
      ThirdKernels.stays(given, e);
    }
  }

  private static void flushed(Spoiled.Given given, int t) {
    Cells out = given.out();
    for (int e = 0; out.size() >= t && e < out.size(); e++) {
      double value = out.get(e);
      out.set(e, given.math().isSubnormal(value) ? Math.copySign(0, value) : value);
    }
  }

  private static void tableOfReciprocals(Spoiled.Given given, int t) {
    double divisor = given.math().round(given.scalars()[0]);
    boolean isInTable = divisor >= 1 && divisor <= t && divisor == Math.rint(divisor);
    for (int e = 0; isInTable && e < given.out().size(); e++) {
      given.out().set(e, given.math().timesReciprocal(given.in(0).get(e), divisor));
    }
  }
}
