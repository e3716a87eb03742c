package nn.bench;

import java.util.function.ToDoubleFunction;
import nn.api.Shape;
import nn.api.network.Parameter;
import nn.api.network.Role;
import nn.api.network.Step;
import nn.core.initialiser.Zeros;

/** A step of an optimiser: of a weight in the first layer, without a schedule. */
final class PlainStep implements Step {
  private static final Parameter WEIGHT =
      new Parameter("weight", new Shape(1, 1), new Zeros(), Role.WEIGHT);

  private final ToDoubleFunction<String> norms;
  long number;
  int phase;

  /** A step with these norms of operands. */
  PlainStep(ToDoubleFunction<String> norms) {
    this.norms = norms;
  }

  /** A step of an optimiser that asks for no norm. */
  PlainStep() {
    this(
        operand -> {
          throw new UnsupportedOperationException("a plain step has no norms");
        });
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public int phase() {
    return phase;
  }

  @Override
  public int layer() {
    return 0;
  }

  @Override
  public Parameter parameter() {
    return WEIGHT;
  }

  @Override
  public double rateFactor() {
    return 1;
  }

  @Override
  public double norm(String operand) {
    return norms.applyAsDouble(operand);
  }

  @Override
  public double cost() {
    return 0;
  }
}
