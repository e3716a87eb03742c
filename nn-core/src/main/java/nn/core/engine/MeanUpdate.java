package nn.core.engine;

import nn.api.ElementwiseLoop;

/**
 * An optimiser's update from sums of gradients over records: divides the gradients by the number of
 * records, or the sum of their weights, then updates with these means. Block by block, so that
 * memory is passed over once.
 *
 * <p>Its operands are the optimiser's, with the gradient as first output; its scalars are the
 * optimiser's, then the number of records.
 */
final class MeanUpdate implements ElementwiseLoop {

  /** Blocks of the gradients fit the first-level cache, in FLOAT64 half of it. */
  private static final int BLOCK = 2048;

  private final ElementwiseLoop update;

  MeanUpdate(ElementwiseLoop update) {
    this.update = update;
  }

  @Override
  public int inputs() {
    return 0;
  }

  @Override
  public int outputs() {
    return 1 + update.outputs();
  }

  @Override
  public int scalars() {
    return update.scalars() + 1;
  }

  @Override
  public void apply(double[][] operands, double[] scalars, int from, int to) {
    double[] gradient = operands[0];
    double records = scalars[update.scalars()];
    for (int at = from; at < to; at += BLOCK) {
      int end = Math.min(to, at + BLOCK);
      divide(gradient, records, at, end);
      update.apply(operands, scalars, at, end);
    }
  }

  @Override
  public void apply(float[][] operands, float[] scalars, int from, int to) {
    float[] gradient = operands[0];
    float records = scalars[update.scalars()];
    for (int at = from; at < to; at += BLOCK) {
      int end = Math.min(to, at + BLOCK);
      divide(gradient, records, at, end);
      update.apply(operands, scalars, at, end);
    }
  }

  private static void divide(double[] a, double divisor, int from, int to) {
    for (int i = from; i < to; i++) {
      a[i] /= divisor;
    }
  }

  private static void divide(float[] a, float divisor, int from, int to) {
    for (int i = from; i < to; i++) {
      a[i] /= divisor;
    }
  }

  /** For instance {@code mean over records, then INSTANCE}. */
  @Override
  public String toString() {
    return "mean over records, then " + update;
  }
}
