package nn.tck;

import java.util.Set;
import java.util.function.UnaryOperator;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Tier;
import nn.api.provider.Availability;
import nn.api.provider.BackendException;
import nn.api.provider.BackendOptions;
import nn.api.provider.BackendProvider;
import nn.backend.naive.NaiveProvider;

/** A naive provider whose backends are wrapped; override what is to be wrong. */
class TestProvider implements BackendProvider {
  private final BackendProvider delegate;
  private final Set<DType> dtypes;
  private final UnaryOperator<Backend> wrapper;

  TestProvider(BackendProvider delegate, Set<DType> dtypes, UnaryOperator<Backend> wrapper) {
    this.delegate = delegate;
    this.dtypes = dtypes;
    this.wrapper = wrapper;
  }

  TestProvider(Set<DType> dtypes, UnaryOperator<Backend> wrapper) {
    this(new NaiveProvider(), dtypes, wrapper);
  }

  @Override
  public String name() {
    return delegate.name();
  }

  @Override
  public String version() {
    return delegate.version();
  }

  @Override
  public int spiVersion() {
    return delegate.spiVersion();
  }

  @Override
  public int priority() {
    return delegate.priority();
  }

  @Override
  public Set<DType> dtypes() {
    return dtypes;
  }

  @Override
  public Tier tier(DType dtype) {
    return delegate.tier(dtype);
  }

  @Override
  public Availability availability() {
    return delegate.availability();
  }

  @Override
  public Backend open(BackendOptions options) {
    if (!dtypes.contains(options.dtype())) {
      throw new BackendException("NN-104", "open: number type not offered: " + options.dtype());
    }
    return wrapper.apply(delegate.open(options));
  }
}
