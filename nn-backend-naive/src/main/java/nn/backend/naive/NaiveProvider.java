package nn.backend.naive;

import nn.api.Backend;
import nn.api.DType;
import nn.api.Tier;
import nn.api.provider.BackendOptions;
import nn.api.provider.BackendProvider;

/** Offers {@code naive}: plain loops, each product and each sum rounded. */
public final class NaiveProvider implements BackendProvider {

  /** For the service loader, and for a conformance test. */
  public NaiveProvider() {}

  @Override
  public String name() {
    return "naive";
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public int priority() {
    return 200;
  }

  @Override
  public Tier tier(DType dtype) {
    return Tier.EXACT_SEPARATE;
  }

  @Override
  public Backend open(BackendOptions options) {
    return new NaiveBackend(name(), options, tier(options.dtype()));
  }
}
