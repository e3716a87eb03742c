package nn.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import nn.api.Backend;
import nn.api.Tensor;
import nn.tck.reference.Loops;
import org.jspecify.annotations.Nullable;

/** Faults in doing several works at the same time. */
final class ParallelSaboteurs {

  private ParallelSaboteurs() {}

  /** Does works in a wrong way. */
  private interface Fault {
    void inParallel(Backend right, int count, IntConsumer work);
  }

  private static Saboteur saboteur(int rule, String what, Fault fault) {
    return Saboteur.in(
        "inParallel",
        rule,
        what,
        backend ->
            new WrappedBackend(backend) {
              @Override
              public void inParallel(int count, IntConsumer work) {
                fault.inParallel(delegate(), count, work);
              }
            });
  }

  static List<Saboteur> all() {
    List<Saboteur> all = new ArrayList<>();
    all.add(
        saboteur(
            814,
            "leaves out the last work",
            (right, count, work) -> right.inParallel(count > 0 ? count - 1 : count, work)));
    all.add(
        saboteur(
            814,
            "does the first work twice",
            (right, count, work) -> {
              right.inParallel(count, work);
              if (count > 0) {
                work.accept(0);
              }
            }));
    all.add(
        saboteur(
            814,
            "does not wait for the last work",
            (right, count, work) -> {
              right.inParallel(count > 0 ? count - 1 : count, work);
              if (count > 0) {
                Thread late = new Thread(() -> work.accept(count - 1), "late");
                late.setUncaughtExceptionHandler((thread, failure) -> {}); // too late for the rule
                late.setDaemon(true);
                late.start();
              }
            }));
    all.add(Saboteur.in("inParallel", 815, "kernels of a work round otherwise", Rounding::new));
    all.add(
        saboteur(
            816,
            "loses an exception",
            (right, count, work) ->
                right.inParallel(
                    count,
                    index -> {
                      try {
                        work.accept(index);
                      } catch (Loops.Refusal lost) {
                        // which is the fault
                      }
                    })));
    all.add(Saboteur.in("inParallel", 816, "does nothing after an exception", Offended::new));
    all.add(
        saboteur(
            817,
            "takes more works than threads",
            (right, count, work) -> {
              int most = Math.min(count, right.threads());
              right.inParallel(most, work);
              for (int index = Math.max(0, most); index < count; index++) {
                work.accept(index);
              }
            }));
    all.add(
        saboteur(
            817,
            "takes a negative number",
            (right, count, work) -> right.inParallel(Math.max(0, count), work)));
    return all;
  }

  /** Sums that a work computes are one ulp too large. */
  private static final class Rounding extends WrappedBackend {
    private final ThreadLocal<Boolean> within = ThreadLocal.withInitial(() -> false);

    Rounding(Backend delegate) {
      super(delegate);
    }

    @Override
    public void inParallel(int count, IntConsumer work) {
      delegate()
          .inParallel(
              count,
              index -> {
                within.set(true);
                try {
                  work.accept(index);
                } finally {
                  within.set(false);
                }
              });
    }

    @Override
    void call(String kernel, @Nullable Tensor out, Runnable work) {
      super.call(kernel, out, work);
      if (out != null && within.get() && kernel.equals("sumOverUnits")) {
        double[] value = new double[1];
        delegate().read(out, 0, 1, value, 0);
        value[0] = Math.nextUp(value[0]);
        delegate().write(value, 0, out, 0, 1);
      }
    }
  }

  /** Does nothing any more once a work has thrown. */
  private static final class Offended extends WrappedBackend {
    private volatile boolean offended;

    Offended(Backend delegate) {
      super(delegate);
    }

    @Override
    public void inParallel(int count, IntConsumer work) {
      if (offended) {
        return;
      }
      try {
        super.inParallel(count, work);
      } catch (Loops.Refusal thrown) {
        offended = true;
        throw thrown;
      }
    }
  }
}
