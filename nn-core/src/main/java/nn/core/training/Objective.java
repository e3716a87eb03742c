package nn.core.training;

import java.util.List;
import nn.api.Shape;

/**
 * A number that depends on many others, its variables, and its derivatives by them: what a gradient
 * check compares with finite differences. Belongs to one thread.
 *
 * <p>Elements of a variable are counted record after record: {@code [row, column]} is number {@code
 * column · rows + row}.
 */
public interface Objective extends AutoCloseable {

  /** The layer of a variable that is no layer's parameter. */
  int INPUT = -1;

  /**
   * A matrix of variables.
   *
   * @param layer whose parameter it is, 0 for the first; {@link #INPUT} for the input
   * @param name the parameter's, for instance {@code w}
   * @param shape its shape
   */
  record Variable(int layer, String name, Shape shape) {}

  /** All variables. */
  List<Variable> variables();

  /** The value of an element of variable number {@code variable}. */
  double get(int variable, int element);

  /** Sets an element of variable number {@code variable}. */
  void set(int variable, int element, double value);

  /** The number itself; the same bits whenever the variables have the same values. */
  double value();

  /** The derivatives under check, for each variable by its elements. */
  double[][] gradient();

  @Override
  void close();
}
