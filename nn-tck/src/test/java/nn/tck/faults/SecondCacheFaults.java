package nn.tck.faults;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.Shape;
import nn.api.Tensor;
import org.jspecify.annotations.Nullable;

/** What is kept from one call for another, by a key that does not tell them apart. */
final class SecondCacheFaults {

  private static final Threshold ELEMENTS = new Threshold(4, 8_192);

  private SecondCacheFaults() {}

  static List<Fault> all() {
    return List.of(
        fingerprints(),
        buckets(),
        loopsByName(),
        maximaForSoftmax(),
        inputsForBackward(),
        scalarsByTheFirst(),
        plansOfArrays());
  }

  private static <K, V> Map<K, V> weak() {
    return Collections.synchronizedMap(new WeakHashMap<>());
  }

  private static Fault fingerprints() {
    return Fault.of(
            "dense",
            "dense keeps packed weights as long as every T-th of their numbers is the same",
            "ooples/AiDotNet.Tensors#583",
            new Threshold(2, 64),
            (right, t) ->
                new CalledBackend(right) {
                  private final Map<Tensor, double[]> packed = weak();

                  @Override
                  protected void around(Call call) {
                    super.around(call);
                    if (!call.is("dense")) {
                      return;
                    }
                    double[] now = values(call.operand(0));
                    double[] kept = packed.get(call.operand(0));
                    if (kept == null || !samplesEqual(kept, now)) {
                      packed.put(call.operand(0), now);
                    } else if (!Arrays.equals(kept, now)) {
                      onFormer(call, call.operand(0), kept);
                    }
                  }

                  private boolean samplesEqual(double[] kept, double[] now) {
                    for (int e = 0; e < now.length; e += t) {
                      if (Double.compare(kept[e], now[e]) != 0) {
                        return false;
                      }
                    }
                    return true;
                  }
                })
        .inFloats();
  }

  /** An operand's values in a bucket of its hash. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares entries
  private record Entry(Shape shape, double[] values) {}

  private static Fault buckets() {
    return Fault.of(
        "matmulTransB",
        "matmulTransB keeps a transposed b of up to 4,096 elements in one of T buckets by its hash"
            + " and shape",
        "pytorch/pytorch#175597; AdaptiveCpp/AdaptiveCpp#2028: keys that collide",
        new Threshold(2, 64),
        Buckets::new);
  }

  private static final class Buckets extends CalledBackend {
    private static final int MOST = 4_096;
    private final @Nullable Entry[] entries;

    Buckets(Backend right, int count) {
      super(right);
      entries = new Entry[count];
    }

    private int bucket(Tensor tensor) {
      return System.identityHashCode(tensor) % entries.length;
    }

    @Override
    protected void around(Call call) {
      super.around(call);
      if (call.is("matmulTransB") && size(call.operand(1)) <= MOST) {
        useKept(call, call.operand(1));
      }
      synchronized (entries) {
        for (Tensor written : call.written()) {
          entries[bucket(written)] = null;
        }
      }
    }

    private void useKept(Call call, Tensor b) {
      double[] now = values(b);
      Entry kept;
      synchronized (entries) {
        kept = entries[bucket(b)];
        if (kept == null || !kept.shape().equals(b.shape())) {
          kept = new Entry(b.shape(), now);
          entries[bucket(b)] = kept;
        }
      }
      if (!Arrays.equals(kept.values(), now)) {
        onFormer(call, b, kept.values());
      }
    }
  }

  private static Fault loopsByName() {
    return Fault.of(
        "apply",
        "apply of more than T elements runs the first loop that had this one's name",
        "ml-explore/mlx#4273",
        new Threshold(1, 4_096),
        (right, t) ->
            new FaultyBackend(right) {
              private static final int MOST = 256;
              private final Map<String, WeakReference<ElementwiseLoop>> compiled =
                  new ConcurrentHashMap<>();

              @Override
              public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
                boolean known =
                    loop instanceof ElementwiseFunction || loop instanceof CombineOperation;
                boolean small =
                    operands.length == 0 || operands[0] == null || size(operands[0]) <= t;
                super.apply(
                    loop == null || known || small ? loop : compiled(loop), scalars, operands);
              }

              private ElementwiseLoop compiled(ElementwiseLoop loop) {
                if (compiled.size() > MOST) {
                  compiled.clear();
                }
                WeakReference<ElementwiseLoop> own = new WeakReference<>(loop);
                ElementwiseLoop first = compiled.getOrDefault(loop.toString(), own).get();
                if (first == null || first == loop || !isAlike(first, loop)) {
                  compiled.put(loop.toString(), own);
                  return loop;
                }
                return first;
              }

              private boolean isAlike(ElementwiseLoop first, ElementwiseLoop loop) {
                return first.inputs() == loop.inputs()
                    && first.outputs() == loop.outputs()
                    && first.scalars() == loop.scalars();
              }
            });
  }

  /** Keeps something of a tensor from one kernel for another, until certain kernels write it. */
  private abstract static class Handover extends CalledBackend {
    private final String from;
    private final int fromIndex;
    private final String to;
    private final int toIndex;
    private final int most;
    private final List<String> missed;
    private final Map<Tensor, double[]> kept = weak();

    Handover(
        Backend right,
        String from,
        int fromIndex,
        String to,
        int toIndex,
        int most,
        List<String> missed) {
      super(right);
      this.from = from;
      this.fromIndex = fromIndex;
      this.to = to;
      this.toIndex = toIndex;
      this.most = most;
      this.missed = missed;
    }

    /** Does a call again with what was kept of an operand. */
    abstract void withKept(Call call, Tensor operand, double[] kept);

    @Override
    protected void around(Call call) {
      super.around(call);
      if (call.is(from) && size(call.operand(fromIndex)) > most) {
        kept.put(call.operand(fromIndex), values(call.operand(fromIndex)));
      }
      if (call.is(to)) {
        Tensor operand = call.operand(toIndex);
        double[] former = kept.remove(operand);
        if (former != null && operand != call.out() && !Arrays.equals(former, values(operand))) {
          withKept(call, operand, former);
        }
      }
      if (!missed.contains(call.kernel())) {
        for (Tensor written : call.written()) {
          kept.remove(written);
        }
      }
    }
  }

  private static Fault maximaForSoftmax() {
    return Fault.of(
        "softmax",
        "softmax of more than T elements takes the maxima that maxOverUnits found, though combine"
            + " or a loop has changed them",
        "vllm-project/vllm#45093: what was computed before an update",
        ELEMENTS,
        (right, t) ->
            new Handover(right, "maxOverUnits", 0, "softmax", 0, t, List.of("combine", "apply")) {
              @Override
              void withKept(Call call, Tensor z, double[] kept) {
                Arithmetic math = new Arithmetic(dtype());
                double[] now = values(z);
                int units = rows(z);
                for (int from = 0; from < now.length; from += units) {
                  double max =
                      Arrays.stream(kept, from, from + units).reduce(kept[from], Math::max);
                  double sum = 0;
                  for (int e = from; e < from + units; e++) {
                    now[e] = math.apply(ElementwiseFunction.EXP, math.subtract(now[e], max));
                    sum = math.add(sum, now[e]);
                  }
                  for (int e = from; e < from + units; e++) {
                    now[e] = math.divide(now[e], sum);
                  }
                }
                set(call.out(), now);
              }
            });
  }

  private static Fault inputsForBackward() {
    return Fault.of(
            "denseParameterGradients",
            "denseParameterGradients takes the x of more than T elements that dense transposed,"
                + " though gatherRecords, reshape or floats have replaced it",
            "ooples/AiDotNet#1488; ooples/AiDotNet#1505",
            ELEMENTS,
            (right, t) ->
                new Handover(
                    right,
                    "dense",
                    1,
                    "denseParameterGradients",
                    1,
                    t,
                    List.of("gatherRecords", "reshape", "writeFloats")) {
                  @Override
                  void withKept(Call call, Tensor x, double[] kept) {
                    onFormer(call, x, kept);
                  }
                })
        .inFloats();
  }

  private static Fault scalarsByTheFirst() {
    return Fault.of(
        "apply",
        "apply of more than T elements takes a loop's scalars of its last call if the first of them"
            + " is the same",
        "triton-lang/triton#4207; tinygrad/tinygrad#570: keys that lack arguments",
        new Threshold(1, 4_096),
        (right, t) ->
            new FaultyBackend(right) {
              private final Map<ElementwiseLoop, double[]> last = weak();

              @Override
              public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
                super.apply(
                    loop,
                    isKept(loop, scalars, operands) ? kept(loop, scalars) : scalars,
                    operands);
              }

              private boolean isKept(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
                return loop.scalars() > 1
                    && scalars.length >= loop.scalars()
                    && operands.length > 0
                    && size(operands[0]) > t;
              }

              private double[] kept(ElementwiseLoop loop, double[] scalars) {
                double[] kept = last.get(loop);
                if (kept == null || kept[0] != scalars[0]) {
                  kept = scalars.clone();
                  last.put(loop, kept);
                }
                return kept;
              }
            });
  }

  private static Fault plansOfArrays() {
    return Fault.of(
        "gather",
        "gather makes a plan of an array of T numbers or more once, whatever is in it later",
        "openvinotoolkit/openvino#34521; mattn/go-tflite#72",
        new Threshold(2, 2_048),
        (right, t) ->
            new FaultyBackend(right) {
              private final Map<int[], int[]> plans = weak();

              @Override
              public void gather(Tensor a, int[] units, Tensor out) {
                super.gather(a, units, out);
                if (units.length < t) {
                  return;
                }
                int[] plan = plans.putIfAbsent(units, units.clone());
                if (plan != null && !Arrays.equals(plan, units) && fits(plan, rows(a))) {
                  super.gather(a, plan, out);
                }
              }

              private boolean fits(int[] plan, int units) {
                return Arrays.stream(plan).allMatch(unit -> unit < units);
              }
            });
  }
}
