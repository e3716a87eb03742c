package nn.backend.nd4j;

import nn.api.provider.BackendProvider;
import nn.tck.BackendConformance;

@WithNatives
class Nd4jConformanceTest extends BackendConformance {
  @Override
  protected BackendProvider provider() {
    return new Nd4jProvider();
  }
}
