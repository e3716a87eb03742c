package nn.tck;

import static nn.tck.Saboteur.DOUBLES;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Tier;
import nn.api.provider.Availability;
import nn.api.provider.BackendOptions;
import nn.backend.naive.NaiveFmaProvider;
import nn.backend.naive.NaiveProvider;

/** Faults in the provider. */
final class ProviderSaboteurs {

  private ProviderSaboteurs() {}

  private static class Naive extends TestProvider {
    Naive(Set<DType> dtypes) {
      super(dtypes, WrappedBackend::new);
    }
  }

  private static Saboteur wrong(String method, int rule, String fault, TestProvider provider) {
    return new Saboteur(method + ": " + fault, rule, Set.of(method), provider);
  }

  static List<Saboteur> all() {
    return List.of(
        wrong(
            "name",
            901,
            "has a capital",
            new Naive(DOUBLES) {
              @Override
              public String name() {
                return "Naive_2";
              }
            }),
        wrong("dtypes", 902, "is empty", new Naive(Set.of())),
        wrong(
            "availability",
            903,
            "throws",
            new Naive(DOUBLES) {
              @Override
              public Availability availability() {
                throw new UnsatisfiedLinkError("no blas in java.library.path");
              }
            }),
        wrong(
            "availability",
            903,
            "gives no reason",
            new Naive(DOUBLES) {
              @Override
              public Availability availability() {
                return Availability.unavailable("");
              }
            }),
        wrong(
            "availability",
            903,
            "is null",
            new Naive(DOUBLES) {
              @Override
              @SuppressWarnings("NullAway") // the fault
              public Availability availability() {
                return null;
              }
            }),
        wrong(
            "spiVersion",
            904,
            "is made up",
            new Naive(DOUBLES) {
              @Override
              public int spiVersion() {
                return 0;
              }
            }),
        wrong(
            "tier",
            905,
            "is null",
            new Naive(DOUBLES) {
              @Override
              @SuppressWarnings("NullAway") // the fault
              public Tier tier(DType dtype) {
                return null;
              }
            }),
        wrong(
            "open",
            906,
            "ignores the number type",
            new Naive(Set.of(DType.FLOAT32)) {
              @Override
              public Backend open(BackendOptions options) {
                return new NaiveProvider().open(options.dtype(DType.FLOAT64));
              }
            }),
        wrong(
            "open",
            907,
            "ignores the thread count",
            new Naive(DOUBLES) {
              @Override
              public Backend open(BackendOptions options) {
                return super.open(options.threads(1));
              }
            }),
        wrong(
            "name",
            908,
            "is not that of its backends",
            new Naive(DOUBLES) {
              @Override
              public String name() {
                return "other";
              }
            }),
        wrong(
            "tier",
            909,
            "is not that of its backends",
            new Naive(DOUBLES) {
              @Override
              public Tier tier(DType dtype) {
                return Tier.BOUNDED;
              }
            }),
        wrong(
            "priority",
            910,
            "puts fused arithmetic first",
            new TestProvider(new NaiveFmaProvider(), DOUBLES, WrappedBackend::new) {
              @Override
              public int priority() {
                return 500;
              }
            }),
        wrong(
            "version",
            911,
            "is blank",
            new Naive(DOUBLES) {
              @Override
              public String version() {
                return " ";
              }
            }),
        wrong(
            "open",
            813,
            "leaks native memory",
            new Naive(DOUBLES) {
              private final List<ByteBuffer> leaked = new ArrayList<>();

              @Override
              public Backend open(BackendOptions options) {
                leaked.add(ByteBuffer.allocateDirect(1 << 20)); // the level of smoke has few cycles
                return super.open(options);
              }
            }),
        wrong(
            "open",
            912,
            "keeps one backend for all",
            new Naive(DOUBLES) {
              private final Map<BackendOptions, Backend> opened = new HashMap<>();

              @Override
              public Backend open(BackendOptions options) {
                return opened.computeIfAbsent(options, super::open);
              }
            }),
        wrong(
            "open",
            913,
            "opens what it does not offer",
            new Naive(DOUBLES) {
              @Override
              public Backend open(BackendOptions options) {
                return new NaiveProvider().open(options);
              }
            }));
  }
}
