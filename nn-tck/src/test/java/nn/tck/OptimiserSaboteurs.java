package nn.tck;

import static nn.tck.PlugInSaboteur.in;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import nn.api.ElementwiseLoop;
import nn.api.network.Config;
import nn.api.network.Step;
import nn.tck.TestOptimiser.Element;
import nn.tck.TestOptimiser.Loop;

/** Faults in optimisers. */
final class OptimiserSaboteurs {

  private OptimiserSaboteurs() {}

  private static PlugInSaboteur update(int rule, String fault, Element element) {
    return loop(rule, fault, new Loop(element));
  }

  private static PlugInSaboteur loop(int rule, String fault, ElementwiseLoop loop) {
    return in(
        "update",
        rule,
        fault,
        new TestOptimiser() {
          @Override
          public ElementwiseLoop update() {
            call("update");
            return loop;
          }
        });
  }

  private static PlugInSaboteur state(int rule, String fault, List<String> names) {
    return in(
        "state",
        rule,
        fault,
        new TestOptimiser() {
          @Override
          public List<String> state() {
            call("state");
            return names;
          }
        });
  }

  /** A loop whose forms can be made wrong. */
  private abstract static class Other implements ElementwiseLoop {
    final Loop right = new Loop(TestOptimiser::right);

    @Override
    public int inputs() {
      return right.inputs();
    }

    @Override
    public int outputs() {
      return right.outputs();
    }

    @Override
    public int scalars() {
      return right.scalars();
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      right.apply(operands, scalars, from, to);
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      right.apply(operands, scalars, from, to);
    }
  }

  private static void times(double factor, double[][] operands, double[] scalars, int i) {
    operands[2][i] = scalars[0] * operands[2][i] + operands[0][i];
    operands[1][i] -= factor * scalars[1] * operands[2][i];
  }

  static List<PlugInSaboteur> all() {
    return List.of(
        loop(
            1301,
            "takes an operand more than there is state",
            new Other() {
              @Override
              public int outputs() {
                return 3;
              }
            }),
        loop(
            1301,
            "takes two inputs",
            new Other() {
              @Override
              public int inputs() {
                return 2;
              }

              @Override
              public int outputs() {
                return 1;
              }
            }),
        loop(
            1314,
            "leaves slices as they are while another is updated",
            new Other() {
              private final AtomicInteger busy = new AtomicInteger();

              private void once(int length, Runnable update) {
                if (busy.incrementAndGet() == 1) {
                  if (length > 1_000) {
                    LockSupport.parkNanos(20_000_000); // the others' turn
                  }
                  update.run();
                }
                busy.decrementAndGet();
              }

              @Override
              public void apply(double[][] operands, double[] scalars, int from, int to) {
                once(to - from, () -> super.apply(operands, scalars, from, to));
              }

              @Override
              public void apply(float[][] operands, float[] scalars, int from, int to) {
                once(to - from, () -> super.apply(operands, scalars, from, to));
              }
            }),
        update(
            1315,
            "makes NaN of large gradients",
            (operands, scalars, i) -> {
              TestOptimiser.right(operands, scalars, i);
              operands[1][i] = Math.abs(operands[0][i]) > 1e12 ? Double.NaN : operands[1][i];
            }),
        state(1302, "has a blank name", List.of("")),
        state(1302, "has a name twice", List.of("velocity", "velocity")),
        in(
            "scalars",
            1303,
            "count the calls",
            new TestOptimiser() {
              private int calls;

              @Override
              public void scalars(Step step, double[] scalars) {
                super.scalars(step, scalars);
                scalars[1] /= ++calls;
              }
            }),
        in(
            "scalars",
            1303,
            "leave one out",
            new TestOptimiser() {
              @Override
              public void scalars(Step step, double[] scalars) {
                double before = scalars[0];
                super.scalars(step, scalars);
                scalars[0] = before;
              }
            }),
        in(
            "scalars",
            1303,
            "overflow in the long run",
            new TestOptimiser() {
              @Override
              public void scalars(Step step, double[] scalars) {
                super.scalars(step, scalars);
                scalars[1] = step.number() > 1L << 32 ? 1 / 0.0 : scalars[1];
              }
            }),
        in(
            "scalars",
            1313,
            "ignore the rate factor",
            new TestOptimiser() {
              @Override
              public void scalars(Step step, double[] scalars) {
                super.scalars(
                    new GivenStep(
                        step.number(), step.phase(), 1, step.parameter().shape(), step::norm),
                    scalars);
              }
            }),
        update(
            1304,
            "clears the gradient",
            (operands, scalars, i) -> {
              TestOptimiser.right(operands, scalars, i);
              operands[0][i] = 0;
            }),
        loop(
            1305,
            "updates the first element of each slice twice",
            new Other() {
              @Override
              public void apply(double[][] operands, double[] scalars, int from, int to) {
                super.apply(operands, scalars, from, to);
                super.apply(operands, scalars, from, Math.min(from + 1, to));
              }
            }),
        loop(
            1305,
            "runs from the start",
            new Other() {
              @Override
              public void apply(double[][] operands, double[] scalars, int from, int to) {
                super.apply(operands, scalars, 0, to);
              }
            }),
        loop(
            1305,
            "runs one too far in FLOAT32",
            new Other() {
              @Override
              public void apply(float[][] operands, float[] scalars, int from, int to) {
                super.apply(operands, scalars, from, Math.min(to + 1, operands[0].length));
              }
            }),
        in(
            "update",
            1306,
            "slows down with every call",
            new TestOptimiser() {
              private int calls;

              @Override
              public ElementwiseLoop update() {
                call("update");
                double factor = 1 / (1 + 0.01 * ++calls);
                return new Loop((operands, scalars, i) -> times(factor, operands, scalars, i));
              }
            }),
        update(1307, "ascends", (operands, scalars, i) -> times(-1, operands, scalars, i)),
        update(1307, "does nothing", (operands, scalars, i) -> {}),
        loop(
            1308,
            "has another rate in FLOAT32",
            new Other() {
              @Override
              public void apply(float[][] operands, float[] scalars, int from, int to) {
                new Loop((wide, rates, i) -> times(1.01, wide, rates, i))
                    .apply(operands, scalars, from, to);
              }
            }),
        update(
            1309,
            "leaves out what is NaN",
            (operands, scalars, i) -> {
              if (!Double.isNaN(operands[0][i])) {
                TestOptimiser.right(operands, scalars, i);
              }
            }),
        update(
            1310,
            "divides by the gradient's size",
            (operands, scalars, i) ->
                operands[1][i] -= 0.001 * operands[0][i] / Math.abs(operands[0][i])),
        in(
            "kind",
            1311,
            "ends with a hyphen",
            new TestOptimiser() {
              @Override
              public String kind() {
                return "momentum-";
              }
            }),
        in(
            "kind",
            1312,
            "is not offered by any provider",
            new TestOptimiser() {
              @Override
              public String kind() {
                return "unknown";
              }
            }),
        in(
            "config",
            1312,
            "has a setting that is lost",
            new TestOptimiser() {
              @Override
              public String kind() {
                return "lossy";
              }

              @Override
              public Config config() {
                return Config.EMPTY.with("rate", 0.5);
              }
            }));
  }
}
