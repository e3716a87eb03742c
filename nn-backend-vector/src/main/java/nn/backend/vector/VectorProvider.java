package nn.backend.vector;

import nn.api.Backend;
import nn.api.DType;
import nn.api.Tier;
import nn.api.provider.Availability;
import nn.api.provider.BackendOptions;
import nn.api.provider.BackendProvider;

/** Offers {@code vector}: SIMD, each product and each sum rounded. */
public final class VectorProvider implements BackendProvider {

  /** For the service loader, and for a conformance test. */
  public VectorProvider() {}

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public int priority() {
    return 300;
  }

  @Override
  public Tier tier(DType dtype) {
    return Tier.EXACT_SEPARATE;
  }

  @Override
  public Availability availability() {
    return VectorModule.availability();
  }

  @Override
  public String path(DType dtype) {
    return WarmUp.path(dtype, false);
  }

  @Override
  public Backend open(BackendOptions options) {
    return new VectorBackend(name(), options, tier(options.dtype()));
  }
}
