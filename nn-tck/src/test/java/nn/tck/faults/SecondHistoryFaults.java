package nn.tck.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Tier;

/** Results that depend on former results, on former shapes, on other instances or on threads. */
final class SecondHistoryFaults {

  private static final Threshold THREADS = new Threshold(2, 16);

  /** Backends that have not been closed. */
  private static final AtomicInteger OPEN = new AtomicInteger();

  private SecondHistoryFaults() {}

  static List<Fault> all() {
    return List.of(
        carefulAfterNaN(),
        workersFlush(),
        plansInARing(),
        otherInstances(),
        unitsFewerThanThreads());
  }

  private static Fault carefulAfterNaN() {
    return Fault.of(
        "matmul",
        "once a product has been NaN or infinite, matmul of more than T elements compensates its"
            + " sums",
        "code that looks at sticky flags of the processor",
        new Threshold(1, 8_192),
        (right, t) ->
            new FaultyBackend(right) {
              private volatile boolean careful;

              @Override
              public void matmul(Tensor a, Tensor b, Tensor out) {
                super.matmul(a, b, out);
                if (careful && size(out) > t) {
                  Call.of(this, a, b, out).spoil(SecondHistoryFaults::compensate, t);
                }
                careful |= !isFinite(values(out));
              }
            });
  }

  private static boolean isFinite(double[] values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private static void compensate(Call call, int t) {
    Product p = Product.plain(call, call.in(0), call.in(1));
    Product.overwrite(call.out(), 0, 0, (i, j) -> p.math().compensatedSum(p.products(i, j)));
  }

  private static Fault workersFlush() {
    return Fault.of(
            "combine",
            "combine with T threads or more flushes subnormal numbers but in the caller's part",
            "EddyRivasLab/hmmer#106; hyperion-mc/hyperion#150",
            THREADS,
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  public void combine(CombineOperation op, Tensor a, Tensor b, Tensor out) {
                    super.combine(op, a, b, out);
                    if (threads() >= t) {
                      double[] values = values(out);
                      Arithmetic math = new Arithmetic(dtype());
                      for (int e = values.length / threads(); e < values.length; e++) {
                        values[e] = math.isSubnormal(values[e]) ? 0.0 : values[e];
                      }
                      set(out, values);
                    }
                  }
                })
        .inFloats();
  }

  private static Fault plansInARing() {
    return Fault.of(
        "sumOverUnits",
        "sumOverUnits has room for the plans of T shapes: a former shape takes the plan that"
            + " replaced its own, and so that one's number of units where it is smaller",
        "openxla/xla#33220; arrayfire/arrayfire#3182",
        new Threshold(1, 32),
        Ring::new);
  }

  /** Finds a plan by when its shape came first, and forgets that there may be a newer one. */
  private static final class Ring extends FaultyBackend {
    private final List<Shape> shapes = new ArrayList<>();
    private final int[] units;

    Ring(Backend right, int plans) {
      super(right);
      units = new int[plans];
    }

    @Override
    public void sumOverUnits(Tensor a, Tensor out) {
      super.sumOverUnits(a, out);
      int planned = planned(a.shape());
      if (planned < rows(a)) {
        Arithmetic math = new Arithmetic(dtype());
        double[] values = values(a);
        double[] sums = new double[columns(a)];
        for (int j = 0; j < sums.length; j++) {
          sums[j] = math.sum(values, j * rows(a), j * rows(a) + planned, 0.0);
        }
        set(out, sums);
      }
    }

    private synchronized int planned(Shape shape) {
      int first = shapes.indexOf(shape);
      if (first < 0) {
        first = shapes.size();
        shapes.add(shape);
        units[first % units.length] = shape.rows();
      }
      return units[first % units.length];
    }
  }

  private static Fault otherInstances() {
    return Fault.of(
            "matmulTransA",
            "while T backends or more are open, matmulTransA is not fused",
            "NVIDIA/jitify#68: code of one context in another; joblib/threadpoolctl#214",
            new Threshold(2, 5),
            (right, t) -> new Counted(right, t))
        .claiming(Tier.EXACT_FUSED);
  }

  private static final class Counted extends FaultyBackend {
    private final int most;
    private final AtomicBoolean closed = new AtomicBoolean();

    Counted(Backend right, int most) {
      super(right);
      this.most = most;
      OPEN.incrementAndGet();
    }

    @Override
    public void matmulTransA(Tensor a, Tensor b, Tensor out) {
      super.matmulTransA(a, b, out);
      if (OPEN.get() >= most) {
        Call.of(this, a, b, out).spoil(SecondHistoryFaults::separate, most);
      }
    }

    @Override
    public void close() {
      if (!closed.getAndSet(true)) {
        OPEN.decrementAndGet();
      }
      super.close();
    }
  }

  private static void separate(Call call, int t) {
    Product p = Product.transA(call, call.in(0), call.in(1));
    Product.overwrite(call.out(), 0, 0, (i, j) -> p.dot(i, j, 0, p.k(), 0, false));
  }

  private static Fault unitsFewerThanThreads() {
    return Fault.of(
            "denseParameterGradients",
            "denseParameterGradients with T threads or more, and more threads than units, lets them"
                + " share the records of db",
            "proximafusion/vmecpp#763",
            THREADS,
            (right, t) ->
                new Spoiled(right, "denseParameterGradients", t, SecondHistoryFaults::sumInParts))
        .inFloats();
  }

  private static void sumInParts(Spoiled.Given given, int t) {
    Cells dz = given.in(0);
    int threads = given.threads();
    if (threads >= t && dz.rows() < threads && dz.columns() >= 2 * threads) {
      int part = (dz.columns() + threads - 1) / threads;
      for (int i = 0; i < dz.rows(); i++) {
        given.out().set(i, given.math().blockSum(dz.unit(i), part));
      }
    }
  }
}
