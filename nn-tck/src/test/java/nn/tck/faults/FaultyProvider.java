package nn.tck.faults;

import java.util.Set;
import nn.api.Backend;
import nn.api.DType;
import nn.api.ForwardingBackend;
import nn.api.Tier;
import nn.api.provider.Availability;
import nn.api.provider.BackendException;
import nn.api.provider.BackendOptions;
import nn.api.provider.BackendProvider;
import nn.backend.naive.NaiveFmaProvider;
import nn.backend.naive.NaiveProvider;

/** Opens the backend of one fault. */
final class FaultyProvider implements BackendProvider {
  private final Fault fault;
  private final int threshold;
  private final BackendProvider right;

  FaultyProvider(Fault fault, int threshold) {
    this.fault = fault;
    this.threshold = threshold;
    right = fault.tier() == Tier.EXACT_FUSED ? new NaiveFmaProvider() : new NaiveProvider();
  }

  @Override
  public String name() {
    return right.name();
  }

  @Override
  public String version() {
    return right.version();
  }

  @Override
  public int spiVersion() {
    return right.spiVersion();
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public Set<DType> dtypes() {
    return Set.of(fault.dtype());
  }

  @Override
  public Tier tier(DType dtype) {
    return fault.tier();
  }

  @Override
  public Availability availability() {
    return right.availability();
  }

  @Override
  public Backend open(BackendOptions options) {
    if (options.dtype() != fault.dtype()) {
      throw new BackendException("NN-104", "open: number type not offered: " + options.dtype());
    }
    Backend opened = right.open(options);
    Backend claiming = opened.tier() == fault.tier() ? opened : new Claiming(opened, fault.tier());
    return fault.wrapper().around(claiming, threshold);
  }

  /** A backend that says it is of another tier. */
  private static final class Claiming extends ForwardingBackend {
    private final Tier tier;

    Claiming(Backend delegate, Tier tier) {
      super(delegate);
      this.tier = tier;
    }

    @Override
    public Tier tier() {
      return tier;
    }
  }
}
