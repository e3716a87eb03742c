package nn.tck.model;

import nn.api.DType;
import nn.api.ElementwiseLoop;
import nn.api.Tier;
import nn.tck.reference.Generator;

/** What kernels give for any operands, for calls that no plan has made. */
public final class Results {

  private Results() {}

  /** Of a kernel without loops, scalars and arrays. */
  public static Invocation.Result of(String kernel) {
    return result(KernelModels.of(kernel).get(0).forms().get(0));
  }

  /** Of {@code apply}. */
  public static Invocation.Result apply(ElementwiseLoop loop, double... scalars) {
    return LoopForms.call(loop, scalars, NOT_CALLED).result();
  }

  /** Of {@code dense}. */
  public static Invocation.Result dense(ElementwiseLoop f) {
    return result(ProductForms.dense(f));
  }

  /** Of {@code denseInputGradient}. */
  public static Invocation.Result denseInputGradient(ElementwiseLoop f) {
    return result(ProductForms.denseInputGradient(f));
  }

  /** Whether a tier says what a loop gives of a product. */
  public static boolean isFor(ElementwiseLoop f, Tier tier) {
    return tier.exact() || FusedLoops.isMonotone(f);
  }

  /** Of {@code gather}. */
  public static Invocation.Result gather(int[] units) {
    return Invocation.of(NOT_CALLED, GatherForms.gathered(units)).result();
  }

  /** Of {@code scatterAdd}. */
  public static Invocation.Result scatterAdd(int[] units) {
    return Invocation.of(NOT_CALLED, GatherForms.scattered(units)).result();
  }

  private static final Invocation.Call NOT_CALLED = (backend, operands) -> {};

  /** The forms above make nothing of a call's setting. */
  private static Invocation.Result result(KernelForm form) {
    return form.maker()
        .make(
            new KernelForm.Setting(
                new int[] {1, 1, 1}, DType.FLOAT64, 0, Data.UNIFORM, new Generator(0)))
        .result();
  }
}
