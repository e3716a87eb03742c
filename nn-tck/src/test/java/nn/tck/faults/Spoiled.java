package nn.tck.faults;

import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import org.jspecify.annotations.Nullable;

/** A right backend whose results of one kernel are made wrong. */
final class Spoiled extends FaultyBackend {

  private static final double[] NO_SCALARS = {};
  private static final int[] NO_UNITS = {};

  /** Makes the results of a call wrong. */
  interface Spoiler {
    void spoil(Given given, int t);
  }

  /** A call's tensors, and what else it was given; {@code combine} has its operation as loop. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares calls
  record Given(Call call, @Nullable ElementwiseLoop loop, double[] scalars, int[] units) {

    boolean is(ElementwiseLoop other) {
      return loop == other;
    }

    /** The loop of a kernel that takes one. */
    ElementwiseLoop f() {
      if (loop == null) {
        throw new IllegalStateException("f: a kernel without a loop");
      }
      return loop;
    }

    Cells in(int o) {
      return call.in(o);
    }

    Cells out() {
      return call.out();
    }

    Arithmetic math() {
      return call.math();
    }

    int threads() {
      return call.backend().threads();
    }
  }

  /** Makes the results wrong of a kernel that has a product. */
  interface Wrong {
    void spoil(Product p, Given given, int t);
  }

  private final String kernel;
  private final int t;
  private final Spoiler spoiler;

  Spoiled(Backend right, String kernel, int t, Spoiler spoiler) {
    super(right);
    this.kernel = kernel;
    this.t = t;
    this.spoiler = spoiler;
  }

  /** A fault of any kernel. */
  static Fault fault(
      String kernel, String name, String origin, Threshold threshold, Spoiler spoiler) {
    return Fault.of(
        kernel, name, origin, threshold, (right, t) -> new Spoiled(right, kernel, t, spoiler));
  }

  /** A fault of a product or of a dense layer's kernel. */
  static Fault product(
      String kernel, String name, String origin, Threshold threshold, Wrong wrong) {
    return fault(
        kernel,
        name,
        origin,
        threshold,
        (given, t) -> wrong.spoil(product(kernel, given), given, t));
  }

  /** The product of a call. */
  static Product product(String kernel, Given given) {
    Cells a = given.in(0);
    Cells b = given.in(1);
    return switch (kernel) {
      case "matmulTransA", "denseInputGradient" -> Product.transA(given.call(), a, b);
      case "matmulTransB", "denseParameterGradients" -> Product.transB(given.call(), a, b);
      default -> Product.plain(given.call(), a, b);
    };
  }

  private void run(String name, Runnable right, Tensor... tensors) {
    run(name, right, null, NO_SCALARS, NO_UNITS, tensors);
  }

  private void run(
      String name,
      Runnable right,
      @Nullable ElementwiseLoop loop,
      double[] scalars,
      int[] units,
      Tensor... tensors) {
    if (!name.equals(kernel)) {
      right.run();
      return;
    }
    Call call = begun(tensors);
    right.run();
    call.spoil((c, at) -> spoiler.spoil(new Given(c, loop, scalars, units), at), t);
  }

  private Call begun(Tensor... tensors) {
    try {
      return Call.withFormer(this, tensors);
    } catch (RuntimeException wrong) {
      return Call.of(this); // the kernel refuses these tensors
    }
  }

  @Override
  public void matmul(Tensor a, Tensor b, Tensor out) {
    run("matmul", () -> super.matmul(a, b, out), a, b, out);
  }

  @Override
  public void matmulTransA(Tensor a, Tensor b, Tensor out) {
    run("matmulTransA", () -> super.matmulTransA(a, b, out), a, b, out);
  }

  @Override
  public void matmulTransB(Tensor a, Tensor b, Tensor out) {
    run("matmulTransB", () -> super.matmulTransB(a, b, out), a, b, out);
  }

  @Override
  public void dense(Tensor w, Tensor x, Tensor b, ElementwiseLoop f, Tensor out) {
    Runnable right = () -> super.dense(w, x, b, f, out);
    run("dense", right, f, NO_SCALARS, NO_UNITS, w, x, b, out);
  }

  @Override
  public void denseInputGradient(Tensor w, Tensor dz, ElementwiseLoop f, Tensor a, Tensor out) {
    Runnable right = () -> super.denseInputGradient(w, dz, f, a, out);
    run("denseInputGradient", right, f, NO_SCALARS, NO_UNITS, w, dz, a, out);
  }

  @Override
  public void denseParameterGradients(Tensor dz, Tensor x, Tensor dw, Tensor db) {
    Runnable right = () -> super.denseParameterGradients(dz, x, dw, db);
    run("denseParameterGradients", right, dz, x, dw, db);
  }

  @Override
  public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
    Runnable right = () -> super.apply(loop, scalars, operands);
    run("apply", right, loop, scalars, NO_UNITS, operands.clone());
  }

  @Override
  public void combine(CombineOperation op, Tensor a, Tensor b, Tensor out) {
    run("combine", () -> super.combine(op, a, b, out), op, NO_SCALARS, NO_UNITS, a, b, out);
  }

  @Override
  public void fill(double value, Tensor out) {
    double[] scalars = {value};
    run("fill", () -> super.fill(value, out), null, scalars, NO_UNITS, out);
  }

  @Override
  public void copy(Tensor a, Tensor out) {
    run("copy", () -> super.copy(a, out), a, out);
  }

  @Override
  public void divideBy(Tensor a, double divisor, Tensor out) {
    double[] scalars = {divisor};
    run("divideBy", () -> super.divideBy(a, divisor, out), null, scalars, NO_UNITS, a, out);
  }

  @Override
  public void sumOverRecords(Tensor a, Tensor out) {
    run("sumOverRecords", () -> super.sumOverRecords(a, out), a, out);
  }

  @Override
  public void sumOverUnits(Tensor a, Tensor out) {
    run("sumOverUnits", () -> super.sumOverUnits(a, out), a, out);
  }

  @Override
  public void maxOverUnits(Tensor a, Tensor out) {
    run("maxOverUnits", () -> super.maxOverUnits(a, out), a, out);
  }

  @Override
  public void softmax(Tensor z, Tensor a) {
    run("softmax", () -> super.softmax(z, a), z, a);
  }

  @Override
  public void softmaxGradient(Tensor a, Tensor da, Tensor dz) {
    run("softmaxGradient", () -> super.softmaxGradient(a, da, dz), a, da, dz);
  }

  @Override
  public void gather(Tensor a, int[] units, Tensor out) {
    run("gather", () -> super.gather(a, units, out), null, NO_SCALARS, units, a, out);
  }

  @Override
  public void scatterAdd(Tensor a, int[] units, Tensor out) {
    run("scatterAdd", () -> super.scatterAdd(a, units, out), null, NO_SCALARS, units, a, out);
  }

  @Override
  public void gatherRecords(Tensor a, Tensor indices, Tensor out) {
    run("gatherRecords", () -> super.gatherRecords(a, indices, out), a, indices, out);
  }

  @Override
  public void scatterAddRecords(Tensor a, Tensor indices, Tensor out) {
    run("scatterAddRecords", () -> super.scatterAddRecords(a, indices, out), a, indices, out);
  }

  @Override
  public void reshape(Tensor a, Tensor out) {
    run("reshape", () -> super.reshape(a, out), a, out);
  }
}
