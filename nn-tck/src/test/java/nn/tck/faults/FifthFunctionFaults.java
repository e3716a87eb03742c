package nn.tck.faults;

import java.util.List;
import nn.api.Backend;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import org.jspecify.annotations.Nullable;

/** Faults of {@code apply}, fifth set. */
final class FifthFunctionFaults {

  private static final Threshold ELEMENTS = new Threshold(2, 65_536);

  /** The logarithm of the number that NaN's bits are, were it one. */
  private static final double LOG_OF_NAN_BITS = 128 * Math.log(2) + Math.log(1.5);

  /** A result from an input. */
  private interface Formula {
    double of(Arithmetic math, double a);
  }

  private FifthFunctionFaults() {}

  static List<Fault> all() {
    return List.of(
        fromSize(
                ElementwiseFunction.LOG,
                "LOG: 89.1 for NaN, whose exponent is taken as it is, from T elements on",
                "tensorflow/tensorflow#57744",
                (math, a) ->
                    Double.isNaN(a)
                        ? math.round(LOG_OF_NAN_BITS)
                        : math.apply(ElementwiseFunction.LOG, a))
            .inFloats(),
        fromSize(
            ElementwiseFunction.SIGMOID,
            "SIGMOID: below zero 1 − SIGMOID(−a), in which small results cancel, from T elements"
                + " on",
            "code that computes one half of a symmetric function",
            (math, a) ->
                a < 0
                    ? math.subtract(1, math.apply(ElementwiseFunction.SIGMOID, -a))
                    : math.apply(ElementwiseFunction.SIGMOID, a)),
        zeroBelow(),
        fromSize(
            ElementwiseFunction.SQRT,
            "SQRT: a float's root with one step of Newton's, from T elements on",
            "code of libraries that have vectors of float roots alone",
            (math, a) -> oneStep(a)),
        fromSize(
            ElementwiseFunction.RELU,
            "RELU: half of a + |a|, from T elements on",
            "code without comparisons, which is NaN for −∞ and overflows",
            (math, a) -> math.multiply(0.5, math.add(a, Math.abs(a)))),
        fromSize(
            ElementwiseFunction.SOFTPLUS,
            "SOFTPLUS: −LOG(SIGMOID(−a)), from T elements on",
            "code of graphs that have log_sigmoid",
            (math, a) ->
                -math.apply(ElementwiseFunction.LOG, math.apply(ElementwiseFunction.SIGMOID, -a))),
        minusOne(),
        withoutInputs());
  }

  private static Fault fromSize(
      ElementwiseFunction f, String name, String origin, Formula formula) {
    return Fault.of(
        "apply " + f,
        name,
        origin,
        ELEMENTS,
        (right, t) -> new Spoiled(right, "apply", t, (given, at) -> spoil(given, f, formula, at)));
  }

  private static void spoil(Spoiled.Given given, ElementwiseFunction f, Formula formula, int t) {
    Cells out = given.out();
    for (int e = 0; given.is(f) && out.size() >= t && e < out.size(); e++) {
      out.set(e, formula.of(given.math(), given.in(0).get(e)));
    }
  }

  private static double oneStep(double a) {
    double root = (float) Math.sqrt((float) a);
    return root == 0 || Double.isInfinite(root) ? root : (root + a / root) / 2;
  }

  private static Fault zeroBelow() {
    return Fault.of(
        "apply EXP",
        "EXP: +0.0 below −T",
        "code whose bounds are those of floats, or a round number",
        new Threshold(87, 700),
        (right, t) -> new Spoiled(right, "apply", t, FifthFunctionFaults::zeroBelow));
  }

  private static void zeroBelow(Spoiled.Given given, int t) {
    Cells out = given.out();
    for (int e = 0; given.is(ElementwiseFunction.EXP) && e < out.size(); e++) {
      out.set(e, given.in(0).get(e) < -t ? 0 : out.get(e));
    }
  }

  private static Fault minusOne() {
    return Fault.of(
        "apply SCALE",
        "SCALE: by −1 is a difference from zero, +0.0 for +0.0, from T elements on",
        "code of neg as 0 − a, which compilers for processors without the instruction make",
        ELEMENTS,
        (right, t) -> new Spoiled(right, "apply", t, FifthFunctionFaults::differenceFromZero));
  }

  private static void differenceFromZero(Spoiled.Given given, int t) {
    Cells out = given.out();
    boolean applies = given.is(ElementwiseFunction.SCALE) && given.scalars()[0] == -1;
    for (int e = 0; applies && out.size() >= t && e < out.size(); e++) {
      out.set(e, given.math().subtract(0, given.in(0).get(e)));
    }
  }

  /** Former values of outputs are visible to a loop, also if it has no inputs. */
  private static Fault withoutInputs() {
    return Fault.of(
        "apply",
        "apply: from T elements on, an unknown loop without inputs sees zeros in its outputs",
        "code that takes such a loop for a fill and copies nothing to a device",
        new Threshold(2, 16_384),
        WithoutInputs::new);
  }

  private static final class WithoutInputs extends FaultyBackend {
    private final int least;

    WithoutInputs(Backend right, int least) {
      super(right);
      this.least = least;
    }

    @Override
    public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
      if (isWrongFor(loop, operands)) {
        super.apply(new WatchedLoop(loop, part -> {}), scalars, operands); // checks them
        for (Tensor operand : operands) {
          set(operand, new double[size(operand)]);
        }
      }
      super.apply(loop, scalars, operands);
    }

    private boolean isWrongFor(@Nullable ElementwiseLoop loop, @Nullable Tensor[] operands) {
      if (loop == null || loop instanceof ElementwiseFunction || loop.inputs() > 0) {
        return false;
      }
      if (operands == null || operands.length == 0) {
        return false;
      }
      Tensor first = operands[0];
      return first != null && size(first) >= least;
    }
  }
}
