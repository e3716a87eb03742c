package com.example.suites;

import java.util.Set;
import nn.api.Backend;
import nn.api.DType;
import nn.api.ForwardingBackend;
import nn.api.Tensor;
import nn.api.Tier;
import nn.api.provider.Availability;
import nn.api.provider.BackendOptions;
import nn.api.provider.BackendProvider;
import nn.backend.naive.NaiveProvider;
import nn.tck.BackendConformance;

class WrongBackendTest extends BackendConformance {

  /** Naive, whose maxima are sums. */
  private record Wrong(NaiveProvider naive) implements BackendProvider {
    @Override
    public String name() {
      return naive.name();
    }

    @Override
    public String version() {
      return naive.version();
    }

    @Override
    public int spiVersion() {
      return naive.spiVersion();
    }

    @Override
    public int priority() {
      return naive.priority();
    }

    @Override
    public Set<DType> dtypes() {
      return naive.dtypes();
    }

    @Override
    public Tier tier(DType dtype) {
      return naive.tier(dtype);
    }

    @Override
    public Availability availability() {
      return naive.availability();
    }

    @Override
    public Backend open(BackendOptions options) {
      return new ForwardingBackend(naive.open(options)) {
        @Override
        public void maxOverUnits(Tensor a, Tensor out) {
          sumOverUnits(a, out);
        }
      };
    }
  }

  @Override
  protected BackendProvider provider() {
    return new Wrong(new NaiveProvider());
  }
}
