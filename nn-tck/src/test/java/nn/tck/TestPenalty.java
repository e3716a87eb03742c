package nn.tck;

import java.util.function.DoubleUnaryOperator;
import nn.api.ElementwiseLoop;
import nn.api.network.Parameter;
import nn.api.network.Penalty;
import nn.api.network.Role;

/** {@code λ/2·w²} on weights; override what is to be wrong. */
class TestPenalty extends TestPlugIn implements Penalty {
  private static final double LAMBDA = 0.25;

  static double term(double w) {
    return LAMBDA / 2 * (w * w);
  }

  static double slope(double w) {
    return LAMBDA * w;
  }

  /** A loop over one element's work; in FLOAT32 the result is rounded. */
  record Loop(DoubleUnaryOperator function, boolean adds) implements ElementwiseLoop {
    @Override
    public int inputs() {
      return 1;
    }

    private double of(double w, double out) {
      return function.applyAsDouble(w) + (adds ? out : 0);
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      for (int i = from; i < to; i++) {
        operands[1][i] = of(operands[0][i], operands[1][i]);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      for (int i = from; i < to; i++) {
        operands[1][i] = (float) of(operands[0][i], operands[1][i]);
      }
    }
  }

  @Override
  public boolean applies(Parameter parameter) {
    call("applies");
    return parameter.role() == Role.WEIGHT;
  }

  @Override
  public ElementwiseLoop value() {
    call("value");
    return new Loop(TestPenalty::term, false);
  }

  @Override
  public ElementwiseLoop gradient() {
    call("gradient");
    return new Loop(TestPenalty::slope, true);
  }
}
