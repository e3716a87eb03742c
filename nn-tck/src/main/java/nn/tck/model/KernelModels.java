package nn.tck.model;

import java.util.ArrayList;
import java.util.List;

/** All kernels of {@link nn.api.Backend}. A test fails if one is missing. */
public final class KernelModels {

  private KernelModels() {}

  /** In the order of the interface. */
  public static List<KernelModel> all() {
    List<KernelModel> all = new ArrayList<>(TransferForms.all());
    all.addAll(ProductForms.all());
    all.addAll(LoopForms.all());
    all.add(CombineForms.model());
    all.addAll(ReductionForms.all());
    all.addAll(GatherForms.all());
    return all;
  }

  /** The models of one kernel, of which some have several. */
  public static List<KernelModel> of(String kernel) {
    return all().stream().filter(model -> model.kernel().equals(kernel)).toList();
  }
}
