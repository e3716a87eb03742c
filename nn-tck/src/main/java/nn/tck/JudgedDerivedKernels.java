package nn.tck;

import java.util.function.IntConsumer;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.Shape;
import nn.api.Tensor;
import nn.tck.model.Invocation;
import nn.tck.model.Results;
import nn.tck.reference.Bounds;
import nn.tck.reference.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * A backend whose every kernel is judged on the spot, the derived ones as the backend itself
 * computes them, in works of {@code inParallel}, too.
 */
final class JudgedDerivedKernels extends JudgedKernels {

  /** Judges the backend of a fixture. */
  JudgedDerivedKernels(Fixture fixture) {
    super(fixture);
  }

  /** Calls a kernel and compares what it leaves. */
  private void judge(
      String kernel, Invocation.Result result, Invocation.Call call, Tensor... operands) {
    Matrix[] before = new Matrix[operands.length];
    for (int p = 0; p < operands.length; p++) {
      int first = first(operands, p);
      before[p] = first == p ? fixture.values(operands[p]) : before[first];
    }
    call.run(delegate(), operands);
    @Nullable Bounds[] expected = result.of(fixture.dtype, fixture.tier, before);
    String what = kernel + " in a training run";
    for (int p = 0; p < operands.length; p++) {
      Bounds bounds = expected[p];
      if (bounds != null) {
        fixture.bounded(what, bounds, fixture.values(operands[p]), operands);
        count();
      }
    }
  }

  @Override
  public void inParallel(int count, IntConsumer work) {
    delegate().inParallel(count, work);
  }

  @Override
  public void apply(ElementwiseLoop loop, Tensor a, Tensor out) {
    judge(
        "apply " + loop,
        Results.apply(loop),
        (backend, t) -> backend.apply(loop, t[0], t[1]),
        a,
        out);
  }

  @Override
  public void apply(ElementwiseLoop loop, Tensor a, Tensor b, Tensor out) {
    judge(
        "apply " + loop,
        Results.apply(loop),
        (backend, t) -> backend.apply(loop, t[0], t[1], t[2]),
        a,
        b,
        out);
  }

  @Override
  public void fill(double value, Tensor out) {
    delegate().fill(value, out);
    Shape shape = out.shape();
    fixture.equal(
        "fill in a training run", Matrix.filled(shape, fixture.dtype.round(value)), out, out);
    count();
  }

  @Override
  public void copy(Tensor a, Tensor out) {
    judge(
        "copy",
        Results.apply(ElementwiseFunction.COPY),
        (backend, t) -> backend.copy(t[0], t[1]),
        a,
        out);
  }

  @Override
  public void divideBy(Tensor a, double divisor, Tensor out) {
    judge(
        "divideBy",
        Results.apply(ElementwiseFunction.DIVIDE_BY, divisor),
        (backend, t) -> backend.divideBy(t[0], divisor, t[1]),
        a,
        out);
  }

  /** In parts, where nothing is said of the loop's result as a whole. */
  @Override
  public void dense(Tensor w, Tensor x, Tensor b, ElementwiseLoop f, Tensor out) {
    if (Results.isFor(f, fixture.tier)) {
      judge(
          "dense with " + f,
          Results.dense(f),
          (backend, t) -> backend.dense(t[0], t[1], t[2], f, t[3]),
          w,
          x,
          b,
          out);
    } else {
      super.dense(w, x, b, f, out);
    }
  }

  /** In parts, where nothing is said of the loop's result as a whole. */
  @Override
  public void denseInputGradient(Tensor w, Tensor dz, ElementwiseLoop f, Tensor a, Tensor out) {
    if (Results.isFor(f, fixture.tier)) {
      judge(
          "denseInputGradient with " + f,
          Results.denseInputGradient(f),
          (backend, t) -> backend.denseInputGradient(t[0], t[1], f, t[2], t[3]),
          w,
          dz,
          a,
          out);
    } else {
      super.denseInputGradient(w, dz, f, a, out);
    }
  }

  @Override
  public void denseParameterGradients(Tensor dz, Tensor x, Tensor dw, Tensor db) {
    judge(
        "denseParameterGradients",
        Results.of("denseParameterGradients"),
        (backend, t) -> backend.denseParameterGradients(t[0], t[1], t[2], t[3]),
        dz,
        x,
        dw,
        db);
  }

  @Override
  public void softmax(Tensor z, Tensor a) {
    judge("softmax", Results.of("softmax"), (backend, t) -> backend.softmax(t[0], t[1]), z, a);
  }

  @Override
  public void softmaxGradient(Tensor a, Tensor da, Tensor dz) {
    judge(
        "softmaxGradient",
        Results.of("softmaxGradient"),
        (backend, t) -> backend.softmaxGradient(t[0], t[1], t[2]),
        a,
        da,
        dz);
  }

  @Override
  public void gather(Tensor a, int[] units, Tensor out) {
    judge(
        "gather", Results.gather(units), (backend, t) -> backend.gather(t[0], units, t[1]), a, out);
  }

  @Override
  public void scatterAdd(Tensor a, int[] units, Tensor out) {
    judge(
        "scatterAdd",
        Results.scatterAdd(units),
        (backend, t) -> backend.scatterAdd(t[0], units, t[1]),
        a,
        out);
  }

  @Override
  public void gatherRecords(Tensor a, Tensor indices, Tensor out) {
    judge(
        "gatherRecords",
        Results.of("gatherRecords"),
        (backend, t) -> backend.gatherRecords(t[0], t[1], t[2]),
        a,
        indices,
        out);
  }

  @Override
  public void scatterAddRecords(Tensor a, Tensor indices, Tensor out) {
    judge(
        "scatterAddRecords",
        Results.of("scatterAddRecords"),
        (backend, t) -> backend.scatterAddRecords(t[0], t[1], t[2]),
        a,
        indices,
        out);
  }

  @Override
  public void reshape(Tensor a, Tensor out) {
    judge("reshape", Results.of("reshape"), (backend, t) -> backend.reshape(t[0], t[1]), a, out);
  }
}
