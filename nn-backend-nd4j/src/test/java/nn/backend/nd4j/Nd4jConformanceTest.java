package nn.backend.nd4j;

import nn.api.provider.BackendProvider;
import nn.tck.BackendConformance;

@WithNatives
class Nd4jConformanceTest extends BackendConformance {
  @Override
  protected BackendProvider provider() {
    return new Nd4jProvider();
  }

  /**
   * Several at level smoke alone. OpenBLAS's threads wait for one another by yielding, so that on a
   * busy machine each of the hundred thousands of shared products of the other levels waits for
   * strangers' time slices.
   */
  @Override
  protected int[] threadCounts() {
    return "smoke".equals(System.getProperty("tck.level")) ? new int[] {1, 3} : new int[] {1};
  }
}
