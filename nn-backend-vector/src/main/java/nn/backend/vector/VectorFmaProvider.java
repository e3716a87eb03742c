package nn.backend.vector;

import nn.api.Tier;
import nn.api.provider.Availability;

/** Offers {@code vector-fma}: SIMD, each step of a product one fused multiply-add. */
public final class VectorFmaProvider extends SimdProvider {

  /** For the service loader, and for a conformance test. */
  public VectorFmaProvider() {
    super("vector-fma", 0, Tier.EXACT_FUSED);
  }

  @Override
  public Availability availability() {
    return VectorModule.availabilityOfFma();
  }
}
