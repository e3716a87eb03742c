package nn.tck;

import static nn.tck.PlugInSaboteur.in;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import nn.api.Backend;
import nn.api.DType;
import nn.api.ElementwiseLoop;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.Config;
import nn.api.network.Initialiser;
import nn.api.network.Parameter;
import nn.api.network.Pass;
import nn.api.network.RandomStream;
import nn.api.network.Role;
import nn.core.initialiser.Zeros;
import nn.tck.reference.Matrix;
import org.jspecify.annotations.Nullable;

/** Faults in layers. */
final class LayerSaboteurs {

  private LayerSaboteurs() {}

  /** A right result that is changed. */
  interface After {
    void change(Pass pass, Tensor x, Tensor y);
  }

  private static PlugInSaboteur forward(int rule, String fault, After after) {
    return in(
        "forward",
        rule,
        fault,
        new TestLayer() {
          @Override
          public void forward(Pass pass, Tensor x, Tensor y) {
            super.forward(pass, x, y);
            after.change(pass, x, y);
          }
        });
  }

  /** Right gradients that are changed. */
  interface AfterBackward {
    void change(Pass pass, Tensor x, Tensor y, @Nullable Tensor dx);
  }

  private static PlugInSaboteur backward(int rule, String fault, AfterBackward after) {
    return in(
        "backward",
        rule,
        fault,
        new TestLayer() {
          @Override
          public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
            super.backward(pass, x, y, dy, dx);
            after.change(pass, x, y, dx);
          }
        });
  }

  private static PlugInSaboteur parameters(int rule, String fault, Parameter more) {
    return in(
        "parameters",
        rule,
        fault,
        new TestLayer() {
          @Override
          public List<Parameter> parameters(int inputs) {
            List<Parameter> parameters = new ArrayList<>(super.parameters(inputs));
            parameters.add(more);
            return parameters;
          }
        });
  }

  private static PlugInSaboteur commit(String fault, DoubleBinaryOperator committed) {
    return in(
        "commit",
        1125,
        fault,
        new TestStatistic() {
          @Override
          double committed(double old, double mean) {
            return committed.applyAsDouble(old, mean);
          }
        });
  }

  /** Says that inputs are categories, and may refuse others, without saying which. */
  private static PlugInSaboteur categories(
      int rule, String fault, boolean refuses, double derivative) {
    return in(
        "categories",
        rule,
        fault,
        new TestLayer() {
          @Override
          public int categories() {
            super.categories();
            return 5;
          }

          @Override
          public void forward(Pass pass, Tensor x, Tensor y) {
            for (double value : TestPlugIn.get(x).values()) {
              if (refuses && !(value >= 0 && value < 5 && value == Math.rint(value))) {
                throw new IllegalArgumentException("no category");
              }
            }
            super.forward(pass, x, y);
          }

          @Override
          public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
            super.backward(pass, x, y, dy, dx);
            if (dx != null) {
              pass.backend().fill(derivative, dx);
            }
          }
        });
  }

  /** Fills nothing. */
  private record Nothing() implements Initialiser {
    @Override
    public String kind() {
      return "nothing";
    }

    @Override
    public void fill(double[] values, Shape shape, RandomStream random) {}
  }

  static List<PlugInSaboteur> all() {
    Shape one = new Shape(1, 1);
    List<PlugInSaboteur> all = new ArrayList<>();
    all.add(
        in(
            "units",
            1101,
            "grows",
            new TestLayer() {
              private int calls;

              @Override
              public int units(int inputs) {
                return super.units(inputs) + (++calls % 5 == 0 ? 1 : 0);
              }
            }));
    all.add(
        in(
            "parameters",
            1101,
            "come in another order each time",
            new TestLayer() {
              private int calls;

              @Override
              public List<Parameter> parameters(int inputs) {
                List<Parameter> parameters = new ArrayList<>(super.parameters(inputs));
                if (++calls % 2 == 0) {
                  Collections.reverse(parameters);
                }
                return parameters;
              }
            }));
    all.add(
        parameters(
            1102, "a name twice", new Parameter("weight", one, new Zeros(), Role.STATISTIC)));
    all.add(parameters(1102, "a blank name", new Parameter(" ", one, new Zeros(), Role.STATISTIC)));
    all.add(
        parameters(
            1103,
            "one that begins as NaN",
            new Parameter("s", one, new Nothing(), Role.STATISTIC)));
    all.add(
        in(
            "forward",
            1104,
            "adds to its destination",
            new TestLayer() {
              @Override
              public void forward(Pass pass, Tensor x, Tensor y) {
                Matrix before = TestPlugIn.get(y);
                super.forward(pass, x, y);
                add(before.map(TestPlugIn::nanToZero), y);
              }
            }));
    all.add(forward(1105, "writes over x", (pass, x, y) -> TestPlugIn.change(x, value -> -value)));
    all.add(
        forward(
            1105,
            "lets weights decay",
            (pass, x, y) -> TestPlugIn.change(pass.parameter("weight"), value -> value * 0.5)));
    all.add(backward(1105, "writes over y", (pass, x, y, dx) -> TestPlugIn.change(y, value -> 0)));
    all.add(
        backward(
            1105,
            "updates biases by itself",
            (pass, x, y, dx) -> TestPlugIn.set(pass.parameter("bias"), 0, 0, 0.5)));
    all.add(
        in(
            "backward",
            1106,
            "adds to gradients",
            new TestLayer() {
              @Override
              public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
                Matrix before = TestPlugIn.get(pass.gradient("weight"));
                super.backward(pass, x, y, dy, dx);
                add(before.map(TestPlugIn::nanToZero), pass.gradient("weight"));
              }
            }));
    all.add(
        in(
            "backward",
            1106,
            "forgets the biases",
            new TestLayer() {
              @Override
              public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
                Matrix before = TestPlugIn.get(pass.gradient("bias"));
                super.backward(pass, x, y, dy, dx);
                put(before, pass.gradient("bias"));
              }
            }));
    all.add(
        in(
            "backward",
            1107,
            "does nothing where nobody wants dx",
            new TestLayer() {
              @Override
              public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
                if (dx != null) {
                  super.backward(pass, x, y, dy, dx);
                }
              }
            }));
    all.add(
        backward(
            1108,
            "divides by the number of records",
            (pass, x, y, dx) ->
                TestPlugIn.change(pass.gradient("weight"), value -> value / pass.records())));
    all.add(
        backward(
            1108,
            "leaves out the last input",
            (pass, x, y, dx) -> {
              if (dx != null) {
                TestPlugIn.set(dx, dx.shape().rows() - 1, 0, 0);
              }
            }));
    all.add(
        forward(
            1109,
            "is coarse in FLOAT32",
            (pass, x, y) -> {
              if (y.dtype() == DType.FLOAT32) {
                TestPlugIn.change(y, value -> Math.rint(value * 512) / 512);
              }
            }));
    all.add(
        forward(
            1110,
            "uses batch statistics in prediction",
            (pass, x, y) -> {
              Matrix values = TestPlugIn.get(y);
              double last = values.get(0, values.columns() - 1);
              TestPlugIn.change(y, value -> value - 1e-9 * last);
            }));
    all.add(
        in(
            "backward",
            1111,
            "uses the input of the last forward",
            new TestLayer() {
              private @Nullable Matrix last;

              @Override
              public void forward(Pass pass, Tensor x, Tensor y) {
                super.forward(pass, x, y);
                last = TestPlugIn.get(x);
              }

              @Override
              public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
                Matrix right = TestPlugIn.get(x);
                if (last != null && last.shape().equals(x.shape())) {
                  put(last, x);
                }
                super.backward(pass, x, y, dy, dx);
                put(right, x);
              }
            }));
    all.add(
        new PlugInSaboteur(
            "1112, forward and backward: keep the input in a scratch tensor",
            1112,
            Set.of("forward", "backward"),
            new TestLayer() {
              @Override
              public void forward(Pass pass, Tensor x, Tensor y) {
                super.forward(pass, x, y);
                put(TestPlugIn.get(x), scratch(pass, x));
              }

              private Tensor scratch(Pass pass, Tensor x) {
                return pass.scratch("x", x.shape().rows(), pass.records());
              }

              @Override
              public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
                super.backward(pass, scratch(pass, x), y, dy, dx);
              }
            }));
    all.add(
        in(
            "forward",
            1113,
            "allocates",
            new TestLayer() {
              @Override
              public void forward(Pass pass, Tensor x, Tensor y) {
                Backend backend = pass.backend();
                try (Workspace mine = backend.workspace()) {
                  Tensor copy = mine.tensor(x.shape());
                  backend.copy(x, copy);
                  super.forward(pass, copy, y);
                }
              }
            }));
    all.add(
        in(
            "commit",
            1114,
            "updates weights",
            new TestLayer() {
              @Override
              public void commit(Pass pass) {
                super.commit(pass);
                change(pass.parameter("weight"), value -> value * 0.5);
              }
            }));
    all.add(
        forward(
            1115, "makes NaN a zero", (pass, x, y) -> TestPlugIn.change(y, TestPlugIn::nanToZero)));
    all.add(
        forward(
            1116,
            "leaves out the last of many records",
            (pass, x, y) -> {
              if (pass.records() > 256) {
                TestPlugIn.set(y, 0, pass.records() - 1, Double.NaN);
              }
            }));
    all.add(
        in(
            "backwardFromPreActivation",
            1117,
            "leaves out the biases",
            new TestLayer() {
              @Override
              public void backwardFromPreActivation(
                  Pass pass,
                  Tensor x,
                  Tensor dz,
                  @Nullable ElementwiseLoop f,
                  @Nullable Tensor dx) {
                super.backwardFromPreActivation(pass, x, dz, f, dx);
                change(pass.gradient("bias"), value -> 0);
              }
            }));
    all.add(
        in(
            "backwardFromPreActivation",
            1121,
            "forgets the gradient of the layer below",
            new TestLayer() {
              @Override
              public void backwardFromPreActivation(
                  Pass pass,
                  Tensor x,
                  Tensor dz,
                  @Nullable ElementwiseLoop f,
                  @Nullable Tensor dx) {
                super.backwardFromPreActivation(pass, x, dz, null, dx);
              }
            }));
    all.add(
        forward(
            1122,
            "uses batch statistics, though it mixes no records",
            (pass, x, y) -> {
              if (pass.training()) {
                Matrix values = TestPlugIn.get(y);
                double last = values.get(0, values.columns() - 1);
                TestPlugIn.change(y, value -> value - 1e-9 * last);
              }
            }));
    all.add(
        forward(
            1122,
            "numbers the records of a part from 0",
            (pass, x, y) -> {
              for (int record = 0; record < pass.records(); record++) {
                double value = TestPlugIn.get(y).get(0, record);
                TestPlugIn.set(y, 0, record, value + 1e-9 * record);
              }
            }));
    all.add(
        backward(
            1123,
            "halves the gradients of a single record",
            (pass, x, y, dx) -> {
              if (pass.records() == 1) {
                TestPlugIn.change(pass.gradient("weight"), value -> value * 0.5);
              }
            }));
    all.add(
        parameters(
            1124,
            "a statistic of no mixed records",
            new Parameter("s", one, new Zeros(), Role.STATISTIC)));
    all.add(categories(1126, "takes any number", false, 0));
    all.add(categories(1126, "does not say what it refuses", true, 0));
    all.add(categories(1127, "gives a category a derivative", true, 1));
    all.add(
        in(
            "forward",
            1128,
            "shares a buffer",
            new TestLayer() {
              @Override
              public void forward(Pass pass, Tensor x, Tensor y) {
                super.forward(pass, x, y);
                share(y);
              }
            }));
    all.add(
        forward(
            1129,
            "makes NaN of large numbers",
            (pass, x, y) -> {
              for (double value : TestPlugIn.get(x).values()) {
                if (Math.abs(value) > 1e12) {
                  pass.backend().fill(Double.NaN, y);
                }
              }
            }));
    all.add(
        in(
            "commit",
            1130,
            "takes the mean of the last pass",
            new TestStatistic() {
              private Matrix last = Matrix.of(1, 1, 0);

              @Override
              public void forward(Pass pass, Tensor x, Tensor y) {
                super.forward(pass, x, y);
                if (pass.training()) {
                  last = get(pass.keep("mean", x.shape().rows(), 1));
                }
              }

              @Override
              public void commit(Pass pass) {
                put(last, pass.keep("mean", last.rows(), 1));
                super.commit(pass);
              }
            }));
    all.add(commit("changes nothing", (old, mean) -> old));
    all.add(commit("adds up", (old, mean) -> old + mean));
    all.add(
        in(
            "kind",
            1118,
            "has a capital letter",
            new TestLayer() {
              @Override
              public String kind() {
                return "Test";
              }
            }));
    all.add(
        in(
            "kind",
            1119,
            "is not offered by any provider",
            new TestLayer() {
              @Override
              public String kind() {
                return "unknown";
              }
            }));
    all.add(
        in(
            "config",
            1119,
            "has a setting that is lost",
            new TestLayer() {
              @Override
              public String kind() {
                return "lossy";
              }

              @Override
              public Config config() {
                return Config.EMPTY.with("units", 3);
              }
            }));
    return all;
  }
}
