package nn.tck.faults;

import java.util.List;
import nn.api.CombineOperation;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.Workspace;

/** Faults of {@code apply}, fourth set. */
final class FourthFunctionFaults {

  private static final Threshold ELEMENTS = new Threshold(2, 65_536);

  private static final double LOG2_E = 1.4426950408889634;

  /** A result, right or wrong, from the inputs, the number of the element and the right result. */
  private interface Formula {
    double of(Arithmetic math, double[] inputs, int e, double right, int t);
  }

  private FourthFunctionFaults() {}

  static List<Fault> all() {
    return List.of(
        fromSize(
            ElementwiseFunction.EXP,
            "EXP: 2 to the power of a · log₂ e, from T elements on",
            "code of processors that have exp2 alone",
            (math, x, e, right, t) -> Math.pow(2, math.multiply(x[0], LOG2_E))),
        fromSize(
                ElementwiseFunction.SIGMOID,
                "SIGMOID: EXP(a) / (1 + EXP(a)), NaN for large numbers, from T elements on",
                "apache/mxnet#4509",
                (math, x, e, right, t) -> quotient(math, math.apply(ElementwiseFunction.EXP, x[0])))
            .inFloats(),
        fromSize(
            ElementwiseFunction.LOG,
            "LOG: of a negative number that of its absolute value, in elements from number T on",
            "code that takes the exponent without a look at the sign",
            (math, x, e, right, t) ->
                e >= t ? math.apply(ElementwiseFunction.LOG, Math.abs(x[0])) : right),
        fromSize(
            ElementwiseFunction.TANH_GRADIENT,
            "TANH_GRADIENT: b where it is zero, also for an a that is NaN or infinite, from T"
                + " elements on",
            "code that saves the work where no gradient arrives",
            (math, x, e, right, t) -> x[1] == 0 ? x[1] : right),
        fromSize(
                ElementwiseFunction.SIGMOID_GRADIENT,
                "SIGMOID_GRADIENT: computed in double and rounded once, from T elements on",
                "code of generic loops over one accumulator type",
                (math, x, e, right, t) -> math.round(x[1] * (x[0] * (1 - x[0]))))
            .inFloats(),
        nearZero(),
        fromSize(
            ElementwiseFunction.SOFTPLUS,
            "SOFTPLUS: between 0 and 1 as above, a + LOG1P(EXP(−a)), from T elements on",
            "code written from a formula that has two cases, not three",
            (math, x, e, right, t) -> 0 < x[0] && x[0] < 1 ? twoCases(math, x[0]) : right),
        secondOfOneTensor());
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
    if (!given.is(f) || out.size() < t) {
      return;
    }
    double[] inputs = new double[f.inputs()];
    for (int e = 0; e < out.size(); e++) {
      for (int o = 0; o < inputs.length; o++) {
        inputs[o] = given.in(o).get(e);
      }
      out.set(e, formula.of(given.math(), inputs, e, out.get(e), t));
    }
  }

  private static double quotient(Arithmetic math, double exp) {
    return math.divide(exp, math.add(1, exp));
  }

  private static double twoCases(Arithmetic math, double a) {
    double exp = math.apply(ElementwiseFunction.EXP, -a);
    return math.add(a, math.apply(ElementwiseFunction.LOG1P, exp));
  }

  private static Fault nearZero() {
    return Fault.of(
        "apply LOG1P",
        "LOG1P: a itself nearer to zero than 2⁻ᵀ",
        "code of the first term of a series, used too far out",
        new Threshold(10, 48),
        (right, t) -> new Spoiled(right, "apply", t, FourthFunctionFaults::firstTerm));
  }

  private static void firstTerm(Spoiled.Given given, int t) {
    Cells out = given.out();
    for (int e = 0; given.is(ElementwiseFunction.LOG1P) && e < out.size(); e++) {
      double a = given.in(0).get(e);
      out.set(e, Math.abs(a) < Math.scalb(1.0, -t) ? a : out.get(e));
    }
  }

  private static Fault secondOfOneTensor() {
    return Fault.of(
        "apply",
        "apply: from T elements on, an unknown loop that is given one tensor as two inputs sees"
            + " zeros in the second",
        "code of staging buffers in a map by tensor, of which each is filled once",
        new Threshold(2, 16_384),
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
                int second = second(loop, operands);
                if (second < 0 || size(operands[second]) < t) {
                  super.apply(loop, scalars, operands);
                  return;
                }
                try (Workspace temporary = delegate().workspace()) {
                  Tensor[] staged = operands.clone();
                  staged[second] = temporary.tensor(operands[second].shape());
                  super.apply(loop, scalars, staged);
                }
              }
            });
  }

  /** The first input that is a former one too, or −1. */
  private static int second(ElementwiseLoop loop, Tensor[] operands) {
    if (loop instanceof ElementwiseFunction || loop instanceof CombineOperation) {
      return -1;
    }
    int inputs = loop == null || operands == null ? 0 : Math.min(loop.inputs(), operands.length);
    for (int p = 1; p < inputs; p++) {
      for (int o = 0; o < p; o++) {
        if (operands[o] != null && operands[o] == operands[p]) {
          return p;
        }
      }
    }
    return -1;
  }
}
