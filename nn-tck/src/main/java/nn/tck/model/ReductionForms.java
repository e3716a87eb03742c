package nn.tck.model;

import static nn.tck.model.Operand.read;
import static nn.tck.model.Operand.written;

import java.util.List;
import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.ElementwiseFunction;
import nn.api.Tier;
import nn.tck.reference.Bounds;
import nn.tck.reference.Definitions;
import nn.tck.reference.Form;
import nn.tck.reference.LoopValues;
import nn.tck.reference.Matrix;
import nn.tck.reference.Products;

/** Sums, maxima, softmax and its gradient. */
final class ReductionForms {
  private static final List<String> EXTENTS = List.of("rows", "columns");

  private ReductionForms() {}

  static List<KernelModel> all() {
    return List.of(
        model(
            "sumOverRecords",
            KernelForm.of(
                "sumOverRecords",
                e -> List.of(read(0, "a", e[0], e[1]), written(1, "out", e[0], 1)),
                setting ->
                    Invocation.of(
                        (backend, t) -> backend.sumOverRecords(t[0], t[1]),
                        (dtype, tier, m) -> Products.sumOverRecords(dtype, tier, m[0])))),
        model(
            "sumOverUnits",
            KernelForm.of(
                "sumOverUnits",
                e -> List.of(read(0, "a", e[0], e[1]), written(1, "out", 1, e[1])),
                setting ->
                    Invocation.of(
                        (backend, t) -> backend.sumOverUnits(t[0], t[1]),
                        (dtype, tier, m) -> Products.sumOverUnits(dtype, tier, m[0])))),
        model(
            "maxOverUnits",
            KernelForm.of(
                "maxOverUnits",
                e -> List.of(read(0, "a", e[0], e[1]), written(1, "out", 1, e[1])),
                setting ->
                    Invocation.of(
                        (backend, t) -> backend.maxOverUnits(t[0], t[1]),
                        (dtype, tier, m) -> Bounds.exactly(maxima(m[0]))))),
        model("softmax", softmax(false), softmax(true)),
        model(
            "softmaxGradient",
            softmaxGradient("softmaxGradient", NOTHING, 0),
            softmaxGradient("softmaxGradient into da", 1, 2),
            softmaxGradient("softmaxGradient of one tensor", 0, 1)));
  }

  private static final int NOTHING = -1;

  private static KernelModel model(String kernel, KernelForm... forms) {
    return KernelModel.of(kernel, EXTENTS, List.of(forms));
  }

  private static Matrix maxima(Matrix a) {
    return Matrix.generate(1, a.columns(), (i, j) -> Definitions.max(Form.PLAIN.right(a, j)));
  }

  private static KernelForm softmax(boolean inPlace) {
    return KernelForm.of(
        "softmax" + (inPlace ? " in place" : ""),
        e -> {
          Operand out = written(1, "a", e[0], e[1]);
          return List.of(read(0, "z", e[0], e[1]), inPlace ? out.as(0) : out);
        },
        setting ->
            Invocation.of(
                (backend, t) -> backend.softmax(t[0], t[1]),
                (dtype, tier, m) -> softmax(dtype, tier, m[0])));
  }

  /** Every step but the sum is one rounded operation and therefore monotone. */
  private static Bounds softmax(DType dtype, Tier tier, Matrix z) {
    Matrix shifted = CombineForms.values(CombineOperation.SUBTRACT, dtype, z, maxima(z));
    Matrix e = LoopValues.of(ElementwiseFunction.EXP, dtype, shifted);
    return Products.sumOverUnits(dtype, tier, e)
        .map(sum -> CombineForms.values(CombineOperation.DIVIDE, dtype, e, sum));
  }

  private static KernelForm softmaxGradient(String name, int same, int as) {
    return KernelForm.of(
        name,
        e -> {
          Operand[] all = {
            read(0, "a", e[0], e[1]), read(1, "da", e[0], e[1]), written(2, "dz", e[0], e[1])
          };
          if (same != NOTHING) {
            all[as] = all[as].as(same);
          }
          return List.of(all);
        },
        setting ->
            Invocation.of(
                (backend, t) -> backend.softmaxGradient(t[0], t[1], t[2]),
                (dtype, tier, m) -> softmaxGradient(dtype, tier, m[0], m[1])));
  }

  private static Bounds softmaxGradient(DType dtype, Tier tier, Matrix a, Matrix da) {
    Matrix products = CombineForms.values(CombineOperation.MULTIPLY, dtype, a, da);
    return Products.sumOverUnits(dtype, tier, products)
        .map(
            sum ->
                CombineForms.values(
                    CombineOperation.MULTIPLY,
                    dtype,
                    a,
                    CombineForms.values(CombineOperation.SUBTRACT, dtype, da, sum)));
  }
}
