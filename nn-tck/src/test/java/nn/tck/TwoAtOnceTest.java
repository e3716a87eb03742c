package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import nn.api.Backend;
import nn.api.DType;
import nn.api.ForwardingBackend;
import nn.api.Tensor;
import nn.api.provider.BackendException;
import nn.api.provider.BackendOptions;
import org.junit.jupiter.api.Test;

class TwoAtOnceTest {
  private static final Set<DType> BOTH = EnumSet.allOf(DType.class);
  private static final int COPY = 1811;

  /** A copy that leaves the destination as it is, in one number type. */
  private static UnaryOperator<Backend> without(DType dtype) {
    return backend ->
        backend.dtype() != dtype
            ? backend
            : new ForwardingBackend(backend) {
              @Override
              public void copy(Tensor a, Tensor out) {
                // nothing
              }
            };
  }

  @Test
  void theFailureOfEitherTypeIsReportedWithItsReplay() {
    for (DType dtype : BOTH) {
      SuiteRun run = SuiteRun.ofRule(COPY, new TestProvider(BOTH, without(dtype)), Map.of(), 1);
      String message = String.valueOf(run.failures().get(COPY));
      assertTrue(message.contains("output 0: wrong value at"), message);
      String replay = "-Dtck.case=1811/" + dtype.name().toLowerCase(Locale.ROOT) + "/";
      assertTrue(message.contains(replay), message);
    }
  }

  /** Whichever of them is the thread that the rule waits for. */
  @Test
  void aPartThatHangsHidesNoFailureOfAnother() {
    for (DType hanging : BOTH) {
      CountDownLatch never = new CountDownLatch(1);
      UnaryOperator<Backend> hangs =
          backend ->
              new ForwardingBackend(backend) {
                @Override
                public void copy(Tensor a, Tensor out) {
                  if (dtype() == hanging) {
                    WatchdogTest.await(never);
                  }
                }
              };
      SuiteRun run =
          SuiteRun.ofRule(COPY, new TestProvider(BOTH, hangs), Map.of("tck.timeout", "4"), 1);
      String message = String.valueOf(run.failures().get(COPY));
      assertTrue(message.contains("output 0: wrong value at"), message);
      never.countDown();
    }
  }

  @Test
  void theOthersAreClosedWhenOneFails() {
    Set<Backend> open = ConcurrentHashMap.newKeySet();
    UnaryOperator<Backend> noting =
        backend -> {
          Backend noted =
              new ForwardingBackend(without(DType.FLOAT32).apply(backend)) {
                @Override
                public void close() {
                  open.remove(this);
                  super.close();
                }
              };
          open.add(noted);
          return noted;
        };
    assertFalse(
        SuiteRun.ofRule(COPY, new TestProvider(BOTH, noting), Map.of(), 1).failures().isEmpty());
    assertEquals(Set.of(), open);
  }

  /** A provider that refuses another number of threads while a backend is open. */
  private static final class OneNumber extends TestProvider {
    private int open;
    private int threads;
    private int refused;

    OneNumber() {
      super(BOTH, UnaryOperator.identity());
    }

    @Override
    public synchronized Backend open(BackendOptions options) {
      if (open > 0 && options.threads() != threads) {
        refused++;
        throw new BackendException("NN-105", "open: another number of threads is open: " + threads);
      }
      open++;
      threads = options.threads();
      return new ForwardingBackend(super.open(options)) {
        @Override
        public void close() {
          closed();
          super.close();
        }
      };
    }

    private synchronized void closed() {
      open--;
    }
  }

  @Test
  void partsThatCannotBeOpenAtOnceAreTestedOneAfterTheOther() {
    OneNumber provider = new OneNumber();
    SuiteRun run = SuiteRun.ofRule(COPY, provider, Map.of(), 1, 3);
    assertEquals(Map.of(), run.failures());
    assertEquals(1, provider.refused); // when it was asked
  }
}
