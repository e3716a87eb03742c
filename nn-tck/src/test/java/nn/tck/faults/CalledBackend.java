package nn.tck.faults;

import java.util.Arrays;
import java.util.function.Consumer;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.Workspace;
import org.jspecify.annotations.Nullable;

/**
 * A right backend all of whose kernels pass one method, for faults that are of no kernel's
 * arithmetic: what is kept between calls, shared by callers, or done when a call fails.
 */
class CalledBackend extends FaultyBackend {

  private static final Tensor[] NONE = {};
  private static final double[] NOTHING = {};

  /**
   * One call of a kernel.
   *
   * @param kernel its method's name; a transfer is {@code write}, {@code writePart}, {@code
   *     writeFloats}, {@code read} or {@code readFloats}
   * @param operands its tensors, destinations last; any may be wrong, as nothing is checked yet
   * @param destinations how many of the last ones are written
   * @param right checks the operands and does the work; may be called again
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares calls
  record Call(String kernel, @Nullable Tensor[] operands, int destinations, Runnable right) {

    boolean is(String name) {
      return kernel.equals(name);
    }

    boolean isProduct() {
      return kernel.startsWith("matmul") || kernel.startsWith("dense");
    }

    /** An operand of a call that has been found right. */
    Tensor operand(int index) {
      Tensor operand = operands[index];
      if (operand == null) {
        throw new IllegalStateException(kernel + ": operand " + index + " is null after its check");
      }
      return operand;
    }

    /** The last destination of a call that has been found right. */
    Tensor out() {
      return operand(operands.length - 1);
    }

    /** What a call that has been found right has written. */
    Tensor[] written() {
      int first = Math.max(0, operands.length - destinations);
      return Arrays.copyOfRange(operands, first, operands.length);
    }

    /** Elements of the largest operand. */
    int size() {
      int size = 0;
      for (Tensor operand : operands) {
        size = operand == null ? size : Math.max(size, FaultyBackend.size(operand));
      }
      return size;
    }
  }

  CalledBackend(Backend right) {
    super(right);
  }

  /** Does a call; to be overridden. */
  protected void around(Call call) {
    call.right().run();
  }

  /** A workspace of the right backend. */
  final Workspace delegateWorkspace() {
    return delegate().workspace();
  }

  /** What the last destination of a call holds; nothing if it cannot be read. */
  final double[] formerOut(Call call) {
    int last = call.operands().length - 1;
    Tensor out = last < 0 ? null : call.operands()[last];
    try {
      return out == null ? NOTHING : values(out);
    } catch (RuntimeException wrong) {
      return NOTHING; // the kernel refuses it
    }
  }

  /** Does a call's work on a former value of one of its operands, which then is as it was. */
  final void onFormer(Call call, Tensor operand, double[] former) {
    double[] now = values(operand);
    set(operand, former);
    call.right().run();
    set(operand, now);
  }

  /** A tensor that does not outlive the work. */
  final void withCopy(Tensor of, Consumer<Tensor> work) {
    try (Workspace temporary = delegate().workspace()) {
      Tensor copy = temporary.tensor(of.shape());
      set(copy, values(of));
      work.accept(copy);
    }
  }

  private void call(String kernel, int destinations, Runnable right, @Nullable Tensor... operands) {
    around(new Call(kernel, operands, destinations, right));
  }

  // ---- transfer

  @Override
  public void write(double[] source, int offset, Tensor out, int from, int to) {
    boolean whole = out != null && from == 0 && to == size(out);
    call(
        whole ? "write" : "writePart",
        1,
        () -> delegate().write(source, offset, out, from, to),
        out);
  }

  @Override
  public void write(float[] source, int offset, Tensor out, int from, int to) {
    call("writeFloats", 1, () -> delegate().write(source, offset, out, from, to), out);
  }

  @Override
  public void read(Tensor a, int from, int to, double[] target, int offset) {
    call("read", 0, () -> delegate().read(a, from, to, target, offset), a);
  }

  @Override
  public void read(Tensor a, int from, int to, float[] target, int offset) {
    call("readFloats", 0, () -> delegate().read(a, from, to, target, offset), a);
  }

  // ---- products

  @Override
  public void matmul(Tensor a, Tensor b, Tensor out) {
    call("matmul", 1, () -> delegate().matmul(a, b, out), a, b, out);
  }

  @Override
  public void matmulTransA(Tensor a, Tensor b, Tensor out) {
    call("matmulTransA", 1, () -> delegate().matmulTransA(a, b, out), a, b, out);
  }

  @Override
  public void matmulTransB(Tensor a, Tensor b, Tensor out) {
    call("matmulTransB", 1, () -> delegate().matmulTransB(a, b, out), a, b, out);
  }

  @Override
  public void dense(Tensor w, Tensor x, Tensor b, ElementwiseLoop f, Tensor out) {
    call("dense", 1, () -> delegate().dense(w, x, b, f, out), w, x, b, out);
  }

  @Override
  public void denseInputGradient(Tensor w, Tensor dz, ElementwiseLoop f, Tensor a, Tensor out) {
    Runnable right = () -> delegate().denseInputGradient(w, dz, f, a, out);
    call("denseInputGradient", 1, right, w, dz, a, out);
  }

  @Override
  public void denseParameterGradients(Tensor dz, Tensor x, Tensor dw, Tensor db) {
    Runnable right = () -> delegate().denseParameterGradients(dz, x, dw, db);
    call("denseParameterGradients", 2, right, dz, x, dw, db);
  }

  // ---- element-wise

  @Override
  public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
    int outputs = loop == null || operands == null ? 0 : loop.outputs();
    call(
        "apply",
        outputs,
        () -> delegate().apply(loop, scalars, operands),
        operands == null ? NONE : operands);
  }

  @Override
  public void combine(CombineOperation op, Tensor a, Tensor b, Tensor out) {
    call("combine", 1, () -> delegate().combine(op, a, b, out), a, b, out);
  }

  @Override
  public void fill(double value, Tensor out) {
    call("fill", 1, () -> delegate().fill(value, out), out);
  }

  @Override
  public void copy(Tensor a, Tensor out) {
    call("copy", 1, () -> delegate().copy(a, out), a, out);
  }

  @Override
  public void divideBy(Tensor a, double divisor, Tensor out) {
    call("divideBy", 1, () -> delegate().divideBy(a, divisor, out), a, out);
  }

  // ---- reductions and softmax

  @Override
  public void sumOverRecords(Tensor a, Tensor out) {
    call("sumOverRecords", 1, () -> delegate().sumOverRecords(a, out), a, out);
  }

  @Override
  public void sumOverUnits(Tensor a, Tensor out) {
    call("sumOverUnits", 1, () -> delegate().sumOverUnits(a, out), a, out);
  }

  @Override
  public void maxOverUnits(Tensor a, Tensor out) {
    call("maxOverUnits", 1, () -> delegate().maxOverUnits(a, out), a, out);
  }

  @Override
  public void softmax(Tensor z, Tensor a) {
    call("softmax", 1, () -> delegate().softmax(z, a), z, a);
  }

  @Override
  public void softmaxGradient(Tensor a, Tensor da, Tensor dz) {
    call("softmaxGradient", 1, () -> delegate().softmaxGradient(a, da, dz), a, da, dz);
  }

  // ---- gather, scatter and reshape

  @Override
  public void gather(Tensor a, int[] units, Tensor out) {
    call("gather", 1, () -> delegate().gather(a, units, out), a, out);
  }

  @Override
  public void scatterAdd(Tensor a, int[] units, Tensor out) {
    call("scatterAdd", 1, () -> delegate().scatterAdd(a, units, out), a, out);
  }

  @Override
  public void gatherRecords(Tensor a, Tensor indices, Tensor out) {
    call("gatherRecords", 1, () -> delegate().gatherRecords(a, indices, out), a, indices, out);
  }

  @Override
  public void scatterAddRecords(Tensor a, Tensor indices, Tensor out) {
    Runnable right = () -> delegate().scatterAddRecords(a, indices, out);
    call("scatterAddRecords", 1, right, a, indices, out);
  }

  @Override
  public void reshape(Tensor a, Tensor out) {
    call("reshape", 1, () -> delegate().reshape(a, out), a, out);
  }
}
