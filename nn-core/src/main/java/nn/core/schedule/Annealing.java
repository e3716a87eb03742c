package nn.core.schedule;

/** The half cosine with which rates go from one value to another. */
final class Annealing {

  private Annealing() {}

  /**
   * {@code ½·(1 + cos πs)}: 1 for {@code s = 0}, 0 for 1.
   *
   * <p>It is {@code cos²(πs/2) = sin²(π(1 − s)/2)}, which is never below 0. StrictMath has the same
   * bits everywhere; on some JDKs it allocates two numbers in each call until it is compiled.
   *
   * @param s from 0 to 1
   */
  static double cosine(double s) {
    double root =
        s <= 0.5 ? StrictMath.cos(Math.PI / 2 * s) : StrictMath.sin(Math.PI / 2 * (1 - s));
    return root * root;
  }
}
