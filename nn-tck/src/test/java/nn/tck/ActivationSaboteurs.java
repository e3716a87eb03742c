package nn.tck;

import static nn.tck.PlugInSaboteur.in;

import java.util.List;
import nn.api.Backend;
import nn.api.DType;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.network.Config;
import nn.api.network.OutputRange;
import nn.core.activation.Sigmoid;
import nn.core.activation.Softmax;
import nn.tck.reference.Matrix;
import org.jspecify.annotations.Nullable;

/** Faults in activations. */
final class ActivationSaboteurs {

  private ActivationSaboteurs() {}

  /** A right result that is changed. */
  interface After {
    void change(Tensor z, Tensor a);
  }

  private static PlugInSaboteur forward(int rule, String fault, After after) {
    return in(
        "forward",
        rule,
        fault,
        new TestActivation() {
          @Override
          public void forward(Backend backend, Tensor z, Tensor a) {
            super.forward(backend, z, a);
            after.change(z, a);
          }
        });
  }

  /** A right gradient that is changed. */
  interface AfterBackward {
    void change(Tensor z, Tensor a, Tensor da, Tensor dz);
  }

  private static PlugInSaboteur backward(int rule, String fault, AfterBackward after) {
    return in(
        "backward",
        rule,
        fault,
        new TestActivation() {
          @Override
          public void backward(Backend backend, Tensor z, Tensor a, Tensor da, Tensor dz) {
            super.backward(backend, z, a, da, dz);
            after.change(z, a, da, dz);
          }
        });
  }

  static List<PlugInSaboteur> all() {
    return List.of(
        in(
            "forward",
            1001,
            "adds to its destination",
            new TestActivation() {
              @Override
              public void forward(Backend backend, Tensor z, Tensor a) {
                Matrix before = TestPlugIn.get(a);
                super.forward(backend, z, a);
                if (!a.equals(z)) {
                  add(before, a);
                }
              }
            }),
        in(
            "backward",
            1002,
            "uses what its last forward left",
            new TestActivation() {
              private @Nullable Matrix last;

              @Override
              public void forward(Backend backend, Tensor z, Tensor a) {
                super.forward(backend, z, a);
                last = TestPlugIn.get(a);
              }

              @Override
              public void backward(Backend backend, Tensor z, Tensor a, Tensor da, Tensor dz) {
                if (last != null && last.shape().equals(a.shape())) {
                  Matrix right = TestPlugIn.get(a);
                  put(last, a);
                  super.backward(backend, z, a, da, dz);
                  put(right, a);
                } else {
                  super.backward(backend, z, a, da, dz);
                }
              }
            }),
        forward(
            1021,
            "is infinite where it saturates",
            (z, a) ->
                TestPlugIn.change(
                    a, value -> Math.abs(value) == 1 ? Double.POSITIVE_INFINITY : value)),
        forward(
            1003,
            "writes over z",
            (z, a) -> {
              if (!a.equals(z)) {
                TestPlugIn.change(z, value -> -value);
              }
            }),
        backward(
            1003,
            "writes over da",
            (z, a, da, dz) -> {
              if (!da.equals(dz)) {
                TestPlugIn.change(da, value -> value / 2);
              }
            }),
        backward(1003, "writes over a", (z, a, da, dz) -> TestPlugIn.change(a, value -> 0)),
        in(
            "forward",
            1004,
            "clears its destination first",
            new TestActivation() {
              @Override
              public void forward(Backend backend, Tensor z, Tensor a) {
                change(a, value -> 0);
                super.forward(backend, z, a);
              }
            }),
        in(
            "backward",
            1005,
            "clears its destination first",
            new TestActivation() {
              @Override
              public void backward(Backend backend, Tensor z, Tensor a, Tensor da, Tensor dz) {
                change(dz, value -> 0);
                super.backward(backend, z, a, da, dz);
              }
            }),
        backward(
            1006,
            "is off by 10⁻⁶",
            (z, a, da, dz) -> TestPlugIn.change(dz, value -> value * (1 + 1e-6))),
        backward(
            1006,
            "is not multiplied with da",
            (z, a, da, dz) -> {
              if (!da.equals(dz)) {
                Matrix outputs = TestPlugIn.get(a);
                TestPlugIn.put(outputs.map(value -> 1 - value * value), dz);
              }
            }),
        forward(
            1007,
            "is coarse in FLOAT32",
            (z, a) -> {
              if (a.dtype() == DType.FLOAT32) {
                TestPlugIn.change(a, value -> Math.rint(value * 1024) / 1024);
              }
            }),
        backward(
            1007,
            "is zero in FLOAT32",
            (z, a, da, dz) -> {
              if (a.dtype() == DType.FLOAT32) {
                TestPlugIn.change(dz, value -> 0);
              }
            }),
        in(
            "backward",
            1008,
            "reads z without saying so",
            new TestActivation() {
              @Override
              public void backward(Backend backend, Tensor z, Tensor a, Tensor da, Tensor dz) {
                Matrix right = TestPlugIn.get(a);
                put(TestPlugIn.get(z).map(StrictMath::tanh), a);
                super.backward(backend, z, a, da, dz);
                put(right, a);
              }
            }),
        forward(
            1009,
            "looks at the last record",
            (z, a) -> {
              Matrix values = TestPlugIn.get(a);
              if (values.columns() > 1) {
                double last = values.get(0, values.columns() - 1);
                TestPlugIn.set(a, 0, 0, values.get(0, 0) + 1e-6 * last);
              }
            }),
        in(
            "range",
            1010,
            "probabilities are stated where numbers are negative",
            new TestActivation() {
              @Override
              public OutputRange range() {
                call("range");
                return OutputRange.PROBABILITY;
              }
            }),
        in(
            "range",
            1010,
            "any numbers are stated where all are between 0 and 1",
            new TestActivation(new Sigmoid()) {
              @Override
              public OutputRange range() {
                call("range");
                return OutputRange.REAL;
              }
            }),
        in(
            "range",
            1010,
            "a distribution is stated where outputs sum to something else",
            new TestActivation(new Sigmoid()) {
              @Override
              public OutputRange range() {
                call("range");
                return OutputRange.DISTRIBUTION;
              }
            }),
        forward(1011, "makes NaN a zero", (z, a) -> TestPlugIn.change(a, TestPlugIn::nanToZero)),
        backward(
            1012,
            "makes NaN a zero",
            (z, a, da, dz) -> TestPlugIn.change(dz, TestPlugIn::nanToZero)),
        in(
            "forward",
            1013,
            "overflows",
            new TestActivation() {
              @Override
              public void forward(Backend backend, Tensor z, Tensor a) {
                Matrix before = TestPlugIn.get(z);
                super.forward(backend, z, a);
                put(overflowing(before, TestPlugIn.get(a)), a);
              }
            }),
        in(
            "forward",
            1013,
            "softmax without a shift",
            new TestActivation(new Softmax()) {
              @Override
              public void forward(Backend backend, Tensor z, Tensor a) {
                Matrix before = TestPlugIn.get(z);
                super.forward(backend, z, a);
                put(overflowing(before, TestPlugIn.get(a)), a);
              }
            }),
        forward(
            1014,
            "leaves out the last element of many",
            (z, a) -> {
              if (a.shape().size() > 500 && !a.equals(z)) {
                TestPlugIn.set(a, a.shape().rows() - 1, a.shape().columns() - 1, Double.NaN);
              }
            }),
        backward(
            1014,
            "leaves out the last element of many",
            (z, a, da, dz) -> {
              if (a.shape().size() > 500 && !da.equals(dz)) {
                TestPlugIn.set(dz, a.shape().rows() - 1, a.shape().columns() - 1, Double.NaN);
              }
            }),
        in(
            "forward",
            1015,
            "shares a buffer between callers",
            new TestActivation() {
              @Override
              public void forward(Backend backend, Tensor z, Tensor a) {
                super.forward(backend, z, a);
                share(a);
              }
            }),
        in(
            "elementwise",
            1018,
            "is another function",
            new TestActivation() {
              @Override
              public ElementwiseLoop elementwise() {
                return ElementwiseFunction.SIGMOID;
              }
            }),
        in(
            "elementwise",
            1018,
            "is a gradient",
            new TestActivation() {
              @Override
              public ElementwiseLoop elementwise() {
                return ElementwiseFunction.TANH_GRADIENT;
              }
            }),
        in(
            "elementwiseGradient",
            1019,
            "is that of another function",
            new TestActivation() {
              @Override
              public ElementwiseLoop elementwiseGradient() {
                return ElementwiseFunction.SIGMOID_GRADIENT;
              }
            }),
        in(
            "elementwiseGradient",
            1019,
            "is no gradient",
            new TestActivation() {
              @Override
              public ElementwiseLoop elementwiseGradient() {
                return ElementwiseFunction.TANH;
              }
            }),
        in("backward", 1020, "makes NaN of large numbers, as textbooks' GELU", new TextbookGelu()),
        in(
            "kind",
            1016,
            "is a class name",
            new TestActivation() {
              @Override
              public String kind() {
                return "nn.tck.Test";
              }
            }),
        in(
            "kind",
            1017,
            "is not offered by any provider",
            new TestActivation() {
              @Override
              public String kind() {
                return "unknown";
              }
            }),
        in(
            "kind",
            1017,
            "belongs to another activation",
            new TestActivation() {
              @Override
              public String kind() {
                return "lossy";
              }
            }),
        in(
            "config",
            1017,
            "has a setting that is lost",
            new TestActivation() {
              @Override
              public String kind() {
                return "lossy";
              }

              @Override
              public Config config() {
                return Config.EMPTY.with("slope", 2);
              }
            }));
  }

  /** {@code a = ½z·(1 + t)} with {@code t = tanh(c·(z + d·z³))}. */
  private static final class TextbookGelu extends TestActivation {
    private static final double C = Math.sqrt(2 / Math.PI);
    private static final double D = 0.044715;

    private static double t(double z) {
      return Math.tanh(C * (z + D * z * z * z));
    }

    @Override
    public boolean needsPreActivation() {
      return true;
    }

    @Override
    public OutputRange range() {
      return OutputRange.REAL;
    }

    @Override
    public @Nullable ElementwiseLoop elementwise() {
      return null;
    }

    @Override
    public @Nullable ElementwiseLoop elementwiseGradient() {
      return null;
    }

    @Override
    public void forward(Backend backend, Tensor z, Tensor a) {
      call("forward");
      put(get(z).map(x -> 0.5 * x * (1 + t(x))), a);
    }

    @Override
    public void backward(Backend backend, Tensor z, Tensor a, Tensor da, Tensor dz) {
      call("backward");
      Matrix gradient = get(da);
      Matrix x = get(z);
      put(
          Matrix.generate(
              x.rows(), x.columns(), (i, j) -> gradient.get(i, j) * derivative(x.get(i, j))),
          dz);
    }

    private static double derivative(double z) {
      double t = t(z);
      return 0.5 * (1 + t) + 0.5 * z * (1 - t * t) * C * (1 + 3 * D * z * z);
    }
  }

  /** NaN where e²ᶻ would be infinite in a formula such as {@code (e²ᶻ − 1) / (e²ᶻ + 1)}. */
  private static Matrix overflowing(Matrix z, Matrix a) {
    return Matrix.generate(
        a.rows(), a.columns(), (i, j) -> z.get(i, j) > 354 ? Double.NaN : a.get(i, j));
  }
}
