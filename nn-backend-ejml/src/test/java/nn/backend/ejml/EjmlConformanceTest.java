package nn.backend.ejml;

import nn.api.provider.BackendProvider;
import nn.tck.BackendConformance;

class EjmlConformanceTest extends BackendConformance {
  @Override
  protected BackendProvider provider() {
    return new EjmlProvider();
  }
}
