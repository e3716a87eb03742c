package nn.tck;

import java.util.function.IntConsumer;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.ElementwiseLoop;
import nn.api.ForwardingBackend;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.tck.reference.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * A backend around naive. Its short forms call its long ones, and its workspaces ask it for
 * tensors, so that there is one method to override for each fault.
 */
class WrappedBackend extends ForwardingBackend {

  WrappedBackend(Backend delegate) {
    super(delegate);
  }

  @Override
  public final void apply(ElementwiseLoop loop, Tensor a, Tensor out) {
    apply(loop, new double[0], new Tensor[] {a, out});
  }

  @Override
  public final void apply(ElementwiseLoop loop, Tensor a, Tensor b, Tensor out) {
    apply(loop, new double[0], new Tensor[] {a, b, out});
  }

  @Override
  public void write(double[] source, Tensor out) {
    call("writeWhole", out, () -> write(source, 0, out, 0, out.shape().size()));
  }

  @Override
  public void read(Tensor a, double[] target) {
    call("readWhole", null, () -> read(a, 0, a.shape().size(), target, 0));
  }

  @Override
  public Workspace workspace() {
    return new WrappedWorkspace(delegate().workspace());
  }

  /**
   * Every kernel passes through here.
   *
   * @param out its destination; null for read, and where the caller gave none
   */
  void call(String kernel, @Nullable Tensor out, Runnable work) {
    work.run();
  }

  @Override
  public void inParallel(int count, IntConsumer work) {
    call("inParallel", null, () -> super.inParallel(count, work));
  }

  @Override
  public void write(double[] source, int offset, Tensor out, int from, int to) {
    call("write", out, () -> super.write(source, offset, out, from, to));
  }

  @Override
  public void write(float[] source, int offset, Tensor out, int from, int to) {
    call("writeFloats", out, () -> super.write(source, offset, out, from, to));
  }

  @Override
  public void read(Tensor a, int from, int to, double[] target, int offset) {
    call("read", null, () -> super.read(a, from, to, target, offset));
  }

  @Override
  public void read(Tensor a, int from, int to, float[] target, int offset) {
    call("readFloats", null, () -> super.read(a, from, to, target, offset));
  }

  @Override
  public void matmul(Tensor a, Tensor b, Tensor out) {
    call("matmul", out, () -> super.matmul(a, b, out));
  }

  @Override
  public void matmulTransA(Tensor a, Tensor b, Tensor out) {
    call("matmulTransA", out, () -> super.matmulTransA(a, b, out));
  }

  @Override
  public void matmulTransB(Tensor a, Tensor b, Tensor out) {
    call("matmulTransB", out, () -> super.matmulTransB(a, b, out));
  }

  @Override
  public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
    call(
        "apply",
        operands == null || operands.length == 0 ? null : operands[operands.length - 1],
        () -> super.apply(loop, scalars, operands));
  }

  @Override
  public void combine(CombineOperation op, Tensor a, Tensor b, Tensor out) {
    call("combine", out, () -> super.combine(op, a, b, out));
  }

  @Override
  public void sumOverRecords(Tensor a, Tensor out) {
    call("sumOverRecords", out, () -> super.sumOverRecords(a, out));
  }

  @Override
  public void sumOverUnits(Tensor a, Tensor out) {
    call("sumOverUnits", out, () -> super.sumOverUnits(a, out));
  }

  @Override
  public void maxOverUnits(Tensor a, Tensor out) {
    call("maxOverUnits", out, () -> super.maxOverUnits(a, out));
  }

  @Override
  public void fill(double value, Tensor out) {
    call("fill", out, () -> super.fill(value, out));
  }

  @Override
  public void copy(Tensor a, Tensor out) {
    call("copy", out, () -> super.copy(a, out));
  }

  @Override
  public void divideBy(Tensor a, double divisor, Tensor out) {
    call("divideBy", out, () -> super.divideBy(a, divisor, out));
  }

  @Override
  public void dense(Tensor w, Tensor x, Tensor b, ElementwiseLoop f, Tensor out) {
    call("dense", out, () -> super.dense(w, x, b, f, out));
  }

  @Override
  public void denseInputGradient(Tensor w, Tensor dz, ElementwiseLoop f, Tensor a, Tensor out) {
    call("denseInputGradient", out, () -> super.denseInputGradient(w, dz, f, a, out));
  }

  @Override
  public void denseParameterGradients(Tensor dz, Tensor x, Tensor dw, Tensor db) {
    call("denseParameterGradients", dw, () -> super.denseParameterGradients(dz, x, dw, db));
  }

  @Override
  public void softmax(Tensor z, Tensor a) {
    call("softmax", a, () -> super.softmax(z, a));
  }

  @Override
  public void softmaxGradient(Tensor a, Tensor da, Tensor dz) {
    call("softmaxGradient", dz, () -> super.softmaxGradient(a, da, dz));
  }

  @Override
  public void gather(Tensor a, int[] units, Tensor out) {
    call("gather", out, () -> super.gather(a, units, out));
  }

  @Override
  public void scatterAdd(Tensor a, int[] units, Tensor out) {
    call("scatterAdd", out, () -> super.scatterAdd(a, units, out));
  }

  @Override
  public void gatherRecords(Tensor a, Tensor indices, Tensor out) {
    call("gatherRecords", out, () -> super.gatherRecords(a, indices, out));
  }

  @Override
  public void scatterAddRecords(Tensor a, Tensor indices, Tensor out) {
    call("scatterAddRecords", out, () -> super.scatterAddRecords(a, indices, out));
  }

  @Override
  public void reshape(Tensor a, Tensor out) {
    call("reshape", out, () -> super.reshape(a, out));
  }

  @Override
  public void close() {
    call("close", null, super::close);
  }

  /** Allocates a tensor. */
  Tensor tensor(Workspace workspace, Shape shape) {
    return workspace.tensor(shape);
  }

  /** Allocates a tensor from numbers of rows and columns. */
  Tensor tensor(Workspace workspace, int rows, int columns) {
    return tensor(workspace, new Shape(rows, columns));
  }

  /** Closes a workspace. */
  void close(Workspace workspace) {
    call("close", null, workspace::close);
  }

  // ---- for faulty kernels: values in and out, whatever this class's own transfer does

  final Matrix get(Tensor tensor) {
    double[] values = new double[tensor.shape().size()];
    delegate().read(tensor, 0, values.length, values, 0);
    return new Matrix(tensor.shape(), values);
  }

  final void put(Matrix values, Tensor tensor) {
    delegate().write(values.values(), 0, tensor, 0, values.values().length);
  }

  final void put(Tensor out, Matrix.Element element) {
    Shape shape = out.shape();
    put(Matrix.generate(shape.rows(), shape.columns(), element), out);
  }

  private final class WrappedWorkspace implements Workspace {
    private final Workspace workspace;

    WrappedWorkspace(Workspace workspace) {
      this.workspace = workspace;
    }

    @Override
    public Backend backend() {
      return WrappedBackend.this;
    }

    @Override
    public Tensor tensor(Shape shape) {
      return WrappedBackend.this.tensor(workspace, shape);
    }

    @Override
    public Tensor tensor(int rows, int columns) {
      return WrappedBackend.this.tensor(workspace, rows, columns);
    }

    @Override
    public void close() {
      WrappedBackend.this.close(workspace);
    }
  }
}
