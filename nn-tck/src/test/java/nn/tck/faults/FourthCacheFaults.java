package nn.tck.faults;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import nn.api.Backend;
import nn.api.Tensor;

/** Versions and flags that say too little, work that is put off, and memory that is one. */
final class FourthCacheFaults {

  private static final Threshold ELEMENTS = new Threshold(4, 8_192);
  private static final double[] NOTHING = {};
  private static final WeakReference<Tensor> NONE = new WeakReference<>(null);

  private FourthCacheFaults() {}

  static List<Fault> all() {
    return List.of(
        versionWraps(),
        oneFlagForTwo(),
        failedUpdate(),
        putOff(),
        viewOfAnother(),
        noBias(),
        sumOfVersions(),
        checkedOnce(),
        partIsOld());
  }

  private static <K, V> Map<K, V> weak() {
    return Collections.synchronizedMap(new WeakHashMap<>());
  }

  /** Values as of a version. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares copies
  private record Packed(int version, double[] values) {}

  private static Fault versionWraps() {
    return Fault.of(
            "dense",
            "dense keeps packed weights with a number of writes that begins again after T",
            "ooples/AiDotNet.Tensors#822; code of versions in a few bits of a word",
            new Threshold(2, 32),
            (right, t) ->
                new CalledBackend(right) {
                  private final Map<Tensor, Integer> writes = weak();
                  private final Map<Tensor, Packed> packed = weak();

                  @Override
                  protected void around(Call call) {
                    super.around(call);
                    if (call.is("dense")) {
                      use(call, call.operand(0));
                    }
                    for (Tensor written : call.written()) {
                      writes.merge(written, 1, (former, one) -> (former + one) % t);
                    }
                  }

                  private void use(Call call, Tensor w) {
                    int version = writes.getOrDefault(w, 0);
                    double[] now = values(w);
                    Packed kept = packed.get(w);
                    if (kept == null || kept.version() != version) {
                      packed.put(w, new Packed(version, now));
                    } else if (!Arrays.equals(kept.values(), now)) {
                      onFormer(call, w, kept.values());
                    }
                  }
                })
        .inFloats();
  }

  private static Fault oneFlagForTwo() {
    return Fault.of(
        "matmul",
        "matmul and matmulTransB each keep a packed b of more than T elements, and one flag that it"
            + " has been written, which the first of them resets",
        "openvinotoolkit/openvino#32530; code whose second layout came later than the flag",
        ELEMENTS,
        (right, t) ->
            new CalledBackend(right) {
              private final Set<Tensor> isWritten = Collections.newSetFromMap(weak());
              private final Map<Tensor, double[]> plain = weak();
              private final Map<Tensor, double[]> transposed = weak();

              @Override
              protected void around(Call call) {
                super.around(call);
                if (call.is("matmul")) {
                  use(call, call.operand(1), plain);
                } else if (call.is("matmulTransB")) {
                  use(call, call.operand(1), transposed);
                }
                isWritten.addAll(Arrays.asList(call.written()));
              }

              private void use(Call call, Tensor b, Map<Tensor, double[]> copies) {
                if (size(b) <= t) {
                  return;
                }
                double[] now = values(b);
                double[] kept = isWritten.remove(b) ? null : copies.get(b);
                if (kept == null) {
                  copies.put(b, now);
                } else if (!Arrays.equals(kept, now)) {
                  onFormer(call, b, kept);
                }
              }
            });
  }

  private static Fault failedUpdate() {
    return Fault.of(
        "denseInputGradient",
        "denseInputGradient keeps transposed weights of more than T elements when a loop that"
            + " throws has updated a part of them",
        "code that marks a destination as changed when its kernel has ended well",
        new Threshold(2, 4_096),
        (right, t) ->
            new CalledBackend(right) {
              private final Map<Tensor, double[]> transposed = weak();

              @Override
              protected void around(Call call) {
                super.around(call);
                if (call.is("denseInputGradient") && size(call.operand(0)) > t) {
                  double[] now = values(call.operand(0));
                  double[] kept = transposed.putIfAbsent(call.operand(0), now);
                  if (kept != null && !Arrays.equals(kept, now)) {
                    onFormer(call, call.operand(0), kept);
                  }
                }
                for (Tensor written : call.written()) {
                  transposed.remove(written);
                }
              }
            });
  }

  private static Fault putOff() {
    return Fault.of(
        "divideBy",
        "divideBy of more than T elements is done when its result is next used; gather,"
            + " gatherRecords, reshape and softmax may overwrite its operand before",
        "ml-explore/mlx#4273; code of lazy graphs that are forced before writes",
        ELEMENTS,
        PutOff::new);
  }

  /** A division that has not been done. */
  private record Division(WeakReference<Tensor> a, double divisor, WeakReference<Tensor> out) {}

  private static final class PutOff extends CalledBackend {
    private static final Division NO_DIVISION = new Division(NONE, 1, NONE);
    private static final Set<String> MISSED =
        Set.of("gather", "gatherRecords", "reshape", "softmax");
    private final int most;
    private volatile Division last = NO_DIVISION;

    PutOff(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    public void divideBy(Tensor a, double divisor, Tensor out) {
      super.divideBy(a, divisor, out);
      if (a != out && size(a) > most) {
        last = new Division(new WeakReference<>(a), divisor, new WeakReference<>(out));
      }
    }

    @Override
    protected void around(Call call) {
      Tensor out = last.out().get();
      if (out != null && Arrays.asList(call.operands()).contains(out)) {
        last = NO_DIVISION; // done now
      }
      super.around(call);
      Tensor a = last.a().get();
      if (a != null && Arrays.asList(call.written()).contains(a)) {
        Division division = last;
        last = NO_DIVISION;
        Tensor result = division.out().get();
        if (result != null && MISSED.contains(call.kernel())) {
          delegate().divideBy(a, division.divisor(), result);
        }
      }
    }
  }

  private static Fault viewOfAnother() {
    return Fault.of(
            "reshape",
            "reshape of more than T elements gives its destination the memory of its operand: what"
                + " is written to one later is in the other",
            "nv-legate/cupynumeric#1154; code of NumPy's reshape, which makes a view if it can",
            ELEMENTS,
            (right, t) ->
                new CalledBackend(right) {
                  private final Twins twins = new Twins();

                  @Override
                  protected void around(Call call) {
                    super.around(call);
                    if (call.is("reshape") && call.operand(0) != call.out()) {
                      twins.part(call.out());
                      if (size(call.out()) > t) {
                        twins.pair(call.operand(0), call.out());
                      }
                      return;
                    }
                    for (Tensor written : call.written()) {
                      twins.follow(this, written);
                    }
                  }
                })
        .inFloats();
  }

  private static Fault noBias() {
    return Fault.of(
        "dense",
        "dense takes a b of T units or more that was zero once for no bias, until it is written by"
            + " transfer",
        "code of layers that drop a bias of zeros when they are made",
        new Threshold(2, 2_048),
        (right, t) ->
            new CalledBackend(right) {
              private final Set<Tensor> zeros = Collections.newSetFromMap(weak());

              @Override
              protected void around(Call call) {
                super.around(call);
                if (call.is("dense") && size(call.operand(2)) >= t) {
                  Tensor b = call.operand(2);
                  if (Arrays.stream(values(b)).allMatch(x -> x == 0)) {
                    zeros.add(b);
                  } else if (zeros.contains(b)) {
                    onFormer(call, b, new double[size(b)]);
                  }
                }
                if (call.kernel().startsWith("write")) {
                  zeros.remove(call.out());
                }
              }
            });
  }

  /** A product and what it was made of. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares products
  private record Made(
      WeakReference<Tensor> a, WeakReference<Tensor> b, int versions, double[] values) {}

  private static Fault sumOfVersions() {
    return Fault.of(
        "matmulTransA",
        "matmulTransA gives its last product of more than T elements again if a and b are the same"
            + " and their numbers of writes, combined by exclusive or, are too",
        "AdaptiveCpp/AdaptiveCpp#2028: hashes that are combined by exclusive or",
        new Threshold(1, 4_096),
        SumOfVersions::new);
  }

  private static final class SumOfVersions extends CalledBackend {
    private final int most;
    private final Map<Tensor, Integer> writes = weak();
    private volatile Made last = new Made(NONE, NONE, 0, NOTHING);

    SumOfVersions(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    protected void around(Call call) {
      super.around(call);
      if (call.is("matmulTransA") && size(call.out()) > most) {
        use(call.operand(0), call.operand(1), call.out());
      }
      for (Tensor written : call.written()) {
        writes.merge(written, 1, Integer::sum);
      }
    }

    private void use(Tensor a, Tensor b, Tensor out) {
      int versions = writes.getOrDefault(a, 0) ^ writes.getOrDefault(b, 0);
      Made former = last;
      if (former.a().get() == a && former.b().get() == b && former.versions() == versions) {
        set(out, former.values());
      } else {
        last = new Made(new WeakReference<>(a), new WeakReference<>(b), versions, values(out));
      }
    }
  }

  private static Fault checkedOnce() {
    return Fault.of(
            "gatherRecords",
            "gatherRecords of more than T records that has found its indices right does not look"
                + " again when a kernel has written them",
            "code of flags that are reset by transfer alone",
            new Threshold(1, 512),
            (right, t) ->
                new CalledBackend(right) {
                  private final Set<Tensor> checked = Collections.newSetFromMap(weak());

                  @Override
                  public void gatherRecords(Tensor a, Tensor indices, Tensor out) {
                    try {
                      super.gatherRecords(a, indices, out);
                      if (size(indices) > t) {
                        checked.add(indices);
                      }
                    } catch (IndexOutOfBoundsException refused) {
                      if (!checked.contains(indices)) {
                        throw refused;
                      }
                      withCopy(indices, copy -> fitting(a, copy, out));
                    }
                  }

                  private void fitting(Tensor a, Tensor indices, Tensor out) {
                    double last = columns(a) - 1;
                    set(
                        indices,
                        Arrays.stream(values(indices))
                            .map(x -> (int) Math.max(0, Math.min(x, last)))
                            .toArray());
                    delegate().gatherRecords(a, indices, out);
                  }

                  @Override
                  protected void around(Call call) {
                    super.around(call);
                    if (call.kernel().startsWith("write")) {
                      checked.remove(call.out());
                    }
                  }
                })
        .inFloats();
  }

  private static Fault partIsOld() {
    return Fault.of(
            "read",
            "reading a part of what matmulTransB has computed, more than T elements, gives what was"
                + " there: it arrives when the whole is next used",
            "code of libraries that fetch a matrix from a device when all of it is read",
            new Threshold(2, 4_096),
            PartIsOld::new)
        .inFloats();
  }

  private static final class PartIsOld extends CalledBackend {
    private final int most;
    private final Map<Tensor, double[]> onDevice = weak();

    PartIsOld(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    public void read(Tensor a, int from, int to, double[] target, int offset) {
      if (a != null && to - from < size(a)) {
        delegate().read(a, from, to, target, offset);
      } else {
        super.read(a, from, to, target, offset);
      }
    }

    @Override
    protected void around(Call call) {
      for (Tensor operand : call.operands()) {
        double[] result = operand == null ? null : onDevice.remove(operand);
        if (operand != null && result != null) {
          arrive(operand, result);
        }
      }
      double[] former = call.is("matmulTransB") ? formerOut(call) : NOTHING;
      super.around(call);
      if (former.length > most) {
        onDevice.put(call.out(), values(call.out()));
        set(call.out(), former);
      }
    }

    private void arrive(Tensor tensor, double[] result) {
      try {
        set(tensor, result);
      } catch (RuntimeException closed) {
        onDevice.remove(tensor);
      }
    }
  }
}
