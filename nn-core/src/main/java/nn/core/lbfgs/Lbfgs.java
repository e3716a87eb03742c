package nn.core.lbfgs;

import nn.api.network.Penalty;
import nn.core.Network;
import nn.core.data.DataSet;

/**
 * L-BFGS: a quasi-Newton method for the full batch, which remembers the last few steps and what
 * they did to the gradient (J. Nocedal, S. J. Wright: Numerical Optimization, 2nd edition. 2006,
 * algorithms 7.4 and 7.5), each step as long as the Wolfe conditions want it. An immutable value:
 *
 * <pre>{@code
 * Lbfgs.Result result = Lbfgs.iterations(200).tolerance(1e-6).fit(network, data, new L2(1e-3));
 * }</pre>
 *
 * <p>For small networks and few thousand records, where it needs far fewer passes over the data
 * than {@link Network#fit}, and no learning rate. The cost has to be smooth and always the same:
 * with the penalty L1 it ends before its time; dropout and batch statistics are refused.
 *
 * <p>It ends where {@code max |∂C/∂w| ≤ tolerance}, or where an iteration lowers the cost by no
 * more than {@code decrease · max(|before|, |after|, 1)}, the conditions of SciPy's L-BFGS-B.
 *
 * @param iterations the most iterations, at least 1
 * @param tolerance how large an element of the gradient may be at the end, at least 0
 * @param decrease by how much an iteration has to lower the cost, at least 0; with 0 it does not
 *     end for that
 * @param history the number of steps that are remembered, at least 1
 */
public record Lbfgs(int iterations, double tolerance, double decrease, int history) {

  /** Why it ended. */
  public enum End {
    /** The gradient is within the tolerance. */
    GRADIENT,
    /** The cost hardly falls any more. */
    DECREASE,
    /** All iterations were done. */
    ITERATIONS,
    /** No step downhill was found: of a smooth cost rounding leaves nothing to gain. */
    LINE_SEARCH
  }

  /**
   * What came of it.
   *
   * @param iterations the number of steps
   * @param evaluations how often cost and gradient were computed
   * @param cost the mean cost in the end, penalties included
   * @param gradientNorm the largest element of the gradient in the end, in absolute value
   * @param end why it ended
   */
  public record Result(
      int iterations, int evaluations, double cost, double gradientNorm, End end) {}

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public Lbfgs {
    if (iterations < 1 || history < 1) {
      throw new IllegalArgumentException(
          "lbfgs: iterations and history must be at least 1: " + iterations + " and " + history);
    }
    if (!(tolerance >= 0 && decrease >= 0)) {
      throw new IllegalArgumentException(
          "lbfgs: tolerance and decrease must be at least 0: " + tolerance + " and " + decrease);
    }
  }

  /** With SciPy's tolerance of 10⁻⁵ and decrease of 2.2·10⁻⁹, and a history of 10 steps. */
  public static Lbfgs iterations(int iterations) {
    return new Lbfgs(iterations, 1e-5, 0x1p-52 * 1e7, 10);
  }

  /** The same with another {@link #tolerance()}. */
  public Lbfgs tolerance(double tolerance) {
    return new Lbfgs(iterations, tolerance, decrease, history);
  }

  /** The same with another {@link #decrease()}. */
  public Lbfgs decrease(double decrease) {
    return new Lbfgs(iterations, tolerance, decrease, history);
  }

  /** The same with another {@link #history()}. */
  public Lbfgs history(int history) {
    return new Lbfgs(iterations, tolerance, decrease, history);
  }

  /**
   * Minimises the mean cost of all records with penalties, from the network's parameters on, and
   * sets these to the best that it found. The same bits with any number of threads.
   *
   * @param network on a backend of FLOAT64; changed
   * @throws IllegalArgumentException if the backend has another number type, a layer has batch
   *     statistics or draws random numbers, the data does not fit, or the cost is not finite where
   *     it begins; the parameters stay as they are then
   */
  public Result fit(Network network, DataSet data, Penalty... penalties) {
    try (NetworkFunction function = new NetworkFunction(network, data, penalties)) {
      double[] x = network.parameters();
      try {
        return new Minimiser(this, function, x).run();
      } finally {
        network.parameters(x);
      }
    }
  }
}
