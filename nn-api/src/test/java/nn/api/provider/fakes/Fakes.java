package nn.api.provider.fakes;

import java.util.Set;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Tier;
import nn.api.provider.Availability;
import nn.api.provider.BackendOptions;
import nn.api.provider.FakeProvider;
import org.jspecify.annotations.Nullable;

/** Providers that tests put into jars of their own. */
public final class Fakes {

  /** The system property that says what is wrong with {@link Faulty}. */
  public static final String FAULT = "nn.test.fault";

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

  /** Would be chosen, by priority. */
  public static final class Preferred extends FakeProvider {
    @Override
    public int priority() {
      return 20;
    }
  }

  /** Has the fault that the system property {@link #FAULT} says, for instance "tier is null". */
  @SuppressWarnings("NullAway") // the fault
  public static final class Faulty extends FakeProvider {
    public Faulty() {
      fault("new", this);
    }

    private static <T> @Nullable T fault(String method, T right) {
      String fault = System.getProperty(FAULT, "none");
      if (fault.equals(method + " throws")) {
        throw new IllegalStateException(method);
      }
      if (fault.equals(method + " links")) {
        throw new NoClassDefFoundError(method);
      }
      return fault.equals(method + " is null") ? null : right;
    }

    @Override
    public String name() {
      return fault("name", super.name());
    }

    @Override
    public String version() {
      return fault("version", super.version());
    }

    @Override
    public int spiVersion() {
      return fault("spiVersion", super.spiVersion());
    }

    @Override
    public int priority() {
      return fault("priority", super.priority());
    }

    @Override
    public Set<DType> dtypes() {
      return fault("dtypes", super.dtypes());
    }

    @Override
    public Tier tier(DType dtype) {
      return fault("tier", super.tier(dtype));
    }

    @Override
    public Availability availability() {
      return fault("availability", new Availability(true, fault("reason", "")));
    }

    @Override
    public Backend open(BackendOptions options) {
      return fault("open", super.open(options));
    }
  }
}
