package nn.tck.faults;

/** What the fifth set's faults of kernels share: how they are made, and how threads share work. */
final class FifthKernels {

  private FifthKernels() {}

  /** A fault of any kernel. */
  static Fault fault(
      String kernel, String name, String origin, Threshold threshold, Spoiled.Spoiler spoiler) {
    return Fault.of(
        kernel, name, origin, threshold, (right, t) -> new Spoiled(right, kernel, t, spoiler));
  }

  /** A fault of a product or of a dense layer's kernel. */
  static Fault product(
      String kernel, String name, String origin, Threshold threshold, ThirdKernels.Wrong wrong) {
    return fault(
        kernel,
        name,
        origin,
        threshold,
        (given, t) -> wrong.spoil(ThirdKernels.product(kernel, given), given, t));
  }

  /** How much of something one thread has; the last may have less. */
  static int share(int size, int threads) {
    return (size + threads - 1) / threads;
  }
}
