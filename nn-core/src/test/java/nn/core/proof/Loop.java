package nn.core.proof;

import nn.api.ElementwiseLoop;

/** A loop's counts of operands. */
abstract class Loop implements ElementwiseLoop {
  private final int inputs;
  private final int outputs;
  private final int scalars;

  Loop(int inputs, int outputs, int scalars) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.scalars = scalars;
  }

  @Override
  public final int inputs() {
    return inputs;
  }

  @Override
  public final int outputs() {
    return outputs;
  }

  @Override
  public final int scalars() {
    return scalars;
  }

  /** Whether it reads the former values of its outputs. */
  boolean updates() {
    return false;
  }
}
