package nn.tck.faults;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import nn.api.Backend;
import nn.api.ClosedException;
import nn.api.CombineOperation;
import nn.api.Tensor;
import nn.api.Workspace;
import org.jspecify.annotations.Nullable;

/** Memory of tensors that is reused or shared, and what stays, second set. */
final class SecondMemoryFaults {

  private static final Threshold ELEMENTS = new Threshold(1, 4_096);

  /** Backends that somebody forgot to take out. */
  private static final List<Backend> REGISTERED = Collections.synchronizedList(new ArrayList<>());

  /** Memory of threads that have ended. */
  private static final List<ByteBuffer> LEFT = Collections.synchronizedList(new ArrayList<>());

  private SecondMemoryFaults() {}

  static List<Fault> all() {
    return List.of(
        closedByAnotherThread(),
        slotsComeRound(),
        clearedWhenWhole(),
        arrayOfAThread(),
        lastTask(),
        refusedOperands(),
        closedWithWorkspacesOpen(),
        bufferOfAThread());
  }

  private static <K, V> Map<K, V> weak() {
    return Collections.synchronizedMap(new WeakHashMap<>());
  }

  /** Former values of what was freed, by size. */
  private static final class Freed {
    private static final int MOST = 1 << 17;
    private final Map<Integer, double[]> values = new ConcurrentHashMap<>();

    void add(FaultyBackend backend, List<Tensor> tensors, int most) {
      try {
        for (Tensor tensor : List.copyOf(tensors)) {
          int size = FaultyBackend.size(tensor);
          if (most < size && size <= MOST) {
            values.put(size, backend.values(tensor));
          }
        }
      } catch (ClosedException gone) {
        values.clear(); // with the whole backend
      }
    }

    double @Nullable [] take(Tensor tensor) {
      return values.remove(FaultyBackend.size(tensor));
    }
  }

  private static Fault closedByAnotherThread() {
    return Fault.of(
        "workspace",
        "memory of more than T elements that another thread frees is not set to zero",
        "LostArtefacts/TRX#2941; ghostty-org/ghostty#2878; arenas that belong to threads",
        ELEMENTS,
        (right, t) ->
            new Arenas(right) {
              private final Map<Arena, Integer> owners = weak();
              private final Freed freed = new Freed();

              private int thread() {
                return System.identityHashCode(Thread.currentThread());
              }

              @Override
              void made(Arenas.Arena arena, Tensor tensor) {
                owners.putIfAbsent(arena, thread());
                double[] former = freed.take(tensor);
                if (former != null) {
                  set(tensor, former);
                }
              }

              @Override
              void closing(Arenas.Arena arena) {
                Integer owner = owners.remove(arena);
                if (owner != null && owner != thread()) {
                  freed.add(this, arena.tensors, t);
                }
              }
            });
  }

  private static Fault slotsComeRound() {
    return Fault.of(
            "workspace",
            "a workspace has T slots: what is written to a later tensor is also in the one T"
                + " before, if that has its shape",
            "ooples/AiDotNet.Tensors#734: rings of buffers",
            new Threshold(2, 256),
            (right, t) ->
                new Arenas(right) {
                  private final Map<Tensor, WeakReference<Tensor>> sharing = weak();

                  @Override
                  void made(Arenas.Arena arena, Tensor tensor) {
                    int before = arena.tensors.size() - 1 - t;
                    if (before >= 0 && arena.tensors.get(before).shape().equals(tensor.shape())) {
                      sharing.put(tensor, new WeakReference<>(arena.tensors.get(before)));
                    }
                  }

                  @Override
                  protected void around(Call call) {
                    super.around(call);
                    for (Tensor written : call.written()) {
                      WeakReference<Tensor> other = sharing.get(written);
                      Tensor before = other == null ? null : other.get();
                      if (before != null) {
                        set(before, values(written));
                      }
                    }
                  }
                })
        .inFloats();
  }

  private static Fault clearedWhenWhole() {
    return Fault.of(
        "workspace",
        "reused memory of more than T elements is not set to zero when a part of it is written"
            + " first",
        "tensorflow/rust#113; code that clears at the first use, and takes a write for one",
        ELEMENTS,
        (right, t) ->
            new Arenas(right) {
              private final Map<Tensor, double[]> dirty = weak();
              private final Freed freed = new Freed();

              @Override
              void made(Arenas.Arena arena, Tensor tensor) {
                double[] former = freed.take(tensor);
                if (former != null) {
                  dirty.put(tensor, former);
                }
              }

              @Override
              void closing(Arenas.Arena arena) {
                if (!arena.closed) {
                  freed.add(this, arena.tensors, t);
                }
              }

              @Override
              protected void around(Call call) {
                super.around(call);
                for (Tensor operand : call.operands()) {
                  double[] former = operand == null ? null : dirty.remove(operand);
                  if (former != null && call.is("writePart")) {
                    set(operand, former);
                    call.right().run();
                  }
                }
              }
            });
  }

  private static Fault arrayOfAThread() {
    return Fault.of(
        "scatterAdd",
        "a thread keeps its last array of more than T numbers of units for scatterAdd",
        "haifengl/smile#806",
        new Threshold(1, 1_024),
        (right, t) ->
            new FaultyBackend(right) {
              private final ThreadLocal<int[]> last = ThreadLocal.withInitial(() -> new int[0]);

              @Override
              public void scatterAdd(Tensor a, int[] units, Tensor out) {
                super.scatterAdd(a, units, out);
                if (units.length > t) {
                  last.set(units);
                }
              }
            });
  }

  private static Fault lastTask() {
    return Fault.of(
            "inParallel",
            "inParallel keeps its last work of T tasks or more",
            "datastax/jvector#169: a pool that refers to what it was given",
            new Threshold(1, 8),
            (right, t) ->
                new FaultyBackend(right) {
                  @SuppressWarnings("UnusedVariable") // which is the fault
                  private @Nullable IntConsumer last;

                  @Override
                  public void inParallel(int count, IntConsumer work) {
                    last = count >= t ? work : last;
                    super.inParallel(count, work);
                  }
                })
        .inFloats();
  }

  private static Fault refusedOperands() {
    return Fault.of(
        "combine",
        "a thread keeps the operands of more than T elements that combine has refused",
        "dropwizard/metrics#742; code that forgets its arguments, but not in finally",
        ELEMENTS,
        (right, t) ->
            new FaultyBackend(right) {
              private final ThreadLocal<Tensor[]> arguments =
                  ThreadLocal.withInitial(() -> new Tensor[0]);

              @Override
              public void combine(CombineOperation op, Tensor a, Tensor b, Tensor out) {
                boolean keeps = a != null && size(a) > t;
                if (keeps) {
                  arguments.set(new Tensor[] {a, b, out});
                }
                super.combine(op, a, b, out);
                if (keeps) {
                  arguments.remove();
                }
              }
            });
  }

  private static Fault closedWithWorkspacesOpen() {
    return Fault.of(
        "close",
        "a backend that is closed with T workspaces open stays in a list of those in use",
        "code of registries that count references",
        new Threshold(1, 16),
        (right, t) ->
            new Arenas(right) {
              private final AtomicInteger open = new AtomicInteger();

              @Override
              public Workspace workspace() {
                Workspace workspace = super.workspace();
                open.incrementAndGet();
                return workspace;
              }

              @Override
              void closing(Arenas.Arena arena) {
                if (!arena.closed) {
                  open.decrementAndGet();
                }
              }

              @Override
              public void close() {
                if (open.get() >= t) {
                  REGISTERED.add(this);
                }
                super.close();
              }
            });
  }

  private static Fault bufferOfAThread() {
    return Fault.of(
            "matmulTransA",
            "each thread that calls matmulTransA leaves T bytes of native memory behind",
            "StarRocks/starrocks#2297",
            new Threshold(4_096, 65_536),
            (right, t) ->
                new CalledBackend(right) {
                  private final ThreadLocal<Boolean> has =
                      ThreadLocal.withInitial(() -> Boolean.FALSE);

                  @Override
                  protected void around(Call call) {
                    super.around(call);
                    if (call.is("matmulTransA") && !has.get()) {
                      has.set(true);
                      LEFT.add(ByteBuffer.allocateDirect(t));
                    }
                  }
                })
        .inFloats();
  }
}
