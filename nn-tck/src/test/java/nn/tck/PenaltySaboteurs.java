package nn.tck;

import static nn.tck.PlugInSaboteur.in;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import nn.api.ElementwiseLoop;
import nn.api.network.Config;
import nn.api.network.Parameter;

/** Faults in penalties. */
final class PenaltySaboteurs {

  private PenaltySaboteurs() {}

  private static PlugInSaboteur value(int rule, String fault, ElementwiseLoop loop) {
    return in(
        "value",
        rule,
        fault,
        new TestPenalty() {
          @Override
          public ElementwiseLoop value() {
            call("value");
            return loop;
          }
        });
  }

  private static PlugInSaboteur value(int rule, String fault, DoubleUnaryOperator term) {
    return value(rule, fault, new TestPenalty.Loop(term, false));
  }

  private static PlugInSaboteur gradient(int rule, String fault, ElementwiseLoop loop) {
    return in(
        "gradient",
        rule,
        fault,
        new TestPenalty() {
          @Override
          public ElementwiseLoop gradient() {
            call("gradient");
            return loop;
          }
        });
  }

  private static PlugInSaboteur gradient(int rule, String fault, DoubleUnaryOperator slope) {
    return gradient(rule, fault, new TestPenalty.Loop(slope, true));
  }

  /** A right loop that can be made wrong. */
  private static class Other implements ElementwiseLoop {
    private final ElementwiseLoop right;

    Other(ElementwiseLoop right) {
      this.right = right;
    }

    @Override
    public int inputs() {
      return right.inputs();
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

  static List<PlugInSaboteur> all() {
    ElementwiseLoop term = new TestPenalty.Loop(TestPenalty::term, false);
    ElementwiseLoop slope = new TestPenalty.Loop(TestPenalty::slope, true);
    return List.of(
        gradient(1512, "divides 0 by 0", w -> w == 0 ? Double.NaN : TestPenalty.slope(w)),
        value(
            1501,
            "takes a scalar",
            new Other(term) {
              @Override
              public int scalars() {
                return 1;
              }
            }),
        gradient(
            1501,
            "has the gradient as an input",
            new Other(slope) {
              @Override
              public int inputs() {
                return 2;
              }
            }),
        in(
            "applies",
            1502,
            "changes its mind",
            new TestPenalty() {
              private int calls;

              @Override
              public boolean applies(Parameter parameter) {
                call("applies");
                return calls++ < 3;
              }
            }),
        value(1503, "is negative at 0", w -> TestPenalty.term(w) - 0.5),
        value(1503, "overflows", w -> TestPenalty.term(w) * (1 + w * w * w * w)),
        gradient(1504, "has twice the slope", w -> 2 * TestPenalty.slope(w)),
        gradient(1504, "forgets the sign", w -> Math.abs(TestPenalty.slope(w))),
        gradient(1505, "overwrites the gradient", new TestPenalty.Loop(TestPenalty::slope, false)),
        gradient(
            1506,
            "adds to the first element of each slice twice",
            new Other(slope) {
              @Override
              public void apply(double[][] operands, double[] scalars, int from, int to) {
                super.apply(operands, scalars, from, to);
                super.apply(operands, scalars, from, Math.min(from + 1, to));
              }
            }),
        value(
            1506,
            "clears the weights",
            new Other(term) {
              @Override
              public void apply(double[][] operands, double[] scalars, int from, int to) {
                super.apply(operands, scalars, from, to);
                operands[0][from] = 0;
              }
            }),
        gradient(
            1507,
            "has another strength in FLOAT32",
            new Other(slope) {
              @Override
              public void apply(float[][] operands, float[] scalars, int from, int to) {
                new TestPenalty.Loop(w -> 1.01 * TestPenalty.slope(w), true)
                    .apply(operands, scalars, from, to);
              }
            }),
        value(1508, "hides NaN", w -> Double.isNaN(w) ? 0 : TestPenalty.term(w)),
        gradient(1508, "leaves out what is NaN", w -> Double.isNaN(w) ? 0 : TestPenalty.slope(w)),
        in(
            "value",
            1509,
            "grows with every call",
            new TestPenalty() {
              private int calls;

              @Override
              public ElementwiseLoop value() {
                call("value");
                double factor = 1 + 0.01 * ++calls;
                return new Loop(w -> factor * term(w), false);
              }
            }),
        in(
            "kind",
            1510,
            "has capitals",
            new TestPenalty() {
              @Override
              public String kind() {
                return "L2";
              }
            }),
        in(
            "config",
            1511,
            "has a setting that is lost",
            new TestPenalty() {
              @Override
              public String kind() {
                return "lossy";
              }

              @Override
              public Config config() {
                return Config.EMPTY.with("lambda", 0.5);
              }
            }));
  }
}
