package nn.api;

/**
 * A backend around a backend: each method calls the same method of the delegate, the derived ones
 * included, so that the delegate's faster forms stay in use. Override what is to be counted,
 * checked or recorded. Tensors are the delegate's own.
 */
public class ForwardingBackend implements Backend {
  private final Backend delegate;

  /** Wraps {@code delegate}. */
  protected ForwardingBackend(Backend delegate) {
    this.delegate = delegate;
  }

  /** The backend that does the work. */
  protected final Backend delegate() {
    return delegate;
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
    return delegate.workspace();
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
  public void apply(ElementwiseLoop loop, Tensor a, Tensor out) {
    delegate.apply(loop, a, out);
  }

  @Override
  public void apply(ElementwiseLoop loop, Tensor a, Tensor b, Tensor out) {
    delegate.apply(loop, a, b, out);
  }

  @Override
  public void fill(double value, Tensor out) {
    delegate.fill(value, out);
  }

  @Override
  public void copy(Tensor a, Tensor out) {
    delegate.copy(a, out);
  }

  @Override
  public void divideBy(Tensor a, double divisor, Tensor out) {
    delegate.divideBy(a, divisor, out);
  }

  @Override
  public void softmax(Tensor z, Tensor a) {
    delegate.softmax(z, a);
  }

  @Override
  public void softmaxGradient(Tensor a, Tensor da, Tensor dz) {
    delegate.softmaxGradient(a, da, dz);
  }

  @Override
  public void write(double[] source, Tensor out) {
    delegate.write(source, out);
  }

  @Override
  public void read(Tensor a, double[] target) {
    delegate.read(a, target);
  }

  @Override
  public void close() {
    delegate.close();
  }
}
