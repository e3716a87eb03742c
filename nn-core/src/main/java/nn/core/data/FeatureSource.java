package nn.core.data;

/**
 * Features that are not in memory, such as those in a file. They do not change, and any number of
 * threads may read them at once.
 */
@FunctionalInterface
public interface FeatureSource {

  /**
   * Reads the features of some records.
   *
   * @param record the first of them
   * @param count how many
   * @param target one record after another, from {@code offset} on; overwritten
   * @throws java.io.UncheckedIOException if they cannot be read
   */
  void read(int record, int count, double[] target, int offset);
}
