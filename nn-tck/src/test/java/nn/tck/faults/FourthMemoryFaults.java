package nn.tck.faults;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import nn.api.Backend;
import nn.api.ClosedException;
import nn.api.CombineOperation;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.Shape;
import nn.api.Tensor;
import org.jspecify.annotations.Nullable;

/** Memory that is one before it is written, moves, is counted wrong, or stays in rare cases. */
final class FourthMemoryFaults {

  private static final Threshold BYTES = new Threshold(64, 1_024);

  private static final ThirdMemoryFaults.Left LEFT = new ThirdMemoryFaults.Left();

  /** Backends in the order in which they were opened, without those that were taken out. */
  private static final List<Backend> REGISTERED = new ArrayList<>();

  private FourthMemoryFaults() {}

  static List<Fault> all() {
    return List.of(
        pageOfZeros(),
        lastOfTheMoved(),
        clearedBeyondTheEnd(),
        neverGivenBack(),
        leftInPlace(),
        leftByNothing(),
        leftByFloats(),
        compiledLoops(),
        takenOutByPosition());
  }

  private static <K, V> Map<K, V> weak() {
    return Collections.synchronizedMap(new WeakHashMap<>());
  }

  private static Fault pageOfZeros() {
    return Fault.of(
        "workspace",
        "two new tensors of one shape and more than T elements share a page of zeros until a kernel"
            + " writes all of one; a part is written to the page",
        "tensorflow/rust#113; code of zeros that are shared and copied when they are written",
        new Threshold(1, 4_096),
        PageOfZeros::new);
  }

  private static final class PageOfZeros extends Arenas {
    private static final int MOST_SHAPES = 256;
    private final int most;
    private final Twins twins = new Twins();
    private final Set<Tensor> fresh = Collections.newSetFromMap(weak());
    private final Map<Shape, WeakReference<Tensor>> last = new ConcurrentHashMap<>();

    PageOfZeros(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    void made(Arenas.Arena arena, Tensor tensor) {
      if (size(tensor) <= most) {
        return;
      }
      if (last.size() > MOST_SHAPES) {
        last.clear();
      }
      fresh.add(tensor);
      WeakReference<Tensor> former = last.put(tensor.shape(), new WeakReference<>(tensor));
      Tensor other = former == null ? null : former.get();
      if (other != null && fresh.contains(other)) {
        twins.pair(other, tensor);
      }
    }

    @Override
    protected void around(Call call) {
      super.around(call);
      for (Tensor written : call.written()) {
        fresh.remove(written);
        if (call.is("writePart")) {
          twins.follow(this, written);
        } else {
          twins.part(written);
        }
      }
    }
  }

  private static Fault lastOfTheMoved() {
    return Fault.of(
            "workspace",
            "a workspace has room for T tensors, then for twice as many: when it moves them, the"
                + " last of them becomes zeros",
            "zeromq/libzmq#4247; code that grows an arena and copies one too few",
            new Threshold(3, 96),
            (right, t) ->
                new Arenas(right) {
                  @Override
                  void made(Arenas.Arena arena, Tensor tensor) {
                    Tensor[] all = arena.tensors.toArray(Tensor[]::new);
                    int moved = all.length - 1;
                    if (moved > 0 && moved % t == 0 && Integer.bitCount(moved / t) == 1) {
                      set(all[moved - 1], new double[size(all[moved - 1])]);
                    }
                  }
                })
        .inFloats();
  }

  private static Fault clearedBeyondTheEnd() {
    return Fault.of(
        "workspace",
        "the close of a workspace of T tensors or more clears its memory and one number more, the"
            + " first of what another workspace made next",
        "code that clears memory when it is freed, with an end that is inclusive",
        new Threshold(1, 64),
        ClearedBeyond::new);
  }

  private static final class ClearedBeyond extends Arenas {
    private final int least;
    private final Map<Arena, WeakReference<Tensor>> next = new WeakHashMap<>();
    private WeakReference<Arena> previous = new WeakReference<>(null);

    ClearedBeyond(Backend right, int least) {
      super(right);
      this.least = least;
    }

    @Override
    synchronized void made(Arenas.Arena arena, Tensor tensor) {
      Arena before = previous.get();
      if (before != null && before != arena) {
        next.put(before, new WeakReference<>(tensor));
      }
      next.remove(arena);
      previous = new WeakReference<>(arena);
    }

    @Override
    void closing(Arenas.Arena arena) {
      Tensor beyond = takeNext(arena);
      if (beyond != null && !arena.closed && arena.tensors.size() >= least) {
        try {
          set(beyond, 0, 0, 0);
        } catch (ClosedException closed) {
          return; // nobody sees it
        }
      }
    }

    private synchronized @Nullable Tensor takeNext(Arena arena) {
      WeakReference<Tensor> beyond = next.remove(arena);
      return beyond == null ? null : beyond.get();
    }
  }

  private static Fault neverGivenBack() {
    return Fault.of(
        "workspace",
        "tensors of workspaces that another thread closes are counted for ever; at T of them there"
            + " is no memory left",
        "code of quotas that each thread counts for itself",
        new Threshold(64, 4_096),
        (right, t) ->
            new Arenas(right) {
              private final Map<Arena, Integer> owners = weak();
              private final AtomicInteger lost = new AtomicInteger();

              private int thread() {
                return System.identityHashCode(Thread.currentThread());
              }

              @Override
              void made(Arenas.Arena arena, Tensor tensor) {
                owners.putIfAbsent(arena, thread());
                if (lost.get() >= t) {
                  throw new IllegalStateException("tensor: no memory is left");
                }
              }

              @Override
              void closing(Arenas.Arena arena) {
                Integer owner = owners.remove(arena);
                if (owner != null && owner != thread()) {
                  lost.addAndGet(arena.tensors.size());
                }
              }
            });
  }

  private static Fault leftInPlace() {
    return Fault.of(
            "softmax",
            "each softmax in place leaves T numbers behind on the Java heap",
            "code that keeps a copy of an operand that is overwritten, and frees it elsewhere",
            new Threshold(64, 512),
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  public void softmax(Tensor z, Tensor a) {
                    super.softmax(z, a);
                    if (z == a) {
                      LEFT.addNumbers(t);
                    }
                  }
                })
        .inFloats();
  }

  private static Fault leftByNothing() {
    return Fault.of(
        "workspace",
        "a workspace that is closed without a tensor leaves T bytes of native memory behind",
        "root-project/root#7935: arenas that are empty",
        BYTES,
        (right, t) ->
            new Arenas(right) {
              @Override
              void closing(Arenas.Arena arena) {
                if (!arena.closed && arena.tensors.isEmpty()) {
                  LEFT.addBuffer(t);
                }
              }
            });
  }

  private static Fault leftByFloats() {
    return Fault.of(
        "read",
        "each reading of floats leaves T bytes of native memory behind",
        "bytedeco/javacpp-presets#423; code whose second form of a call lacks a free",
        BYTES,
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void read(Tensor a, int from, int to, float[] target, int offset) {
                super.read(a, from, to, target, offset);
                LEFT.addBuffer(t);
              }
            });
  }

  private static Fault compiledLoops() {
    return Fault.of(
            "apply",
            "apply keeps each unknown loop that it has run on more than T elements, with what it"
                + " compiled for it",
            "code of compilers whose cache has no end; jax-ml/jax keeps what it has traced",
            new Threshold(1, 1_024),
            (right, t) ->
                new FaultyBackend(right) {
                  private static final int MOST = 100_000;
                  private final Map<ElementwiseLoop, String> compiled = new ConcurrentHashMap<>();

                  @Override
                  public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
                    super.apply(loop, scalars, operands);
                    boolean known =
                        loop instanceof ElementwiseFunction || loop instanceof CombineOperation;
                    if (!known && size(operands[0]) > t && compiled.size() < MOST) {
                      compiled.put(loop, "code of " + loop);
                    }
                  }
                })
        .inFloats();
  }

  private static Fault takenOutByPosition() {
    return Fault.of(
        "close",
        "with T backends open or more, one that is closed is taken out of the list of all by the"
            + " position it had when it was opened",
        "code of List.remove(int), whose positions move",
        new Threshold(1, 4),
        Registered::new);
  }

  private static final class Registered extends FaultyBackend {
    private final int least;
    private final int position;
    private boolean closed;

    Registered(Backend right, int least) {
      super(right);
      this.least = least;
      synchronized (REGISTERED) {
        position = REGISTERED.size();
        REGISTERED.add(this);
      }
    }

    @Override
    public void close() {
      super.close();
      synchronized (REGISTERED) {
        if (closed) {
          return;
        }
        closed = true;
        if (REGISTERED.size() < least) {
          REGISTERED.remove(this);
        } else if (position < REGISTERED.size()) {
          REGISTERED.remove(position);
        }
      }
    }
  }
}
