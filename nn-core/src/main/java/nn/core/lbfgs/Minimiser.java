package nn.core.lbfgs;

import nn.api.Message;
import nn.core.lbfgs.Lbfgs.End;
import nn.core.lbfgs.Lbfgs.Result;

/** One run of L-BFGS (Nocedal and Wright, algorithm 7.5). */
final class Minimiser {
  private final Lbfgs settings;
  private final double[] x;
  private final double[] gradient;
  private final double[] direction;
  private final InverseHessian hessian;
  private final LineSearch line;
  private double value;
  private int iterations;

  /**
   * Allocates.
   *
   * @param x where to begin; becomes the best that is found
   */
  Minimiser(Lbfgs settings, Function function, double[] x) {
    this.settings = settings;
    this.x = x;
    gradient = new double[x.length];
    direction = new double[x.length];
    hessian = new InverseHessian(settings.history(), x.length);
    line = new LineSearch(function, x.length);
  }

  /**
   * Minimises.
   *
   * @throws IllegalArgumentException if the value is not finite where it begins
   */
  Result run() {
    line.begin(x);
    if (!Double.isFinite(line.value())) {
      throw new IllegalArgumentException(
          Message.of(
              "lbfgs: the cost must be finite where it begins; standardise the features or begin"
                  + " with smaller weights: it is %s",
              line.value()));
    }
    take();
    while (true) {
      if (Vectors.maxNorm(gradient) <= settings.tolerance()) {
        return result(End.GRADIENT);
      }
      if (iterations == settings.iterations()) {
        return result(End.ITERATIONS);
      }
      double before = value;
      if (!step()) {
        return result(End.LINE_SEARCH);
      }
      iterations++;
      double scale = Math.max(1, Math.max(Math.abs(before), Math.abs(value)));
      if (settings.decrease() > 0 && before - value <= settings.decrease() * scale) {
        return result(End.DECREASE);
      }
    }
  }

  /** One step; where none leads downhill, once more without what is remembered. */
  private boolean step() {
    hessian.direction(gradient, direction);
    double slope = Vectors.dot(gradient, direction);
    // The first step has at most the length 1, as nothing is known of the scale; later ones are
    // Newton's.
    double first = hessian.isEmpty() ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
    if (slope < 0 && line.search(x, direction, value, slope, first)) {
      hessian.add(x, gradient, line.x(), line.gradient());
      take();
      return true;
    }
    if (hessian.isEmpty()) {
      return false;
    }
    hessian.clear();
    return step();
  }

  private void take() {
    System.arraycopy(line.x(), 0, x, 0, x.length);
    System.arraycopy(line.gradient(), 0, gradient, 0, x.length);
    value = line.value();
  }

  private Result result(End end) {
    return new Result(iterations, line.evaluations(), value, Vectors.maxNorm(gradient), end);
  }
}
