package nn.bench;

import nn.api.network.Parameter;
import nn.api.network.Step;

/** A step of an optimiser that looks at nothing but its number. */
final class PlainStep implements Step {
  long number;

  @Override
  public long number() {
    return number;
  }

  @Override
  public int phase() {
    return 0;
  }

  @Override
  public int layer() {
    return 0;
  }

  @Override
  public Parameter parameter() {
    throw new UnsupportedOperationException("a plain step is of no parameter");
  }

  @Override
  public double rateFactor() {
    return 1;
  }

  @Override
  public double norm(String operand) {
    throw new UnsupportedOperationException("a plain step has no norms");
  }

  @Override
  public double cost() {
    return 0;
  }
}
