package nn.core;

import nn.api.network.Parameter;
import nn.api.network.Step;

/** A step of which an optimiser may ask for the number and the factor of the rate, which is 1. */
public record Numbered(long number) implements Step {

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
    throw new AssertionError("asks for the parameter");
  }

  @Override
  public double rateFactor() {
    return 1;
  }

  @Override
  public double norm(String operand) {
    throw new AssertionError("asks for a norm");
  }

  @Override
  public double cost() {
    throw new AssertionError("asks for the cost");
  }
}
