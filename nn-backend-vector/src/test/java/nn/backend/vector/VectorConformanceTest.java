package nn.backend.vector;

import nn.api.provider.BackendProvider;
import nn.tck.BackendConformance;

class VectorConformanceTest extends BackendConformance {
  @Override
  protected BackendProvider provider() {
    return new VectorProvider();
  }
}
