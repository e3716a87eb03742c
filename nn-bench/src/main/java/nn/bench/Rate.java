package nn.bench;

/**
 * How much is done in a time.
 *
 * @param unit such as {@code records/s}
 * @param amount what one operation does, in that unit times nanoseconds
 */
record Rate(String unit, double amount) {

  /** Floating-point operations, of which one call does so many. */
  static Rate gigaflops(long operations) {
    return new Rate("GFLOP/s", operations);
  }

  /** Things a second, of which one operation does so many. */
  static Rate perSecond(String things, double each) {
    return new Rate(things + "/s", 1e9 * each);
  }

  /** The rate of operations that take so long. */
  double of(double nanoseconds) {
    return amount / nanoseconds;
  }
}
