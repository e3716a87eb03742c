package nn.api.network;

import nn.api.Shape;

/** Draws a parameter's first values: an immutable value. */
public interface Initialiser extends PlugIn {

  /**
   * Fills {@code values} row by row (all inputs of the first unit, then of the second), one or more
   * draws a value in that order.
   *
   * @param values {@code shape.size()} numbers; overwritten
   * @param shape {@code [units, inputs]}: fan-out and fan-in
   * @param random the stream to draw from; advanced
   */
  void fill(double[] values, Shape shape, RandomStream random);
}
