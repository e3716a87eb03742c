package nn.tck.faults;

import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import nn.api.Backend;
import nn.api.ClosedException;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import org.jspecify.annotations.Nullable;

/** Memory that is cleared late, planned for others, freed with the wrong object, or not freed. */
final class FifthMemoryFaults {

  private static final Threshold ELEMENTS = new Threshold(1, 4_096);
  private static final double[] NOTHING = {};

  private static final ThirdMemoryFaults.Left LEFT = new ThirdMemoryFaults.Left();

  private FifthMemoryFaults() {}

  static List<Fault> all() {
    return List.of(
        clearedLater(),
        planOfEachShape(),
        openAtTheEnd(),
        valueHoldsItsKey(),
        freedWithItsWorkspace(),
        lateWriter(),
        learnedLifetimes());
  }

  private static <K, V> Map<K, V> weak() {
    return Collections.synchronizedMap(new WeakHashMap<>());
  }

  private static Fault clearedLater() {
    return Fault.of(
            "workspace",
            "a new tensor of more than T elements is cleared by another thread, which may come"
                + " after the first write to it",
            "alpaka-group/alpaka#851: cudaMemset does not wait, and has another stream",
            new Threshold(256, 16_384),
            (right, t) ->
                new Arenas(right) {
                  @Override
                  void made(Arenas.Arena arena, Tensor tensor) {
                    if (size(tensor) > t) {
                      ForkJoinPool.commonPool().execute(() -> clear(tensor));
                    }
                  }

                  private void clear(Tensor tensor) {
                    try {
                      set(tensor, new double[size(tensor)]);
                    } catch (ClosedException closed) {
                      return; // nobody reads it
                    }
                  }
                })
        .inFloats();
  }

  /** The extents of a product. */
  private record Extents(int m, int n, int k) {}

  private static Fault planOfEachShape() {
    return Fault.of(
        "matmul",
        "matmul keeps a plan of T numbers for each shape that it has met",
        "microsoft/onnxruntime#5796; openvinotoolkit/openvino#20633; pytorch/pytorch#27971",
        new Threshold(64, 1_024),
        (right, t) ->
            new FaultyBackend(right) {
              private static final int MOST = 1 << 14;
              private final Map<Extents, double[]> plans = new ConcurrentHashMap<>();

              @Override
              public void matmul(Tensor a, Tensor b, Tensor out) {
                super.matmul(a, b, out);
                if (plans.size() < MOST) { // what a machine can bear
                  Extents extents = new Extents(rows(a), columns(b), columns(a));
                  plans.computeIfAbsent(extents, key -> new double[t]);
                }
              }
            });
  }

  private static Fault openAtTheEnd() {
    return Fault.of(
        "close",
        "each workspace that is open when its backend is closed leaves T bytes of native memory"
            + " behind",
        "tensorflow/java#208; code whose close frees what it has itself, and no more",
        new Threshold(64, 1_024),
        OpenAtTheEnd::new);
  }

  private static final class OpenAtTheEnd extends Arenas {
    private final int bytes;
    private final AtomicInteger open = new AtomicInteger();

    OpenAtTheEnd(Backend right, int bytes) {
      super(right);
      this.bytes = bytes;
    }

    @Override
    public Workspace workspace() {
      Workspace workspace = super.workspace();
      open.incrementAndGet();
      return workspace;
    }

    @Override
    void closing(Arenas.Arena arena) {
      open.addAndGet(arena.closed ? 0 : -1);
    }

    @Override
    public void close() {
      super.close();
      for (int left = open.getAndSet(0); left > 0; left--) {
        LEFT.addBuffer(bytes);
      }
    }
  }

  /** What is known of a table. */
  private record Plan(Tensor table, int records) {}

  private static Fault valueHoldsItsKey() {
    return Fault.of(
            "gatherRecords",
            "gatherRecords keeps a plan for each table of more than T elements in a map with weak"
                + " keys, and the table in the plan",
            "mozilla-mobile/android-components#3254; apache/accumulo#1924",
            ELEMENTS,
            (right, t) ->
                new FaultyBackend(right) {
                  private static final int MOST = 100_000;
                  private final Map<Tensor, Plan> plans = weak();

                  @Override
                  public void gatherRecords(Tensor a, Tensor indices, Tensor out) {
                    super.gatherRecords(a, indices, out);
                    if (size(a) > t && plans.size() < MOST) {
                      plans.putIfAbsent(a, new Plan(a, columns(a)));
                    }
                  }
                })
        .inFloats();
  }

  private static Fault freedWithItsWorkspace() {
    return Fault.of(
        "workspace",
        "a tensor of more than T elements is freed when its workspace is garbage, though the tensor"
            + " is not",
        "migueldeicaza/TensorFlowSharp#335; code of cleaners that watch the wrong object",
        ELEMENTS,
        FreedWithItsWorkspace::new);
  }

  private static final class FreedWithItsWorkspace extends Arenas {
    private final int most;
    private final Map<Tensor, WeakReference<Arena>> owners = weak();

    FreedWithItsWorkspace(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    void made(Arenas.Arena arena, Tensor tensor) {
      if (size(tensor) > most) {
        owners.put(tensor, new WeakReference<>(arena));
      }
    }

    @Override
    protected void around(Call call) {
      for (Tensor operand : call.operands()) {
        WeakReference<Arena> owner = operand == null ? null : owners.get(operand);
        if (owner != null && owner.get() == null) {
          throw new ClosedException(call.kernel() + ": an operand's memory is free");
        }
      }
      super.around(call);
    }
  }

  private static Fault lateWriter() {
    return Fault.of(
        "close",
        "a product of more than T elements that meets the close of its destination's workspace"
            + " writes to memory that a new tensor of that shape has then",
        "pytorch/executorch#22779; code of arenas that do not wait for who uses them",
        ELEMENTS,
        LateWriter::new);
  }

  private static final class LateWriter extends Arenas {
    private static final int MOST_SHAPES = 256;
    private final int most;
    private final Map<Tensor, WeakReference<Arena>> owners = weak();
    private final Map<Shape, double[]> late = new ConcurrentHashMap<>();

    LateWriter(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    void made(Arenas.Arena arena, Tensor tensor) {
      owners.put(tensor, new WeakReference<>(arena));
      double[] left = late.remove(tensor.shape());
      if (left != null) {
        set(tensor, left);
      }
    }

    @Override
    protected void around(Call call) {
      Arena arena = call.isProduct() ? owner(call) : null;
      double[] before = arena == null || arena.closed ? NOTHING : formerOut(call);
      super.around(call);
      if (arena != null && arena.closed && before.length > most && late.size() < MOST_SHAPES) {
        late.put(call.out().shape(), before); // of which the last tile is overwritten at most
      }
    }

    private @Nullable Arena owner(Call call) {
      Tensor out = call.operands()[call.operands().length - 1];
      WeakReference<Arena> owner = out == null ? null : owners.get(out);
      return owner == null ? null : owner.get();
    }
  }

  /** A tensor's number in its workspace and its shape. */
  private record Place(int number, Shape shape) {}

  private static Fault learnedLifetimes() {
    return Fault.of(
        "workspace",
        "a tensor of more than T elements has the memory of the one made before it, of the same"
            + " shape, if that was not used any more in the first workspace that had these two",
        "microsoft/onnxruntime#1331; microsoft/onnxruntime#18672: patterns of memory",
        new Threshold(1, 8_192),
        LearnedLifetimes::new);
  }

  private static final class LearnedLifetimes extends Arenas {
    private final int most;
    private final Twins twins = new Twins();
    private final Map<Place, Boolean> apart = new ConcurrentHashMap<>();
    private final Map<Tensor, Place> watched = weak();
    private final Set<Place> used = ConcurrentHashMap.newKeySet();

    LearnedLifetimes(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    void made(Arenas.Arena arena, Tensor tensor) {
      int number = arena.tensors.size() - 1;
      Tensor before = number < 1 ? null : arena.tensors.get(number - 1);
      if (before == null || size(tensor) <= most || !before.shape().equals(tensor.shape())) {
        return;
      }
      Place place = new Place(number, tensor.shape());
      Boolean isApart = apart.get(place);
      if (isApart == null) {
        watched.put(before, place);
      } else if (!isApart) {
        twins.pair(before, tensor);
      }
    }

    @Override
    protected void around(Call call) {
      super.around(call);
      for (Tensor operand : call.operands()) {
        Place place = operand == null ? null : watched.get(operand);
        if (place != null) {
          used.add(place);
        }
      }
      for (Tensor written : call.written()) {
        twins.follow(this, written);
      }
    }

    @Override
    void closing(Arenas.Arena arena) {
      for (Tensor tensor : arena.tensors.toArray(Tensor[]::new)) {
        Place place = watched.remove(tensor);
        if (place != null) {
          apart.putIfAbsent(place, used.contains(place));
        }
      }
    }
  }
}
