package nn.tck.faults;

import java.util.function.Consumer;
import nn.api.ElementwiseLoop;

/**
 * A loop each part of which somebody else runs, who sees what it throws.
 *
 * @param loop does the work
 * @param runner is given each part
 */
record WatchedLoop(ElementwiseLoop loop, Consumer<Runnable> runner) implements ElementwiseLoop {

  @Override
  public int inputs() {
    return loop.inputs();
  }

  @Override
  public int outputs() {
    return loop.outputs();
  }

  @Override
  public int scalars() {
    return loop.scalars();
  }

  @Override
  public void apply(double[][] operands, double[] scalars, int from, int to) {
    runner.accept(() -> loop.apply(operands, scalars, from, to));
  }

  @Override
  public void apply(float[][] operands, float[] scalars, int from, int to) {
    runner.accept(() -> loop.apply(operands, scalars, from, to));
  }

  @Override
  public String toString() {
    return loop.toString();
  }
}
