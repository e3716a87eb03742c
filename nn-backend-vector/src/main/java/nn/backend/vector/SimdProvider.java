package nn.backend.vector;

import java.lang.module.ModuleDescriptor;
import java.util.EnumSet;
import java.util.Set;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Tier;
import nn.api.provider.BackendOptions;
import nn.api.provider.BackendProvider;

/** What the providers of both arithmetics have in common. */
abstract class SimdProvider implements BackendProvider {
  private final String name;
  private final int priority;
  private final Tier tier;

  SimdProvider(String name, int priority, Tier tier) {
    this.name = name;
    this.priority = priority;
    this.tier = tier;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String version() {
    ModuleDescriptor module = getClass().getModule().getDescriptor();
    String version =
        module == null
            ? getClass().getPackage().getImplementationVersion()
            : module.rawVersion().orElse(null);
    return version == null ? "development" : version; // no jar, so neither says it
  }

  @Override
  public final int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public final int priority() {
    return priority;
  }

  @Override
  public final Set<DType> dtypes() {
    return EnumSet.allOf(DType.class);
  }

  @Override
  public final Tier tier(DType dtype) {
    return tier;
  }

  @Override
  public final Backend open(BackendOptions options) {
    return new VectorBackend(name, options, tier);
  }
}
