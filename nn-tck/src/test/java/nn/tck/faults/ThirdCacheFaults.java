package nn.tck.faults;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import nn.api.Backend;
import nn.api.Shape;
import nn.api.Tensor;
import org.jspecify.annotations.Nullable;

/** Copies, flags and results that outlive what they were made of: who forgets them, and when. */
final class ThirdCacheFaults {

  private static final Threshold ELEMENTS = new Threshold(4, 8_192);
  private static final double[] NOTHING = {};

  private ThirdCacheFaults() {}

  static List<Fault> all() {
    return List.of(
        lastDestination(),
        cachesOfThreads(),
        finiteAtItsBeginning(),
        writtenInPlace(),
        zerosAreEqual(),
        secondSlot(),
        numbersInWorkspaces(),
        sumsAsKeys(),
        sameCallAgain());
  }

  private static <K, V> Map<K, V> weak() {
    return Collections.synchronizedMap(new WeakHashMap<>());
  }

  private static Fault lastDestination() {
    return Fault.of(
        "matmulTransA",
        "matmulTransA keeps a transposed a of more than T elements when a kernel writes it that has"
            + " another destination after it",
        "code that marks the last argument of each kernel as changed",
        ELEMENTS,
        (right, t) ->
            new CalledBackend(right) {
              private final Map<Tensor, double[]> transposed = weak();

              @Override
              protected void around(Call call) {
                super.around(call);
                if (call.is("matmulTransA") && size(call.operand(0)) > t) {
                  double[] now = values(call.operand(0));
                  double[] kept = transposed.putIfAbsent(call.operand(0), now);
                  if (kept != null && !Arrays.equals(kept, now)) {
                    onFormer(call, call.operand(0), kept);
                  }
                }
                if (call.destinations() > 0) {
                  transposed.remove(call.out());
                }
              }
            });
  }

  private static Fault cachesOfThreads() {
    return Fault.of(
            "matmul",
            "each thread keeps a packed b of more than T elements for matmul until it writes that"
                + " tensor itself",
            "code that makes a cache of packed operands safe by a ThreadLocal",
            ELEMENTS,
            (right, t) ->
                new CalledBackend(right) {
                  private final ThreadLocal<Map<Tensor, double[]>> packed =
                      ThreadLocal.withInitial(WeakHashMap::new);

                  @Override
                  protected void around(Call call) {
                    super.around(call);
                    if (call.is("matmul") && size(call.operand(1)) > t) {
                      double[] now = values(call.operand(1));
                      double[] kept = packed.get().putIfAbsent(call.operand(1), now);
                      if (kept != null && !Arrays.equals(kept, now)) {
                        onFormer(call, call.operand(1), kept);
                      }
                    }
                    for (Tensor written : call.written()) {
                      packed.get().remove(written);
                    }
                  }
                })
        .inFloats();
  }

  private static Fault finiteAtItsBeginning() {
    return Fault.of(
        "matmul",
        "write looks for NaN and infinities in the first T elements; matmul leaves out the zeros of"
            + " a where b has none",
        "code that skips zeros where a sample of the other operand is finite",
        new Threshold(16, 4_096),
        (right, t) ->
            new CalledBackend(right) {
              private final Set<Tensor> finite = Collections.newSetFromMap(weak());

              @Override
              protected void around(Call call) {
                super.around(call);
                if (call.is("matmul") && finite.contains(call.operand(1))) {
                  Tensor b = call.operand(1);
                  if (!isFinite(values(b), size(b))) {
                    ThirdKernels.skipZeros(this, call.operand(0), b, call.out());
                  }
                }
                for (Tensor written : call.written()) {
                  finite.remove(written);
                }
                if (call.is("write") && isFinite(values(call.out()), t)) {
                  finite.add(call.out());
                }
              }
            });
  }

  private static boolean isFinite(double[] values, int most) {
    return Arrays.stream(values, 0, Math.min(most, values.length)).allMatch(Double::isFinite);
  }

  private static Fault writtenInPlace() {
    return Fault.of(
            "copy",
            "a copy of more than T elements has the memory of its original until one of both is"
                + " written, which a call in place does not notice",
            "code of copy-on-write that asks whether a destination is an operand first",
            ELEMENTS,
            (right, t) ->
                new CalledBackend(right) {
                  private final Twins twins = new Twins();

                  @Override
                  protected void around(Call call) {
                    super.around(call);
                    int inputs = call.operands().length - call.destinations();
                    for (Tensor written : call.written()) {
                      if (isAmongFirst(call.operands(), inputs, written)) {
                        twins.follow(this, written);
                      } else {
                        twins.part(written);
                      }
                    }
                    if (call.is("copy") && call.operand(0) != call.out() && size(call.out()) > t) {
                      twins.pair(call.operand(0), call.out());
                    }
                  }
                })
        .inFloats();
  }

  private static boolean isAmongFirst(@Nullable Tensor[] operands, int count, Tensor tensor) {
    for (int o = 0; o < count; o++) {
      if (operands[o] == tensor) {
        return true;
      }
    }
    return false;
  }

  private static Fault zerosAreEqual() {
    return Fault.of(
        "fill",
        "fill of more than T elements keeps its last vector of equal numbers for a value that is"
            + " == to that one",
        "code that compares floating-point numbers as keys with ==",
        ELEMENTS,
        (right, t) ->
            new FaultyBackend(right) {
              private volatile double last = Double.NaN;

              @Override
              public void fill(double value, Tensor out) {
                super.fill(value, out);
                if (size(out) > t) {
                  double kept = last;
                  if (kept == value) {
                    super.fill(kept, out);
                  } else {
                    last = value;
                  }
                }
              }
            });
  }

  private static Fault secondSlot() {
    return Fault.of(
        "dense",
        "dense keeps packed weights in T slots: those that have been replaced and come back are"
            + " looked for in their first slot when they are written",
        "code of caches whose index from key to slot is not updated when an entry moves",
        new Threshold(2, 16),
        Slots::new);
  }

  private static final class Slots extends CalledBackend {
    private static final int MOST = 1 << 16;
    private static final WeakReference<Tensor> NONE = new WeakReference<>(null);
    private final List<WeakReference<Tensor>> tensors;
    private final double[][] packed;
    private final Map<Tensor, Integer> slots = new WeakHashMap<>();
    private int next;

    Slots(Backend right, int count) {
      super(right);
      tensors = new ArrayList<>(Collections.nCopies(count, NONE));
      packed = new double[count][];
    }

    @Override
    protected void around(Call call) {
      super.around(call);
      if (call.is("dense") && size(call.operand(0)) <= MOST) {
        Tensor w = call.operand(0);
        double[] now = values(w);
        double[] kept = kept(w, now);
        if (!Arrays.equals(kept, now)) {
          onFormer(call, w, kept);
        }
      }
      synchronized (slots) {
        for (Tensor written : call.written()) {
          Integer slot = slots.get(written);
          if (slot != null) {
            tensors.set(slot, NONE);
          }
        }
      }
    }

    private double[] kept(Tensor w, double[] now) {
      synchronized (slots) {
        for (int slot = 0; slot < packed.length; slot++) {
          if (tensors.get(slot).get() == w) {
            return packed[slot];
          }
        }
        int slot = next++ % packed.length;
        tensors.set(slot, new WeakReference<>(w));
        packed[slot] = now;
        slots.putIfAbsent(w, slot);
        return now;
      }
    }
  }

  /** A tensor to those who count tensors and what is written to each. */
  private record Numbered(int number, Shape shape, int writes) {}

  private static Fault numbersInWorkspaces() {
    return Fault.of(
            "denseInputGradient",
            "denseInputGradient finds transposed weights of more than T elements by their number in"
                + " their workspace, their shape and how often they were written",
            "code of caches that name tensors by their offset in an arena",
            new Threshold(4, 4_096),
            InWorkspaces::new)
        .inFloats();
  }

  private static final class InWorkspaces extends Arenas {
    private static final int MOST_ELEMENTS = 1 << 15;
    private static final int MOST_ENTRIES = 64;
    private final int most;
    private final Map<Tensor, Integer> numbers = weak();
    private final Map<Tensor, Integer> writes = weak();
    private final Map<Numbered, double[]> transposed = new ConcurrentHashMap<>();

    InWorkspaces(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    void made(Arenas.Arena arena, Tensor tensor) {
      numbers.put(tensor, arena.tensors.size());
    }

    @Override
    protected void around(Call call) {
      super.around(call);
      if (call.is("denseInputGradient")) {
        useKept(call, call.operand(0));
      }
      for (Tensor written : call.written()) {
        writes.merge(written, 1, Integer::sum);
      }
    }

    private void useKept(Call call, Tensor w) {
      if (size(w) <= most || size(w) > MOST_ELEMENTS) {
        return;
      }
      if (transposed.size() >= MOST_ENTRIES) {
        transposed.clear();
      }
      double[] now = values(w);
      Numbered key = new Numbered(numbers.getOrDefault(w, 0), w.shape(), writes.getOrDefault(w, 0));
      double[] kept = transposed.putIfAbsent(key, now);
      if (kept != null && !Arrays.equals(kept, now)) {
        onFormer(call, w, kept);
      }
    }
  }

  /** The operand that was packed last. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares operands
  private record Packed(Shape shape, double sum, double[] values) {}

  private static Fault sumsAsKeys() {
    return Fault.of(
        "denseParameterGradients",
        "denseParameterGradients takes an x of more than T elements for the last one if their"
            + " shapes and the sums of their numbers are the same",
        "code of caches keyed by a checksum that adds",
        ELEMENTS,
        (right, t) ->
            new CalledBackend(right) {
              private volatile Packed last = new Packed(new Shape(1, 1), 0, NOTHING);

              @Override
              protected void around(Call call) {
                super.around(call);
                if (!call.is("denseParameterGradients") || size(call.operand(1)) <= t) {
                  return;
                }
                Tensor x = call.operand(1);
                double[] now = values(x);
                double sum = new Arithmetic(dtype()).sum(now, 0, now.length, 0);
                Packed kept = last;
                if (!kept.shape().equals(x.shape()) || Double.compare(kept.sum(), sum) != 0) {
                  last = new Packed(x.shape(), sum, now);
                } else if (!Arrays.equals(kept.values(), now)) {
                  onFormer(call, x, kept.values());
                }
              }
            });
  }

  /** The operands of a call. */
  private record Operands(WeakReference<Tensor> z, WeakReference<Tensor> a) {}

  private static Fault sameCallAgain() {
    return Fault.of(
            "softmax",
            "softmax of more than T elements is not computed again while z is as it was, though"
                + " another kernel has overwritten a",
            "code that remembers that an output is up to date by its inputs alone",
            ELEMENTS,
            Remembering::new)
        .inFloats();
  }

  private static final class Remembering extends CalledBackend {
    private static final Operands NONE =
        new Operands(new WeakReference<>(null), new WeakReference<>(null));
    private final int most;
    private volatile Operands last = NONE;

    Remembering(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    protected void around(Call call) {
      if (!call.is("softmax")) {
        super.around(call);
        forget(call.written());
        return;
      }
      Tensor z = call.operands()[0];
      Tensor a = call.operands()[1];
      if (z == null || a == null || z == a || size(z) <= most) {
        super.around(call);
        forget(call.written());
        return;
      }
      Operands former = last;
      boolean known = former.z().get() == z && former.a().get() == a;
      double[] found = known ? values(a) : NOTHING;
      super.around(call);
      if (known) {
        set(a, found);
      } else {
        last = new Operands(new WeakReference<>(z), new WeakReference<>(a));
      }
    }

    private void forget(Tensor[] written) {
      for (Tensor tensor : written) {
        last = last.z().get() == tensor ? NONE : last;
      }
    }
  }
}
