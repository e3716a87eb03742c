package nn.tck;

import static nn.tck.Saboteur.in;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import nn.api.Backend;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.tck.reference.Matrix;
import org.jspecify.annotations.Nullable;

/** Faults that show after certain other calls, or beside them. */
final class SequenceSaboteurs {

  private SequenceSaboteurs() {}

  /** Those that the fewest sequences find. */
  static List<Saboteur> all() {
    return List.of(
        in("matmulTransA", 1901, "keeps the first operand's transpose", KeepsTranspose::new));
  }

  /** Those that it takes the standard level to find. */
  static List<Saboteur> rare() {
    return List.of(
        new Saboteur(
            "sumOverUnits: reads a buffer that a larger softmax has left",
            1901,
            Set.of("sumOverUnits", "softmax"),
            new TestProvider(Saboteur.DOUBLES, KeepsBuffer::new)),
        in("copy", 1901, "copies when the copy is next used", CopiesLater::new),
        in(
            "maxOverUnits",
            1901,
            "takes the refusal of a call before for its own",
            RemembersRefusal::new),
        in("sumOverRecords", 1901, "is wrong after 40 calls in a row", CountsInARow::new),
        in("tensor", 1901, "reuses memory without zeros after the third close", ReusesMemory::new),
        in(
            "matmulTransA",
            1901,
            "keeps the first operand's transpose until its own thread writes to it",
            KeepsTransposeOfThread::new));
  }

  /**
   * Threads that call at the same time get each other's results: found in each run, but not by the
   * same sequence each time.
   */
  static final Saboteur SHARES_SCRATCH =
      in(
          "denseParameterGradients",
          1901,
          "has one scratch buffer for all threads",
          SharesScratch::new);

  /** A cache of an operand, keyed by its identity, that does not notice a write. */
  private static class KeepsTranspose extends WrappedBackend {
    final IdentityHashMap<Tensor, Matrix> kept = new IdentityHashMap<>();

    KeepsTranspose(Backend delegate) {
      super(delegate);
    }

    @Override
    public void matmulTransA(Tensor a, Tensor b, Tensor out) {
      super.matmulTransA(a, b, out);
      Matrix first;
      synchronized (kept) {
        first = kept.computeIfAbsent(a, this::get);
      }
      Matrix now = get(a);
      put(first, a);
      super.matmulTransA(a, b, out);
      put(now, a);
    }
  }

  /** The same, but for a destination of the thread whose cache it is. */
  private static final class KeepsTransposeOfThread extends WrappedBackend {
    private final ThreadLocal<Map<Tensor, Matrix>> kept =
        ThreadLocal.withInitial(IdentityHashMap::new);

    KeepsTransposeOfThread(Backend delegate) {
      super(delegate);
    }

    @Override
    void call(String kernel, @Nullable Tensor out, Runnable work) {
      super.call(kernel, out, work);
      if (kernel.equals("denseParameterGradients")) {
        kept.get().clear(); // it has another destination
      }
      kept.get().remove(out);
    }

    @Override
    public void matmulTransA(Tensor a, Tensor b, Tensor out) {
      super.matmulTransA(a, b, out);
      Matrix first = kept.get().computeIfAbsent(a, this::get);
      Matrix now = get(a);
      put(first, a);
      delegate().matmulTransA(a, b, out);
      put(now, a);
    }
  }

  private static final class ReusesMemory extends WrappedBackend {
    private final Map<Workspace, List<Tensor>> open = new HashMap<>();
    private final Map<Integer, Matrix> freed = new HashMap<>();
    private int closes;

    ReusesMemory(Backend delegate) {
      super(delegate);
    }

    @Override
    synchronized Tensor tensor(Workspace workspace, Shape shape) {
      Tensor tensor = super.tensor(workspace, shape);
      open.computeIfAbsent(workspace, any -> new ArrayList<>()).add(tensor);
      Matrix old = freed.get(shape.size());
      if (closes >= 3 && old != null) {
        put(old, tensor);
      }
      return tensor;
    }

    @Override
    synchronized void close(Workspace workspace) {
      List<Tensor> tensors = open.remove(workspace);
      if (tensors != null) {
        tensors.forEach(tensor -> freed.put(tensor.shape().size(), get(tensor)));
      }
      closes++;
      super.close(workspace);
    }
  }

  /** Callers beside others are right, as else it would depend on who comes first. */
  private static class WrongAlone extends WrappedBackend {
    private final Thread owner = Thread.currentThread();
    private boolean inParallel; // guarded by nothing, as the owner alone reads and writes it

    WrongAlone(Backend delegate) {
      super(delegate);
    }

    @Override
    public void inParallel(int count, IntConsumer work) {
      if (Thread.currentThread() != owner) {
        super.inParallel(count, work);
        return;
      }
      inParallel = true;
      try {
        super.inParallel(count, work);
      } finally {
        inParallel = false;
      }
    }

    final boolean isAlone() {
      return Thread.currentThread() == owner && !inParallel;
    }
  }

  /** Two kernels share a buffer, and the shorter of two calls takes what is behind its end. */
  private static final class KeepsBuffer extends WrongAlone {
    private int length;

    KeepsBuffer(Backend delegate) {
      super(delegate);
    }

    @Override
    public void softmax(Tensor z, Tensor a) {
      super.softmax(z, a);
      if (isAlone()) {
        length = z.shape().rows();
      }
    }

    @Override
    public void sumOverUnits(Tensor a, Tensor out) {
      super.sumOverUnits(a, out);
      if (isAlone()) {
        if (length > a.shape().rows()) {
          put(get(out).map(sum -> sum + 1), out);
        }
        length = a.shape().rows();
      }
    }
  }

  /** Copies when the copy is read or written, from an operand that may be another by then. */
  private static final class CopiesLater extends WrongAlone {
    private @Nullable Tensor operand;
    private @Nullable Tensor copy;

    CopiesLater(Backend delegate) {
      super(delegate);
    }

    @Override
    void call(String kernel, @Nullable Tensor out, Runnable work) {
      super.call(kernel, out, work);
      if (isAlone()) {
        if (out != null && out == operand && copy != null) {
          put(get(operand), copy);
        }
        if (out == operand || out == copy || kernel.startsWith("read") || kernel.equals("close")) {
          operand = null;
          copy = null;
        }
      }
    }

    @Override
    public void copy(Tensor a, Tensor out) {
      super.copy(a, out);
      if (isAlone() && a != out) {
        operand = a;
        copy = out;
      }
    }
  }

  private static final class RemembersRefusal extends WrongAlone {
    private boolean refused;

    RemembersRefusal(Backend delegate) {
      super(delegate);
    }

    @Override
    void call(String kernel, @Nullable Tensor out, Runnable work) {
      try {
        super.call(kernel, out, work);
      } catch (RuntimeException refusal) {
        refused = isAlone();
        throw refusal;
      }
    }

    @Override
    public void maxOverUnits(Tensor a, Tensor out) {
      super.maxOverUnits(a, out);
      if (isAlone() && refused) {
        put(get(out).map(max -> max + 1), out);
        refused = false;
      }
    }
  }

  private static final class CountsInARow extends WrongAlone {
    private String last = "";
    private int calls;

    CountsInARow(Backend delegate) {
      super(delegate);
    }

    @Override
    void call(String kernel, @Nullable Tensor out, Runnable work) {
      super.call(kernel, out, work);
      if (isAlone() && !kernel.startsWith("read")) {
        calls = kernel.equals(last) ? calls + 1 : 1;
        last = kernel;
        if (kernel.equals("sumOverRecords") && calls > 40 && out != null) {
          put(get(out).map(sum -> sum + 1), out);
        }
      }
    }
  }

  private static final class SharesScratch extends WrappedBackend {
    private volatile @Nullable Matrix scratch;

    SharesScratch(Backend delegate) {
      super(delegate);
    }

    /** Another caller has some milliseconds to come between, so that it does on a busy machine. */
    @Override
    public void denseParameterGradients(Tensor dz, Tensor x, Tensor dw, Tensor db) {
      super.denseParameterGradients(dz, x, dw, db);
      Matrix mine = get(dw);
      scratch = mine;
      for (int wait = 0; wait < 20 && scratch == mine; wait++) {
        LockSupport.parkNanos(100_000);
      }
      Matrix found = scratch;
      put(found != null && found.shape().equals(mine.shape()) ? found : mine, dw);
    }
  }
}
