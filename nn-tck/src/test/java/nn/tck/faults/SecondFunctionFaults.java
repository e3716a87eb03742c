package nn.tck.faults;

import java.util.List;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.Workspace;

/** Faults of {@code apply}, second set: most of them in a range of a function's arguments. */
final class SecondFunctionFaults {

  private static final Threshold ELEMENTS = new Threshold(2, 65_536);

  /** A wrong result from the inputs, the first scalar and the right result. */
  private interface Formula {
    double of(Arithmetic math, double[] inputs, double scalar, double right, int t);
  }

  private SecondFunctionFaults() {}

  static List<Fault> all() {
    return List.of(
        fromSize(
            ElementwiseFunction.EXP,
            "EXP: infinite from 709.44 on, where 2ⁿ is 2¹⁰²⁴, from T elements on",
            "VcDevel/Vc#273: 2ⁿ by an exponent that overflows first",
            (math, a, s, right, t) -> a[0] >= 709.44 ? Double.POSITIVE_INFINITY : right),
        byValue(
            ElementwiseFunction.LOG,
            "LOG: two terms of the series where a is within 2⁻ᵀ of 1",
            "code of series that are cut off too far from 1",
            new Threshold(8, 20),
            SecondFunctionFaults::twoTermsNearOne),
        byValue(
            ElementwiseFunction.TANH,
            "TANH: 1 beyond T, −1 beyond −T",
            "code of rational approximations with a clamp",
            new Threshold(9, 17),
            (math, a, s, right, t) -> Math.abs(a[0]) > t ? Math.signum(a[0]) : right),
        byValue(
                ElementwiseFunction.SOFTPLUS,
                "SOFTPLUS: zero below −T",
                "code of softplus with a threshold on both sides",
                new Threshold(17, 80),
                (math, a, s, right, t) -> a[0] < -t ? 0.0 : right)
            .inFloats(),
        scaleByOne(),
        lastLaneOfSquares(),
        hiddenState(),
        shortFormIntoB());
  }

  private static Fault fromSize(
      ElementwiseFunction f, String name, String origin, Formula formula) {
    return Fault.of(
        "apply " + f,
        name,
        origin,
        ELEMENTS,
        (right, t) ->
            new Spoiled(
                right,
                "apply",
                t,
                (given, at) -> {
                  if (given.out().size() >= at) {
                    spoil(given, f, formula, at);
                  }
                }));
  }

  private static Fault byValue(
      ElementwiseFunction f, String name, String origin, Threshold threshold, Formula formula) {
    return Fault.of(
        "apply " + f,
        name,
        origin,
        threshold,
        (right, t) -> new Spoiled(right, "apply", t, (given, at) -> spoil(given, f, formula, at)));
  }

  private static void spoil(Spoiled.Given given, ElementwiseFunction f, Formula formula, int t) {
    if (!given.is(f)) {
      return;
    }
    double scalar = f.scalars() == 0 ? 0 : given.math().round(given.scalars()[0]);
    double[] inputs = new double[f.inputs()];
    for (int e = 0; e < given.out().size(); e++) {
      for (int o = 0; o < inputs.length; o++) {
        inputs[o] = given.in(o).get(e);
      }
      given.out().set(e, formula.of(given.math(), inputs, scalar, given.out().get(e), t));
    }
  }

  private static double twoTermsNearOne(
      Arithmetic math, double[] a, double s, double right, int t) {
    double d = a[0] - 1;
    return Math.abs(d) < Math.scalb(1.0, -t) ? d - d * d / 2 : right;
  }

  private static Fault scaleByOne() {
    return Fault.of(
        "apply SCALE",
        "SCALE: by one leaves the destination as it is, from T elements on",
        "code of scal, which is in place",
        ELEMENTS,
        (right, t) -> new Spoiled(right, "apply", t, SecondFunctionFaults::leftAsItWas));
  }

  private static void leftAsItWas(Spoiled.Given given, int t) {
    if (given.is(ElementwiseFunction.SCALE) && given.scalars()[0] == 1 && given.out().size() >= t) {
      for (int e = 0; e < given.out().size(); e++) {
        given.out().set(e, given.call().former(e));
      }
    }
  }

  private static Fault lastLaneOfSquares() {
    return Fault.of(
        "apply SQUARE",
        "SQUARE: the last lane of T has the largest number for infinity",
        "code of clamps with a mask that lacks a lane",
        new Threshold(4, 64),
        (right, t) -> new Spoiled(right, "apply", t, SecondFunctionFaults::clampedLane));
  }

  private static void clampedLane(Spoiled.Given given, int lanes) {
    Cells out = given.out();
    for (int e = lanes - 1; given.is(ElementwiseFunction.SQUARE) && e < out.size(); e += lanes) {
      out.set(e, Math.min(out.get(e), Double.MAX_VALUE));
    }
  }

  private static Fault hiddenState() {
    return Fault.of(
            "apply",
            "apply: a loop with several outputs sees zeros in the last one, from T elements on",
            "code of outputs that are allocated anew on a device",
            new Threshold(2, 65_536),
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
                    if (loop.outputs() < 2
                        || isRead(loop, operands)
                        || size(operands[operands.length - 1]) < t) {
                      super.apply(loop, scalars, operands);
                      return;
                    }
                    double[] state = values(operands[operands.length - 1]);
                    set(operands[operands.length - 1], new double[state.length]);
                    try {
                      super.apply(loop, scalars, operands);
                    } catch (RuntimeException refused) {
                      set(operands[operands.length - 1], state);
                      throw refused;
                    }
                  }

                  /** Whether the last output is another operand too, or not there. */
                  private boolean isRead(ElementwiseLoop loop, Tensor[] operands) {
                    for (int o = 0; o < operands.length - 1; o++) {
                      if (operands[o] == operands[operands.length - 1]) {
                        return true;
                      }
                    }
                    return operands.length != loop.inputs() + loop.outputs();
                  }
                })
        .inFloats();
  }

  private static Fault shortFormIntoB() {
    return Fault.of(
        "apply",
        "apply for two inputs exchanges them where out is the second, from T elements on",
        "code of operators that work in place on their first operand",
        new Threshold(2, 65_536),
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void apply(ElementwiseLoop loop, Tensor a, Tensor b, Tensor out) {
                boolean exchanges = out != null && out == b && a != null && size(out) >= t;
                if (!exchanges) {
                  super.apply(loop, a, b, out);
                  return;
                }
                try (Workspace temporary = delegate().workspace()) {
                  Tensor copy = temporary.tensor(b.shape());
                  set(copy, values(b));
                  super.apply(loop, copy, a, out);
                }
              }
            });
  }
}
