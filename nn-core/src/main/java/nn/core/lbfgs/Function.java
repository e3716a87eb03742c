package nn.core.lbfgs;

/** A function of many variables, and its gradient. */
interface Function {

  /**
   * The value.
   *
   * @param x not modified
   * @param gradient overwritten; says nothing where the value is not finite
   */
  double at(double[] x, double[] gradient);
}
