package nn.tck;

import java.util.function.ToDoubleFunction;
import nn.api.Shape;
import nn.api.network.Config;
import nn.api.network.Initialiser;
import nn.api.network.Parameter;
import nn.api.network.RandomStream;
import nn.api.network.Role;
import nn.api.network.Step;

/**
 * A step as the suite gives it to an optimiser: of a weight in the first layer.
 *
 * @param shape of the weight
 */
record GivenStep(
    long number,
    int phase,
    double rateFactor,
    double cost,
    Shape shape,
    ToDoubleFunction<String> norms)
    implements Step {

  /** At the cost 1. */
  GivenStep(
      long number, int phase, double rateFactor, Shape shape, ToDoubleFunction<String> norms) {
    this(number, phase, rateFactor, 1, shape, norms);
  }

  private record Nothing() implements Initialiser {
    @Override
    public String kind() {
      return "nothing";
    }

    @Override
    public Config config() {
      return Config.EMPTY;
    }

    @Override
    public void fill(double[] values, Shape shape, RandomStream random) {}
  }

  @Override
  public int layer() {
    return 0;
  }

  @Override
  public Parameter parameter() {
    return new Parameter("weight", shape, new Nothing(), Role.WEIGHT);
  }

  @Override
  public double norm(String operand) {
    return norms.applyAsDouble(operand);
  }
}
