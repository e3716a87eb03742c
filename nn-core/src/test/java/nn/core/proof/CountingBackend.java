package nn.core.proof;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.ForwardingBackend;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;

/**
 * Counts calls and the bytes that a kernel must read and write, each operand once: what its caches
 * cannot save when the operands do not fit them.
 */
final class CountingBackend extends ForwardingBackend {

  /** One kind of kernel. */
  static final class Count {
    long calls;
    long read;
    long written;
  }

  private final Map<String, Count> counts = new TreeMap<>();
  private int tensors;

  CountingBackend(Backend delegate) {
    super(delegate);
  }

  /** By kind, in the order of their names. */
  Map<String, Count> counts() {
    return counts;
  }

  /** The number of tensors allocated so far. */
  int tensors() {
    return tensors;
  }

  /** A line for each kind and one for all. */
  String table() {
    StringBuilder text = new StringBuilder();
    Count all = new Count();
    counts.forEach(
        (kind, count) -> {
          all.calls += count.calls;
          all.read += count.read;
          all.written += count.written;
          line(text, kind, count);
        });
    line(text, "all", all);
    return text.toString();
  }

  private static void line(StringBuilder text, String kind, Count count) {
    text.append(
        String.format(
            Locale.ROOT,
            "%-18s %3d calls %,12d read %,12d written\n",
            kind,
            count.calls,
            count.read,
            count.written));
  }

  private void count(String kind, long read, long written) {
    Count count = counts.computeIfAbsent(kind, k -> new Count());
    count.calls++;
    count.read += read * dtype().bytes();
    count.written += written * dtype().bytes();
  }

  private static long size(Tensor tensor) {
    return tensor.shape().size();
  }

  @Override
  public Workspace workspace() {
    Workspace workspace = super.workspace();
    return new Workspace() {
      @Override
      public Backend backend() {
        return CountingBackend.this;
      }

      @Override
      public Tensor tensor(Shape shape) {
        tensors++;
        return workspace.tensor(shape);
      }

      @Override
      public void close() {
        workspace.close();
      }
    };
  }

  @Override
  public void write(double[] source, int offset, Tensor out, int from, int to) {
    count("write", to - from, to - from);
    super.write(source, offset, out, from, to);
  }

  @Override
  public void read(Tensor a, double[] target) {
    count("read", size(a), size(a));
    super.read(a, target);
  }

  @Override
  public void matmul(Tensor a, Tensor b, Tensor out) {
    count("matmul", size(a) + size(b), size(out));
    super.matmul(a, b, out);
  }

  @Override
  public void matmulTransA(Tensor a, Tensor b, Tensor out) {
    count("matmulTransA", size(a) + size(b), size(out));
    super.matmulTransA(a, b, out);
  }

  @Override
  public void matmulTransB(Tensor a, Tensor b, Tensor out) {
    count("matmulTransB", size(a) + size(b), size(out));
    super.matmulTransB(a, b, out);
  }

  @Override
  public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
    countLoop(loop, size(operands[0]));
    super.apply(loop, scalars, operands);
  }

  @Override
  public void apply(ElementwiseLoop loop, Tensor a, Tensor out) {
    countLoop(loop, size(a));
    super.apply(loop, a, out);
  }

  @Override
  public void apply(ElementwiseLoop loop, Tensor a, Tensor b, Tensor out) {
    countLoop(loop, size(a));
    super.apply(loop, a, b, out);
  }

  private void countLoop(ElementwiseLoop loop, long size) {
    boolean updates = loop instanceof Loop own && own.updates();
    String kind =
        loop instanceof ElementwiseFunction function
            ? function.name().toLowerCase(Locale.ROOT)
            : loop.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    count(kind, size * (loop.inputs() + (updates ? loop.outputs() : 0)), size * loop.outputs());
  }

  @Override
  public void fill(double value, Tensor out) {
    countLoop(ElementwiseFunction.FILL, size(out));
    super.fill(value, out);
  }

  @Override
  public void divideBy(Tensor a, double divisor, Tensor out) {
    countLoop(ElementwiseFunction.DIVIDE_BY, size(a));
    super.divideBy(a, divisor, out);
  }

  @Override
  public void combine(CombineOperation op, Tensor a, Tensor b, Tensor out) {
    count("combine", size(a) + size(b), size(out));
    super.combine(op, a, b, out);
  }

  @Override
  public void sumOverRecords(Tensor a, Tensor out) {
    count("sumOverRecords", size(a), size(out));
    super.sumOverRecords(a, out);
  }

  @Override
  public void sumOverUnits(Tensor a, Tensor out) {
    count("sumOverUnits", size(a), size(out));
    super.sumOverUnits(a, out);
  }

  @Override
  public void maxOverUnits(Tensor a, Tensor out) {
    count("maxOverUnits", size(a), size(out));
    super.maxOverUnits(a, out);
  }

  @Override
  public void copy(Tensor a, Tensor out) {
    count("copy", size(a), size(out));
    super.copy(a, out);
  }

  @Override
  public void softmax(Tensor z, Tensor a) {
    count("softmax", size(z), size(a));
    super.softmax(z, a);
  }

  @Override
  public void softmaxGradient(Tensor a, Tensor da, Tensor dz) {
    count("softmaxGradient", size(a) + size(da), size(dz));
    super.softmaxGradient(a, da, dz);
  }
}
