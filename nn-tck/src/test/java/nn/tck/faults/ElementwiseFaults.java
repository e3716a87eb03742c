package nn.tck.faults;

import java.util.List;
import nn.api.CombineOperation;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;

/** Faults of {@code apply}, with named functions and with loops that no backend knows. */
final class ElementwiseFaults {

  /** The elements that a fault is in. */
  private enum Where {
    /** All, from T elements on. */
    ALL,
    /** Those from number T on. */
    BEYOND,
    /** Whole vectors of 8, from T elements on. */
    VECTORS,
    /** What remains after whole vectors of 8, from T elements on. */
    TAIL;

    int from(int size, int t) {
      return switch (this) {
        case ALL, VECTORS -> 0;
        case BEYOND -> Math.min(t, size);
        case TAIL -> size / 8 * 8;
      };
    }

    int to(int size, int t) {
      boolean reached = size >= t;
      return !reached ? 0 : this == VECTORS ? size / 8 * 8 : size;
    }
  }

  /** A wrong result of a function from its operands, its scalar and the right result. */
  private interface Formula {
    double of(Arithmetic math, double a, double b, double s, double right);
  }

  private ElementwiseFaults() {}

  static List<Fault> all() {
    return List.of(
        // ---- named functions
        Fault.of(
                "apply EXP",
                "EXP: results below the least normal number are zero from T elements on",
                "numpy/numpy#14049",
                new Threshold(4, 100_000),
                function(ElementwiseFunction.EXP, Where.ALL, ElementwiseFaults::flushed))
            .inFloats(),
        Fault.of(
            "apply EXP",
            "EXP: whole vectors give −∞ between −709.7 and −709.5, from T elements on",
            "dotnet/runtime#107838",
            new Threshold(8, 100_000),
            function(
                ElementwiseFunction.EXP,
                Where.VECTORS,
                (math, a, b, s, right) ->
                    a > -709.7 && a < -709.5 ? Double.NEGATIVE_INFINITY : right)),
        Fault.of(
            "apply TANH",
            "TANH: NaN above 355 in elements from number T on",
            "deeplearning4j/deeplearning4j#7382",
            new Threshold(8, 100_000),
            function(
                ElementwiseFunction.TANH,
                Where.BEYOND,
                (math, a, b, s, right) -> a > 355 ? Double.NaN : right)),
        Fault.of(
            "apply TANH",
            "TANH: the tail after vectors of 8 is (e²ᵃ − 1) / (e²ᵃ + 1) near zero, from T elements on",
            "root-project/root#19740",
            new Threshold(3, 500_000),
            function(ElementwiseFunction.TANH, Where.TAIL, ElementwiseFaults::tanhByExp)),
        Fault.of(
                "apply SIGMOID",
                "SIGMOID: ½ below −88 in elements from number T on",
                "clab/dynet#1525",
                new Threshold(4, 100_000),
                function(
                    ElementwiseFunction.SIGMOID,
                    Where.BEYOND,
                    (math, a, b, s, right) -> a < -88 ? 0.5 : right))
            .inFloats(),
        Fault.of(
            "apply LOG",
            "LOG: a subnormal number counts as the least normal one from T elements on",
            "shibatch/sleef#3",
            new Threshold(4, 100_000),
            function(
                ElementwiseFunction.LOG,
                Where.ALL,
                (math, a, b, s, right) ->
                    a > 0 && math.isSubnormal(a)
                        ? math.apply(ElementwiseFunction.LOG, math.leastNormal())
                        : right)),
        Fault.of(
            "apply LOG1P",
            "LOG1P: whole vectors compute LOG of the rounded 1 + a from T elements on",
            "metalibm/metalibm#69",
            new Threshold(8, 20_000),
            function(
                ElementwiseFunction.LOG1P,
                Where.VECTORS,
                (math, a, b, s, right) -> math.apply(ElementwiseFunction.LOG, math.add(1, a)))),
        Fault.of(
            "apply SOFTPLUS",
            "SOFTPLUS: a itself above 20",
            "pytorch/pytorch#187769 (reverts to the linear function)",
            Threshold.NONE,
            function(
                ElementwiseFunction.SOFTPLUS,
                Where.ALL,
                (math, a, b, s, right) -> a > 20 ? a : right)),
        Fault.of(
                "apply SQRT",
                "SQRT: a times the rounded reciprocal of the root from T elements on",
                "code of rsqrt paths",
                new Threshold(4, 100_000),
                function(ElementwiseFunction.SQRT, Where.ALL, ElementwiseFaults::rootByReciprocal))
            .inFloats(),
        Fault.of(
            "apply RELU",
            "RELU: NaN is zero in the tail after vectors of 8, from T elements on",
            "apache/mxnet#11115",
            new Threshold(2, 100_000),
            function(
                ElementwiseFunction.RELU, Where.TAIL, (math, a, b, s, right) -> a > 0 ? a : 0.0)),
        Fault.of(
                "apply RELU",
                "RELU: −0.0 stays in whole vectors, from T elements on",
                "code of max(a, 0) in SIMD, which returns either zero",
                new Threshold(8, 10_000),
                function(
                    ElementwiseFunction.RELU,
                    Where.VECTORS,
                    (math, a, b, s, right) -> a < 0 ? 0.0 : a))
            .inFloats(),
        Fault.of(
            "apply RELU_GRADIENT",
            "RELU_GRADIENT: zero where a is NaN, from T elements on",
            "apache/mxnet#14262",
            new Threshold(2, 50_000),
            function(
                ElementwiseFunction.RELU_GRADIENT,
                Where.ALL,
                (math, a, b, s, right) -> a > 0 ? b : 0.0)),
        Fault.of(
            "apply TANH_GRADIENT",
            "TANH_GRADIENT: 1 − a · a is fused in whole vectors, from T elements on",
            "OpenMathLib/OpenBLAS#5658 (a compiler contracts one of two paths)",
            new Threshold(8, 300_000),
            function(
                ElementwiseFunction.TANH_GRADIENT,
                Where.VECTORS,
                (math, a, b, s, right) -> math.multiply(b, math.fma(-a, a, 1)))),
        Fault.of(
            "apply SCALE",
            "SCALE: by 0 fills with +0.0, also where a is NaN, infinite or negative",
            "Reference-LAPACK/lapack#1077",
            Threshold.NONE,
            function(
                ElementwiseFunction.SCALE,
                Where.ALL,
                (math, a, b, s, right) -> s == 0 ? 0.0 : right)),
        Fault.of(
                "apply SCALE",
                "SCALE: the scalar is not rounded to float, from T elements on",
                "code of BLAS wrappers that take alpha as double",
                new Threshold(2, 100_000),
                unroundedScalar())
            .inFloats(),
        // ---- loops that no backend knows
        Fault.of(
            "apply",
            "apply: slices of T elements overlap by one, which an unknown loop updates twice",
            "code of slices from ⌊size · p / parts⌋ to a rounded end",
            new Threshold(16, 500_000),
            unknown(ElementwiseFaults::overlappingSlices)),
        Fault.of(
                "apply",
                "apply: an unknown loop runs in its double form, from T elements on",
                "code of backends that copy to one type for foreign loops",
                new Threshold(1, 50_000),
                unknown(ElementwiseFaults::inDouble))
            .inFloats(),
        Fault.of(
            "apply",
            "apply: the last output of an unknown loop with more than T operands is not copied back",
            "code of arrays for a usual number of operands, as in nn.api.heap.Call",
            new Threshold(4, 8),
            unknown(ElementwiseFaults::lastOutputNotCopiedBack)),
        Fault.of(
                "apply",
                "apply: fewer than 8 elements after slices of T are left out with an unknown loop",
                "ROCm/Tensile#1248",
                new Threshold(16, 16_384),
                unknown(ElementwiseFaults::shortTailLeftOut))
            .inFloats());
  }

  // ---- how the faults are made

  private static Fault.Wrapper function(ElementwiseFunction f, Where where, Formula formula) {
    return (right, t) ->
        new FaultyBackend(right) {
          @Override
          public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
            if (loop != f) {
              super.apply(loop, scalars, operands);
              return;
            }
            Call call = Call.of(this, operands.clone());
            super.apply(loop, scalars, operands);
            double s = scalars.length == 0 ? 0 : call.math().round(scalars[0]);
            call.spoil((c, at) -> spoil(c, where, formula, s, at), t);
          }
        };
  }

  private static void spoil(Call call, Where where, Formula formula, double s, int t) {
    Cells out = call.out();
    Cells b = call.in(call.operands() == 3 ? 1 : 0);
    int to = where.to(out.size(), t);
    for (int e = where.from(out.size(), t); e < to; e++) {
      out.set(e, formula.of(call.math(), call.in(0).get(e), b.get(e), s, out.get(e)));
    }
  }

  private static Fault.Wrapper unroundedScalar() {
    return (right, t) ->
        new FaultyBackend(right) {
          @Override
          public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
            if (loop != ElementwiseFunction.SCALE) {
              super.apply(loop, scalars, operands);
              return;
            }
            Call call = Call.of(this, operands.clone());
            super.apply(loop, scalars, operands);
            Formula formula = (math, a, b, s, r) -> a * scalars[0];
            call.spoil((c, at) -> spoil(c, Where.ALL, formula, 0, at), t);
          }
        };
  }

  /** Makes the results of an unknown loop wrong. */
  private interface Spoiler {
    void spoil(ElementwiseLoop loop, double[] scalars, double[][] before, Call call, int t);
  }

  private static Fault.Wrapper unknown(Spoiler spoiler) {
    return (right, t) ->
        new FaultyBackend(right) {
          @Override
          public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
            if (loop instanceof ElementwiseFunction || loop instanceof CombineOperation) {
              super.apply(loop, scalars, operands);
              return;
            }
            double[][] before = new double[operands.length][];
            for (int o = 0; o < before.length; o++) {
              before[o] = values(operands[o]);
            }
            super.apply(loop, scalars, operands);
            Call call = Call.of(this, operands.clone());
            call.spoil((c, at) -> spoiler.spoil(loop, scalars, before, c, at), t);
          }
        };
  }

  // ---- named functions

  private static double flushed(Arithmetic math, double a, double b, double s, double right) {
    return math.isSubnormal(right) ? 0.0 : right;
  }

  private static double tanhByExp(Arithmetic math, double a, double b, double s, double right) {
    if (Math.abs(a) > 0.5) {
      return right;
    }
    double power = math.apply(ElementwiseFunction.EXP, math.multiply(2, a));
    return math.divide(math.subtract(power, 1), math.add(power, 1));
  }

  private static double rootByReciprocal(
      Arithmetic math, double a, double b, double s, double right) {
    boolean positive = a > 0 && a < Double.POSITIVE_INFINITY;
    return positive ? math.multiply(a, math.divide(1, right)) : right;
  }

  // ---- unknown loops

  private static void overlappingSlices(
      ElementwiseLoop loop, double[] scalars, double[][] before, Call call, int t) {
    if (call.out().size() > t) {
      runAgain(loop, scalars, call, t);
    }
  }

  private static void runAgain(ElementwiseLoop loop, double[] scalars, Call call, int e) {
    double[][] operands = new double[call.operands()][];
    for (int o = 0; o < operands.length; o++) {
      operands[o] = new double[] {call.in(o).get(e)};
    }
    call.math().apply(loop, scalars, operands);
    for (int o = loop.inputs(); o < operands.length; o++) {
      call.in(o).set(e, operands[o][0]);
    }
  }

  private static void inDouble(
      ElementwiseLoop loop, double[] scalars, double[][] before, Call call, int t) {
    if (call.out().size() < t) {
      return;
    }
    double[] rounded = new double[scalars.length];
    for (int s = 0; s < rounded.length; s++) {
      rounded[s] = call.math().round(scalars[s]);
    }
    loop.apply(before, rounded, 0, call.out().size());
    for (int o = loop.inputs(); o < before.length; o++) {
      for (int e = 0; e < before[o].length; e++) {
        call.in(o).set(e, before[o][e]);
      }
    }
  }

  private static void lastOutputNotCopiedBack(
      ElementwiseLoop loop, double[] scalars, double[][] before, Call call, int t) {
    if (before.length > t) {
      restore(call.out(), before[before.length - 1], 0);
    }
  }

  private static void shortTailLeftOut(
      ElementwiseLoop loop, double[] scalars, double[][] before, Call call, int t) {
    int size = call.out().size();
    if (size > t && size % t < 8) {
      for (int o = loop.inputs(); o < before.length; o++) {
        restore(call.in(o), before[o], size / t * t);
      }
    }
  }

  private static void restore(Cells out, double[] before, int from) {
    for (int e = from; e < before.length; e++) {
      out.set(e, before[e]);
    }
  }
}
