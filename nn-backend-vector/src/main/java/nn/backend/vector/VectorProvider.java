package nn.backend.vector;

import nn.api.Tier;
import nn.api.provider.Availability;

/** Offers {@code vector}: SIMD, each product and each sum rounded. */
public final class VectorProvider extends SimdProvider {

  /** For the service loader, and for a conformance test. */
  public VectorProvider() {
    super("vector", 300, Tier.EXACT_SEPARATE);
  }

  @Override
  public Availability availability() {
    return VectorModule.availability();
  }
}
