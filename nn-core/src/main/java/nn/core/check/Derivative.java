package nn.core.check;

import nn.api.Message;
import nn.core.training.Objective;

/**
 * One derivative, as backward propagation and as finite differences give it.
 *
 * @param layer whose parameter it is by, 0 for the first; {@link Objective#INPUT} for the input
 * @param parameter the parameter's name
 * @param row of the parameter or input: a unit or feature
 * @param column of the parameter or input: an input of the layer, or a record
 * @param analytic what is under check
 * @param numeric the difference quotient
 * @param bound the largest difference that is right
 */
public record Derivative(
    int layer,
    String parameter,
    int row,
    int column,
    double analytic,
    double numeric,
    double bound) {

  /** The difference in units of the bound, so that a right one has at most 1; NaN for NaN. */
  public double error() {
    double difference = Math.abs(numeric - analytic);
    return difference == 0 ? 0 : difference / bound;
  }

  /** For instance {@code layer 2, parameter w[3, 0]: analytic 0.5, numeric 0.25, bound 5.0E-9}. */
  @Override
  public String toString() {
    return Message.of(
        "%s[%d, %d]: analytic %s, numeric %s, bound %s",
        layer == Objective.INPUT ? parameter : "layer " + (layer + 1) + ", parameter " + parameter,
        row,
        column,
        analytic,
        numeric,
        bound);
  }
}
