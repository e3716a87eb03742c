package nn.tck;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import nn.api.Shape;
import nn.core.training.Objective;

/**
 * A function of one number for a gradient check, and a second number that is added to it: its
 * derivative, 1, is what a derivative of the first that has almost vanished is measured by.
 */
final class Slope implements Objective {
  private final DoubleUnaryOperator function;
  private final DoubleUnaryOperator derivative;
  private final double[] variables;
  private final String name;

  /**
   * A function at a point.
   *
   * @param at the point
   * @param derivative what is under check
   */
  Slope(double at, DoubleUnaryOperator function, DoubleUnaryOperator derivative) {
    this.function = function;
    this.derivative = derivative;
    // as large as the first, so that steps are, and rounding hides neither derivative
    variables = new double[] {at, Math.scalb(1.0, Math.getExponent(at))};
    name = "at " + at + ", input";
  }

  @Override
  public List<Variable> variables() {
    Shape one = new Shape(1, 1);
    return List.of(new Variable(INPUT, name, one), new Variable(INPUT, "sum", one));
  }

  @Override
  public double get(int variable, int element) {
    return variables[variable];
  }

  @Override
  public void set(int variable, int element, double value) {
    variables[variable] = value;
  }

  @Override
  public double value() {
    return function.applyAsDouble(variables[0]) + variables[1];
  }

  @Override
  public double[][] gradient() {
    return new double[][] {{derivative.applyAsDouble(variables[0])}, {1}};
  }

  @Override
  public void close() {}
}
