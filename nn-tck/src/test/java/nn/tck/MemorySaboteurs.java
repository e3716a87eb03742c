package nn.tck;

import static nn.tck.Saboteur.DOUBLES;
import static nn.tck.Saboteur.in;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import nn.api.Backend;
import nn.api.ElementwiseLoop;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.provider.BackendOptions;
import nn.tck.reference.Matrix;
import org.jspecify.annotations.Nullable;

/** Faults in what is left when something has ended, and in reused memory. */
final class MemorySaboteurs {

  private MemorySaboteurs() {}

  static List<Saboteur> all() {
    List<Saboteur> all = new ArrayList<>();
    all.addAll(leaks());
    all.addAll(keepers());
    all.addAll(reuse());
    return all;
  }

  // ---- growth

  private static List<Saboteur> leaks() {
    return List.of(
        new Saboteur(
            "open: leaks as much native memory as a structure takes",
            813,
            Set.of("open"),
            new TestProvider(DOUBLES, WrappedBackend::new) {
              @Override
              public Backend open(BackendOptions options) {
                NativeLeak.of(4000);
                return super.open(options);
              }
            }),
        in(
            "tensor",
            818,
            "leaks a kilobyte of native memory",
            backend ->
                new WrappedBackend(backend) {
                  @Override
                  Tensor tensor(Workspace workspace, Shape shape) {
                    NativeLeak.of(1000);
                    return super.tensor(workspace, shape);
                  }
                }),
        leak("gatherRecords", "leaks a kilobyte of native memory", any -> NativeLeak.of(1000)),
        leak("denseInputGradient", "leaks a kilobyte of native memory", any -> NativeLeak.of(1000)),
        leak("reshape", "leaks a kilobyte of the heap", kept -> kept.add(new byte[1000])),
        in(
            "combine",
            823,
            "leaves a buffer behind for each thread that called",
            ThreadBuffers::new),
        in("matmul", 823, "leaves a buffer behind where it refuses", LeaksWhereItRefuses::new));
  }

  /** A kernel that leaves something behind, outside or in a list. */
  private static Saboteur leak(String kernel, String fault, Consumer<List<Object>> leak) {
    return in(
        kernel,
        823,
        fault,
        backend ->
            new WrappedBackend(backend) {
              private final List<Object> kept = new ArrayList<>();

              @Override
              synchronized void call(String called, @Nullable Tensor out, Runnable work) {
                super.call(called, out, work);
                if (called.equals(kernel)) {
                  leak.accept(kept);
                }
              }
            });
  }

  private static final class ThreadBuffers extends WrappedBackend {
    private final Set<Thread> known = ConcurrentHashMap.newKeySet();

    ThreadBuffers(Backend delegate) {
      super(delegate);
    }

    @Override
    void call(String kernel, @Nullable Tensor out, Runnable work) {
      if (kernel.equals("combine") && known.add(Thread.currentThread())) {
        NativeLeak.of(16_384);
        known.removeIf(thread -> !thread.isAlive());
      }
      super.call(kernel, out, work);
    }
  }

  private static final class LeaksWhereItRefuses extends WrappedBackend {
    LeaksWhereItRefuses(Backend delegate) {
      super(delegate);
    }

    @Override
    void call(String kernel, @Nullable Tensor out, Runnable work) {
      try {
        super.call(kernel, out, work);
      } catch (RuntimeException refused) {
        if (kernel.equals("matmul")) {
          NativeLeak.of(16_384);
        }
        throw refused;
      }
    }
  }

  // ---- references

  private static List<Saboteur> keepers() {
    List<Saboteur> all = new ArrayList<>();
    for (String kernel :
        List.of("matmulTransA", "combine", "denseParameterGradients", "gather", "softmax")) {
      all.add(
          in(
              kernel,
              819,
              "keeps its last destination",
              backend ->
                  new WrappedBackend(backend) {
                    private final Map<Thread, Tensor> last = new ConcurrentHashMap<>();

                    @Override
                    void call(String called, @Nullable Tensor out, Runnable work) {
                      super.call(called, out, work);
                      if (called.equals(kernel) && out != null) {
                        last.put(Thread.currentThread(), out);
                      }
                    }
                  }));
    }
    all.add(keeping("its last loop", (last, given) -> last.add(given[0])));
    all.add(keeping("its last scalars", (last, given) -> last.add(given[1])));
    all.add(keeping("its last array of operands", (last, given) -> last.add(given[2])));
    all.add(in("gather", 819, "keeps its last numbers", KeepsUnits::new));
    all.add(in("close", 820, "keeps the tensors of a closed backend", KeepsForGood::new));
    all.add(
        new Saboteur(
            "open: keeps every backend in a list",
            820,
            Set.of("open"),
            new TestProvider(DOUBLES, WrappedBackend::new) {
              private final ConcurrentLinkedQueue<Backend> opened = new ConcurrentLinkedQueue<>();

              @Override
              public Backend open(BackendOptions options) {
                Backend backend = super.open(options);
                opened.add(backend);
                return backend;
              }
            }));
    all.add(in("inParallel", 821, "keeps its last task", KeepsTask::new));
    return all;
  }

  /** {@code apply} puts something of loop, scalars and operands where only the last call's is. */
  private static Saboteur keeping(String what, BiConsumer<List<Object>, Object[]> keep) {
    return in(
        "apply",
        819,
        "keeps " + what,
        backend ->
            new WrappedBackend(backend) {
              private final List<Object> last = new ArrayList<>();

              @Override
              public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
                super.apply(loop, scalars, operands);
                synchronized (last) {
                  last.clear();
                  keep.accept(last, new Object[] {loop, scalars, operands});
                }
              }
            });
  }

  private static final class KeepsUnits extends WrappedBackend {
    private volatile int[] last = {};

    KeepsUnits(Backend delegate) {
      super(delegate);
    }

    @Override
    public void gather(Tensor a, int[] units, Tensor out) {
      if (last != units) {
        super.gather(a, units, out);
        last = units;
      }
    }
  }

  private static final class KeepsForGood extends WrappedBackend {
    private static final ConcurrentLinkedQueue<Object> KEPT = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Tensor> tensors = new ConcurrentLinkedQueue<>();

    KeepsForGood(Backend delegate) {
      super(delegate);
    }

    @Override
    Tensor tensor(Workspace workspace, Shape shape) {
      Tensor tensor = super.tensor(workspace, shape);
      tensors.add(tensor);
      return tensor;
    }

    @Override
    public void close() {
      KEPT.addAll(tensors);
      super.close();
    }
  }

  private static final class KeepsTask extends WrappedBackend {
    private volatile @Nullable IntConsumer last;

    KeepsTask(Backend delegate) {
      super(delegate);
    }

    @Override
    public void inParallel(int count, IntConsumer work) {
      last = last == work ? null : work;
      super.inParallel(count, work);
    }
  }

  // ---- reused memory

  private static List<Saboteur> reuse() {
    return List.of(
        in("tensor", 822, "does not zero large memory that is used again", Unzeroed::new),
        in("close", 822, "frees what was opened later, too", ClosesLaterOnes::new),
        in("close", 822, "harms others where another thread closes", ClosesElsewhere::new));
  }

  /** Numbers are left in tensors of more than 50,000 elements once a workspace was closed. */
  private static final class Unzeroed extends WrappedBackend {
    private volatile boolean used;

    Unzeroed(Backend delegate) {
      super(delegate);
    }

    @Override
    Tensor tensor(Workspace workspace, Shape shape) {
      Tensor tensor = super.tensor(workspace, shape);
      if (used && shape.size() > 50_000) {
        delegate().write(new double[] {7}, 0, tensor, shape.size() - 1, shape.size());
      }
      return tensor;
    }

    @Override
    void close(Workspace workspace) {
      super.close(workspace);
      used = true;
    }
  }

  /** A workspace with its tensors and the thread that made them. */
  private record Owned(Workspace workspace, Tensor tensor, Thread thread) {}

  /** Zeroes what others have, as memory that was given away too early. */
  private abstract static class Harmful extends WrappedBackend {
    private final List<Owned> owned = new ArrayList<>();

    Harmful(Backend delegate) {
      super(delegate);
    }

    @Override
    synchronized Tensor tensor(Workspace workspace, Shape shape) {
      Tensor tensor = super.tensor(workspace, shape);
      owned.add(new Owned(workspace, tensor, Thread.currentThread()));
      return tensor;
    }

    @Override
    synchronized void close(Workspace workspace) {
      int first = 0;
      while (first < owned.size() && owned.get(first).workspace() != workspace) {
        first++;
      }
      List<Owned> mine = owned.stream().filter(any -> any.workspace() == workspace).toList();
      List<Owned> later = List.copyOf(owned.subList(first, owned.size()));
      owned.removeAll(mine);
      super.close(workspace);
      if (!mine.isEmpty()) {
        later.stream()
            .filter(any -> any.workspace() != workspace && harmed(mine.get(0), any))
            .forEach(any -> put(Matrix.filled(any.tensor().shape(), 0.0), any.tensor()));
      }
    }

    abstract boolean harmed(Owned closed, Owned later);
  }

  private static final class ClosesLaterOnes extends Harmful {
    ClosesLaterOnes(Backend delegate) {
      super(delegate);
    }

    @Override
    boolean harmed(Owned closed, Owned later) {
      return closed.thread() == later.thread() && later.tensor().shape().size() > 4000;
    }
  }

  private static final class ClosesElsewhere extends Harmful {
    ClosesElsewhere(Backend delegate) {
      super(delegate);
    }

    @Override
    boolean harmed(Owned closed, Owned later) {
      return closed.thread() == later.thread() && closed.thread() != Thread.currentThread();
    }
  }
}
