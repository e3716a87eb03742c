package nn.tck.model;

import static nn.tck.model.Operand.read;
import static nn.tck.model.Operand.written;

import java.util.ArrayList;
import java.util.List;
import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.ElementwiseLoop;
import nn.api.Shape;
import nn.api.Tier;
import nn.tck.reference.Bounds;
import nn.tck.reference.Definitions;
import nn.tck.reference.Form;
import nn.tck.reference.LoopValues;
import nn.tck.reference.Matrix;
import nn.tck.reference.Products;
import org.jspecify.annotations.Nullable;

/** The three products, and the kernels of a dense layer. */
final class ProductForms {

  private ProductForms() {}

  static List<KernelModel> all() {
    List<KernelModel> all = new ArrayList<>();
    for (Form form : Form.values()) {
      all.add(
          new KernelModel(
              form.kernel, List.of("m", "n", "k"), List.of(1, 1, 1), 3, List.of(product(form))));
      all.add(
          new KernelModel(
              form.kernel,
              form == Form.PLAIN ? List.of("n") : List.of("n", "k"),
              form == Form.PLAIN ? List.of(3) : List.of(2, 1),
              2,
              List.of(ofOneTensor(form))));
    }
    all.add(
        new KernelModel(
            "dense",
            List.of("units", "records", "inputs"),
            List.of(1, 1, 1),
            2,
            FusedLoops.ofOneInput().stream().map(ProductForms::dense).toList()));
    all.add(
        new KernelModel(
            "denseInputGradient",
            List.of("inputs", "records", "units"),
            List.of(1, 1, 1),
            2,
            FusedLoops.ofTwoInputs().stream().map(ProductForms::denseInputGradient).toList()));
    all.add(
        new KernelModel(
            "denseParameterGradients",
            List.of("units", "inputs", "records"),
            List.of(1, 1, 1),
            2,
            List.of(denseParameterGradients())));
    return all;
  }

  private static KernelForm product(Form form) {
    return KernelForm.of(
        form.kernel,
        e -> {
          Shape a = form.aShape(e[0], e[2]);
          Shape b = form.bShape(e[1], e[2]);
          return List.of(
              read(0, "a", a.rows(), a.columns()),
              read(1, "b", b.rows(), b.columns()),
              written(2, "out", e[0], e[1]));
        },
        setting -> call(form));
  }

  /** {@code A·A}, {@code Aᵀ·A} and {@code A·Aᵀ}. */
  private static KernelForm ofOneTensor(Form form) {
    return KernelForm.of(
        form.kernel + " of one tensor",
        e -> {
          int n = e[0];
          Shape a = form.aShape(n, e.length == 1 ? n : e[1]);
          return List.of(
              read(0, "a", a.rows(), a.columns()),
              read(1, "b", a.rows(), a.columns()).as(0),
              written(2, "out", n, n));
        },
        setting -> call(form));
  }

  private static Invocation call(Form form) {
    return Invocation.of(
        (backend, t) -> form.run(backend, t[0], t[1], t[2]),
        (dtype, tier, m) -> product(form, dtype, tier, m[0], m[1]));
  }

  private static Bounds product(Form form, DType dtype, Tier tier, Matrix a, Matrix b) {
    return Products.product(dtype, tier, a, form == Form.TRANS_A, b, form == Form.TRANS_B);
  }

  static KernelForm dense(ElementwiseLoop f) {
    return new KernelForm(
        "dense with " + FusedLoops.name(f),
        e ->
            List.of(
                read(0, "w", e[0], e[2]),
                read(1, "x", e[2], e[1]),
                read(2, "b", e[0], 1),
                written(3, "out", e[0], e[1])),
        setting ->
            Invocation.of(
                (backend, t) -> backend.dense(t[0], t[1], t[2], f, t[3]),
                (dtype, tier, m) -> {
                  Bounds product = product(Form.PLAIN, dtype, tier, m[0], m[1]);
                  return product.map(z -> LoopValues.of(f, dtype, plus(dtype, z, m[2])));
                }),
        false,
        FusedLoops.isMonotone(f));
  }

  private static Matrix plus(DType dtype, Matrix product, Matrix bias) {
    return Matrix.generate(
        product.rows(),
        product.columns(),
        (i, j) ->
            Definitions.value(CombineOperation.ADD, dtype, product.get(i, j), bias.get(i, 0)));
  }

  static KernelForm denseInputGradient(ElementwiseLoop f) {
    return new KernelForm(
        "denseInputGradient with " + FusedLoops.name(f),
        e ->
            List.of(
                read(0, "w", e[2], e[0]),
                read(1, "dz", e[2], e[1]),
                read(2, "a", e[0], e[1]),
                written(3, "out", e[0], e[1])),
        setting ->
            Invocation.of(
                (backend, t) -> backend.denseInputGradient(t[0], t[1], f, t[2], t[3]),
                (dtype, tier, m) -> {
                  Bounds product = product(Form.TRANS_A, dtype, tier, m[0], m[1]);
                  return product.map(da -> LoopValues.of(f, dtype, m[2], da));
                }),
        false,
        FusedLoops.isMonotone(f));
  }

  private static KernelForm denseParameterGradients() {
    return KernelForm.of(
        "denseParameterGradients",
        e ->
            List.of(
                read(0, "dz", e[0], e[2]),
                read(1, "x", e[1], e[2]),
                written(2, "dw", e[0], e[1]),
                written(3, "db", e[0], 1)),
        setting ->
            new Invocation(
                (backend, t) -> backend.denseParameterGradients(t[0], t[1], t[2], t[3]),
                (dtype, tier, m) ->
                    new @Nullable Bounds[] {
                      null,
                      null,
                      product(Form.TRANS_B, dtype, tier, m[0], m[1]),
                      Products.sumOverRecords(dtype, tier, m[0])
                    }));
  }
}
