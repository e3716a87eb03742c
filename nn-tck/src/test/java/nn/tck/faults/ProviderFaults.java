package nn.tck.faults;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Tier;
import nn.api.provider.BackendOptions;
import nn.backend.naive.NaiveProvider;
import org.jspecify.annotations.Nullable;

/** Backends that are not what their provider was asked for. */
final class ProviderFaults {

  private ProviderFaults() {}

  private static final Threshold THREADS = new Threshold(1, 8);

  static List<Fault> all() {
    return List.of(fewerThreads(), tierByThreads(), nameByThreads(), wider(), oneForAll());
  }

  private static Fault fewerThreads() {
    return Fault.of(
        "open",
        "a backend has T threads when more are asked for",
        "liyu95/DeepSimulator#15",
        THREADS,
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public int threads() {
                return Math.min(t, super.threads());
              }
            });
  }

  private static Fault tierByThreads() {
    return Fault.of(
            "open",
            "a backend of more than T threads says of itself that it is of a lower tier",
            "databendlabs/databend#8595",
            THREADS,
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  public Tier tier() {
                    return threads() > t ? Tier.BOUNDED : super.tier();
                  }
                })
        .inFloats()
        .claiming(Tier.EXACT_FUSED);
  }

  private static Fault nameByThreads() {
    return Fault.of(
            "open",
            "a backend of more than T threads has a name of its own",
            "code of libraries that name their threaded builds",
            THREADS,
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  public String name() {
                    return threads() > t ? super.name() + "-threads" : super.name();
                  }
                })
        .inFloats();
  }

  private static Fault wider() {
    return Fault.of(
            "open",
            "a backend of more than T threads computes in double where float is asked for",
            "deeplearning4j/deeplearning4j#9370",
            THREADS,
            (right, t) -> {
              if (right.threads() <= t) {
                return right;
              }
              int threads = right.threads();
              right.close();
              return new NaiveProvider().open(new BackendOptions(DType.FLOAT64, threads));
            })
        .inFloats();
  }

  private static Fault oneForAll() {
    AtomicReference<@Nullable Backend> last = new AtomicReference<>();
    return Fault.of(
        "open",
        "a provider gives the backend that it gave last, if that is open and has T threads or more",
        "uxlfoundation/oneDNN#828",
        new Threshold(1, 4),
        (right, t) -> {
          Backend open = last.get();
          if (open != null && open.threads() == right.threads() && right.threads() >= t) {
            right.close();
            return open;
          }
          Backend opened =
              new FaultyBackend(right) {
                @Override
                public void close() {
                  last.set(null);
                  super.close();
                }
              };
          last.set(opened);
          return opened;
        });
  }
}
