package nn.tck.faults;

import java.util.List;
import nn.api.ElementwiseLoop;
import nn.api.network.Optimiser;
import nn.api.network.Step;

/** Does what another optimiser does; override what is to be wrong. */
class FaultyOptimiser extends FaultyPlugIn implements Optimiser {
  private final Optimiser right;

  FaultyOptimiser(Optimiser right) {
    this.right = right;
  }

  @Override
  public List<String> state() {
    return right.state();
  }

  @Override
  public ElementwiseLoop update() {
    return right.update();
  }

  @Override
  public List<ElementwiseLoop> updates() {
    return List.of(update());
  }

  @Override
  public void scalars(Step step, double[] scalars) {
    right.scalars(step, scalars);
  }

  /** One element's update, of operands, scalars and a place, whatever the number type. */
  @FunctionalInterface
  interface Element {
    void update(double[][] operands, double[] scalars, int i);
  }

  /**
   * A loop over an element's update; in FLOAT32 each result is rounded.
   *
   * @param outputs the parameter and the states
   * @param scalars how many
   * @param element what is computed
   */
  record Loop(int outputs, int scalars, Element element) implements ElementwiseLoop {
    @Override
    public int inputs() {
      return 1;
    }

    @Override
    public void apply(double[][] operands, double[] given, int from, int to) {
      for (int i = from; i < to; i++) {
        element.update(operands, given, i);
      }
    }

    @Override
    public void apply(float[][] operands, float[] given, int from, int to) {
      double[] wideScalars = new double[scalars];
      for (int s = 0; s < scalars; s++) {
        wideScalars[s] = given[s];
      }
      double[][] wide = new double[outputs + 1][1];
      for (int i = from; i < to; i++) {
        for (int o = 0; o <= outputs; o++) {
          wide[o][0] = operands[o][i];
        }
        element.update(wide, wideScalars, 0);
        for (int o = 1; o <= outputs; o++) {
          operands[o][i] = (float) wide[o][0];
        }
      }
    }
  }
}
