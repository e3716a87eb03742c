package nn.tck.faults;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import nn.api.Backend;
import nn.api.ClosedException;
import nn.api.ElementwiseLoop;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;

/** Exceptions that come late, changed or not at all, interrupts, and what stays taken. */
final class FifthFailureFaults {

  private static final Threshold ELEMENTS = new Threshold(1, 4_096);

  /** How many backends have been closed without giving their handle back. */
  private static final AtomicInteger LOST = new AtomicInteger();

  private FifthFailureFaults() {}

  static List<Fault> all() {
    return List.of(
        undeclaredException(),
        closeIsCancelled(),
        destinationStaysTaken(),
        thrownByTheNextUse(),
        interruptMeanwhile(),
        handlesAreLost(),
        takenForAClose());
  }

  private static <K, V> Map<K, V> weak() {
    return Collections.synchronizedMap(new WeakHashMap<>());
  }

  private static Fault undeclaredException() {
    return Fault.of(
            "denseInputGradient",
            "a checked exception that the loop of denseInputGradient throws undeclared, as other"
                + " languages do, arrives as the cause of another one, beyond T elements",
            "code that lets exceptions and errors pass that need not be declared",
            ELEMENTS,
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  public void denseInputGradient(
                      Tensor w, Tensor dz, ElementwiseLoop f, Tensor a, Tensor out) {
                    boolean isLarge = f != null && out != null && size(out) > t;
                    ElementwiseLoop watched = isLarge ? new WatchedLoop(f, this::run) : f;
                    super.denseInputGradient(w, dz, watched, a, out);
                  }

                  private void run(Runnable part) {
                    try {
                      part.run();
                    } catch (RuntimeException unchecked) {
                      throw unchecked;
                    } catch (Exception checked) {
                      throw new IllegalStateException(checked);
                    }
                  }
                })
        .inFloats();
  }

  private static Fault closeIsCancelled() {
    return Fault.of(
        "close",
        "the close of a workspace of T tensors or more by an interrupted thread leaves it open",
        "code that waits for its lock with lockInterruptibly",
        new Threshold(1, 32),
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public Workspace workspace() {
                return new Cancelled(super.workspace(), t, new AtomicInteger());
              }
            });
  }

  /** A workspace whose close may be cancelled. */
  private record Cancelled(Workspace right, int least, AtomicInteger tensors) implements Workspace {
    @Override
    public Backend backend() {
      return right.backend();
    }

    @Override
    public Tensor tensor(Shape shape) {
      Tensor tensor = right.tensor(shape);
      tensors.incrementAndGet();
      return tensor;
    }

    @Override
    public void close() {
      if (tensors.get() < least || !Thread.currentThread().isInterrupted()) {
        right.close();
      }
    }
  }

  private static Fault destinationStaysTaken() {
    return Fault.of(
        "scatterAdd",
        "a destination of more than T elements that scatterAdd has refused stays marked as being"
            + " written: scatterAdd does not take it any more",
        "code that marks its operands before it checks them, and unmarks them at its end alone",
        ELEMENTS,
        (right, t) ->
            new FaultyBackend(right) {
              private final Set<Tensor> taken = Collections.newSetFromMap(weak());

              @Override
              public void scatterAdd(Tensor a, int[] units, Tensor out) {
                if (out != null && size(out) > t && !taken.add(out)) {
                  throw new IllegalStateException("scatterAdd: out is being written");
                }
                super.scatterAdd(a, units, out);
                taken.remove(out);
              }
            });
  }

  private static Fault thrownByTheNextUse() {
    return Fault.of(
        "apply",
        "what a loop on more than T elements throws is thrown by the next call that has its last"
            + " operand",
        "code of devices, whose errors are asked for when results are",
        new Threshold(1, 8_192),
        ThrownByTheNextUse::new);
  }

  private static final class ThrownByTheNextUse extends CalledBackend {
    private final int most;
    private final Map<Tensor, RuntimeException> failures = weak();

    ThrownByTheNextUse(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
      Tensor last = operands == null || operands.length == 0 ? null : operands[operands.length - 1];
      if (loop == null || last == null || size(last) <= most) {
        super.apply(loop, scalars, operands);
        return;
      }
      ElementwiseLoop watched = new WatchedLoop(loop, part -> run(part, last));
      super.apply(watched, scalars, operands);
    }

    private void run(Runnable part, Tensor last) {
      try {
        part.run();
      } catch (RuntimeException thrown) {
        failures.putIfAbsent(last, thrown);
      }
    }

    @Override
    protected void around(Call call) {
      for (Tensor operand : call.operands()) {
        RuntimeException late = operand == null ? null : failures.remove(operand);
        if (late != null) {
          throw late;
        }
      }
      super.around(call);
    }
  }

  private static Fault interruptMeanwhile() {
    return Fault.of(
        "inParallel",
        "inParallel of more than T tasks keeps the interrupt that its caller had, and not one that"
            + " comes while it waits",
        "code that asks for the interrupt before it waits, and sets it again then",
        new Threshold(1, 8),
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              @SuppressWarnings("ThreadInterrupted") // which is the fault
              public void inParallel(int count, IntConsumer work) {
                boolean before = Thread.currentThread().isInterrupted();
                super.inParallel(count, work);
                if (count > t && !before) {
                  Thread.interrupted();
                }
              }
            });
  }

  private static Fault handlesAreLost() {
    return Fault.of(
        "open",
        "a backend that is closed with a workspace open does not give its handle back; when T are"
            + " lost none can be opened",
        "NVIDIA/TransformerEngine#1372; code of libraries with a table of handles",
        new Threshold(8, 200),
        HandlesAreLost::new);
  }

  private static final class HandlesAreLost extends Arenas {
    private final AtomicInteger open = new AtomicInteger();

    HandlesAreLost(Backend right, int most) {
      super(right);
      if (LOST.get() >= most) {
        right.close();
        throw new IllegalStateException("open: no handle is free");
      }
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
      LOST.addAndGet(open.getAndSet(0) > 0 ? 1 : 0);
    }
  }

  private static Fault takenForAClose() {
    return Fault.of(
            "dense",
            "a ClosedException that the function of dense throws, beyond T elements, is taken for"
                + " the close of this backend, and lost",
            "code that lets a part end where it meets a close",
            ELEMENTS,
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  public void dense(Tensor w, Tensor x, Tensor b, ElementwiseLoop f, Tensor out) {
                    boolean isLarge = f != null && out != null && size(out) > t;
                    super.dense(w, x, b, isLarge ? new WatchedLoop(f, this::run) : f, out);
                  }

                  private void run(Runnable part) {
                    try {
                      part.run();
                    } catch (ClosedException closed) {
                      return; // whoever has closed this does not wait for a result
                    }
                  }
                })
        .inFloats();
  }
}
