package nn.tck.faults;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import nn.api.Backend;
import nn.api.Checks;
import nn.api.CombineOperation;
import nn.api.ElementwiseLoop;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Tier;
import nn.api.Workspace;
import org.jspecify.annotations.Nullable;

/** Callers that meet: the last buffer, half-made plans, cursors, and what a busy pool leaves. */
final class ThirdCallerFaults {

  private static final Threshold ELEMENTS = new Threshold(16, 16_384);
  private static final double[] NOTHING = {};

  /** The threads of the backend that was opened last; other code would call it a global setting. */
  private static final AtomicInteger THREADS_OF_ALL = new AtomicInteger(1);

  private ThirdCallerFaults() {}

  static List<Fault> all() {
    return List.of(
        spareBuffer(),
        keyBeforePlan(),
        tableBeforeItsEntries(),
        scratchOfTheFirstShape(),
        threadsAreBusy(),
        temporariesOfAll(),
        oneCursor(),
        threadsOfTheLastOpened(),
        twoOfFewBuffers());
  }

  private static Fault spareBuffer() {
    return Fault.of(
            "matmulTransB",
            "matmulTransB has buffers for T callers; all further ones share a spare one",
            "code that falls back to a static buffer when its pool of buffers is empty",
            new Threshold(1, 8),
            Spare::new)
        .claiming(Tier.EXACT_FUSED);
  }

  private static final class Spare extends CalledBackend {
    private final int buffers;
    private final AtomicInteger callers = new AtomicInteger();
    private volatile double[] spare = {};

    Spare(Backend right, int buffers) {
      super(right);
      this.buffers = buffers;
    }

    @Override
    protected void around(Call call) {
      if (!call.is("matmulTransB")) {
        super.around(call);
        return;
      }
      boolean shares = callers.incrementAndGet() > buffers;
      try {
        super.around(call);
        if (shares) {
          throughSpare(call, call.out());
        }
      } finally {
        callers.decrementAndGet();
      }
    }

    private void throughSpare(Call call, Tensor out) {
      double[] taken = spare;
      if (taken.length < size(out)) {
        taken = new double[size(out)];
        spare = taken;
      }
      delegate().read(out, 0, size(out), taken, 0);
      call.right().run(); // results lie in the buffer meanwhile
      delegate().write(taken, 0, out, 0, size(out));
    }
  }

  private static Fault keyBeforePlan() {
    return Fault.of(
        "scatterAddRecords",
        "scatterAddRecords of more than T elements stores the shape that its plan is for before it"
            + " has made the plan",
        "code of caches of one entry whose key and value are two fields",
        ELEMENTS,
        Planned::new);
  }

  private static final class Planned extends FaultyBackend {
    private final int most;
    private volatile @Nullable Shape planned;
    private volatile int records;

    Planned(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    public void scatterAddRecords(Tensor a, Tensor indices, Tensor out) {
      super.scatterAddRecords(a, indices, out);
      if (size(a) > most) {
        int used = plan(a.shape());
        if (used < columns(a)) {
          set(out, sums(a, values(indices), size(out), used));
        }
      }
    }

    private int plan(Shape shape) {
      if (!shape.equals(planned)) {
        planned = shape;
        records = tuned(shape);
      }
      return records;
    }

    /** Tries a few ways, which takes microseconds. */
    private static int tuned(Shape shape) {
      double[] tried = new double[1 << 13];
      Arrays.setAll(tried, i -> Math.sqrt(i + shape.rows()));
      return tried[0] > 0 ? shape.columns() : 0;
    }

    private double[] sums(Tensor a, double[] indices, int size, int used) {
      Arithmetic math = new Arithmetic(dtype());
      double[] from = values(a);
      double[] sums = new double[size];
      int units = rows(a);
      for (int j = 0; j < used; j++) {
        int at = ((int) indices[j]) * units;
        for (int i = 0; i < units; i++) {
          sums[at + i] = math.add(sums[at + i], from[j * units + i]);
        }
      }
      return sums;
    }
  }

  private static Fault tableBeforeItsEntries() {
    return Fault.of(
        "gather",
        "gather of more than T elements gives other callers a table of places that its first caller"
            + " still fills",
        "code that puts an empty table into a map so that nobody makes it twice",
        new Threshold(16, 8_192),
        Tables::new);
  }

  private static final class Tables extends FaultyBackend {
    private static final int MOST_ENTRIES = 1 << 16;
    private static final int MOST_TABLES = 32;
    private final int most;
    private final Map<Shape, int[]> tables = new ConcurrentHashMap<>();

    Tables(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    public void gather(Tensor a, int[] units, Tensor out) {
      super.gather(a, units, out);
      if (size(a) <= most || size(a) > MOST_ENTRIES) {
        return;
      }
      int[] table = tables.get(a.shape());
      if (table == null) {
        fill(a.shape());
      } else {
        useSeen(table.clone(), a, units, out);
      }
    }

    private void fill(Shape shape) {
      if (tables.size() >= MOST_TABLES) {
        tables.clear();
      }
      int[] table = new int[shape.size()];
      tables.put(shape, table);
      for (int e = 0; e < table.length; e++) {
        table[e] = e % shape.rows() * shape.columns() + e / shape.rows();
      }
    }

    /** Takes the first element where the table has no entry yet. */
    private void useSeen(int[] seen, Tensor a, int[] units, Tensor out) {
      if (seen[seen.length - 1] != 0) {
        return;
      }
      double first = get(a, 0, 0);
      double[] values = values(out);
      for (int e = 0; e < values.length; e++) {
        int unit = units[e % units.length];
        int from = e / units.length * rows(a) + unit;
        values[e] = unit >= 0 && from > 0 && seen[from] == 0 ? first : values[e];
      }
      set(out, values);
    }
  }

  private static Fault scratchOfTheFirstShape() {
    return Fault.of(
            "denseInputGradient",
            "a thread's scratch for denseInputGradient has the size of its first call there, at"
                + " least T elements, and does not grow",
            "code of ThreadLocal.withInitial that takes its size from the first call",
            new Threshold(16, 8_192),
            (right, t) ->
                new FaultyBackend(right) {
                  private final ThreadLocal<Integer> first = ThreadLocal.withInitial(() -> 0);

                  @Override
                  public void denseInputGradient(
                      Tensor w, Tensor dz, ElementwiseLoop f, Tensor a, Tensor out) {
                    int has = Math.max(t, first.get());
                    boolean small = first.get() > 0 && out != null && size(out) > has;
                    double[] former = small ? values(out) : NOTHING;
                    super.denseInputGradient(w, dz, f, a, out);
                    if (first.get() == 0) {
                      first.set(size(out));
                    }
                    if (small) {
                      delegate().write(former, has, out, has, former.length);
                    }
                  }
                })
        .inFloats();
  }

  private static Fault threadsAreBusy() {
    return Fault.of(
        "combine",
        "combine of more than T elements does all parts but the last itself when another caller has"
            + " the threads",
        "code whose loop over the parts of threads that are busy ends one too early",
        ELEMENTS,
        (right, t) ->
            new FaultyBackend(right) {
              private final AtomicBoolean busy = new AtomicBoolean();

              @Override
              public void combine(CombineOperation op, Tensor a, Tensor b, Tensor out) {
                if (threads() == 1 || out == null || size(out) <= t) {
                  super.combine(op, a, b, out);
                  return;
                }
                boolean has = busy.compareAndSet(false, true);
                double[] former = has ? NOTHING : values(out);
                try {
                  super.combine(op, a, b, out);
                } finally {
                  if (has) {
                    busy.set(false);
                  }
                }
                if (!has) {
                  int from = (int) ((long) former.length * (threads() - 1) / threads());
                  delegate().write(former, from, out, from, former.length);
                }
              }
            });
  }

  private static Fault temporariesOfAll() {
    return Fault.of(
        "softmaxGradient",
        "softmaxGradient of more than T elements has its temporaries in a workspace of all callers,"
            + " which the first that ends closes",
        "code of Backend.softmaxGradient, had its backend one temporary workspace",
        ELEMENTS,
        Temporaries::new);
  }

  private static final class Temporaries extends FaultyBackend {
    private final int most;
    private @Nullable Workspace temporaries;

    Temporaries(Backend right, int most) {
      super(right);
      this.most = most;
    }

    private synchronized Workspace borrow() {
      Workspace borrowed = temporaries == null ? delegate().workspace() : temporaries;
      temporaries = borrowed;
      return borrowed;
    }

    private synchronized void giveBack(Workspace borrowed) {
      borrowed.close();
      temporaries = temporaries == borrowed ? null : temporaries;
    }

    @Override
    public void softmaxGradient(Tensor a, Tensor da, Tensor dz) {
      requireOwn("softmaxGradient", "a", a);
      requireOwn("softmaxGradient", "da", da);
      requireOwn("softmaxGradient", "dz", dz);
      Checks.sameShape("softmaxGradient", "a", a, "da", da);
      Checks.sameShape("softmaxGradient", "a", a, "dz", dz);
      Checks.noAlias("softmaxGradient", "a", a, "dz", dz);
      if (size(a) <= most) {
        super.softmaxGradient(a, da, dz);
        return;
      }
      Workspace borrowed = borrow();
      try {
        Tensor products = borrowed.tensor(a.shape());
        Tensor row = borrowed.tensor(1, columns(a));
        delegate().combine(CombineOperation.MULTIPLY, a, da, products);
        delegate().sumOverUnits(products, row);
        delegate().combine(CombineOperation.SUBTRACT, da, row, dz);
        delegate().combine(CombineOperation.MULTIPLY, a, dz, dz);
      } finally {
        giveBack(borrowed);
      }
    }
  }

  private static Fault oneCursor() {
    return Fault.of(
            "copy",
            "copy hands out chunks of T elements by one cursor, which callers share",
            "code that shares work by an atomic counter of the pool, not of the call",
            new Threshold(16, 2_048),
            (right, t) ->
                new FaultyBackend(right) {
                  private final AtomicInteger next = new AtomicInteger();

                  @Override
                  public void copy(Tensor a, Tensor out) {
                    if (out == null || a == out || size(out) <= t) {
                      super.copy(a, out);
                      return;
                    }
                    double[] values = values(out);
                    super.copy(a, out);
                    next.set(0);
                    int from = next.getAndAdd(t);
                    while (from < values.length) {
                      int to = Math.min(values.length, from + t);
                      delegate().read(a, from, to, values, from);
                      from = next.getAndAdd(t);
                    }
                    set(out, values);
                  }
                })
        .inFloats();
  }

  private static Fault threadsOfTheLastOpened() {
    return Fault.of(
        "sumOverRecords",
        "sumOverRecords of more than T elements plans a part for each thread of its backend, of"
            + " which as many are done as the backend opened last has threads",
        "code of libraries whose number of threads is that of the whole process",
        ELEMENTS,
        OfTheProcess::new);
  }

  private static final class OfTheProcess extends FaultyBackend {
    private final int most;

    OfTheProcess(Backend right, int most) {
      super(right);
      this.most = most;
      THREADS_OF_ALL.set(right.threads());
    }

    @Override
    public void sumOverRecords(Tensor a, Tensor out) {
      int done = THREADS_OF_ALL.get();
      if (done >= threads() || a == null || out == null || size(a) <= most) {
        super.sumOverRecords(a, out);
        return;
      }
      double[] former = values(out);
      super.sumOverRecords(a, out);
      int parts = Math.min(threads(), former.length);
      int from = (int) ((long) former.length * Math.min(done, parts) / parts);
      delegate().write(former, from, out, from, former.length);
    }
  }

  private static Fault twoOfFewBuffers() {
    return Fault.of(
        "dense",
        "dense takes two of T buffers, one after the other: callers that have one each wait for"
            + " each other, and give up",
        "code that takes from a bounded pool while it holds something of it",
        new Threshold(2, 12),
        (right, t) ->
            new FaultyBackend(right) {
              private final Semaphore buffers = new Semaphore(t);

              @Override
              public void dense(Tensor w, Tensor x, Tensor b, ElementwiseLoop f, Tensor out) {
                take();
                try {
                  super.dense(w, x, b, f, out);
                  take(); // for the sums with the bias
                  buffers.release();
                } finally {
                  buffers.release();
                }
              }

              private void take() {
                long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
                while (!buffers.tryAcquire()) {
                  if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("dense: no buffer is free");
                  }
                  LockSupport.parkNanos(this, 50_000);
                }
              }
            });
  }
}
