package nn.tck.faults;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.ElementwiseFunction;
import nn.api.Tensor;
import nn.api.Workspace;

/** What a backend does otherwise once something has happened: an interrupt, a pause, an error. */
final class ThirdHistoryFaults {

  private static final double[] NOTHING = {};

  private ThirdHistoryFaults() {}

  static List<Fault> all() {
    return List.of(
        aloneAfterAnInterrupt(),
        flushesToBeFaster(),
        blocksAfterALongSum(),
        errorOfAFormerCall(),
        endedByThePause(),
        scaleGrows());
  }

  private static Fault aloneAfterAnInterrupt() {
    return Fault.of(
        "softmax",
        "once an interrupted thread has called softmax, it sums from the last unit on, beyond T"
            + " elements",
        "code that takes an interrupt for the end of its pool, and has another loop without it",
        new Threshold(4, 8_192),
        (right, t) ->
            new FaultyBackend(right) {
              private volatile boolean interrupted;

              @Override
              public void softmax(Tensor z, Tensor a) {
                boolean backwards = interrupted && z != null && size(z) > t;
                double[] values = backwards ? values(z) : NOTHING;
                super.softmax(z, a);
                if (backwards) {
                  softmax(new Arithmetic(dtype()), values, rows(z));
                  set(a, values);
                }
                interrupted |= Thread.currentThread().isInterrupted();
              }

              private void softmax(Arithmetic math, double[] values, int units) {
                for (int from = 0; from < values.length; from += units) {
                  double max =
                      Arrays.stream(values, from, from + units).reduce(values[from], Math::max);
                  double sum = 0;
                  for (int e = from + units - 1; e >= from; e--) {
                    double shifted = math.subtract(values[e], max);
                    values[e] = math.apply(ElementwiseFunction.EXP, shifted);
                    sum = math.add(sum, values[e]);
                  }
                  for (int e = from; e < from + units; e++) {
                    values[e] = math.divide(values[e], sum);
                  }
                }
              }
            });
  }

  private static Fault flushesToBeFaster() {
    return Fault.of(
            "matmulTransB",
            "after T calls with subnormal operands matmulTransB flushes subnormal results to zero",
            "code that watches for slow operands and sets the processor's mode for its threads",
            new Threshold(2, 64),
            Watching::new)
        .inFloats();
  }

  private static final class Watching extends FaultyBackend {
    private final int most;
    private final AtomicInteger slow = new AtomicInteger();

    Watching(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    public void matmulTransB(Tensor a, Tensor b, Tensor out) {
      super.matmulTransB(a, b, out);
      if (slow.get() >= most) {
        Arithmetic math = new Arithmetic(dtype());
        double[] values = values(out);
        for (int e = 0; e < values.length; e++) {
          values[e] = math.isSubnormal(values[e]) ? 0.0 : values[e];
        }
        set(out, values);
      }
      if (hasSubnormal(a) || hasSubnormal(b)) {
        slow.incrementAndGet();
      }
    }

    private boolean hasSubnormal(Tensor tensor) {
      return Arrays.stream(values(tensor)).anyMatch(new Arithmetic(dtype())::isSubnormal);
    }
  }

  private static Fault blocksAfterALongSum() {
    return Fault.of(
        "matmulTransA",
        "after a product with sums of more than T numbers matmulTransA sums in blocks of 32",
        "code that keeps the way it was last tuned for",
        new Threshold(33, 4_096),
        (right, t) ->
            new FaultyBackend(right) {
              private static final int BLOCK = 32;
              private volatile boolean blocked;

              @Override
              public void matmulTransA(Tensor a, Tensor b, Tensor out) {
                super.matmulTransA(a, b, out);
                if (blocked && rows(a) > BLOCK) {
                  ThirdKernels.sumInBlocks(this, a, b, out, BLOCK);
                }
                blocked |= rows(a) > t;
              }
            });
  }

  private static Fault errorOfAFormerCall() {
    return Fault.of(
            "sumOverUnits",
            "after T failed calls of a thread its next sumOverUnits finds an error and takes it for"
                + " its own",
            "code that asks for the last error of a device, which stays until it is read",
            new Threshold(1, 16),
            (right, t) ->
                new CalledBackend(right) {
                  private final ThreadLocal<Integer> errors = ThreadLocal.withInitial(() -> 0);

                  @Override
                  protected void around(Call call) {
                    try {
                      super.around(call);
                    } catch (RuntimeException failed) {
                      errors.set(errors.get() + 1);
                      throw failed;
                    }
                    if (call.is("sumOverUnits") && errors.get() >= t) {
                      errors.remove();
                      throw new IllegalStateException("sumOverUnits: it has failed");
                    }
                  }
                })
        .inFloats();
  }

  private static Fault endedByThePause() {
    return Fault.of(
        "combine",
        "threads that have had no work for T milliseconds end; the next combine leaves out the part"
            + " of the last of them",
        "code of pools that end idle threads and start none",
        new Threshold(50, 1_000),
        (right, t) ->
            new CalledBackend(right) {
              private static final long MILLISECOND = 1_000_000;
              private volatile long last = System.nanoTime();

              @Override
              protected void around(Call call) {
                boolean ended = System.nanoTime() - last > t * MILLISECOND;
                boolean leavesOut = call.is("combine") && ended && threads() > 1;
                Tensor out = leavesOut ? call.operands()[2] : null;
                double[] former = out == null ? NOTHING : values(out);
                super.around(call);
                if (out != null) {
                  int from = (int) ((long) former.length * (threads() - 1) / threads());
                  delegate().write(former, from, out, from, former.length);
                }
                last = System.nanoTime();
              }
            });
  }

  private static Fault scaleGrows() {
    return Fault.of(
            "denseParameterGradients",
            "denseParameterGradients scales dz by a power of two that doubles after every T calls,"
                + " up to 2^24",
            "code that scales losses dynamically, and does not look for overflow",
            new Threshold(4, 256),
            (right, t) ->
                new FaultyBackend(right) {
                  private static final int MOST_DOUBLINGS = 24;
                  private final AtomicInteger calls = new AtomicInteger();

                  @Override
                  public void denseParameterGradients(Tensor dz, Tensor x, Tensor dw, Tensor db) {
                    super.denseParameterGradients(dz, x, dw, db);
                    int doublings = Math.min(MOST_DOUBLINGS, calls.getAndIncrement() / t);
                    if (doublings > 0) {
                      scaled(dz, x, dw, db, 1 << doublings);
                    }
                  }

                  private void scaled(Tensor dz, Tensor x, Tensor dw, Tensor db, double scale) {
                    try (Workspace temporary = delegate().workspace()) {
                      Tensor large = temporary.tensor(dz.shape());
                      Tensor factor = temporary.tensor(dz.shape());
                      delegate().fill(scale, factor);
                      delegate().combine(CombineOperation.MULTIPLY, dz, factor, large);
                      delegate().denseParameterGradients(large, x, dw, db);
                    }
                    delegate().divideBy(dw, scale, dw);
                    delegate().divideBy(db, scale, db);
                  }
                })
        .inFloats();
  }
}
