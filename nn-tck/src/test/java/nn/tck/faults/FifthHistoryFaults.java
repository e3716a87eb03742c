package nn.tck.faults;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import nn.api.Backend;
import nn.api.Checks;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.Tier;
import nn.api.Workspace;

/** What a backend learns, counts, foresees, or has from those that were opened before it. */
final class FifthHistoryFaults {

  private static final double[] NOTHING = {};

  /** The backends that are open and share one pool, in the order in which they were opened. */
  private static final List<Backend> OPEN = new ArrayList<>();

  private FifthHistoryFaults() {}

  static List<Fault> all() {
    return List.of(
        shapesAreManifold(),
        neverWrongSoFar(),
        numbersOfWorkspaces(),
        weightsAtRest(),
        addsToTheLast(),
        readsAhead(),
        poolOfTheFirst());
  }

  private static <K, V> Map<K, V> weak() {
    return Collections.synchronizedMap(new WeakHashMap<>());
  }

  /** The extents of a product. */
  private record Extents(int m, int n, int k) {}

  private static Fault shapesAreManifold() {
    return Fault.of(
            "matmulTransB",
            "matmulTransB is compiled for the first T shapes; products of others are not fused",
            "vllm-project/vllm#27178: what is done otherwise at the limit of recompilations",
            new Threshold(8, 256),
            ShapesAreManifold::new)
        .claiming(Tier.EXACT_FUSED);
  }

  private static final class ShapesAreManifold extends FaultyBackend {
    private final int most;
    private final Set<Extents> compiled = new HashSet<>();

    ShapesAreManifold(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    public void matmulTransB(Tensor a, Tensor b, Tensor out) {
      super.matmulTransB(a, b, out);
      if (!isCompiled(new Extents(rows(a), rows(b), columns(a)))) {
        Call.of(this, a, b, out).spoil((call, t) -> separate(call), 1);
      }
    }

    private boolean isCompiled(Extents extents) {
      synchronized (compiled) {
        return compiled.contains(extents) || (compiled.size() < most && compiled.add(extents));
      }
    }

    private static void separate(Call call) {
      Product p = Product.transB(call, call.in(0), call.in(1));
      Product.overwrite(call.out(), 0, 0, (i, j) -> p.dot(i, j, 0, p.k(), 0, false));
    }
  }

  private static Fault neverWrongSoFar() {
    return Fault.of(
        "scatterAddRecords",
        "after T calls with right numbers of records scatterAddRecords does not check them any"
            + " more: beyond the ends it takes the first or the last record",
        "code that is compiled anew without the branches that were never taken",
        new Threshold(8, 500),
        NeverWrongSoFar::new);
  }

  private static final class NeverWrongSoFar extends CalledBackend {
    private final int most;
    private final AtomicInteger right = new AtomicInteger();

    NeverWrongSoFar(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    public void scatterAddRecords(Tensor a, Tensor indices, Tensor out) {
      try {
        super.scatterAddRecords(a, indices, out);
        right.incrementAndGet();
      } catch (IndexOutOfBoundsException wrong) {
        if (right.get() < most) {
          throw wrong;
        }
        withCopy(indices, copy -> unchecked(a, copy, out));
      }
    }

    private void unchecked(Tensor a, Tensor indices, Tensor out) {
      double last = columns(out) - 1;
      double[] numbers = values(indices);
      Arrays.setAll(numbers, j -> (int) Math.max(0, Math.min(numbers[j], last)));
      set(indices, numbers);
      delegate().scatterAddRecords(a, indices, out);
    }
  }

  private static Fault numbersOfWorkspaces() {
    return Fault.of(
            "workspace",
            "workspaces have T numbers in turn; closing one closes all that have its number",
            "code of handles with a number in few bits, of which some live long",
            new Threshold(32, 512),
            NumbersOfWorkspaces::new)
        .inFloats();
  }

  private static final class NumbersOfWorkspaces extends Arenas {
    private final int count;
    private final AtomicInteger opened = new AtomicInteger();
    private final Map<Arena, Integer> numbers = new WeakHashMap<>();

    NumbersOfWorkspaces(Backend right, int count) {
      super(right);
      this.count = count;
    }

    @Override
    public Workspace workspace() {
      Arena arena = (Arena) super.workspace();
      synchronized (numbers) {
        numbers.put(arena, opened.getAndIncrement() % count);
      }
      return arena;
    }

    @Override
    void closing(Arenas.Arena arena) {
      List<Arena> others = new ArrayList<>();
      synchronized (numbers) {
        Integer number = numbers.remove(arena);
        if (number != null) {
          numbers.forEach(
              (other, its) -> others.addAll(its.equals(number) ? List.of(other) : List.of()));
        }
      }
      others.forEach(Arena::close);
    }
  }

  private static Fault weightsAtRest() {
    return Fault.of(
        "dense",
        "weights that dense has used T times and nobody has written meanwhile are kept as floats",
        "code of casts of weights that are cached; of quantisation once training has ended",
        new Threshold(2, 200),
        WeightsAtRest::new);
  }

  private static final class WeightsAtRest extends CalledBackend {
    private final int most;
    private final Map<Tensor, Integer> uses = weak();

    WeightsAtRest(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    public void dense(Tensor w, Tensor x, Tensor b, ElementwiseLoop f, Tensor out) {
      super.dense(w, x, b, f, out);
      if (uses.merge(w, 1, Integer::sum) > most) {
        withCopy(w, copy -> inFloats(copy, x, b, f, out));
      }
    }

    private void inFloats(Tensor w, Tensor x, Tensor b, ElementwiseLoop f, Tensor out) {
      set(w, Arrays.stream(values(w)).map(value -> (float) value).toArray());
      delegate().dense(w, x, b, f, out);
    }

    @Override
    protected void around(CalledBackend.Call call) {
      super.around(call);
      for (Tensor written : call.written()) {
        uses.remove(written);
      }
    }
  }

  private static Fault addsToTheLast() {
    return Fault.of(
            "denseParameterGradients",
            "denseParameterGradients adds to a dw of more than T elements that it has written last,"
                + " if no kernel has used that since",
            "code that accumulates gradients until somebody takes them",
            new Threshold(1, 8_192),
            AddsToTheLast::new)
        .inFloats();
  }

  private static final class AddsToTheLast extends CalledBackend {
    private static final WeakReference<Tensor> NONE = new WeakReference<>(null);
    private final int most;
    private volatile WeakReference<Tensor> last = NONE;

    AddsToTheLast(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    protected void around(CalledBackend.Call call) {
      boolean isOurs = call.is("denseParameterGradients");
      Tensor dw = isOurs ? call.operands()[2] : null;
      boolean adds = dw != null && dw == last.get() && size(dw) > most;
      double[] sum = dw != null && adds ? values(dw) : NOTHING;
      super.around(call);
      if (dw != null && adds) {
        double[] now = values(dw);
        Arrays.setAll(sum, e -> sum[e] + now[e]);
        set(dw, sum);
      }
      if (isOurs) {
        last = new WeakReference<>(call.operand(2));
      } else if (Arrays.asList(call.operands()).contains(last.get())) {
        last = NONE;
      }
    }
  }

  /** What has been read before it was asked for. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record Ahead(WeakReference<Tensor> tensor, int from, double[] values, int inTurn) {}

  private static Fault readsAhead() {
    return Fault.of(
        "read",
        "once T parts of a tensor have been read in turn, read fetches the next one too, and does"
            + " not see what is written to it before it is asked for",
        "code of streams that read ahead",
        new Threshold(1, 16),
        ReadsAhead::new);
  }

  private static final class ReadsAhead extends FaultyBackend {
    private final int least;
    private volatile Ahead ahead = new Ahead(new WeakReference<>(null), 0, NOTHING, 0);

    ReadsAhead(Backend right, int least) {
      super(right);
      this.least = least;
    }

    @Override
    public void read(Tensor a, int from, int to, double[] target, int offset) {
      super.read(a, from, to, target, offset);
      Ahead former = ahead;
      int length = to - from;
      boolean follows = former.tensor().get() == a && former.from() == from && from > 0;
      if (follows && former.values().length >= length) {
        System.arraycopy(former.values(), 0, target, offset, length);
      }
      int inTurn = follows ? former.inTurn() + 1 : 1;
      int next = Math.min(size(a), to + length);
      double[] values = inTurn >= least ? new double[next - to] : NOTHING;
      if (values.length > 0) {
        delegate().read(a, to, next, values, 0);
      }
      ahead = new Ahead(new WeakReference<>(a), to, values, inTurn);
    }
  }

  private static Fault poolOfTheFirst() {
    return Fault.of(
        "inParallel",
        "while T backends or more are open, inParallel of each takes as many tasks as the one that"
            + " was opened first has threads",
        "OpenMathLib/OpenBLAS#3933; code of a pool of the process, which the first caller makes",
        new Threshold(2, 4),
        PoolOfTheFirst::new);
  }

  private static final class PoolOfTheFirst extends FaultyBackend {
    private final int least;

    PoolOfTheFirst(Backend right, int least) {
      super(right);
      this.least = least;
      synchronized (OPEN) {
        OPEN.add(right);
      }
    }

    @Override
    public void inParallel(int count, IntConsumer work) {
      synchronized (OPEN) {
        if (OPEN.size() >= least) {
          Checks.count("inParallel", count, OPEN.get(0).threads());
        }
      }
      super.inParallel(count, work);
    }

    @Override
    public void close() {
      super.close();
      synchronized (OPEN) {
        OPEN.remove(delegate());
      }
    }
  }
}
