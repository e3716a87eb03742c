package nn.bench;

import java.util.List;
import nn.api.DType;

/** Work that contenders do one after the other, which makes them a group of the table. */
interface Workload {

  /** What is done, for people. */
  String title();

  /** Where a chart shows it. */
  Place place();

  /** In which numbers. */
  DType dtype();

  /** How speed is expressed. */
  Rate rate();

  /** The least extent of a product; 0 for other work. */
  default int extent() {
    return 0;
  }

  /** Who does the work by a backend: it, and what it is compared with. */
  default List<String> contenders(String backend, int threads) {
    return List.of(backend);
  }

  /** Whether the contenders differ in the number of threads, so that none is asked for. */
  default boolean sweepsThreads() {
    return false;
  }

  /** With what the contenders are compared, where the user wants {@code usual}. */
  default Baseline baseline(Baseline usual) {
    return usual;
  }

  /** Measures one contender. */
  Measurement measure(Jmh jmh, String contender, int threads);

  /**
   * Where a chart shows the work.
   *
   * @param chart the chart's title
   * @param label of the work in it
   */
  record Place(String chart, String label) {}
}
