package nn.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import nn.api.Backend;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.tck.model.KernelForm;
import nn.tck.model.KernelModel;
import nn.tck.model.KernelModels;
import nn.tck.reference.Bounds;
import nn.tck.reference.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * A kernel that overwrites a tensor which another kernel has read before: whoever keeps a copy of
 * an operand must notice.
 *
 * @param form of the kernel
 * @param extents for the shape of the tensor; null where the kernel cannot give that shape
 * @param destination which operand of the kernel the tensor is
 */
record Writer(KernelForm form, ExtentsOf extents, int destination) {

  /** Finds extents for a shape. */
  interface ExtentsOf {
    int @Nullable [] of(Shape shape);
  }

  /** All kernels that can write to a tensor of a shape. */
  static List<Writer> all(Shape shape) {
    return ALL.stream().filter(writer -> writer.extents.of(shape) != null).toList();
  }

  private static final List<Writer> ALL = writers();

  private static List<Writer> writers() {
    List<Writer> all = new ArrayList<>();
    ExtentsOf same = s -> new int[] {s.rows(), s.columns()};
    for (String kernel :
        List.of("write", "fill", "copy", "divideBy", "combine", "softmax", "softmaxGradient")) {
      first(all, kernel, same);
    }
    KernelModel apply = model("apply");
    all.add(new Writer(apply.forms().get(0), same, last(apply.forms().get(0))));
    last(all, "apply", same);
    model("write").forms().forEach(form -> all.add(new Writer(form, same, 0)));
    ExtentsOf product = s -> new int[] {s.rows(), s.columns(), 2};
    for (String kernel :
        List.of("matmul", "matmulTransA", "matmulTransB", "dense", "denseInputGradient")) {
      first(all, kernel, product);
    }
    all.add(new Writer(model("denseParameterGradients").forms().get(0), product, 2));
    all.add(
        new Writer(
            model("denseParameterGradients").forms().get(0),
            s -> s.columns() == 1 ? new int[] {s.rows(), 3, 2} : null,
            3));
    first(all, "sumOverRecords", s -> s.columns() == 1 ? new int[] {s.rows(), 3} : null);
    first(all, "sumOverUnits", s -> s.rows() == 1 ? new int[] {3, s.columns()} : null);
    first(all, "maxOverUnits", s -> s.rows() == 1 ? new int[] {3, s.columns()} : null);
    first(all, "gather", s -> new int[] {3, s.columns(), s.rows()});
    first(all, "scatterAdd", s -> new int[] {s.rows(), s.columns(), 3});
    first(all, "gatherRecords", s -> new int[] {s.rows(), 3, s.columns()});
    first(all, "scatterAddRecords", s -> new int[] {s.rows(), s.columns(), 3});
    KernelForm swapped = model("reshape").forms().get(2);
    all.add(new Writer(swapped, s -> new int[] {s.columns(), s.rows()}, 1));
    return all;
  }

  private static KernelModel model(String kernel) {
    return KernelModels.of(kernel).get(0);
  }

  private static int last(KernelForm form) {
    return form.operands().of(new int[] {1, 1, 1}).size() - 1;
  }

  private static void first(List<Writer> all, String kernel, ExtentsOf extents) {
    KernelForm form = model(kernel).forms().get(0);
    all.add(new Writer(form, extents, last(form)));
  }

  private static void last(List<Writer> all, String kernel, ExtentsOf extents) {
    List<KernelForm> forms = model(kernel).forms();
    KernelForm form = forms.get(forms.size() - 1);
    all.add(new Writer(form, extents, last(form)));
  }

  /**
   * Overwrites a tensor. Where it is known to the bit what it holds then, half of the time nobody
   * looks: to read is to finish what a backend has put off.
   *
   * @param held what it holds
   * @return what it holds now, as the specification has it; on a bounded tier as it is read back
   */
  Matrix overwrite(Fixture f, Backend backend, Workspace workspace, Tensor tensor, Matrix held) {
    int[] e = Objects.requireNonNull(extents.of(tensor.shape()));
    BoundCall call = BoundCall.into(f, backend, workspace, form, e, destination, tensor, held);
    call.run();
    Bounds now = Objects.requireNonNull(call.expected()[destination]);
    if (!now.exact() || f.random.below(2) == 0) {
      call.checkResults(", as a writer");
    }
    return now.exact() ? now.low() : f.values(backend, tensor);
  }
}
