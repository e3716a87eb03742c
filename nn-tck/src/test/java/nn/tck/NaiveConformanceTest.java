package nn.tck;

import nn.api.provider.BackendProvider;
import nn.backend.naive.NaiveProvider;

class NaiveConformanceTest extends BackendConformance {
  @Override
  protected BackendProvider provider() {
    return new NaiveProvider();
  }
}
