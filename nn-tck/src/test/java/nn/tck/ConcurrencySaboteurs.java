package nn.tck;

import static nn.tck.Saboteur.in;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import nn.api.Backend;
import nn.api.Tensor;
import nn.tck.reference.Matrix;
import org.jspecify.annotations.Nullable;

/** Faults that need several callers, or another kernel in between. */
final class ConcurrencySaboteurs {

  private ConcurrencySaboteurs() {}

  static List<Saboteur> all() {
    return List.of(
        in(
            "denseParameterGradients",
            803,
            "shares a scratch buffer between callers beyond 1,000 elements",
            backend -> new SharedScratch(backend, false)),
        in(
            "denseParameterGradients",
            815,
            "shares a scratch buffer between works beyond 1,000 elements",
            backend -> new SharedScratch(backend, true)),
        in("matmul", 831, "does not see that combine has overwritten b", Stale::new),
        in("sumOverUnits", 841, "takes other code from its 150th call on", Late::new));
  }

  /** The gradients go through one buffer of the backend's. */
  private static final class SharedScratch extends WrappedBackend {
    private final boolean inWorksOnly;
    private final ThreadLocal<Boolean> inWork = ThreadLocal.withInitial(() -> false);
    private volatile double[] scratch = {};

    SharedScratch(Backend delegate, boolean inWorksOnly) {
      super(delegate);
      this.inWorksOnly = inWorksOnly;
    }

    @Override
    public void inParallel(int count, IntConsumer work) {
      super.inParallel(
          count,
          index -> {
            inWork.set(true);
            try {
              work.accept(index);
            } finally {
              inWork.set(false);
            }
          });
    }

    @Override
    public void denseParameterGradients(Tensor dz, Tensor x, Tensor dw, Tensor db) {
      super.denseParameterGradients(dz, x, dw, db);
      if (dw.shape().size() > 1_000 && (!inWorksOnly || inWork.get())) {
        double[] mine = get(dw).values();
        scratch = mine;
        for (int wait = 0; wait < 20 && scratch == mine; wait++) {
          LockSupport.parkNanos(100_000); // another caller comes between, on a busy machine too
        }
        double[] shared = scratch;
        if (shared.length == dw.shape().size()) {
          put(new Matrix(dw.shape(), shared), dw);
        }
      }
    }
  }

  /** Keeps a copy of each right factor, which {@code combine} does not drop. */
  private static final class Stale extends WrappedBackend {
    private final IdentityHashMap<Tensor, Matrix> copies = new IdentityHashMap<>();

    Stale(Backend delegate) {
      super(delegate);
    }

    @Override
    void call(String kernel, @Nullable Tensor out, Runnable work) {
      super.call(kernel, out, work);
      if (!kernel.equals("combine")) {
        drop(out);
      }
    }

    private synchronized void drop(@Nullable Tensor out) {
      copies.remove(out);
    }

    private synchronized Matrix copy(Tensor b) {
      return copies.computeIfAbsent(b, this::get);
    }

    @Override
    public void matmul(Tensor a, Tensor b, Tensor out) {
      Matrix now = get(b);
      put(copy(b), b);
      super.matmul(a, b, out);
      put(now, b);
    }
  }

  /** Its sums are one ulp too large once it has been called often. */
  private static final class Late extends WrappedBackend {
    private final AtomicInteger calls = new AtomicInteger();

    Late(Backend delegate) {
      super(delegate);
    }

    @Override
    public void sumOverUnits(Tensor a, Tensor out) {
      super.sumOverUnits(a, out);
      if (calls.incrementAndGet() >= 150) {
        Matrix right = get(out);
        put(out, (i, j) -> Math.nextUp(right.get(i, j)));
      }
    }
  }
}
