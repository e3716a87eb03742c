package nn.tck.faults;

import java.util.List;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;

/** Faults of {@code apply}, third set. */
final class ThirdFunctionFaults {

  private static final Threshold ELEMENTS = new Threshold(2, 65_536);

  /** Where {@code exp} of floats ends in code that is derived from Cephes. */
  private static final double END_OF_EXP = 88.3762626647949;

  /** A result, right or wrong, from the inputs, the number of the element and the right result. */
  private interface Formula {
    double of(Arithmetic math, double[] inputs, int e, double right, int t);
  }

  private ThirdFunctionFaults() {}

  static List<Fault> all() {
    return List.of(
        signOfZeroLostInTail(),
        fromSize(
            ElementwiseFunction.SIGMOID_GRADIENT,
            "SIGMOID_GRADIENT: b · (a − a · a), from T elements on",
            "code of gradients that are multiplied out",
            (math, x, e, right, t) ->
                math.multiply(x[1], math.subtract(x[0], math.multiply(x[0], x[0])))),
        fromSize(
                ElementwiseFunction.EXP,
                "EXP: above 88.376 that of 88.376, never infinite, from T elements on",
                "herumi/fmath#15; code of sse_mathfun and what is derived from it",
                (math, x, e, right, t) ->
                    x[0] > END_OF_EXP ? math.apply(ElementwiseFunction.EXP, END_OF_EXP) : right)
            .inFloats(),
        fromSize(
            ElementwiseFunction.LOG,
            "LOG: NaN at both zeros, in elements from number T on",
            "numpy/numpy#13400; code of sse_mathfun, which has one mask for x ≤ 0",
            (math, x, e, right, t) -> e >= t && x[0] == 0 ? Double.NaN : right),
        fromSize(
                ElementwiseFunction.RELU_GRADIENT,
                "RELU_GRADIENT: b where a is zero, from T elements on",
                "code of masks by a < 0",
                (math, x, e, right, t) -> x[0] == 0 ? x[1] : right)
            .inFloats(),
        lastScalar(),
        inputsCopiedBack(),
        largestScalar());
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

  private static Fault signOfZeroLostInTail() {
    return Fault.of(
        "apply SQRT",
        "SQRT: −0.0 becomes +0.0 in the tail after vectors of 8, from T elements on",
        "code of tails that compute the root by a power",
        ELEMENTS,
        (right, t) -> new Spoiled(right, "apply", t, ThirdFunctionFaults::positiveRoots));
  }

  private static void positiveRoots(Spoiled.Given given, int t) {
    Cells out = given.out();
    boolean loses = given.is(ElementwiseFunction.SQRT) && out.size() >= t;
    for (int e = out.size() / 8 * 8; loses && e < out.size(); e++) {
      ThirdKernels.losesSignOfZero(out, e);
    }
  }

  private static Fault lastScalar() {
    return Fault.of(
        "apply",
        "apply: of T scalars or more the last is the one before",
        "code of arguments packed for a device, with room for a number less",
        new Threshold(2, 6),
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
                int count = loop == null ? 0 : loop.scalars();
                if (count < t || scalars == null || scalars.length < count) {
                  super.apply(loop, scalars, operands);
                  return;
                }
                double[] packed = scalars.clone();
                packed[count - 1] = packed[count - 2];
                super.apply(loop, packed, operands);
              }
            });
  }

  private static Fault inputsCopiedBack() {
    return Fault.of(
        "apply",
        "apply: from T elements on, an unknown loop's inputs are copied back after its outputs",
        "code of staging buffers for foreign loops, which are all copied back",
        new Threshold(8, 65_536),
        (right, t) -> new Spoiled(right, "apply", t, ThirdFunctionFaults::copiedBack));
  }

  private static void copiedBack(Spoiled.Given given, int t) {
    if (given.f() instanceof ElementwiseFunction || given.out().size() < t) {
      return;
    }
    for (int o = 0; o < given.f().inputs(); o++) {
      for (int p = given.f().inputs(); p < given.call().operands(); p++) {
        if (given.in(o).isSameTensor(given.in(p))) {
          copy(given.in(o), given.in(p));
        }
      }
    }
  }

  private static void copy(Cells from, Cells to) {
    for (int e = 0; e < to.size(); e++) {
      to.set(e, from.get(e));
    }
  }

  private static Fault largestScalar() {
    return Fault.of(
            "apply",
            "apply: scalars beyond the floats, also infinite ones, are the largest float, from T"
                + " elements on",
            "code of conversions that saturate",
            ELEMENTS,
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
                    boolean small = operands == null || elements(operands) < t;
                    super.apply(
                        loop, small || scalars == null ? scalars : saturated(scalars), operands);
                  }
                })
        .inFloats();
  }

  private static int elements(Tensor[] operands) {
    int last = operands.length - 1;
    return last < 0 || operands[last] == null ? 0 : operands[last].shape().size();
  }

  private static double[] saturated(double[] scalars) {
    double[] saturated = scalars.clone();
    for (int s = 0; s < saturated.length; s++) {
      saturated[s] = Math.max(-Float.MAX_VALUE, Math.min(saturated[s], Float.MAX_VALUE));
    }
    return saturated;
  }
}
