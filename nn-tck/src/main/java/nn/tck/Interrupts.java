package nn.tck;

/** Calls by a thread that is interrupted. */
final class Interrupts {

  private Interrupts() {}

  /**
   * Does a work in this thread while it is interrupted. A watchdog's interrupt is given back.
   *
   * @return whether the thread was still interrupted afterwards
   */
  static boolean during(Runnable work) {
    boolean before = Thread.interrupted();
    Thread.currentThread().interrupt();
    boolean still;
    try {
      work.run();
    } finally {
      still = Thread.interrupted();
      if (before) {
        Thread.currentThread().interrupt();
      }
    }
    return still;
  }
}
