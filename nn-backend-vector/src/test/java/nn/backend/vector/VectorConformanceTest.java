package nn.backend.vector;

import nn.api.provider.BackendProvider;
import nn.tck.BackendConformance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Warm.class)
class VectorConformanceTest extends BackendConformance {
  @Override
  protected BackendProvider provider() {
    return new VectorProvider();
  }
}
