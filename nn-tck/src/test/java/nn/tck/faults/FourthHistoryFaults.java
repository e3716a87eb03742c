package nn.tck.faults;

import static nn.tck.faults.Spoiled.fault;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;

/** What a backend does otherwise by its age, by what was closed, or by what it has seen. */
final class FourthHistoryFaults {

  /** Backends that have been closed. */
  private static final AtomicInteger CLOSED = new AtomicInteger();

  private FourthHistoryFaults() {}

  static List<Fault> all() {
    return List.of(
        blocksAfterCloses(),
        tunedWithAge(),
        tableOfLoops(),
        siblingsClosed(),
        equalNumbersStay(),
        sparseAfterZeros());
  }

  private static Fault blocksAfterCloses() {
    return Fault.of(
        "sumOverUnits",
        "once T workspaces have been closed, sumOverUnits sums in blocks of 32",
        "code that takes a smaller buffer where memory has become fragmented",
        new Threshold(8, 1_024),
        (right, t) ->
            new Arenas(right) {
              private static final int BLOCK = 32;
              private final AtomicInteger closed = new AtomicInteger();

              @Override
              void closing(Arenas.Arena arena) {
                closed.addAndGet(arena.closed ? 0 : 1);
              }

              @Override
              protected void around(CalledBackend.Call call) {
                super.around(call);
                if (call.is("sumOverUnits") && closed.get() >= t) {
                  FourthKernels.sumUnitsInBlocks(this, call.operand(0), call.out(), BLOCK);
                }
              }
            });
  }

  private static Fault tunedWithAge() {
    return Fault.of(
        "matmulTransA",
        "a backend is tuned in the background: T milliseconds after it was opened matmulTransA is"
            + " fused",
        "code of tuners that replace a kernel when they have found a faster one",
        new Threshold(20, 4_000),
        TunedWithAge::new);
  }

  private static final class TunedWithAge extends FaultyBackend {
    private static final long MILLISECOND = 1_000_000;
    private final long tuned;

    TunedWithAge(Backend right, int milliseconds) {
      super(right);
      tuned = System.nanoTime() + milliseconds * MILLISECOND;
    }

    @Override
    public void matmulTransA(Tensor a, Tensor b, Tensor out) {
      super.matmulTransA(a, b, out);
      if (System.nanoTime() - tuned > 0) {
        Call.of(this, a, b, out).spoil((call, t) -> fuse(call), 1);
      }
    }

    private static void fuse(Call call) {
      Product p = Product.transA(call, call.in(0), call.in(1));
      Product.overwrite(call.out(), 0, 0, (i, j) -> p.dot(i, j, 0, p.k(), 0, true));
    }
  }

  private static Fault tableOfLoops() {
    return Fault.of(
        "apply",
        "apply has a table for T unknown loops: further ones run as the last in it, if that takes"
            + " as many operands",
        "code of dispatch by the number of an entry, with a last one for all others",
        new Threshold(2, 64),
        TableOfLoops::new);
  }

  private static final class TableOfLoops extends FaultyBackend {
    private final int room;
    private final List<WeakReference<ElementwiseLoop>> table = new ArrayList<>();

    TableOfLoops(Backend right, int room) {
      super(right);
      this.room = room;
    }

    @Override
    public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
      boolean known = loop instanceof ElementwiseFunction || loop instanceof CombineOperation;
      super.apply(loop == null || known ? loop : entry(loop), scalars, operands);
    }

    private ElementwiseLoop entry(ElementwiseLoop loop) {
      synchronized (table) {
        boolean has = table.stream().anyMatch(entry -> entry.get() == loop);
        if (has || table.size() < room) {
          if (!has) {
            table.add(new WeakReference<>(loop));
          }
          return loop;
        }
        ElementwiseLoop last = table.get(room - 1).get();
        return last != null && isAlike(last, loop) ? last : loop;
      }
    }

    private static boolean isAlike(ElementwiseLoop one, ElementwiseLoop other) {
      return one.inputs() == other.inputs()
          && one.outputs() == other.outputs()
          && one.scalars() == other.scalars();
    }
  }

  private static Fault siblingsClosed() {
    return Fault.of(
            "denseInputGradient",
            "once T other backends have been closed since it was opened, denseInputGradient does"
                + " not apply f to the last record",
            "joblib/threadpoolctl#214; code of handles of the whole process that a close resets",
            new Threshold(1, 8),
            SiblingsClosed::new)
        .inFloats();
  }

  private static final class SiblingsClosed extends FaultyBackend {
    private final int most;
    private final int before = CLOSED.get();
    private boolean closed;

    SiblingsClosed(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    public void denseInputGradient(Tensor w, Tensor dz, ElementwiseLoop f, Tensor a, Tensor out) {
      super.denseInputGradient(w, dz, f, a, out);
      if (CLOSED.get() - before >= most) {
        Call.of(this, w, dz, out).spoil((call, t) -> lastIsProduct(call), 1);
      }
    }

    private static void lastIsProduct(Call call) {
      Product p = Product.transA(call, call.in(0), call.in(1));
      Product.overwrite(call.out(), 0, p.n() - 1, p::dot);
    }

    @Override
    public synchronized void close() {
      super.close();
      CLOSED.addAndGet(closed ? 0 : 1);
      closed = true;
    }
  }

  private static Fault equalNumbersStay() {
    return fault(
        "combine",
        "combine of more than T elements does not store a number where the destination has an equal"
            + " one, a zero of the other sign too",
        "code that spares writes to memory that is slow or shared",
        new Threshold(2, 16_384),
        (given, t) -> {
          Cells out = given.out();
          for (int e = 0; out.size() > t && e < out.size(); e++) {
            if (out.get(e) == given.call().former(e)) {
              ThirdKernels.stays(given, e);
            }
          }
        });
  }

  private static Fault sparseAfterZeros() {
    return Fault.of(
        "matmul",
        "after T calls with an a of which more than half is zero, matmul leaves out the zeros of a",
        "code that watches how sparse activations are; scalanlp/breeze#463",
        new Threshold(2, 64),
        (right, t) ->
            new FaultyBackend(right) {
              private final AtomicInteger sparse = new AtomicInteger();

              @Override
              public void matmul(Tensor a, Tensor b, Tensor out) {
                super.matmul(a, b, out);
                if (sparse.get() >= t) {
                  ThirdKernels.skipZeros(this, a, b, out);
                }
                long zeros = Arrays.stream(values(a)).filter(x -> x == 0).count();
                sparse.addAndGet(zeros > size(a) / 2 ? 1 : 0);
              }
            });
  }
}
