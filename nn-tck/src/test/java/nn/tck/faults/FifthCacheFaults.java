package nn.tck.faults;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import nn.api.Backend;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.Tier;
import org.jspecify.annotations.Nullable;

/** What is kept for a while, known of a tensor, recorded, fused, or found by too short a key. */
final class FifthCacheFaults {

  private static final Threshold ELEMENTS = new Threshold(1, 8_192);
  private static final double[] NOTHING = {};

  private FifthCacheFaults() {}

  static List<Fault> all() {
    return List.of(
        keptForAWhile(),
        partOfABias(),
        sumsAreOne(),
        zerosAreKnown(),
        wholeDivisors(),
        recordedScalars(),
        fusedWithTheNext(),
        firstAndLastUnit());
  }

  private static <K, V> Map<K, V> weak() {
    return Collections.synchronizedMap(new WeakHashMap<>());
  }

  /** Values and when they were taken. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares copies
  private record Packed(double[] values, long nanos) {}

  private static Fault keptForAWhile() {
    return Fault.of(
            "dense",
            "dense looks whether its packed weights are still those of w when T milliseconds have"
                + " gone since it packed them",
            "code of caches whose entries are good for a time",
            new Threshold(1, 200),
            KeptForAWhile::new)
        .claiming(Tier.BOUNDED);
  }

  private static final class KeptForAWhile extends CalledBackend {
    private final Map<Tensor, Packed> packed = weak();
    private final long nanos;

    KeptForAWhile(Backend right, int milliseconds) {
      super(right);
      nanos = TimeUnit.MILLISECONDS.toNanos(milliseconds);
    }

    @Override
    protected void around(Call call) {
      super.around(call);
      if (!call.is("dense")) {
        return;
      }
      Tensor w = call.operand(0);
      double[] values = values(w);
      Packed kept = packed.get(w);
      long now = System.nanoTime();
      if (kept == null || now - kept.nanos() > nanos) {
        packed.put(w, new Packed(values, now));
      } else if (!Arrays.equals(kept.values(), values)) {
        onFormer(call, w, kept.values());
      }
    }
  }

  private static Fault partOfABias() {
    return Fault.of(
        "dense",
        "a part that is written to a tensor of more than T elements arrives when that is the first"
            + " or second operand of a kernel, or all of it is written; dense has it as its third",
        "code that fetches what is new of each operand, and was written for products of two",
        new Threshold(1, 1_024),
        PartOfABias::new);
  }

  private static final class PartOfABias extends CalledBackend {
    private final int most;
    private final Map<Tensor, double[]> late = weak();

    PartOfABias(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    protected void around(Call call) {
      boolean isPart = call.is("writePart");
      double[] before = isPart ? formerOut(call) : NOTHING;
      super.around(call);
      if (isPart) {
        if (before.length > most) {
          late.putIfAbsent(call.out(), before);
        }
        return;
      }
      double[] old = call.is("dense") ? late.get(call.operand(2)) : null;
      if (old != null) {
        onFormer(call, call.operand(2), old);
      }
      for (int o = 0; o < Math.min(2, call.operands().length); o++) {
        late.remove(call.operand(o));
      }
      for (Tensor written : call.written()) {
        late.remove(written);
      }
    }
  }

  private static Fault sumsAreOne() {
    return Fault.of(
        "sumOverUnits",
        "sumOverUnits knows of a tensor of more than T elements that softmax has written it, and"
            + " gives ones",
        "code of simplifiers that know what holds of numbers, not of their roundings",
        ELEMENTS,
        (right, t) ->
            new CalledBackend(right) {
              private final Set<Tensor> ofSoftmax = Collections.newSetFromMap(weak());

              @Override
              protected void around(Call call) {
                super.around(call);
                if (call.is("sumOverUnits")
                    && size(call.operand(0)) > t
                    && ofSoftmax.contains(call.operand(0))) {
                  double[] ones = new double[size(call.out())];
                  Arrays.fill(ones, 1);
                  set(call.out(), ones);
                }
                for (Tensor written : call.written()) {
                  ofSoftmax.remove(written);
                }
                if (call.is("softmax")) {
                  ofSoftmax.add(call.out());
                }
              }
            });
  }

  private static Fault zerosAreKnown() {
    return Fault.of(
            "matmulTransA",
            "matmulTransA knows of a b of more than T elements that nobody has written it since it"
                + " was made, and gives zeros, also for NaN and infinities",
            "jax-ml/jax#39429; jax-ml/jax#383: zeros that are symbols",
            ELEMENTS,
            (right, t) ->
                new Arenas(right) {
                  private final Set<Tensor> fresh = Collections.newSetFromMap(weak());

                  @Override
                  void made(Arenas.Arena arena, Tensor tensor) {
                    if (size(tensor) > t) {
                      fresh.add(tensor);
                    }
                  }

                  @Override
                  protected void around(CalledBackend.Call call) {
                    super.around(call);
                    if (call.is("matmulTransA") && fresh.contains(call.operand(1))) {
                      set(call.out(), new double[size(call.out())]);
                    }
                    for (Tensor written : call.written()) {
                      fresh.remove(written);
                    }
                  }
                })
        .inFloats();
  }

  private static Fault wholeDivisors() {
    return Fault.of(
        "divideBy",
        "divideBy of more than T elements divides by its last divisor again if the new one is the"
            + " same without its fraction",
        "code of plans by the number of records, which is whole",
        ELEMENTS,
        (right, t) ->
            new FaultyBackend(right) {
              private volatile @Nullable Double planned;

              @Override
              public void divideBy(Tensor a, double divisor, Tensor out) {
                if (a == null || size(a) <= t) {
                  super.divideBy(a, divisor, out);
                  return;
                }
                Double last = planned;
                double used = last != null && last.intValue() == (int) divisor ? last : divisor;
                super.divideBy(a, used, out);
                planned = used;
              }
            });
  }

  /** A loop that is called again and again, and its scalars. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares recordings
  private record Recorded(WeakReference<ElementwiseLoop> loop, double[] scalars, int calls) {
    int timesOf(ElementwiseLoop other, int ofScalars) {
      return loop.get() == other && scalars.length == ofScalars ? calls : 0;
    }
  }

  private static Fault recordedScalars() {
    return Fault.of(
        "apply",
        "a loop that has been applied T times in a row to the same last operand is recorded with"
            + " its scalars, which it then has for ever",
        "pytorch/pytorch#114844; code of graphs that are captured with a learning rate in them",
        new Threshold(2, 64),
        RecordedScalars::new);
  }

  private static final class RecordedScalars extends FaultyBackend {
    private final int most;
    private final Map<Tensor, Recorded> recorded = weak();

    RecordedScalars(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
      Tensor last = operands == null || operands.length == 0 ? null : operands[operands.length - 1];
      if (loop == null || scalars == null || last == null) {
        super.apply(loop, scalars, operands);
        return;
      }
      Recorded former = recorded.get(last);
      int times = former == null ? 0 : former.timesOf(loop, scalars.length);
      double[] used = former != null && times >= most ? former.scalars() : scalars;
      super.apply(loop, used, operands);
      int calls = Math.min(most, times + 1);
      recorded.put(last, new Recorded(new WeakReference<>(loop), used.clone(), calls));
    }
  }

  /** What a tensor held before the last call wrote it. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record Stored(WeakReference<Tensor> out, double[] before) {}

  private static Fault fusedWithTheNext() {
    return Fault.of(
            "combine",
            "what combine has computed, more than T elements, is not stored if the thread's next"
                + " call is a loop that takes it first",
            "code that fuses two calls, and takes the tensor between them"
                + " for one that nobody else reads",
            ELEMENTS,
            FusedWithTheNext::new)
        .inFloats();
  }

  private static final class FusedWithTheNext extends CalledBackend {
    private static final Stored NONE = new Stored(new WeakReference<>(null), NOTHING);
    private final int most;
    private final ThreadLocal<Stored> last = ThreadLocal.withInitial(() -> NONE);

    FusedWithTheNext(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    protected void around(Call call) {
      Stored stored = last.get();
      last.remove();
      double[] before = call.is("combine") ? formerOut(call) : NOTHING;
      super.around(call);
      Tensor between = stored.out().get();
      if (between != null && call.is("apply") && call.operand(0) == between) {
        if (!Arrays.asList(call.written()).contains(between)) {
          set(between, stored.before());
        }
      }
      if (before.length > most && call.operand(0) != call.out()) {
        last.set(new Stored(new WeakReference<>(call.out()), before));
      }
    }
  }

  /** Numbers of units that have been found right. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares plans
  private record Plan(int[] units, int rows) {
    boolean isFor(int[] others, int ofRows) {
      int last = units.length - 1;
      return rows == ofRows
          && units.length == others.length
          && units[0] == others[0]
          && units[last] == others[last];
    }
  }

  private static Fault firstAndLastUnit() {
    return Fault.of(
        "scatterAdd",
        "scatterAdd of more than T numbers of units takes its last plan again if the numbers' count,"
            + " the first and the last of them are the same",
        "code that compares ends, as those of ranges",
        new Threshold(1, 512),
        (right, t) ->
            new FaultyBackend(right) {
              private volatile @Nullable Plan plan;

              @Override
              public void scatterAdd(Tensor a, int[] units, Tensor out) {
                if (units == null || out == null || units.length <= t) {
                  super.scatterAdd(a, units, out);
                  return;
                }
                Plan last = plan;
                if (last != null && last.isFor(units, rows(out))) {
                  super.scatterAdd(a, last.units(), out);
                } else {
                  super.scatterAdd(a, units, out);
                  plan = new Plan(units.clone(), rows(out));
                }
              }
            });
  }
}
