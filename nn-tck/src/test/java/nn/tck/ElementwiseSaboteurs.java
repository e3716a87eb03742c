package nn.tck;

import static nn.tck.Saboteur.FLOATS;
import static nn.tck.Saboteur.in;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import nn.api.Backend;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.elementary.Exponential64;
import nn.api.elementary.Logarithm64;
import nn.tck.reference.Definitions;
import nn.tck.reference.Form;
import nn.tck.reference.Loops;
import nn.tck.reference.Matrix;

/** Faults in loops, named functions, fill, copy and softmax. */
final class ElementwiseSaboteurs {

  private ElementwiseSaboteurs() {}

  /** A named function's value, computed in another way. */
  private interface Formula {
    double of(double a, double b, double s);
  }

  private static Saboteur function(
      ElementwiseFunction function, int rule, String fault, Formula formula) {
    return in(
        "apply",
        rule,
        function + " " + fault,
        backend ->
            new WrappedBackend(backend) {
              @Override
              public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
                if (loop != function) {
                  super.apply(loop, scalars, operands);
                  return;
                }
                Matrix a = operands.length > 1 ? values(operands[0]) : Matrix.of(1, 1, 0);
                Matrix b = operands.length > 2 ? values(operands[1]) : a;
                super.apply(loop, scalars, operands);
                double s = scalars.length > 0 ? scalars[0] : 0;
                put(
                    operands[operands.length - 1],
                    (i, j) -> formula.of(at(a, i, j), at(b, i, j), s));
              }

              private Matrix values(Tensor tensor) {
                try {
                  return get(tensor);
                } catch (RuntimeException refusedBelow) {
                  return Matrix.of(1, 1, 0);
                }
              }

              private double at(Matrix matrix, int i, int j) {
                return matrix.shape().size() == 1 ? matrix.get(0, 0) : matrix.get(i, j);
              }
            });
  }

  /** A change of how loops are run. */
  private interface Run {
    void run(WrappedBackend wrapped, Backend to, ElementwiseLoop loop, double[] s, Tensor[] t);
  }

  private static Saboteur loops(int rule, String fault, Run run) {
    return in("apply", rule, fault, backend -> new FaultyLoops(backend, run));
  }

  private static final class FaultyLoops extends WrappedBackend {
    private final Run run;

    FaultyLoops(Backend backend, Run run) {
      super(backend);
      this.run = run;
    }

    @Override
    public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
      run.run(this, delegate(), loop, scalars, operands);
    }
  }

  private static List<Saboteur> loops() {
    return List.of(
        loops(
            401,
            "forgets the last element of large tensors",
            (wrapped, to, loop, s, t) -> {
              to.apply(loop, s, t);
              Matrix values = wrapped.get(t[t.length - 1]);
              int size = values.shape().size();
              if (size > 65536) {
                values.values()[size - 1] = 0;
                wrapped.put(values, t[t.length - 1]);
              }
            }),
        loops(
            402,
            "visits everything twice",
            (wrapped, to, loop, s, t) -> {
              to.apply(loop, s, t);
              if (t[t.length - 1].shape().size() > 65536) {
                to.apply(loop, s, t);
              }
            }),
        loops(
            403,
            "clears the outputs first",
            (wrapped, to, loop, s, t) -> {
              if (loop == Loops.MOMENTUM && s.length == 2 && t.length == 3) {
                wrapped.put(t[1], (i, j) -> 0);
              }
              to.apply(loop, s, t);
            }),
        loops(
            404,
            "writes before it has read",
            (wrapped, to, loop, s, t) -> {
              if (loop == Loops.SCALE_AND_ADD && t.length == 3 && t[2].equals(t[1])) {
                wrapped.put(t[2], (i, j) -> 0);
              }
              to.apply(loop, s, t);
            }),
        in(
            FLOATS,
            "apply",
            405,
            "keeps doubles as scalars",
            backend ->
                new FaultyLoops(
                    backend,
                    (wrapped, to, loop, s, t) -> {
                      if (loop == ElementwiseFunction.SCALE && s.length > 0 && t.length == 2) {
                        Matrix a = wrapped.get(t[0]);
                        to.apply(loop, s, t);
                        wrapped.put(t[1], (i, j) -> a.get(i, j) * s[0]);
                      } else {
                        to.apply(loop, s, t);
                      }
                    })),
        loops(
            406,
            "scales its first input in place",
            (wrapped, to, loop, s, t) -> {
              to.apply(loop, s, t);
              if (loop == Loops.SCALE_AND_ADD && !t[0].equals(t[2])) {
                Matrix a = wrapped.get(t[0]);
                wrapped.put(t[0], (i, j) -> a.get(i, j) * 2);
              }
            }),
        loops(
            407,
            "counts scalars exactly",
            (wrapped, to, loop, s, t) -> {
              if (s.length > loop.scalars() && s.length > 3) {
                throw new IllegalArgumentException("apply: too many scalars");
              }
              to.apply(loop, s, t);
            }),
        loops(
            408,
            "takes eight operands at most",
            (wrapped, to, loop, s, t) -> to.apply(loop, s, t.length > 8 ? Arrays.copyOf(t, 8) : t)),
        loops(
            409,
            "swaps two inputs",
            (wrapped, to, loop, s, t) ->
                to.apply(
                    loop,
                    s,
                    loop == ElementwiseFunction.RELU_GRADIENT && s.length == 0 && t.length == 3
                        ? new Tensor[] {t[1], t[0], t[2]}
                        : t)),
        loops(
            807,
            "swallows a loop's exception",
            (wrapped, to, loop, s, t) -> {
              try {
                to.apply(loop, s, t);
              } catch (Loops.Refusal swallowed) {
                // as a pool without a look at its futures does
              }
            }));
  }

  private static List<Saboteur> functions() {
    return List.of(
        function(ElementwiseFunction.COPY, 411, "adds +0.0", (a, b, s) -> a + 0.0),
        function(
            ElementwiseFunction.SQUARE,
            412,
            "flushes subnormal results",
            (a, b, s) -> a * a < Double.MIN_NORMAL ? 0 : a * a),
        function(ElementwiseFunction.SQRT, 413, "by a power", (a, b, s) -> StrictMath.pow(a, 0.5)),
        function(
            ElementwiseFunction.EXP,
            414,
            "by a reciprocal",
            (a, b, s) -> 1 / Exponential64.exp(-a)),
        function(
            ElementwiseFunction.EXP, 414, "by another library", (a, b, s) -> StrictMath.exp(a)),
        function(
            ElementwiseFunction.LOG1P,
            425,
            "loses the digits of small numbers",
            (a, b, s) -> Logarithm64.log(1 + a)),
        function(
            ElementwiseFunction.SOFTPLUS,
            426,
            "overflows far above zero",
            (a, b, s) -> Logarithm64.log1p(Exponential64.exp(a))),
        function(
            ElementwiseFunction.LOG,
            415,
            "keeps away from zero",
            (a, b, s) -> Logarithm64.log(a == 0 ? 1e-12 : a)),
        function(
            ElementwiseFunction.TANH,
            416,
            "by exponentials, zero for small numbers",
            (a, b, s) -> {
              double e = Exponential64.exp(2 * a);
              return a > 20 ? 1 : (e - 1) / (e + 1);
            }),
        function(
            ElementwiseFunction.TANH_GRADIENT, 417, "multiplied out", (a, b, s) -> b - b * a * a),
        function(
            ElementwiseFunction.SIGMOID,
            418,
            "overflows far below zero",
            (a, b, s) -> 1 / (1 + Exponential64.exp(-a))),
        function(
            ElementwiseFunction.SIGMOID_GRADIENT,
            419,
            "from left to right",
            (a, b, s) -> b * a * (1 - a)),
        function(ElementwiseFunction.RELU, 420, "leaks", (a, b, s) -> a > 0 ? a : a * 0x1p-60),
        function(
            ElementwiseFunction.RELU_GRADIENT, 421, "passes at zero", (a, b, s) -> a < 0 ? 0.0 : b),
        function(ElementwiseFunction.FILL, 422, "adds +0.0", (a, b, s) -> s + 0.0),
        function(
            ElementwiseFunction.SCALE, 423, "divides by the reciprocal", (a, b, s) -> a / (1 / s)),
        function(
            ElementwiseFunction.DIVIDE_BY,
            424,
            "multiplies by the reciprocal",
            (a, b, s) -> a * (1 / s)),
        function(ElementwiseFunction.RELU, 710, "of NaN is zero", (a, b, s) -> a > 0 ? a : 0.0),
        function(ElementwiseFunction.RELU, 711, "of −0.0 is −0.0", (a, b, s) -> a < 0 ? 0.0 : a),
        function(
            ElementwiseFunction.RELU_GRADIENT,
            712,
            "multiplies by zero",
            (a, b, s) -> (a <= 0 ? 0.0 : 1.0) * b));
  }

  private static double exp(double z) {
    return Exponential64.exp(z);
  }

  private static List<Saboteur> derived() {
    return List.of(
        in(
            "fill",
            431,
            "passes through float",
            backend ->
                new WrappedBackend(backend) {
                  @Override
                  public void fill(double value, Tensor out) {
                    super.fill((float) value, out);
                  }
                }),
        in(
            "copy",
            432,
            "loses the sign of zero",
            backend ->
                new WrappedBackend(backend) {
                  @Override
                  public void copy(Tensor a, Tensor out) {
                    super.copy(a, out);
                    Matrix values = get(out);
                    put(out, (i, j) -> values.get(i, j) + 0.0);
                  }
                }),
        in(
            "divideBy",
            435,
            "multiplies by the reciprocal",
            backend ->
                new WrappedBackend(backend) {
                  @Override
                  public void divideBy(Tensor a, double divisor, Tensor out) {
                    super.divideBy(a, divisor, out);
                    if (!a.equals(out)) {
                      Matrix values = get(a);
                      put(out, (i, j) -> values.get(i, j) * (1 / divisor));
                    }
                  }
                }),
        softmax(714, "does not shift", (z, max, sum) -> exp(z) / (sum * exp(max))),
        softmax(433, "multiplies by the reciprocal", (z, max, sum) -> exp(z - max) * (1 / sum)),
        softmax(
            433,
            "shifts by the logarithm of the sum",
            (z, max, sum) -> exp(z - max - Logarithm64.log(sum))),
        in(
            "softmaxGradient",
            434,
            "multiplied out",
            backend ->
                new WrappedBackend(backend) {
                  @Override
                  public void softmaxGradient(Tensor a, Tensor da, Tensor dz) {
                    Matrix gradient = isClosed(da) ? Matrix.of(1, 1, 0) : get(da);
                    super.softmaxGradient(a, da, dz);
                    Matrix y = get(a);
                    double[] sums = new double[y.columns()];
                    for (int j = 0; j < sums.length; j++) {
                      for (int i = 0; i < y.rows(); i++) {
                        sums[j] += y.get(i, j) * gradient.get(i, j);
                      }
                    }
                    put(dz, (i, j) -> y.get(i, j) * gradient.get(i, j) - y.get(i, j) * sums[j]);
                  }

                  private boolean isClosed(Tensor tensor) {
                    try {
                      get(tensor);
                      return false;
                    } catch (RuntimeException refusedBelow) {
                      return true;
                    }
                  }
                }));
  }

  /** One element of a softmax from its logit, the record's largest, and the sum of exponentials. */
  private interface Softmax {
    double of(double z, double max, double sum);
  }

  private static Saboteur softmax(int rule, String fault, Softmax formula) {
    return in(
        "softmax",
        rule,
        fault,
        backend ->
            new WrappedBackend(backend) {
              @Override
              public void softmax(Tensor z, Tensor a) {
                Matrix logits;
                try {
                  logits = get(z);
                } catch (RuntimeException refusedBelow) {
                  super.softmax(z, a);
                  return;
                }
                super.softmax(z, a);
                double[] max = new double[logits.columns()];
                double[] sum = new double[logits.columns()];
                for (int j = 0; j < max.length; j++) {
                  max[j] = Definitions.max(Form.PLAIN.right(logits, j));
                  for (int i = 0; i < logits.rows(); i++) {
                    sum[j] += exp(logits.get(i, j) - max[j]);
                  }
                }
                put(a, (i, j) -> formula.of(logits.get(i, j), max[j], sum[j]));
              }
            });
  }

  static List<Saboteur> all() {
    return Stream.of(loops(), functions(), derived()).flatMap(List::stream).toList();
  }
}
