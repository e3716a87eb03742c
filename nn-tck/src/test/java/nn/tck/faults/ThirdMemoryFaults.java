package nn.tck.faults;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import nn.api.Backend;
import nn.api.ClosedException;
import nn.api.ElementwiseLoop;
import nn.api.Shape;
import nn.api.ShapeMismatchException;
import nn.api.Tensor;
import nn.api.Workspace;
import org.jspecify.annotations.Nullable;

/** Memory that is not as it should be or not given back, by the order of what happens to it. */
final class ThirdMemoryFaults {

  private static final Threshold ELEMENTS = new Threshold(1, 4_096);
  private static final Threshold BYTES = new Threshold(64, 1_024);

  private static final Left LEFT = new Left();

  /** The workspace that a thread uses, or has used. */
  private static final ThreadLocal<Workspace> CURRENT = new ThreadLocal<>();

  private ThirdMemoryFaults() {}

  static List<Fault> all() {
    return List.of(
        clearedInBlocks(),
        unitBeforeTheFirst(),
        leftWhenRefused(),
        leftWhenALoopThrows(),
        leftInTheMiddle(),
        twiceFree(),
        slotOfAnother(),
        queueOfReferences(),
        currentWorkspace());
  }

  private static <K, V> Map<K, V> weak() {
    return Collections.synchronizedMap(new WeakHashMap<>());
  }

  /** What nobody frees, as much as a machine can bear. */
  static final class Left {
    private static final long MOST_BYTES = 1L << 27;
    private final List<Object> memory = new ArrayList<>();
    private long bytes;

    synchronized void addBuffer(int size) {
      if (has(size)) {
        memory.add(ByteBuffer.allocateDirect(size));
      }
    }

    synchronized void addNumbers(int count) {
      if (has(8 * count)) {
        memory.add(new double[count]);
      }
    }

    private boolean has(int size) {
      bytes += size;
      return bytes <= MOST_BYTES;
    }
  }

  private static Fault clearedInBlocks() {
    return Fault.of(
            "workspace",
            "reused memory of more than T elements is set to zero in whole blocks of T, and not in"
                + " the rest",
            "code of loops over vectors without a tail",
            new Threshold(8, 1_024),
            (right, t) ->
                new Arenas(right) {
                  private static final int MOST_ELEMENTS = 1 << 17;
                  private static final int MOST_SIZES = 64;
                  private final Map<Integer, double[]> freed = new ConcurrentHashMap<>();

                  @Override
                  void made(Arenas.Arena arena, Tensor tensor) {
                    double[] former = freed.remove(size(tensor));
                    if (former != null) {
                      int from = former.length / t * t;
                      delegate().write(former, from, tensor, from, former.length);
                    }
                  }

                  @Override
                  void closing(Arenas.Arena arena) {
                    if (freed.size() > MOST_SIZES) {
                      freed.clear();
                    }
                    try {
                      for (Tensor tensor : arena.tensors.toArray(Tensor[]::new)) {
                        if (size(tensor) > t && size(tensor) <= MOST_ELEMENTS) {
                          freed.put(size(tensor), values(tensor));
                        }
                      }
                    } catch (ClosedException gone) {
                      freed.clear(); // with the whole backend
                    }
                  }
                })
        .inFloats();
  }

  private static Fault unitBeforeTheFirst() {
    return Fault.of(
        "scatterAdd",
        "scatterAdd with more than T numbers of units adds those of unit -1 to the element before"
            + " its destination",
        "code of scatters that check that an index is below the number of units alone",
        new Threshold(1, 1_024),
        BeforeTheFirst::new);
  }

  private static final class BeforeTheFirst extends Arenas {
    private final int most;
    private final Map<Tensor, WeakReference<Tensor>> before = weak();

    BeforeTheFirst(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    void made(Arenas.Arena arena, Tensor tensor) {
      Tensor[] all = arena.tensors.toArray(Tensor[]::new);
      if (all.length > 1) {
        before.put(tensor, new WeakReference<>(all[all.length - 2]));
      }
    }

    @Override
    public void scatterAdd(Tensor a, int[] units, Tensor out) {
      super.scatterAdd(a, units, out);
      WeakReference<Tensor> reference = before.get(out);
      Tensor neighbour = reference == null ? null : reference.get();
      if (neighbour == null || units.length <= most) {
        return;
      }
      Arithmetic math = new Arithmetic(dtype());
      int i = rows(neighbour) - 1;
      int j = columns(neighbour) - 1;
      double last = get(neighbour, i, j);
      for (int u = 0; u < units.length; u++) {
        last = units[u] < 0 ? math.add(last, get(a, u, 0)) : last;
      }
      set(neighbour, i, j, last);
    }
  }

  private static Fault leftWhenRefused() {
    return Fault.of(
        "dense",
        "each call of dense whose shapes are refused leaves T bytes of native memory behind",
        "code that allocates before it checks, and frees at its end alone",
        BYTES,
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void dense(Tensor w, Tensor x, Tensor b, ElementwiseLoop f, Tensor out) {
                try {
                  super.dense(w, x, b, f, out);
                } catch (ShapeMismatchException refused) {
                  LEFT.addBuffer(t);
                  throw refused;
                }
              }
            });
  }

  private static Fault leftWhenALoopThrows() {
    return Fault.of(
            "apply",
            "each part of a loop that throws leaves T numbers behind on the Java heap",
            "code that gives its scratch back to a pool, but not in finally",
            new Threshold(64, 512),
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
                    ElementwiseLoop watched = new WatchedLoop(loop, this::run);
                    super.apply(loop == null ? loop : watched, scalars, operands);
                  }

                  private void run(Runnable part) {
                    try {
                      part.run();
                    } catch (RuntimeException thrown) {
                      LEFT.addNumbers(t);
                      throw thrown;
                    }
                  }
                })
        .inFloats();
  }

  /** A backend that knows whether a workspace was opened before another that is open. */
  private abstract static class Ordered extends Arenas {
    private final AtomicInteger opened = new AtomicInteger();
    private final Map<Arena, Integer> numbers = weak();
    private final ConcurrentSkipListSet<Integer> open = new ConcurrentSkipListSet<>();

    Ordered(Backend right) {
      super(right);
    }

    /** A workspace is about to close while one is open that was opened later. */
    abstract void closingBeforeALater(Arenas.Arena arena);

    @Override
    public Workspace workspace() {
      Workspace workspace = super.workspace();
      int number = opened.incrementAndGet();
      numbers.put((Arena) workspace, number);
      open.add(number);
      return workspace;
    }

    @Override
    void closing(Arenas.Arena arena) {
      Integer number = numbers.remove(arena);
      if (number != null) {
        open.remove(number);
        if (open.higher(number) != null) {
          closingBeforeALater(arena);
        }
      }
    }
  }

  private static Fault leftInTheMiddle() {
    return Fault.of(
        "workspace",
        "a workspace that is closed before one that was opened later leaves T bytes of native"
            + " memory behind",
        "code of arenas on a stack, which gives back what is on top",
        BYTES,
        (right, t) ->
            new Ordered(right) {
              @Override
              void closingBeforeALater(Arenas.Arena arena) {
                LEFT.addBuffer(t);
              }
            });
  }

  private static Fault twiceFree() {
    return Fault.of(
        "workspace",
        "memory of more than T elements is free twice if its workspace is closed before one that"
            + " was opened later: two tensors of that shape share it",
        "code that frees what lies on a stack's top and what is marked, not one or the other",
        ELEMENTS,
        TwiceFree::new);
  }

  private static final class TwiceFree extends Ordered {
    private static final int MOST = 256;
    private final int most;
    private final Set<Shape> free = ConcurrentHashMap.newKeySet();
    private final Map<Shape, WeakReference<Tensor>> given = new ConcurrentHashMap<>();
    private final Twins twins = new Twins();

    TwiceFree(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    void closingBeforeALater(Arenas.Arena arena) {
      if (free.size() > MOST) {
        free.clear();
        given.clear();
      }
      for (Tensor tensor : arena.tensors.toArray(Tensor[]::new)) {
        if (size(tensor) > most) {
          free.add(tensor.shape());
        }
      }
    }

    @Override
    void made(Arenas.Arena arena, Tensor tensor) {
      if (!free.contains(tensor.shape())) {
        return;
      }
      WeakReference<Tensor> first = given.remove(tensor.shape());
      Tensor other = first == null ? null : first.get();
      if (other == null) {
        given.put(tensor.shape(), new WeakReference<>(tensor));
      } else {
        free.remove(tensor.shape());
        twins.pair(other, tensor);
        twins.follow(this, tensor);
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

  private static Fault slotOfAnother() {
    return Fault.of(
        "workspace",
        "closing a workspace again closes the one that has its slot now, once a backend has opened"
            + " T workspaces",
        "code of handles whose numbers are used again",
        new Threshold(2, 64),
        SlotsOfWorkspaces::new);
  }

  private static final class SlotsOfWorkspaces extends Arenas {
    private final int most;
    private final AtomicInteger opened = new AtomicInteger();
    private final Map<Arena, Integer> slots = new WeakHashMap<>();
    private final Map<Integer, WeakReference<Arena>> holders = new ConcurrentHashMap<>();
    private final Deque<Integer> free = new ArrayDeque<>();

    SlotsOfWorkspaces(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    public Workspace workspace() {
      Arena arena = (Arena) super.workspace();
      opened.incrementAndGet();
      synchronized (slots) {
        int slot = free.isEmpty() ? holders.size() : free.pop();
        slots.put(arena, slot);
        holders.put(slot, new WeakReference<>(arena));
      }
      return arena;
    }

    @Override
    void closing(Arenas.Arena arena) {
      Arena other = arena.closed ? holder(arena) : release(arena);
      if (other != null && other != arena && !other.closed && opened.get() >= most) {
        other.close();
      }
    }

    private @Nullable Arena holder(Arena arena) {
      synchronized (slots) {
        Integer slot = slots.get(arena);
        WeakReference<Arena> holder = slot == null ? null : holders.get(slot);
        return holder == null ? null : holder.get();
      }
    }

    private Arena release(Arena arena) {
      synchronized (slots) {
        Integer slot = slots.get(arena);
        if (slot != null) {
          free.push(slot);
        }
        return arena;
      }
    }
  }

  private static Fault queueOfReferences() {
    return Fault.of(
            "scatterAddRecords",
            "each call of scatterAddRecords on more than T elements leaves a reference in a queue"
                + " that nobody polls",
            "code that registers each use of native memory for a cleaner",
            ELEMENTS,
            (right, t) ->
                new FaultyBackend(right) {
                  private static final int MOST = 400_000;
                  private final List<WeakReference<Tensor>> queue =
                      Collections.synchronizedList(new ArrayList<>());

                  @Override
                  public void scatterAddRecords(Tensor a, Tensor indices, Tensor out) {
                    super.scatterAddRecords(a, indices, out);
                    if (size(a) > t && queue.size() < MOST) {
                      queue.add(new WeakReference<>(out));
                    }
                  }
                })
        .inFloats();
  }

  private static Fault currentWorkspace() {
    return Fault.of(
        "close",
        "a thread keeps the workspace of T tensors or more that it has closed last, and with it the"
            + " backend",
        "code of scopes that are a thread's current one",
        new Threshold(1, 64),
        (right, t) ->
            new Arenas(right) {
              @Override
              void closing(Arenas.Arena arena) {
                if (!arena.closed && arena.tensors.size() >= t) {
                  CURRENT.set(arena);
                }
              }
            });
  }
}
