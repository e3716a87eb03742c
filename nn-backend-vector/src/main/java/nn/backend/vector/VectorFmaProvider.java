package nn.backend.vector;

import nn.api.Backend;
import nn.api.DType;
import nn.api.Tier;
import nn.api.provider.Availability;
import nn.api.provider.BackendOptions;
import nn.api.provider.BackendProvider;

/** Offers {@code vector-fma}: SIMD, each step of a product one fused multiply-add. */
public final class VectorFmaProvider implements BackendProvider {

  /** For the service loader, and for a conformance test. */
  public VectorFmaProvider() {}

  @Override
  public String name() {
    return "vector-fma";
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public Tier tier(DType dtype) {
    return Tier.EXACT_FUSED;
  }

  @Override
  public Availability availability() {
    return VectorModule.availabilityOfFma();
  }

  @Override
  public String path(DType dtype) {
    return WarmUp.path(dtype, true);
  }

  @Override
  public Backend open(BackendOptions options) {
    return new VectorBackend(name(), options, tier(options.dtype()));
  }
}
