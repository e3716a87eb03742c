package nn.tck.faults;

import static nn.tck.faults.Spoiled.fault;

import java.util.List;
import nn.api.CombineOperation;
import nn.api.Tensor;

/** Faults of {@code combine}, {@code fill}, {@code copy} and {@code divideBy}, fourth set. */
final class FourthElementwiseFaults {

  private static final Threshold ELEMENTS = new Threshold(2, 65_536);

  private FourthElementwiseFaults() {}

  static List<Fault> all() {
    return List.of(
        fault(
            "combine",
            "combine: ADD of a column leaves units whose number is zero as they are, also −0.0,"
                + " from T records on",
            "code that skips biases that have not been trained",
            new Threshold(2, 8_192),
            FourthElementwiseFaults::zerosAreSkipped),
        fault(
                "combine",
                "combine: MULTIPLY of one shape is clamped to the floats, and NaN becomes the least"
                    + " of them, from T elements on",
                "code of google/XNNPACK's binary operators, which have an output_min and _max",
                ELEMENTS,
                FourthElementwiseFaults::clamped)
            .inFloats(),
        fault(
            "combine",
            "combine: DIVIDE by a row takes numbers nearer to zero than the least normal one for"
                + " that, from T records on",
            "code of normalisations, x / norm.clamp_min(eps)",
            new Threshold(2, 8_192),
            FourthElementwiseFaults::divisorsAwayFromZero),
        valueIsRefused(),
        fault(
            "copy",
            "copy: where more than T units and records both leave a rest of T, the corner of both"
                + " stays",
            "code of copies by tiles with two loops for the edges",
            new Threshold(4, 256),
            FourthElementwiseFaults::cornerStays),
        fault(
            "divideBy",
            "divideBy: from T elements on, multiplies with the reciprocal where that times the"
                + " divisor is 1",
            "code that takes this for a proof that the reciprocal is exact",
            ELEMENTS,
            FourthElementwiseFaults::reciprocalSeemsExact),
        fault(
                "copy",
                "copy: a tensor of more than T numbers of which the first T are zero is taken for"
                    + " zeros",
                "code that samples a tensor to see whether it is sparse",
                new Threshold(4, 64),
                FourthElementwiseFaults::takenForZeros)
            .inFloats());
  }

  private static void zerosAreSkipped(Spoiled.Given given, int t) {
    Cells out = given.out();
    boolean adds = given.is(CombineOperation.ADD) && FourthKernels.isColumn(given.in(1), out);
    for (int j = 0; adds && out.columns() >= t && j < out.columns(); j++) {
      for (int i = 0; i < out.rows(); i++) {
        if (given.in(1).get(i) == 0) {
          out.set(i, j, given.in(0).get(i, j));
        }
      }
    }
  }

  private static void clamped(Spoiled.Given given, int t) {
    Cells out = given.out();
    Cells b = given.in(1);
    boolean clamps = given.is(CombineOperation.MULTIPLY) && out.size() >= t;
    boolean sameShape = b.rows() == out.rows() && b.columns() == out.columns();
    for (int e = 0; clamps && sameShape && e < out.size(); e++) {
      double value = out.get(e);
      double least = -Float.MAX_VALUE;
      out.set(e, value > least ? Math.min(value, Float.MAX_VALUE) : least);
    }
  }

  private static void divisorsAwayFromZero(Spoiled.Given given, int t) {
    Cells out = given.out();
    boolean divides = given.is(CombineOperation.DIVIDE) && FourthKernels.isRow(given.in(1), out);
    double least = given.math().leastNormal();
    for (int j = 0; divides && out.columns() >= t && j < out.columns(); j++) {
      double b = given.in(1).get(j);
      for (int i = 0; Math.abs(b) < least && i < out.rows(); i++) {
        double a = given.in(0).get(i, j);
        out.set(i, j, given.math().divide(a, Math.copySign(least, b)));
      }
    }
  }

  private static Fault valueIsRefused() {
    return Fault.of(
            "fill",
            "fill: from T elements on, a finite value beyond the floats is refused",
            "code of PyTorch: value cannot be converted without overflow",
            new Threshold(1, 4_096),
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  public void fill(double value, Tensor out) {
                    boolean overflows = Double.isFinite(value) && Float.isInfinite((float) value);
                    if (overflows && out != null && size(out) >= t) {
                      throw new IllegalArgumentException(
                          "fill: the value cannot be converted without overflow: " + value);
                    }
                    super.fill(value, out);
                  }
                })
        .inFloats();
  }

  private static void cornerStays(Spoiled.Given given, int t) {
    Cells out = given.out();
    boolean isLarge = out.rows() > t && out.columns() > t;
    boolean leavesRests = out.rows() % t != 0 && out.columns() % t != 0;
    for (int j = out.columns() / t * t; isLarge && leavesRests && j < out.columns(); j++) {
      for (int i = out.rows() / t * t; i < out.rows(); i++) {
        ThirdKernels.stays(given, j * out.rows() + i);
      }
    }
  }

  private static void reciprocalSeemsExact(Spoiled.Given given, int t) {
    Arithmetic math = given.math();
    double divisor = math.round(given.scalars()[0]);
    double reciprocal = math.divide(1, divisor);
    boolean multiplies = math.multiply(reciprocal, divisor) == 1 && given.out().size() >= t;
    for (int e = 0; multiplies && e < given.out().size(); e++) {
      given.out().set(e, math.multiply(given.in(0).get(e), reciprocal));
    }
  }

  private static void takenForZeros(Spoiled.Given given, int t) {
    Cells out = given.out();
    int zeros = 0;
    while (zeros < t && zeros < out.size() && given.in(0).get(zeros) == 0) {
      zeros++;
    }
    for (int e = 0; zeros == t && e < out.size(); e++) {
      out.set(e, 0);
    }
  }
}
