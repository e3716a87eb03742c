package nn.tck.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import nn.api.Backend;
import nn.api.ClosedException;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import org.jspecify.annotations.Nullable;

/** What becomes of an exception or an error of a loop, and of the backend after it. */
final class ThirdFailureFaults {

  private static final Threshold ELEMENTS = new Threshold(1, 4_096);

  private ThirdFailureFaults() {}

  static List<Fault> all() {
    return List.of(rebuilt(), ofSeveralParts(), functionStaysSet(), errorIsTheEnd());
  }

  private static Fault rebuilt() {
    return Fault.of(
        "dense",
        "an exception of the function of dense on more than T elements is made anew with the one"
            + " that was thrown as its cause",
        "code of java.util.concurrent.ForkJoinTask, which does so by reflection",
        ELEMENTS,
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void dense(Tensor w, Tensor x, Tensor b, ElementwiseLoop f, Tensor out) {
                boolean rebuilds = f != null && out != null && size(out) > t;
                super.dense(w, x, b, rebuilds ? new WatchedLoop(f, this::run) : f, out);
              }

              private void run(Runnable part) {
                try {
                  part.run();
                } catch (RuntimeException thrown) {
                  throw anew(thrown);
                }
              }
            });
  }

  private static RuntimeException anew(RuntimeException thrown) {
    Class<? extends RuntimeException> type = thrown.getClass();
    try {
      return type.getConstructor(Throwable.class).newInstance(thrown);
    } catch (ReflectiveOperationException none) {
      return withCause(type, thrown);
    }
  }

  private static RuntimeException withCause(
      Class<? extends RuntimeException> type, RuntimeException thrown) {
    try {
      RuntimeException anew = type.getConstructor().newInstance();
      anew.initCause(thrown);
      return anew;
    } catch (ReflectiveOperationException none) {
      return thrown;
    }
  }

  private static Fault ofSeveralParts() {
    return Fault.of(
            "apply",
            "where a loop on more than T elements throws in several parts, apply throws an"
                + " exception that has all of them suppressed",
            "code that collects what its threads throw",
            new Threshold(16, 16_384),
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
                    if (loop == null || operands.length == 0 || isSmall(operands[0])) {
                      super.apply(loop, scalars, operands);
                      return;
                    }
                    List<RuntimeException> all = Collections.synchronizedList(new ArrayList<>());
                    ElementwiseLoop watched = new WatchedLoop(loop, part -> run(part, all));
                    try {
                      super.apply(watched, scalars, operands);
                    } catch (RuntimeException first) {
                      if (all.size() < 2) {
                        throw first;
                      }
                      IllegalStateException failed =
                          new IllegalStateException("apply: " + all.size() + " parts failed");
                      all.forEach(failed::addSuppressed);
                      throw failed;
                    }
                  }

                  private boolean isSmall(@Nullable Tensor tensor) {
                    return tensor == null || size(tensor) <= t;
                  }

                  private void run(Runnable part, List<RuntimeException> all) {
                    try {
                      part.run();
                    } catch (RuntimeException thrown) {
                      all.add(thrown);
                      throw thrown;
                    }
                  }
                })
        .inFloats();
  }

  private static Fault functionStaysSet() {
    return Fault.of(
        "matmul",
        "after the function of dense on more than T elements has thrown, the next matmul applies it"
            + " to its product",
        "code that sets what is done to a product's tiles in a field, and resets it after the call",
        ELEMENTS,
        FunctionStays::new);
  }

  private static final class FunctionStays extends FaultyBackend {
    private final int most;
    private volatile @Nullable ElementwiseLoop left;

    FunctionStays(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    public void dense(Tensor w, Tensor x, Tensor b, ElementwiseLoop f, Tensor out) {
      boolean sets = f != null && out != null && size(out) > most;
      super.dense(w, x, b, sets ? new WatchedLoop(f, part -> run(part, f)) : f, out);
    }

    private void run(Runnable part, ElementwiseLoop f) {
      try {
        part.run();
      } catch (RuntimeException | Error thrown) {
        left = f;
        throw thrown;
      }
    }

    @Override
    public void matmul(Tensor a, Tensor b, Tensor out) {
      super.matmul(a, b, out);
      ElementwiseLoop f = left;
      if (f != null) {
        left = null;
        delegate().apply(f, out, out);
      }
    }
  }

  private static Fault errorIsTheEnd() {
    return Fault.of(
        "apply",
        "after an error of a loop on more than T elements all kernels are refused as if the backend"
            + " were closed",
        "code that takes each Error for the end of the virtual machine",
        ELEMENTS,
        ErrorIsTheEnd::new);
  }

  private static final class ErrorIsTheEnd extends CalledBackend {
    private final int most;
    private volatile boolean ended;

    ErrorIsTheEnd(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    protected void around(Call call) {
      if (ended) {
        throw new ClosedException(call.kernel() + ": the backend is closed: " + name());
      }
      try {
        super.around(call);
      } catch (Error error) {
        ended |= call.is("apply") && call.size() > most;
        throw error;
      }
    }
  }
}
