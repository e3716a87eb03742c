package nn.backend.naive;

import nn.api.Backend;
import nn.api.DType;
import nn.api.Tier;
import nn.api.provider.BackendOptions;
import nn.api.provider.BackendProvider;

/** Offers {@code naive-fma}: plain loops of fused multiply-adds. */
public final class NaiveFmaProvider implements BackendProvider {

  /** For the service loader, and for a conformance test. */
  public NaiveFmaProvider() {}

  @Override
  public String name() {
    return "naive-fma";
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
  public Backend open(BackendOptions options) {
    return new NaiveBackend(name(), options, tier(options.dtype()));
  }
}
