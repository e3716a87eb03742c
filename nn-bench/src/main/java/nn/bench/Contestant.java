package nn.bench;

/** Whoever takes turns with another one on the same work. */
@FunctionalInterface
interface Contestant {

  /**
   * Works for so long, or until its shortest unit of work is done.
   *
   * @return how much was done in a second
   */
  double rate(double seconds);
}
