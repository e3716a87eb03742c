package nn.tck;

import java.util.List;
import nn.api.ElementwiseLoop;
import nn.api.network.Optimiser;
import nn.api.network.Step;

/**
 * Gradient descent with momentum: {@code v ← μ·v + g, w ← w − η·v}; override what is to be wrong.
 */
class TestOptimiser extends TestPlugIn implements Optimiser {
  private static final double MOMENTUM = 0.5;
  private static final double RATE = 0.125;

  /** The update of one element, in FLOAT64. */
  @FunctionalInterface
  interface Element {
    void update(double[][] operands, double[] scalars, int i);
  }

  static void right(double[][] operands, double[] scalars, int i) {
    operands[2][i] = scalars[0] * operands[2][i] + operands[0][i];
    operands[1][i] -= scalars[1] * operands[2][i];
  }

  /** A loop over an element's update; in FLOAT32 the result is rounded. */
  record Loop(Element element) implements ElementwiseLoop {
    @Override
    public int inputs() {
      return 1;
    }

    @Override
    public int outputs() {
      return 2;
    }

    @Override
    public int scalars() {
      return 2;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      for (int i = from; i < to; i++) {
        element.update(operands, scalars, i);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      double[] rates = {scalars[0], scalars[1]};
      for (int i = from; i < to; i++) {
        double[][] wide = {{operands[0][i]}, {operands[1][i]}, {operands[2][i]}};
        element.update(wide, rates, 0);
        for (int o = 0; o < wide.length; o++) {
          operands[o][i] = (float) wide[o][0];
        }
      }
    }
  }

  @Override
  public List<String> state() {
    call("state");
    return List.of("velocity");
  }

  @Override
  public ElementwiseLoop update() {
    call("update");
    return new Loop(TestOptimiser::right);
  }

  @Override
  public void scalars(Step step, double[] scalars) {
    call("scalars");
    scalars[0] = MOMENTUM;
    scalars[1] = RATE * step.rateFactor();
  }
}
