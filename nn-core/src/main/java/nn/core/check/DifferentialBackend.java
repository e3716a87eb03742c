package nn.core.check;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import nn.api.Backend;
import nn.api.Checks;
import nn.api.CombineOperation;
import nn.api.ElementwiseLoop;
import nn.api.ForwardingBackend;
import nn.api.Message;
import nn.api.RequiredKernelsBackend;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;

/**
 * A backend that has every kernel computed by two backends from the same operands and compares the
 * results: the first kernel that differs by more than the two tiers allow ends in a {@link
 * DifferenceException}. A network built on it is trained by the backend under check, so a run
 * without an exception is that backend's own run, bit for bit.
 *
 * <p>Each kernel is judged for its own operands: they are copied to the reference before the call,
 * so rounding does not add up over a run. Where both backends have the same exact tier, every
 * result must have the same bits (all NaNs count as equal). Otherwise products may differ by {@code
 * 2·γ_k·(|A|·|B|)ᵢⱼ + 2k·MIN_VALUE} and sums of n by {@code 2·γ_(n−1)·Σ|x|}, that is by each
 * backend's bound (docs/SPEC.md, Terms; N. J. Higham, Accuracy and Stability of Numerical
 * Algorithms, 2nd ed., §3.1 and §3.5); dense and its gradients, softmax and its gradient are then
 * taken apart into the required kernels, whose bounds are known; everything else must have the same
 * bits.
 *
 * <p>Copying costs several times the kernels themselves: this is for finding a fault, not for work.
 * Loops given to {@code apply} run twice. Threads may share it as they may any backend.
 */
public final class DifferentialBackend extends ForwardingBackend {
  private final Backend reference;
  private final boolean sameBits;

  /**
   * Wraps {@code checked}; closing this backend closes both.
   *
   * @throws IllegalArgumentException if the two have different number types
   */
  public DifferentialBackend(Backend checked, Backend reference) {
    super(checked);
    if (checked.dtype() != reference.dtype()) {
      throw new IllegalArgumentException(
          "check: both backends must have one number type: "
              + checked.name()
              + " has "
              + checked.dtype()
              + ", "
              + reference.name()
              + " has "
              + reference.dtype());
    }
    this.reference = reference;
    sameBits = checked.tier().exact() && checked.tier() == reference.tier();
  }

  /** One after the other, so that the first difference is always the same one. */
  @Override
  public void inParallel(int count, IntConsumer work) {
    Checks.count("inParallel", count, threads());
    for (int index = 0; index < count; index++) {
      work.accept(index);
    }
  }

  /** A kernel's call with given operands. */
  private interface Call {
    void run(Backend backend, Tensor[] operands);
  }

  /** Runs a kernel, whose last {@code outputs} operands are destinations, on both. */
  private void run(String kernel, Bound bound, int outputs, Call call, Tensor... operands) {
    Backend checked = delegate();
    try (Workspace temporary = reference.workspace()) {
      double[][] before = new double[operands.length][];
      Tensor[] copies = new Tensor[operands.length];
      IdentityHashMap<Tensor, Tensor> copyOf = new IdentityHashMap<>(); // an alias stays one
      for (int p = 0; p < operands.length; p++) {
        Tensor operand = operands[p];
        before[p] = values(checked, operand);
        double[] values = before[p];
        copies[p] =
            copyOf.computeIfAbsent(
                operand,
                original -> {
                  Tensor copy = temporary.tensor(original.shape());
                  reference.write(values, copy);
                  return copy;
                });
      }
      call.run(checked, operands);
      call.run(reference, copies);
      for (int p = operands.length - outputs; p < operands.length; p++) {
        compare(kernel, bound, before, operands, p, copies[p]);
      }
    }
  }

  private static double[] values(Backend backend, Tensor tensor) {
    double[] values = new double[tensor.shape().size()];
    backend.read(tensor, values);
    return values;
  }

  private void compare(
      String kernel, Bound bound, double[][] before, Tensor[] operands, int p, Tensor copy) {
    double[] actual = values(delegate(), operands[p]);
    double[] expected = values(reference, copy);
    for (int at = 0; at < actual.length; at++) {
      if (Double.doubleToLongBits(actual[at]) != Double.doubleToLongBits(expected[at])) {
        double allowed = sameBits ? 0 : bound.of(before, operands, at);
        boolean within = allowed > 0 && Math.abs(actual[at] - expected[at]) <= allowed;
        if (!within) {
          throw difference(kernel, operands, p, at, actual[at], expected[at], allowed);
        }
      }
    }
  }

  private DifferenceException difference(
      String kernel,
      Tensor[] operands,
      int destination,
      int at,
      double actual,
      double expected,
      double allowed) {
    List<Shape> shapes = Arrays.stream(operands).map(Tensor::shape).toList();
    int rows = operands[destination].shape().rows();
    String message =
        Message.of(
            "%s: %s and %s differ: operands %s: element [%d, %d] of operand %d is %s and %s,"
                + " allowed difference %s",
            kernel,
            delegate().name(),
            reference.name(),
            shapes.stream().map(Shape::toString).collect(Collectors.joining(", ")),
            at % rows,
            at / rows,
            destination + 1,
            actual,
            expected,
            allowed == 0 ? "none (the same bits)" : allowed);
    return new DifferenceException(message, kernel, shapes, at, actual, expected);
  }

  @Override
  public void matmul(Tensor a, Tensor b, Tensor out) {
    run(
        "matmul",
        Bound.product(dtype(), false, false),
        1,
        (backend, t) -> backend.matmul(t[0], t[1], t[2]),
        a,
        b,
        out);
  }

  @Override
  public void matmulTransA(Tensor a, Tensor b, Tensor out) {
    run(
        "matmulTransA",
        Bound.product(dtype(), true, false),
        1,
        (backend, t) -> backend.matmulTransA(t[0], t[1], t[2]),
        a,
        b,
        out);
  }

  @Override
  public void matmulTransB(Tensor a, Tensor b, Tensor out) {
    run(
        "matmulTransB",
        Bound.product(dtype(), false, true),
        1,
        (backend, t) -> backend.matmulTransB(t[0], t[1], t[2]),
        a,
        b,
        out);
  }

  @Override
  public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
    run(
        "apply " + loop,
        Bound.NONE,
        loop.outputs(),
        (backend, t) -> backend.apply(loop, scalars, t),
        operands);
  }

  @Override
  public void apply(ElementwiseLoop loop, Tensor a, Tensor out) {
    run("apply " + loop, Bound.NONE, 1, (backend, t) -> backend.apply(loop, t[0], t[1]), a, out);
  }

  @Override
  public void apply(ElementwiseLoop loop, Tensor a, Tensor b, Tensor out) {
    run(
        "apply " + loop,
        Bound.NONE,
        1,
        (backend, t) -> backend.apply(loop, t[0], t[1], t[2]),
        a,
        b,
        out);
  }

  @Override
  public void combine(CombineOperation op, Tensor a, Tensor b, Tensor out) {
    run(
        "combine " + op,
        Bound.NONE,
        1,
        (backend, t) -> backend.combine(op, t[0], t[1], t[2]),
        a,
        b,
        out);
  }

  @Override
  public void sumOverRecords(Tensor a, Tensor out) {
    run(
        "sumOverRecords",
        Bound.sumOverRecords(dtype()),
        1,
        (backend, t) -> backend.sumOverRecords(t[0], t[1]),
        a,
        out);
  }

  @Override
  public void sumOverUnits(Tensor a, Tensor out) {
    run(
        "sumOverUnits",
        Bound.sumOverUnits(dtype()),
        1,
        (backend, t) -> backend.sumOverUnits(t[0], t[1]),
        a,
        out);
  }

  @Override
  public void maxOverUnits(Tensor a, Tensor out) {
    run("maxOverUnits", Bound.NONE, 1, (backend, t) -> backend.maxOverUnits(t[0], t[1]), a, out);
  }

  @Override
  public void fill(double value, Tensor out) {
    run("fill", Bound.NONE, 1, (backend, t) -> backend.fill(value, t[0]), out);
  }

  @Override
  public void copy(Tensor a, Tensor out) {
    run("copy", Bound.NONE, 1, (backend, t) -> backend.copy(t[0], t[1]), a, out);
  }

  @Override
  public void divideBy(Tensor a, double divisor, Tensor out) {
    run("divideBy", Bound.NONE, 1, (backend, t) -> backend.divideBy(t[0], divisor, t[1]), a, out);
  }

  @Override
  public void dense(Tensor w, Tensor x, Tensor b, ElementwiseLoop f, Tensor out) {
    if (sameBits) {
      run(
          "dense " + f,
          Bound.NONE,
          1,
          (backend, t) -> backend.dense(t[0], t[1], t[2], f, t[3]),
          w,
          x,
          b,
          out);
    } else {
      new RequiredKernelsBackend(this).dense(w, x, b, f, out);
    }
  }

  @Override
  public void denseInputGradient(Tensor w, Tensor dz, ElementwiseLoop f, Tensor a, Tensor out) {
    if (sameBits) {
      run(
          "denseInputGradient " + f,
          Bound.NONE,
          1,
          (backend, t) -> backend.denseInputGradient(t[0], t[1], f, t[2], t[3]),
          w,
          dz,
          a,
          out);
    } else {
      new RequiredKernelsBackend(this).denseInputGradient(w, dz, f, a, out);
    }
  }

  @Override
  public void denseParameterGradients(Tensor dz, Tensor x, Tensor dw, Tensor db) {
    if (sameBits) {
      run(
          "denseParameterGradients",
          Bound.NONE,
          2,
          (backend, t) -> backend.denseParameterGradients(t[0], t[1], t[2], t[3]),
          dz,
          x,
          dw,
          db);
    } else {
      new RequiredKernelsBackend(this).denseParameterGradients(dz, x, dw, db);
    }
  }

  @Override
  public void softmax(Tensor z, Tensor a) {
    if (sameBits) {
      run("softmax", Bound.NONE, 1, (backend, t) -> backend.softmax(t[0], t[1]), z, a);
    } else {
      new RequiredKernelsBackend(this).softmax(z, a);
    }
  }

  @Override
  public void softmaxGradient(Tensor a, Tensor da, Tensor dz) {
    if (sameBits) {
      run(
          "softmaxGradient",
          Bound.NONE,
          1,
          (backend, t) -> backend.softmaxGradient(t[0], t[1], t[2]),
          a,
          da,
          dz);
    } else {
      new RequiredKernelsBackend(this).softmaxGradient(a, da, dz);
    }
  }

  @Override
  public void gather(Tensor a, int[] units, Tensor out) {
    run("gather", Bound.NONE, 1, (backend, t) -> backend.gather(t[0], units, t[1]), a, out);
  }

  @Override
  public void scatterAdd(Tensor a, int[] units, Tensor out) {
    run(
        "scatterAdd",
        Bound.scatterAdd(dtype(), units),
        1,
        (backend, t) -> backend.scatterAdd(t[0], units, t[1]),
        a,
        out);
  }

  @Override
  public void gatherRecords(Tensor a, Tensor indices, Tensor out) {
    run(
        "gatherRecords",
        Bound.NONE,
        1,
        (backend, t) -> backend.gatherRecords(t[0], t[1], t[2]),
        a,
        indices,
        out);
  }

  @Override
  public void scatterAddRecords(Tensor a, Tensor indices, Tensor out) {
    run(
        "scatterAddRecords",
        Bound.scatterAddRecords(dtype()),
        1,
        (backend, t) -> backend.scatterAddRecords(t[0], t[1], t[2]),
        a,
        indices,
        out);
  }

  @Override
  public void reshape(Tensor a, Tensor out) {
    run("reshape", Bound.NONE, 1, (backend, t) -> backend.reshape(t[0], t[1]), a, out);
  }

  @Override
  public void write(double[] source, int offset, Tensor out, int from, int to) {
    run("write", Bound.NONE, 1, (backend, t) -> backend.write(source, offset, t[0], from, to), out);
  }

  @Override
  public void write(float[] source, int offset, Tensor out, int from, int to) {
    run("write", Bound.NONE, 1, (backend, t) -> backend.write(source, offset, t[0], from, to), out);
  }

  @Override
  public void write(double[] source, Tensor out) {
    run("write", Bound.NONE, 1, (backend, t) -> backend.write(source, t[0]), out);
  }

  @Override
  public void close() {
    try {
      super.close();
    } finally {
      reference.close();
    }
  }
}
