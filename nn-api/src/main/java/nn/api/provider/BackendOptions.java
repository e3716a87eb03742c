package nn.api.provider;

import nn.api.DType;

/**
 * How to open a backend.
 *
 * @param dtype the number type of its tensors
 * @param threads the number of threads that one kernel may use; at least 1
 */
public record BackendOptions(DType dtype, int threads) {

  /**
   * Checks the thread count.
   *
   * @throws IllegalArgumentException if {@code threads} is below 1
   */
  public BackendOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("options: threads must be at least 1: " + threads);
    }
  }

  /**
   * FLOAT64, and the threads of the system property {@code nn.threads}, else of the environment
   * variable {@code NN_THREADS}, else one for each processor.
   *
   * @throws IllegalArgumentException if that setting is not a whole number of at least 1
   */
  public static BackendOptions defaults() {
    return new BackendOptions(DType.FLOAT64, defaultThreads());
  }

  /** These options with another number type. */
  public BackendOptions dtype(DType dtype) {
    return new BackendOptions(dtype, threads);
  }

  /** These options with another thread count. */
  public BackendOptions threads(int threads) {
    return new BackendOptions(dtype, threads);
  }

  private static int defaultThreads() {
    Setting setting = Setting.find("nn.threads", "NN_THREADS");
    if (setting == null) {
      return Runtime.getRuntime().availableProcessors();
    }
    int threads;
    try {
      threads = Integer.parseInt(setting.value());
    } catch (NumberFormatException notANumber) {
      threads = 0;
    }
    if (threads < 1) {
      throw new IllegalArgumentException(
          "options: threads must be a whole number of at least 1: "
              + setting.source()
              + " is '"
              + setting.value()
              + "'");
    }
    return threads;
  }
}
