package nn.tck.faults;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.Tensor;
import nn.api.Tier;

/** What callers share besides scratch: arguments in fields, slots, what all instances have. */
final class SecondCallerFaults {

  private static final Threshold ELEMENTS = new Threshold(16, 16_384);

  /** Through which all instances pass; other code would call it a static buffer. */
  private static final Buffer OF_ALL_INSTANCES = new Buffer();

  private SecondCallerFaults() {}

  static List<Fault> all() {
    return List.of(
        operationInAField(),
        extentInAField(),
        tableNotReady(),
        unitsInAField(),
        slotsOfThreads(),
        bufferOfAllInstances());
  }

  private static Fault operationInAField() {
    return Fault.of(
        "combine",
        "combine keeps its operation in a field of the backend, beyond T elements",
        "microsoft/onnxruntime#2772; openvinotoolkit/openvino#17164",
        ELEMENTS,
        (right, t) ->
            new FaultyBackend(right) {
              private volatile CombineOperation current = CombineOperation.ADD;

              @Override
              public void combine(CombineOperation op, Tensor a, Tensor b, Tensor out) {
                boolean keeps = op != null && out != null && size(out) > t;
                if (!keeps || out == a || out == b) {
                  super.combine(op, a, b, out);
                  return;
                }
                current = op;
                super.combine(op, a, b, out);
                if (current != op) {
                  super.combine(current, a, b, out);
                }
              }
            });
  }

  private static Fault extentInAField() {
    return Fault.of(
            "maxOverUnits",
            "maxOverUnits keeps its number of units in a field of the backend, beyond T elements",
            "emericg/EGM96#5; mapsforge/mapsforge#864",
            ELEMENTS,
            (right, t) ->
                new FaultyBackend(right) {
                  private volatile int units;

                  @Override
                  public void maxOverUnits(Tensor a, Tensor out) {
                    if (a == null || size(a) <= t) {
                      super.maxOverUnits(a, out);
                      return;
                    }
                    units = rows(a);
                    super.maxOverUnits(a, out);
                    int seen = units;
                    if (seen < rows(a)) {
                      set(out, maxima(values(a), rows(a), seen));
                    }
                  }

                  private double[] maxima(double[] a, int rows, int seen) {
                    double[] maxima = new double[a.length / rows];
                    for (int j = 0; j < maxima.length; j++) {
                      maxima[j] =
                          Arrays.stream(a, j * rows, j * rows + seen)
                              .reduce(Double.NEGATIVE_INFINITY, Math::max);
                    }
                    return maxima;
                  }
                })
        .inFloats();
  }

  private static Fault tableNotReady() {
    return Fault.of(
        "softmax",
        "softmax of T elements or more finds a table of zeros while its first caller fills it",
        "lightgbm-org/LightGBM#1446",
        new Threshold(1, 1_024),
        (right, t) ->
            new CalledBackend(right) {
              private static final int NEW = 0;
              private static final int FILLING = 1;
              private static final int READY = 2;
              private static final int ENTRIES = 1 << 16;
              private final AtomicInteger state = new AtomicInteger(NEW);
              private final double[] table = new double[ENTRIES];

              @Override
              protected void around(Call call) {
                if (!call.is("softmax")) {
                  super.around(call);
                  return;
                }
                if (state.compareAndSet(NEW, FILLING)) {
                  Arrays.setAll(table, i -> Math.tanh(i / 100.0));
                  state.set(READY);
                }
                boolean early = state.get() == FILLING;
                super.around(call);
                if (early && size(call.out()) >= t) {
                  set(call.out(), new double[size(call.out())]);
                }
              }
            });
  }

  private static Fault unitsInAField() {
    return Fault.of(
        "gather",
        "gather keeps its numbers of units in a field of the backend, more than T of them",
        "DataZooDE/anofox-tabular#67: offsets that a second call replaces",
        new Threshold(1, 1_024),
        (right, t) ->
            new FaultyBackend(right) {
              private static final int[] NONE = {};
              private volatile int[] current = NONE;

              @Override
              public void gather(Tensor a, int[] units, Tensor out) {
                if (units == null || units.length <= t) {
                  super.gather(a, units, out);
                  return;
                }
                current = units;
                try {
                  super.gather(a, units, out);
                  int[] seen = current;
                  if (seen != units && seen.length > 0) {
                    super.gather(a, fitting(seen, units.length, rows(a)), out);
                  }
                } finally {
                  current = NONE;
                }
              }

              private int[] fitting(int[] others, int length, int units) {
                int[] fitting = Arrays.copyOf(others, length);
                Arrays.setAll(fitting, i -> Math.min(fitting[i], units - 1));
                return fitting;
              }
            });
  }

  private static Fault slotsOfThreads() {
    return Fault.of(
            "sumOverRecords",
            "sumOverRecords has T slots of scratch, which threads take by their hash",
            "OpenMathLib/OpenBLAS#1851 with more callers than buffers",
            new Threshold(2, 32),
            (right, t) ->
                new CalledBackend(right) {
                  private final double[][] slots = new double[t][0];

                  @Override
                  protected void around(Call call) {
                    super.around(call);
                    if (call.is("sumOverRecords")) {
                      Tensor out = call.out();
                      double[] slot = slot(size(out));
                      delegate().read(out, 0, size(out), slot, 0);
                      call.right().run(); // results lie in the slot meanwhile
                      delegate().write(slot, 0, out, 0, size(out));
                    }
                  }

                  private double[] slot(int size) {
                    int slot = System.identityHashCode(Thread.currentThread()) % slots.length;
                    double[] taken = slots[slot];
                    if (taken.length < size) {
                      taken = new double[size];
                      slots[slot] = taken;
                    }
                    return taken;
                  }
                })
        .claiming(Tier.BOUNDED);
  }

  /** Scratch that grows. */
  private static final class Buffer {
    private double[] values = {};

    double[] take(int size) {
      double[] taken = values;
      if (taken.length < size) {
        taken = new double[size];
        values = taken;
      }
      return taken;
    }
  }

  private static Fault bufferOfAllInstances() {
    return Fault.of(
        "reshape",
        "reshape of more than T elements has one buffer and a lock for it in each instance",
        "marcoroth/herb#793; project-chip/connectedhomeip#25313: static buffers",
        ELEMENTS,
        (right, t) -> new OneAtATime(right, t));
  }

  /** Right with one instance, whose callers wait for each other. */
  private static final class OneAtATime extends CalledBackend {
    private final Object lock = new Object();
    private final int most;

    OneAtATime(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    protected void around(Call call) {
      super.around(call);
      if (call.is("reshape") && size(call.out()) > most) {
        synchronized (lock) {
          Tensor out = call.out();
          double[] buffer = OF_ALL_INSTANCES.take(size(out));
          delegate().read(out, 0, size(out), buffer, 0);
          call.right().run(); // results lie in the buffer meanwhile
          delegate().write(buffer, 0, out, 0, size(out));
        }
      }
    }
  }
}
