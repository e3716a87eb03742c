package com.example.offheap;

import java.util.Set;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Tier;
import nn.api.provider.Availability;
import nn.api.provider.BackendOptions;
import nn.api.provider.BackendProvider;

/** Offers {@code off-heap}; found by the service loader. */
public final class OffHeapProvider implements BackendProvider {

  @Override
  public String name() {
    return OffHeapBackend.NAME;
  }

  @Override
  public String version() {
    return "1.0";
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public int priority() {
    return 0; // only where it is named
  }

  @Override
  public Set<DType> dtypes() {
    return Set.of(DType.FLOAT64, DType.FLOAT32);
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
    return new OffHeapBackend(options);
  }
}
