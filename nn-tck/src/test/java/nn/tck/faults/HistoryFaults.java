package nn.tck.faults;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.Tier;

/** Calls that are wrong because of what was called before. */
final class HistoryFaults {

  private HistoryFaults() {}

  private static final Threshold CALLS = new Threshold(2, 2_000);

  static List<Fault> all() {
    return List.of(
        firstCall(),
        oneCallOfMany(),
        planByProductOfExtents(),
        planByHash(),
        afterLargerCall(),
        compiledInDouble(),
        compiledAsVectors(),
        planLostToTheCollector(),
        flushedToZero(),
        shortCounter());
  }

  private static Fault firstCall() {
    return Fault.of(
        "maxOverUnits",
        "the first call of maxOverUnits gives zeros",
        "guojin-yan/TensorRT-CSharp-API#21",
        Threshold.NONE,
        (right, t) ->
            new FaultyBackend(right) {
              private final AtomicInteger calls = new AtomicInteger();

              @Override
              public void maxOverUnits(Tensor a, Tensor out) {
                super.maxOverUnits(a, out);
                if (calls.getAndIncrement() == 0) {
                  set(out, new double[size(out)]);
                }
              }
            });
  }

  private static Fault oneCallOfMany() {
    return Fault.of(
            "matmul",
            "call number T of matmul, counted in the backend, has NaN in its last element",
            "OpenMathLib/OpenBLAS#4345",
            CALLS,
            (right, t) ->
                new CalledBackend(right) {
                  private final AtomicInteger calls = new AtomicInteger();

                  @Override
                  protected void around(Call call) {
                    super.around(call);
                    if (call.is("matmul") && calls.incrementAndGet() == t) {
                      set(call.out(), rows(call.out()) - 1, columns(call.out()) - 1, Double.NaN);
                    }
                  }
                })
        .inFloats();
  }

  private static Fault planByProductOfExtents() {
    return Fault.of(
        "matmulTransB",
        "matmulTransB takes the plan of another product with as many elements, of which it has more"
            + " than T, and so that one's length of sums where it is shorter",
        "openvinotoolkit/openvino#32530",
        new Threshold(1, 4_096),
        (right, t) ->
            new FaultyBackend(right) {
              private final Map<Integer, Integer> plans = new ConcurrentHashMap<>();

              @Override
              public void matmulTransB(Tensor a, Tensor b, Tensor out) {
                super.matmulTransB(a, b, out);
                if (size(out) <= t) {
                  return;
                }
                Integer k = plans.putIfAbsent(size(out), columns(a));
                if (k != null && k < columns(a)) {
                  shorter(a, b, out, k);
                }
              }

              private void shorter(Tensor a, Tensor b, Tensor out, int k) {
                try (var temporary = delegate().workspace()) {
                  Tensor partA = temporary.tensor(rows(a), k);
                  Tensor partB = temporary.tensor(rows(b), k);
                  delegate().write(values(a), 0, partA, 0, size(partA));
                  delegate().write(values(b), 0, partB, 0, size(partB));
                  delegate().matmulTransB(partA, partB, out);
                }
              }
            });
  }

  private static Fault planByHash() {
    return Fault.of(
            "combine",
            "combine finds its way of broadcasting by a hash of the shapes modulo T",
            "tenstorrent/tt-metal#45089",
            new Threshold(64, 16_384),
            (right, t) ->
                new FaultyBackend(right) {
                  private final Map<Integer, Boolean> byColumn = new ConcurrentHashMap<>();

                  @Override
                  public void combine(CombineOperation op, Tensor a, Tensor b, Tensor out) {
                    boolean fits = b != null && b != out && a != null;
                    double[] before = fits ? values(a) : new double[0];
                    super.combine(op, a, b, out);
                    boolean row = rows(b) == 1 && rows(a) > 1;
                    boolean column = columns(b) == 1 && columns(a) > 1;
                    if (!fits || row == column) {
                      return;
                    }
                    int hash = 31 * (31 * (31 * rows(a) + columns(a)) + rows(b)) + columns(b);
                    Boolean plan = byColumn.putIfAbsent(Math.floorMod(hash, t), column);
                    if (plan != null && plan != column) {
                      set(out, broadcast(op, before, values(b), rows(a), plan));
                    }
                  }

                  private double[] broadcast(
                      CombineOperation op, double[] a, double[] b, int m, boolean column) {
                    double[] expanded = new double[a.length];
                    for (int e = 0; e < a.length; e++) {
                      expanded[e] = b[(column ? e % m : e / m) % b.length];
                    }
                    op.apply(new double[][] {a, expanded, a}, new double[0], 0, a.length);
                    return a;
                  }
                })
        .inFloats();
  }

  private static Fault afterLargerCall() {
    return Fault.of(
        "scatterAdd",
        "scatterAdd of more than T elements adds to what a larger call has left in its accumulators",
        "vllm-project/vllm#940",
        new Threshold(1, 8_192),
        (right, t) ->
            new FaultyBackend(right) {
              private double[] accumulators = {};

              @Override
              public synchronized void scatterAdd(Tensor a, int[] units, Tensor out) {
                super.scatterAdd(a, units, out);
                double[] sums = values(out);
                if (size(out) <= t) {
                  return;
                }
                if (sums.length >= accumulators.length) {
                  accumulators = sums;
                  return;
                }
                for (int e = 0; e < sums.length; e++) {
                  sums[e] = dtype().round(sums[e] + accumulators[e]);
                }
                set(out, sums);
              }
            });
  }

  /** A loop in double, rounded at the end, as a compiler makes it that widens floats. */
  private record InDouble(ElementwiseLoop loop) implements ElementwiseLoop {
    @Override
    public int inputs() {
      return loop.inputs();
    }

    @Override
    public int outputs() {
      return loop.outputs();
    }

    @Override
    public int scalars() {
      return loop.scalars();
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      loop.apply(operands, scalars, from, to);
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      double[][] widened = new double[operands.length][to - from];
      double[] numbers = new double[scalars.length];
      for (int s = 0; s < scalars.length; s++) {
        numbers[s] = scalars[s];
      }
      for (int p = 0; p < inputs() + outputs(); p++) {
        for (int i = from; i < to; i++) {
          widened[p][i - from] = operands[p][i];
        }
      }
      loop.apply(widened, numbers, 0, to - from);
      for (int p = inputs(); p < inputs() + outputs(); p++) {
        for (int i = from; i < to; i++) {
          operands[p][i] = (float) widened[p][i - from];
        }
      }
    }
  }

  private static Fault compiledInDouble() {
    return Fault.of(
            "apply",
            "after T calls of a named function its gradient is compiled to double operations",
            "pytorch/pytorch#74534",
            CALLS,
            (right, t) ->
                new FaultyBackend(right) {
                  private final AtomicInteger calls = new AtomicInteger();

                  @Override
                  public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
                    boolean known =
                        loop == ElementwiseFunction.TANH_GRADIENT
                            || loop == ElementwiseFunction.SIGMOID_GRADIENT;
                    boolean hot = known && calls.incrementAndGet() > t;
                    super.apply(hot ? new InDouble(loop) : loop, scalars, operands);
                  }
                })
        .inFloats();
  }

  private static Fault compiledAsVectors() {
    return Fault.of(
        "sumOverUnits",
        "after T calls sums over units are of vectors of four lanes",
        "openjdk/jdk#8464",
        CALLS,
        (right, t) ->
            new FaultyBackend(right) {
              private final AtomicInteger calls = new AtomicInteger();

              @Override
              public void sumOverUnits(Tensor a, Tensor out) {
                super.sumOverUnits(a, out);
                if (calls.incrementAndGet() > t) {
                  set(out, lanes(values(a), rows(a), columns(a)));
                }
              }

              private double[] lanes(double[] a, int m, int n) {
                double[] sums = new double[n];
                for (int j = 0; j < n; j++) {
                  double[] lane = new double[4];
                  for (int i = 0; i < m; i++) {
                    lane[i % 4] += a[j * m + i];
                  }
                  sums[j] = (lane[0] + lane[1]) + (lane[2] + lane[3]);
                }
                return sums;
              }
            });
  }

  private static Fault planLostToTheCollector() {
    return Fault.of(
            "denseInputGradient",
            "the first call of denseInputGradient after a collection of garbage, beyond T elements,"
                + " does not apply f to the last record",
            "code of caches with weak references",
            new Threshold(1, 4_096),
            (right, t) ->
                new CalledBackend(right) {
                  private WeakReference<Object> plan = new WeakReference<>(null);
                  private boolean planned;

                  @Override
                  protected synchronized void around(Call call) {
                    super.around(call);
                    if (!call.is("denseInputGradient") || size(call.out()) <= t) {
                      return;
                    }
                    if (plan.get() == null) {
                      plan = new WeakReference<>(new byte[16]);
                      if (planned) {
                        withoutFunction(call);
                      }
                      planned = true;
                    }
                  }

                  private void withoutFunction(Call call) {
                    Tensor out = call.out();
                    withCopy(
                        out,
                        product -> {
                          delegate().matmulTransA(call.operand(0), call.operand(1), product);
                          int from = size(out) - rows(out);
                          delegate().write(values(product), from, out, from, size(out));
                        });
                  }
                })
        .inFloats();
  }

  /** Threads whose processor flushes subnormal numbers: a thread's state, whatever the backend. */
  private static final ThreadLocal<Boolean> FLUSHES = ThreadLocal.withInitial(() -> false);

  private static Fault flushedToZero() {
    return Fault.of(
            "combine",
            "a thread that has called softmax with more than T elements flushes subnormal numbers in"
                + " combine",
            "llvm/llvm-project#57589",
            new Threshold(1, 2_048),
            (right, t) ->
                new CalledBackend(right) {
                  @Override
                  protected void around(Call call) {
                    super.around(call);
                    if (call.is("softmax") && size(call.out()) > t) {
                      FLUSHES.set(true);
                    }
                    if (call.is("combine") && FLUSHES.get()) {
                      set(call.out(), flushed(values(call.out()), dtype()));
                    }
                  }
                })
        .claiming(Tier.EXACT_FUSED);
  }

  private static double[] flushed(double[] values, DType dtype) {
    for (int e = 0; e < values.length; e++) {
      if (Math.abs(values[e]) < dtype.minNormal()) {
        values[e] = Math.copySign(0.0, values[e]);
      }
    }
    return values;
  }

  private static Fault shortCounter() {
    return Fault.of(
        "copy",
        "copy counts calls in a number of few bits: when it is full, after T of them, the last"
            + " element stays as it is",
        "code of ring buffers with a short or a byte as index",
        new Threshold(127, 32_767),
        (right, t) ->
            new FaultyBackend(right) {
              private final AtomicInteger calls = new AtomicInteger();

              @Override
              public void copy(Tensor a, Tensor out) {
                double[] former = values(out);
                super.copy(a, out);
                if (calls.incrementAndGet() % (t + 1) == 0) {
                  int last = former.length - 1;
                  delegate().write(former, last, out, last, last + 1);
                }
              }
            });
  }
}
