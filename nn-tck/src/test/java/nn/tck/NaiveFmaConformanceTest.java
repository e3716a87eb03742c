package nn.tck;

import nn.api.provider.BackendProvider;
import nn.backend.naive.NaiveFmaProvider;

class NaiveFmaConformanceTest extends BackendConformance {
  @Override
  protected BackendProvider provider() {
    return new NaiveFmaProvider();
  }
}
