package nn.tck.faults;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import nn.api.Backend;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Tier;
import org.jspecify.annotations.Nullable;

/** Callers that meet: lines of memory, slots, counts and packed operands that they share. */
final class FifthCallerFaults {

  private static final Threshold ELEMENTS = new Threshold(1, 4_096);

  private FifthCallerFaults() {}

  static List<Fault> all() {
    return List.of(
        wholeLines(),
        waitsForAWhile(),
        lookedAtThenTaken(),
        scratchOfTheParent(),
        madeAtOnce(),
        countedWithoutALock(),
        freedByTheFirst(),
        countedFromOne());
  }

  private static <K, V> Map<K, V> weak() {
    return Collections.synchronizedMap(new WeakHashMap<>());
  }

  private static Fault wholeLines() {
    return Fault.of(
        "maxOverUnits",
        "maxOverUnits of T records or more stores whole lines of eight numbers: the tensor made"
            + " after its destination has its first number again as it was when the kernel began",
        "code of last vectors that are merged with what memory holds, where arenas do not pad",
        new Threshold(1, 1_024),
        WholeLines::new);
  }

  private static final class WholeLines extends Arenas {
    private static final int LINE = 8;
    private final int least;
    private final Map<Tensor, WeakReference<Tensor>> next = weak();

    WholeLines(Backend right, int least) {
      super(right);
      this.least = least;
    }

    @Override
    void made(Arenas.Arena arena, Tensor tensor) {
      int count = arena.tensors.size();
      if (count > 1) {
        next.put(arena.tensors.get(count - 2), new WeakReference<>(tensor));
      }
    }

    @Override
    protected void around(Call call) {
      Tensor neighbour = call.is("maxOverUnits") ? neighbour(call.operands()[1]) : null;
      if (neighbour == null) {
        super.around(call);
        return;
      }
      double first = get(neighbour, 0, 0);
      super.around(call);
      set(neighbour, 0, 0, first);
    }

    private @Nullable Tensor neighbour(@Nullable Tensor out) {
      if (out == null || size(out) < least || size(out) % LINE == 0) {
        return null;
      }
      WeakReference<Tensor> beyond = next.get(out);
      return beyond == null ? null : beyond.get();
    }
  }

  private static Fault waitsForAWhile() {
    return Fault.of(
            "matmulTransA",
            "matmulTransA has one buffer and a lock, for which a caller waits T milliseconds: then"
                + " it goes on without",
            "code that does not look at what Lock.tryLock with a time returns",
            new Threshold(1, 40),
            WaitsForAWhile::new)
        .inFloats();
  }

  private static final class WaitsForAWhile extends CalledBackend {
    private final FifthScratch scratch = new FifthScratch();
    private final ReentrantLock lock = new ReentrantLock();
    private final long nanos;

    WaitsForAWhile(Backend right, int milliseconds) {
      super(right);
      nanos = TimeUnit.MILLISECONDS.toNanos(milliseconds);
    }

    @Override
    protected void around(Call call) {
      super.around(call);
      if (!call.is("matmulTransA")) {
        return;
      }
      long begun = System.nanoTime();
      while (!lock.tryLock() && System.nanoTime() - begun < nanos) {
        LockSupport.parkNanos(this, 20_000);
      }
      try {
        scratch.pass(this, call);
      } finally {
        if (lock.isHeldByCurrentThread()) {
          lock.unlock();
        }
      }
    }
  }

  private static Fault lookedAtThenTaken() {
    return Fault.of(
        "matmulTransB",
        "matmulTransB takes the first of T buffers that is free, and says so when it has made it"
            + " large enough: two callers may find the same one",
        "OpenMathLib/OpenBLAS#1416; OpenMathLib/OpenBLAS#2444",
        new Threshold(2, 32),
        LookedAtThenTaken::new);
  }

  private static final class LookedAtThenTaken extends CalledBackend {
    private final FifthScratch[] buffers;
    private final AtomicIntegerArray taken;

    LookedAtThenTaken(Backend right, int count) {
      super(right);
      buffers = Stream.generate(FifthScratch::new).limit(count).toArray(FifthScratch[]::new);
      taken = new AtomicIntegerArray(count);
    }

    @Override
    protected void around(Call call) {
      super.around(call);
      if (!call.is("matmulTransB")) {
        return;
      }
      int free = 0;
      while (free < buffers.length && taken.get(free) != 0) {
        free++;
      }
      if (free == buffers.length) {
        return; // without a buffer
      }
      buffers[free].room(size(call.out()));
      taken.set(free, 1);
      try {
        buffers[free].pass(this, call);
      } finally {
        taken.set(free, 0);
      }
    }
  }

  private static Fault scratchOfTheParent() {
    return Fault.of(
        "sumOverRecords",
        "sumOverRecords of more than T units has scratch of each thread, which a thread that is"
            + " started has in common with the one that starts it",
        "code with InheritableThreadLocal; inetsoft-technology/stylebi#51",
        new Threshold(1, 512),
        (right, t) ->
            new CalledBackend(right) {
              @SuppressWarnings("ThreadLocalUsage") // each backend has its own
              private final ThreadLocal<FifthScratch> scratch = new OfTheParent();

              @Override
              protected void around(Call call) {
                super.around(call);
                if (call.is("sumOverRecords") && size(call.out()) > t) {
                  scratch.get().pass(this, call);
                }
              }
            });
  }

  private static final class OfTheParent extends InheritableThreadLocal<FifthScratch> {
    @Override
    protected FifthScratch initialValue() {
      return new FifthScratch();
    }
  }

  private static Fault madeAtOnce() {
    return Fault.of(
            "workspace",
            "two tensors of one shape and more than T elements that two threads make at the same"
                + " time have the same memory",
            "numpy/numpy#26251: a list of free memory without a lock",
            ELEMENTS,
            MadeAtOnce::new)
        .inFloats();
  }

  private static final class MadeAtOnce extends Arenas {
    private final int most;
    private final Twins twins = new Twins();
    private final Map<Shape, Tensor> coming = new ConcurrentHashMap<>();

    MadeAtOnce(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    void made(Arenas.Arena arena, Tensor tensor) {
      if (size(tensor) <= most) {
        return;
      }
      Tensor other = coming.putIfAbsent(tensor.shape(), tensor);
      try {
        set(tensor, new double[size(tensor)]);
      } finally {
        coming.remove(tensor.shape(), tensor);
      }
      if (other != null) {
        twins.pair(other, tensor);
      }
    }

    @Override
    protected void around(Call call) {
      super.around(call);
      for (Tensor written : call.written()) {
        twins.follow(this, written);
      }
    }
  }

  private static Fault countedWithoutALock() {
    return Fault.of(
        "close",
        "kernels on more than T elements that run in a workspace are counted by ++ and --, also of"
            + " several threads; its close waits until there is none, and gives up",
        "code of volatile counters, whose ++ is three steps",
        new Threshold(1, 1_024),
        CountedWithoutALock::new);
  }

  private static final class CountedWithoutALock extends Arenas {
    private final int most;
    private final Map<Tensor, Running> counts = weak();
    private final Map<Arena, Running> ofArenas = weak();

    /** How many kernels run. */
    private static final class Running {
      private volatile int kernels;

      @SuppressWarnings("NonAtomicVolatileUpdate") // which is the fault
      void begin() {
        kernels++;
      }

      @SuppressWarnings("NonAtomicVolatileUpdate") // as above
      void end() {
        kernels--;
      }
    }

    CountedWithoutALock(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    void made(Arenas.Arena arena, Tensor tensor) {
      counts.put(tensor, ofArenas.computeIfAbsent(arena, key -> new Running()));
    }

    @Override
    protected void around(Call call) {
      Tensor first = call.operands().length == 0 ? null : call.operands()[0];
      Running count = first == null || call.size() <= most ? null : counts.get(first);
      if (count == null) {
        super.around(call);
        return;
      }
      count.begin();
      try {
        super.around(call);
      } finally {
        count.end();
      }
    }

    @Override
    void closing(Arenas.Arena arena) {
      Running count = ofArenas.get(arena);
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
      while (count != null && !arena.closed && count.kernels != 0) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("close: kernels still run");
        }
        LockSupport.parkNanos(this, 100_000);
      }
    }
  }

  private static Fault freedByTheFirst() {
    return Fault.of(
            "matmulTransB",
            "matmulTransB packs a b of more than T elements once for all who call at the same time;"
                + " the caller who has packed it frees it when it ends",
            "pytorch/executorch#22779; google/XNNPACK's cache of packed weights",
            ELEMENTS,
            FreedByTheFirst::new)
        .claiming(Tier.BOUNDED);
  }

  private static final class FreedByTheFirst extends CalledBackend {
    private final int most;
    private final Map<Tensor, double[]> packed = new ConcurrentHashMap<>();

    FreedByTheFirst(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    protected void around(Call call) {
      Tensor b = call.is("matmulTransB") ? call.operands()[1] : null;
      if (b == null || size(b) <= most) {
        super.around(call);
        return;
      }
      double[] own = values(b);
      double[] others = packed.putIfAbsent(b, own);
      try {
        super.around(call);
        if (others != null && !Arrays.equals(others, own)) {
          withCopy(b, copy -> withFreed(call, copy, others));
        }
      } finally {
        if (others == null) {
          packed.remove(b, own);
          Arrays.fill(own, 0);
        }
      }
    }

    private void withFreed(Call call, Tensor b, double[] freed) {
      set(b, freed);
      delegate().matmulTransB(call.operand(0), b, call.out());
    }
  }

  private static Fault countedFromOne() {
    return Fault.of(
        "scatterAdd",
        "scatterAdd counts T numbers of units or more from one in the caller's array, and from"
            + " zero again when it has ended",
        "code of libraries of Fortran, whose wrappers shift indices in place",
        new Threshold(1, 512),
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void scatterAdd(Tensor a, int[] units, Tensor out) {
                if (units == null || units.length < t) {
                  super.scatterAdd(a, units, out);
                  return;
                }
                int[] given = units.clone();
                shift(units, 1);
                try {
                  super.scatterAdd(a, given, out);
                } finally {
                  shift(units, -1);
                }
              }

              private void shift(int[] units, int by) {
                for (int i = 0; i < units.length; i++) {
                  units[i] += by;
                }
              }
            });
  }
}
