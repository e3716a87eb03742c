package nn.tck.faults;

/** What the fifth set's faults of kernels share: how threads share work. */
final class FifthKernels {

  private FifthKernels() {}

  /** How much of something one thread has; the last may have less. */
  static int share(int size, int threads) {
    return (size + threads - 1) / threads;
  }
}
