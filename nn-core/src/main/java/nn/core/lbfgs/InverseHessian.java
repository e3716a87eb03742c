package nn.core.lbfgs;

/**
 * An approximation {@code H} of the inverse Hessian from the last steps {@code s} and what they did
 * to the gradient, {@code y}: Nocedal and Wright, section 7.2.
 */
final class InverseHessian {
  private final double[][] s;
  private final double[][] y;
  private final double[] rho; // 1 / yᵀs
  private final double[] alpha;
  private int begun; // steps since the last clear
  private double gamma; // of the last step, sᵀy / yᵀy

  /**
   * Allocates.
   *
   * @param history how many steps are remembered
   */
  InverseHessian(int history, int size) {
    s = new double[history][size];
    y = new double[history][size];
    rho = new double[history];
    alpha = new double[history];
  }

  boolean isEmpty() {
    return begun == 0;
  }

  /** Forgets all steps; {@code H} is 1 then. */
  void clear() {
    begun = 0;
  }

  /**
   * Remembers the step from one point to another, in place of the oldest; not one along which the
   * gradient did not rise, after which {@code H} would not lead downhill.
   */
  void add(double[] x, double[] gradient, double[] nextX, double[] nextGradient) {
    double sy = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      double dy = nextGradient[i] - gradient[i];
      sy += (nextX[i] - x[i]) * dy;
      yy += dy * dy;
    }
    if (!(sy > 0x1p-52 * yy)) {
      return;
    }
    int at = begun % rho.length;
    for (int i = 0; i < x.length; i++) {
      s[at][i] = nextX[i] - x[i];
      y[at][i] = nextGradient[i] - gradient[i];
    }
    rho[at] = 1 / sy;
    gamma = sy / yy; // equation 7.20
    begun++;
  }

  /** {@code d ← −H·g} (algorithm 7.4, the two-loop recursion). */
  void direction(double[] g, double[] d) {
    System.arraycopy(g, 0, d, 0, g.length);
    int oldest = Math.max(0, begun - rho.length);
    for (int step = begun - 1; step >= oldest; step--) {
      int at = step % rho.length;
      alpha[at] = rho[at] * Vectors.dot(s[at], d);
      Vectors.addScaled(-alpha[at], y[at], d);
    }
    if (!isEmpty()) {
      Vectors.scale(gamma, d);
    }
    for (int step = oldest; step < begun; step++) {
      int at = step % rho.length;
      double beta = rho[at] * Vectors.dot(y[at], d);
      Vectors.addScaled(alpha[at] - beta, s[at], d);
    }
    Vectors.scale(-1, d);
  }
}
