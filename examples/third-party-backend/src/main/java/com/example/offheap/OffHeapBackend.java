package com.example.offheap;

import java.util.function.IntToDoubleFunction;
import nn.api.Backend;
import nn.api.Checks;
import nn.api.ClosedException;
import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.ElementwiseLoop;
import nn.api.ForeignTensorException;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Tier;
import nn.api.Workspace;
import nn.api.provider.BackendOptions;

/** The eleven kernels over memory outside the heap. All else is nn-api's. */
final class OffHeapBackend implements Backend {
  static final String NAME = "off-heap";

  private final BackendOptions options;
  private volatile boolean closed;

  OffHeapBackend(BackendOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public DType dtype() {
    return options.dtype();
  }

  @Override
  public int threads() {
    return options.threads();
  }

  @Override
  public Tier tier() {
    return Tier.EXACT_SEPARATE;
  }

  @Override
  public Workspace workspace() {
    if (closed) {
      throw new ClosedException("workspace: the backend is closed: " + NAME);
    }
    return new OffHeapWorkspace(this);
  }

  boolean closed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
  }

  /** An operand as a tensor of this backend that may be used; checked before anything else. */
  private OffHeapTensor own(String kernel, String operand, Tensor tensor) {
    if (tensor == null) {
      throw new NullPointerException(kernel + ": an operand is null: " + operand);
    }
    if (!(tensor instanceof OffHeapTensor own) || own.backend() != this) {
      throw new ForeignTensorException(
          kernel + ": an operand belongs to another backend: " + operand + " is " + tensor);
    }
    if (own.closed()) {
      throw new ClosedException(
          kernel + ": the workspace or its backend is closed: " + operand + " is " + tensor);
    }
    return own;
  }

  @Override
  public void requireOwn(String operation, String operand, Tensor tensor) {
    own(operation, operand, tensor);
  }

  // ---- transfer: values cross record after record, that is column after column

  @Override
  public void write(double[] source, int offset, Tensor out, int from, int to) {
    OffHeapTensor target = own("write", "out", out);
    Checks.transfer("write", out, from, to, source.length, offset);
    int rows = out.shape().rows();
    for (int at = from; at < to; at++) {
      target.set(at % rows, at / rows, source[offset + at - from]);
    }
  }

  @Override
  public void write(float[] source, int offset, Tensor out, int from, int to) {
    OffHeapTensor target = own("write", "out", out);
    Checks.transfer("write", out, from, to, source.length, offset);
    int rows = out.shape().rows();
    for (int at = from; at < to; at++) {
      target.set(at % rows, at / rows, source[offset + at - from]);
    }
  }

  @Override
  public void read(Tensor a, int from, int to, double[] target, int offset) {
    OffHeapTensor source = own("read", "a", a);
    Checks.transfer("read", a, from, to, target.length, offset);
    int rows = a.shape().rows();
    for (int at = from; at < to; at++) {
      target[offset + at - from] = source.get(at % rows, at / rows);
    }
  }

  @Override
  public void read(Tensor a, int from, int to, float[] target, int offset) {
    OffHeapTensor source = own("read", "a", a);
    Checks.transfer("read", a, from, to, target.length, offset);
    int rows = a.shape().rows();
    for (int at = from; at < to; at++) {
      target[offset + at - from] = (float) source.get(at % rows, at / rows);
    }
  }

  // ---- products

  /** Element [index, k] of one factor of a product. */
  private interface Factor {
    double at(int index, int k);
  }

  /**
   * Each element is its dot product from +0.0, k ascending, every product and sum rounded. Rounding
   * to float what was computed in double gives the float that a float operation gives.
   */
  private void multiply(int depth, Factor a, Factor b, OffHeapTensor out) {
    Shape shape = out.shape();
    for (int i = 0; i < shape.rows(); i++) {
      for (int j = 0; j < shape.columns(); j++) {
        double sum = 0.0;
        for (int k = 0; k < depth; k++) {
          sum = dtype().round(sum + dtype().round(a.at(i, k) * b.at(j, k)));
        }
        out.set(i, j, sum);
      }
    }
  }

  @Override
  public void matmul(Tensor a, Tensor b, Tensor out) {
    OffHeapTensor left = own("matmul", "a", a);
    OffHeapTensor right = own("matmul", "b", b);
    OffHeapTensor target = own("matmul", "out", out);
    Checks.matmul(a, b, out);
    multiply(a.shape().columns(), left::get, (j, k) -> right.get(k, j), target);
  }

  @Override
  public void matmulTransA(Tensor a, Tensor b, Tensor out) {
    OffHeapTensor left = own("matmulTransA", "a", a);
    OffHeapTensor right = own("matmulTransA", "b", b);
    OffHeapTensor target = own("matmulTransA", "out", out);
    Checks.matmulTransA(a, b, out);
    multiply(a.shape().rows(), (i, k) -> left.get(k, i), (j, k) -> right.get(k, j), target);
  }

  @Override
  public void matmulTransB(Tensor a, Tensor b, Tensor out) {
    OffHeapTensor left = own("matmulTransB", "a", a);
    OffHeapTensor right = own("matmulTransB", "b", b);
    OffHeapTensor target = own("matmulTransB", "out", out);
    Checks.matmulTransB(a, b, out);
    multiply(a.shape().columns(), left::get, right::get, target);
  }

  // ---- element-wise: a loop runs over Java arrays, so one row at a time is copied to the heap

  @Override
  public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
    OffHeapTensor[] own = new OffHeapTensor[operands.length];
    for (int p = 0; p < operands.length; p++) {
      own[p] = own("apply", "operand " + p, operands[p]);
    }
    Checks.apply(loop, scalars, operands);
    Shape shape = operands[0].shape();
    Row[] rows = Row.of(dtype(), operands);
    for (int i = 0; i < shape.rows(); i++) {
      for (int p = 0; p < own.length; p++) {
        rows[p].copyFrom(own[p], i);
      }
      Row.run(loop, scalars, rows);
      for (int p = loop.inputs(); p < own.length; p++) {
        rows[p].copyTo(own[p], i);
      }
    }
  }

  @Override
  public void combine(CombineOperation op, Tensor a, Tensor b, Tensor out) {
    if (op == null) {
      throw new NullPointerException("combine: the operation is null");
    }
    OffHeapTensor left = own("combine", "a", a);
    OffHeapTensor right = own("combine", "b", b);
    OffHeapTensor target = own("combine", "out", out);
    Checks.combine(a, b, out);
    Shape shape = a.shape();
    boolean column = b.shape().columns() == 1; // the same number for every record
    boolean row = b.shape().rows() == 1; // the same for every unit
    for (int i = 0; i < shape.rows(); i++) {
      for (int j = 0; j < shape.columns(); j++) {
        double x = left.get(i, j);
        double y = right.get(row ? 0 : i, column ? 0 : j);
        target.set(
            i,
            j,
            switch (op) {
              case ADD -> x + y;
              case SUBTRACT -> x - y;
              case MULTIPLY -> x * y;
              case DIVIDE -> x / y;
            });
      }
    }
  }

  // ---- reductions

  @Override
  public void sumOverRecords(Tensor a, Tensor out) {
    OffHeapTensor source = own("sumOverRecords", "a", a);
    OffHeapTensor target = own("sumOverRecords", "out", out);
    Checks.sumOverRecords(a, out);
    for (int i = 0; i < a.shape().rows(); i++) {
      int row = i;
      target.set(i, 0, sum(a.shape().columns(), j -> source.get(row, j)));
    }
  }

  @Override
  public void sumOverUnits(Tensor a, Tensor out) {
    OffHeapTensor source = own("sumOverUnits", "a", a);
    OffHeapTensor target = own("sumOverUnits", "out", out);
    Checks.sumOverUnits(a, out);
    for (int j = 0; j < a.shape().columns(); j++) {
      int column = j;
      target.set(0, j, sum(a.shape().rows(), i -> source.get(i, column)));
    }
  }

  private double sum(int count, IntToDoubleFunction term) {
    double sum = 0.0;
    for (int t = 0; t < count; t++) {
      sum = dtype().round(sum + term.applyAsDouble(t));
    }
    return sum;
  }

  @Override
  public void maxOverUnits(Tensor a, Tensor out) {
    OffHeapTensor source = own("maxOverUnits", "a", a);
    OffHeapTensor target = own("maxOverUnits", "out", out);
    Checks.maxOverUnits(a, out);
    for (int j = 0; j < a.shape().columns(); j++) {
      double max = source.get(0, j);
      for (int i = 1; i < a.shape().rows(); i++) {
        max = Math.max(max, source.get(i, j)); // NaN wins, and +0.0 over -0.0
      }
      target.set(0, j, max);
    }
  }
}
