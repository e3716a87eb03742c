package nn.api.provider;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Tier;
import nn.api.heap.FakeBackend;

/** A provider that works; the fakes override what is special about them. */
public abstract class FakeProvider implements BackendProvider {

  @Override
  public String name() {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  @Override
  public String version() {
    return "1.2";
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public int priority() {
    return 10;
  }

  @Override
  public Set<DType> dtypes() {
    return EnumSet.allOf(DType.class);
  }

  @Override
  public Tier tier(DType dtype) {
    return Tier.EXACT_SEPARATE;
  }

  @Override
  public Availability availability() {
    return Availability.AVAILABLE;
  }

  @Override
  public Backend open(BackendOptions options) {
    return new FakeBackend(name(), options.dtype(), options.threads());
  }
}
