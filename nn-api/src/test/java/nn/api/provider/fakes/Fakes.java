package nn.api.provider.fakes;

import java.util.Set;
import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.Availability;
import nn.api.provider.BackendOptions;
import nn.api.provider.FakeProvider;

/** Providers that tests put into jars of their own. */
public final class Fakes {

  private Fakes() {}

  /** Works. */
  public static final class Good extends FakeProvider {}

  /** Works as well, and comes first by name among equals. */
  public static final class Able extends FakeProvider {}

  /** Has the name of another one. */
  public static final class Twin extends FakeProvider {
    @Override
    public String name() {
      return "good";
    }
  }

  /** Would be preferred if it were available. */
  public static final class Native extends FakeProvider {
    @Override
    public int priority() {
      return 300;
    }

    @Override
    public Availability availability() {
      return Availability.unavailable("add the artifact dev.example:native:linux-x86_64");
    }
  }

  /** Was built for an nn-api to come. */
  public static final class Newer extends FakeProvider {
    @Override
    public int spiVersion() {
      return SPI_VERSION + 1;
    }
  }

  /** Offers FLOAT32 alone. */
  public static final class Single extends FakeProvider {
    @Override
    public Set<DType> dtypes() {
      return Set.of(DType.FLOAT32);
    }
  }

  /** Fails when opened. */
  public static final class Fails extends FakeProvider {
    @Override
    public Backend open(BackendOptions options) {
      throw new UnsatisfiedLinkError("no blas in java.library.path");
    }
  }

  /** Throws from a method that must not. */
  public static final class Throws extends FakeProvider {
    @Override
    public Availability availability() {
      throw new IllegalStateException("out of order");
    }
  }

  /** Throws even from its name. */
  public static final class Nameless extends FakeProvider {
    @Override
    public String name() {
      throw new IllegalStateException("no name");
    }
  }

  /** Answers null. */
  public static final class Null extends FakeProvider {
    @Override
    @SuppressWarnings("NullAway") // the fault
    public String name() {
      return null;
    }
  }

  /** Cannot be made. */
  public static final class Unborn extends FakeProvider {
    public Unborn() {
      throw new IllegalStateException("not today");
    }
  }
}
