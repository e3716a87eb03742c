package nn.tck;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Tier;
import nn.api.Workspace;
import nn.api.provider.Availability;
import nn.api.provider.BackendOptions;
import nn.api.provider.BackendProvider;
import nn.backend.naive.NaiveFmaProvider;
import nn.backend.naive.NaiveProvider;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;

/** Finds out which kernels each rule's test calls, so that a fault's reach is known. */
final class Spy {
  private final Set<String> called = ConcurrentHashMap.newKeySet();

  private Spy() {}

  /** By rule, what its test calls of a backend and of its provider, in whatever tier. */
  static Map<Integer, Set<String>> calls() {
    Map<Integer, Set<String>> calls = new TreeMap<>();
    for (BackendProvider provider :
        List.of(new NaiveProvider(), new NaiveFmaProvider(), ProductSaboteurs.honestlyBounded())) {
      Spy spy = new Spy();
      SuiteRun.run(
              spy.new SpyProvider(provider),
              rule -> {
                calls.computeIfAbsent(rule, r -> new TreeSet<>()).addAll(spy.called);
                spy.called.clear();
              },
              3)
          .forEach(
              (rule, outcome) -> {
                if (outcome.getStatus() == TestExecutionResult.Status.FAILED) {
                  throw new AssertionError(
                      provider.name() + " fails rule " + rule, outcome.getThrowable().get());
                }
              });
    }
    return calls;
  }

  private final class SpyProvider extends TestProvider {
    SpyProvider(BackendProvider provider) {
      super(provider, provider.dtypes(), SpyBackend::new);
    }

    @Override
    public String name() {
      called.add("name");
      return super.name();
    }

    @Override
    public String version() {
      called.add("version");
      return super.version();
    }

    @Override
    public int spiVersion() {
      called.add("spiVersion");
      return super.spiVersion();
    }

    @Override
    public int priority() {
      called.add("priority");
      return super.priority();
    }

    @Override
    public Set<DType> dtypes() {
      called.add("dtypes");
      return super.dtypes();
    }

    @Override
    public Tier tier(DType dtype) {
      called.add("tier");
      return super.tier(dtype);
    }

    @Override
    public Availability availability() {
      called.add("availability");
      return super.availability();
    }

    @Override
    public Backend open(BackendOptions options) {
      called.add("open");
      return super.open(options);
    }
  }

  private final class SpyBackend extends WrappedBackend {
    SpyBackend(Backend delegate) {
      super(delegate);
    }

    @Override
    Tensor tensor(Workspace workspace, Shape shape) {
      called.add("tensor");
      return super.tensor(workspace, shape);
    }

    @Override
    Tensor tensor(Workspace workspace, int rows, int columns) {
      called.add("tensorOfInts");
      return super.tensor(workspace, rows, columns);
    }

    @Override
    void call(String kernel, @Nullable Tensor out, Runnable work) {
      called.add(kernel);
      super.call(kernel, out, work);
    }
  }
}
