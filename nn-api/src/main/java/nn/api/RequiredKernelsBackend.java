package nn.api;

import org.jspecify.annotations.Nullable;

/**
 * A backend around a backend that passes on the required kernels alone: the derived ones run as
 * their defaults over these, whatever the delegate has in their place. So an override sees all work
 * as the few required kernels, and a backend's derived kernels can be compared with their defaults.
 *
 * <p>Tensors are the delegate's own, {@link Tensor#backend()} included; workspaces name this
 * backend.
 */
public class RequiredKernelsBackend implements Backend {
  private final Backend delegate;

  /** Wraps {@code delegate}. */
  public RequiredKernelsBackend(Backend delegate) {
    this.delegate = delegate;
  }

  /** The backend that does the work. */
  protected final Backend delegate() {
    return delegate;
  }

  /** The delegate's arena, whose users find the decorator and not the delegate. */
  private record Decorated(Backend backend, Workspace workspace) implements Workspace {
    @Override
    public Tensor tensor(Shape shape) {
      return workspace.tensor(shape);
    }

    @Override
    public void close() {
      workspace.close();
    }
  }

  @Override
  public String name() {
    return delegate.name();
  }

  @Override
  public DType dtype() {
    return delegate.dtype();
  }

  @Override
  public int threads() {
    return delegate.threads();
  }

  @Override
  public Tier tier() {
    return delegate.tier();
  }

  @Override
  public Workspace workspace() {
    return new Decorated(this, delegate.workspace());
  }

  @Override
  public void requireOwn(String operation, String operand, @Nullable Tensor tensor) {
    delegate.requireOwn(operation, operand, tensor);
  }

  @Override
  public void write(double[] source, int offset, Tensor out, int from, int to) {
    delegate.write(source, offset, out, from, to);
  }

  @Override
  public void write(float[] source, int offset, Tensor out, int from, int to) {
    delegate.write(source, offset, out, from, to);
  }

  @Override
  public void read(Tensor a, int from, int to, double[] target, int offset) {
    delegate.read(a, from, to, target, offset);
  }

  @Override
  public void read(Tensor a, int from, int to, float[] target, int offset) {
    delegate.read(a, from, to, target, offset);
  }

  @Override
  public void matmul(Tensor a, Tensor b, Tensor out) {
    delegate.matmul(a, b, out);
  }

  @Override
  public void matmulTransA(Tensor a, Tensor b, Tensor out) {
    delegate.matmulTransA(a, b, out);
  }

  @Override
  public void matmulTransB(Tensor a, Tensor b, Tensor out) {
    delegate.matmulTransB(a, b, out);
  }

  @Override
  public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
    delegate.apply(loop, scalars, operands);
  }

  @Override
  public void combine(CombineOperation op, Tensor a, Tensor b, Tensor out) {
    delegate.combine(op, a, b, out);
  }

  @Override
  public void sumOverRecords(Tensor a, Tensor out) {
    delegate.sumOverRecords(a, out);
  }

  @Override
  public void sumOverUnits(Tensor a, Tensor out) {
    delegate.sumOverUnits(a, out);
  }

  @Override
  public void maxOverUnits(Tensor a, Tensor out) {
    delegate.maxOverUnits(a, out);
  }

  @Override
  public void close() {
    delegate.close();
  }
}
