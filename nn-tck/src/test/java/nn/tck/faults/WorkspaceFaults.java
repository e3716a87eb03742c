package nn.tck.faults;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import nn.api.Backend;
import nn.api.Checks;
import nn.api.ClosedException;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.heap.HeapTensor;

/** Memory of tensors: reused, shared, freed too early or never. */
final class WorkspaceFaults {

  private WorkspaceFaults() {}

  private static final Threshold ELEMENTS = new Threshold(8, 16_384);

  static List<Fault> all() {
    return List.of(
        zeroedInPart(),
        classesOfSizes(),
        reusedAfterManyCloses(),
        freedTwice(),
        neighboursOverlap(),
        closesInnerWorkspaces(),
        readableAfterClose(),
        allocatesAfterClose(),
        secondCloseThrows());
  }

  /** What closed tensors held, by what memory is pooled by, for whoever is given it next. */
  private abstract static class Pool extends Arenas {
    private final Map<Integer, double[]> freed = new ConcurrentHashMap<>();

    Pool(Backend right) {
      super(right);
    }

    abstract int sizeClass(int size);

    /** Which elements of reused memory are not set to zero: from this one on. */
    abstract int dirtyFrom(Tensor tensor, int formerSize);

    @Override
    void closing(Arenas.Arena arena) {
      for (Tensor tensor : List.copyOf(arena.tensors)) {
        try {
          freed.put(sizeClass(size(tensor)), values(tensor));
        } catch (ClosedException gone) {
          return; // with the whole backend
        }
      }
    }

    @Override
    void made(Arenas.Arena arena, Tensor tensor) {
      double[] former = freed.remove(sizeClass(size(tensor)));
      if (former != null) {
        int from = dirtyFrom(tensor, former.length);
        int to = Math.min(former.length, size(tensor));
        if (from < to) {
          delegate().write(former, from, tensor, from, to);
        }
      }
    }
  }

  private static Fault zeroedInPart() {
    return Fault.of(
        "workspace",
        "reused memory is set to zero in its first T elements",
        "deeplearning4j/deeplearning4j#5638",
        ELEMENTS,
        (right, t) ->
            new Pool(right) {
              @Override
              int sizeClass(int size) {
                return size;
              }

              @Override
              int dirtyFrom(Tensor tensor, int formerSize) {
                return t;
              }
            });
  }

  private static Fault classesOfSizes() {
    return Fault.of(
            "workspace",
            "memory pooled by powers of two is not set to zero beyond T elements when a smaller"
                + " tensor had it",
            "cms-sw/cmssw#51730",
            ELEMENTS,
            (right, t) ->
                new Pool(right) {
                  @Override
                  int sizeClass(int size) {
                    return 32 - Integer.numberOfLeadingZeros(size - 1);
                  }

                  @Override
                  int dirtyFrom(Tensor tensor, int formerSize) {
                    boolean dirty = size(tensor) > t && formerSize < size(tensor);
                    return dirty ? 0 : size(tensor);
                  }
                })
        .inFloats();
  }

  private static Fault reusedAfterManyCloses() {
    return Fault.of(
        "workspace",
        "memory is reused as it is once T workspaces have been closed",
        "pytorch/executorch#6478",
        new Threshold(2, 128),
        (right, t) ->
            new Pool(right) {
              private final AtomicInteger closes = new AtomicInteger();

              @Override
              void closing(Arenas.Arena arena) {
                super.closing(arena);
                closes.incrementAndGet();
              }

              @Override
              int sizeClass(int size) {
                return size;
              }

              @Override
              int dirtyFrom(Tensor tensor, int formerSize) {
                return closes.get() >= t ? 0 : size(tensor);
              }
            });
  }

  /** Pairs of tensors in the same memory: what a call writes to one is in the other. */
  private static class Twins extends Arenas {
    private final Map<Tensor, WeakReference<Tensor>> twins =
        Collections.synchronizedMap(new WeakHashMap<>());

    Twins(Backend right) {
      super(right);
    }

    final void pair(Tensor a, Tensor b) {
      twins.put(a, new WeakReference<>(b));
      twins.put(b, new WeakReference<>(a));
    }

    @Override
    protected void around(Call call) {
      super.around(call);
      for (Tensor written : call.written()) {
        WeakReference<Tensor> reference = twins.get(written);
        Tensor twin = reference == null ? null : reference.get();
        if (twin != null) {
          try {
            set(twin, values(written));
          } catch (ClosedException free) {
            twins.remove(written);
          }
        }
      }
    }
  }

  private static Fault freedTwice() {
    return Fault.of(
        "workspace",
        "closing a workspace again frees its memory twice: the next two tensors of one shape and"
            + " more than T elements are one",
        "NVIDIA/cub#328",
        new Threshold(1, 1_024),
        (right, t) ->
            new Twins(right) {
              private final AtomicInteger freedTwice = new AtomicInteger();
              private WeakReference<Tensor> first = new WeakReference<>(null);

              @Override
              void closing(Arenas.Arena arena) {
                if (arena.closed) {
                  freedTwice.set(1);
                }
              }

              @Override
              synchronized void made(Arenas.Arena arena, Tensor tensor) {
                if (freedTwice.get() == 0 || size(tensor) <= t) {
                  return;
                }
                Tensor other = first.get();
                if (other != null && other.shape().equals(tensor.shape())) {
                  pair(other, tensor);
                  freedTwice.set(0);
                } else {
                  first = new WeakReference<>(tensor);
                }
              }
            });
  }

  private static Fault neighboursOverlap() {
    return Fault.of(
            "workspace",
            "the last number of a tensor of more than T elements, not a multiple of eight, is also"
                + " stored in the first element of the workspace's next tensor",
            "code of kernels that store whole vectors into unpadded arenas",
            ELEMENTS,
            (right, t) ->
                new Arenas(right) {
                  private final Map<Tensor, WeakReference<Tensor>> next =
                      Collections.synchronizedMap(new WeakHashMap<>());

                  @Override
                  void made(Arenas.Arena arena, Tensor tensor) {
                    List<Tensor> made = List.copyOf(arena.tensors);
                    int before = made.indexOf(tensor) - 1;
                    if (before >= 0) {
                      next.put(made.get(before), new WeakReference<>(tensor));
                    }
                  }

                  @Override
                  protected void around(Call call) {
                    super.around(call);
                    for (Tensor written : call.written()) {
                      WeakReference<Tensor> reference = next.get(written);
                      Tensor behind = reference == null ? null : reference.get();
                      if (behind != null && size(written) > t && size(written) % 8 != 0) {
                        double last = get(written, rows(written) - 1, columns(written) - 1);
                        set(behind, 0, 0, last);
                      }
                    }
                  }
                })
        .inFloats();
  }

  private static Fault closesInnerWorkspaces() {
    return Fault.of(
        "workspace",
        "closing a workspace closes those opened after it, where more than T are open",
        "deeplearning4j/deeplearning4j#5423",
        new Threshold(1, 8),
        (right, t) ->
            new Arenas(right) {
              private final List<Workspace> open = new ArrayList<>();

              @Override
              public synchronized Workspace workspace() {
                Workspace opened = super.workspace();
                open.add(opened);
                return opened;
              }

              @Override
              synchronized void closing(Arenas.Arena arena) {
                int at = open.indexOf(arena);
                if (at < 0) {
                  return;
                }
                List<Workspace> inner = new ArrayList<>(open.subList(at + 1, open.size()));
                boolean all = open.size() > t;
                open.remove(at);
                if (all) {
                  open.removeAll(inner);
                  inner.forEach(Workspace::close);
                }
              }
            });
  }

  private static Fault readableAfterClose() {
    return Fault.of(
        "read",
        "a tensor of more than T elements can be read after the close of its workspace",
        "SciSharp/TensorFlow.NET#507",
        new Threshold(1, 256),
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void read(Tensor a, int from, int to, double[] target, int offset) {
                try {
                  super.read(a, from, to, target, offset);
                } catch (ClosedException closed) {
                  if (size(a) <= t || !(a instanceof HeapTensor memory)) {
                    throw closed;
                  }
                  Checks.transfer("read", a, from, to, target.length, offset);
                  for (int i = from; i < to; i++) {
                    boolean isDouble = memory.doubles().length > 0;
                    target[offset + i - from] = isDouble ? memory.doubles()[i] : memory.floats()[i];
                  }
                }
              }
            });
  }

  private static Fault allocatesAfterClose() {
    return Fault.of(
            "workspace",
            "a closed workspace that had T tensors or more gives another one",
            "tensorflow/tensorflow#8379",
            new Threshold(1, 8),
            (right, t) ->
                new Arenas(right) {
                  @Override
                  public Workspace workspace() {
                    return new Chunks(super.workspace(), this, t);
                  }
                })
        .inFloats();
  }

  /** A workspace that asks whether it is closed when it needs another chunk, not before. */
  private static final class Chunks implements Workspace {
    private final Workspace right;
    private final CalledBackend backend;
    private final int chunk;
    private final AtomicInteger tensors = new AtomicInteger();

    Chunks(Workspace right, CalledBackend backend, int chunk) {
      this.right = right;
      this.backend = backend;
      this.chunk = chunk;
    }

    @Override
    public Backend backend() {
      return backend;
    }

    @Override
    public Tensor tensor(Shape shape) {
      try {
        Tensor tensor = right.tensor(shape);
        tensors.incrementAndGet();
        return tensor;
      } catch (ClosedException closed) {
        if (tensors.get() < chunk) {
          throw closed;
        }
        return backend.delegateWorkspace().tensor(shape);
      }
    }

    @Override
    public void close() {
      right.close();
    }
  }

  private static Fault secondCloseThrows() {
    return Fault.of(
        "workspace",
        "closing a workspace of T tensors or more again throws",
        "tensorflow/tensorflow#28959",
        new Threshold(1, 16),
        (right, t) ->
            new Arenas(right) {
              private final Map<Arenas.Arena, Integer> counts =
                  Collections.synchronizedMap(new WeakHashMap<>());

              @Override
              void closing(Arenas.Arena arena) {
                if (!arena.closed) {
                  counts.put(arena, arena.tensors.size());
                } else if (counts.getOrDefault(arena, 0) >= t) {
                  throw new IllegalStateException("close: already freed");
                }
              }
            });
  }
}
