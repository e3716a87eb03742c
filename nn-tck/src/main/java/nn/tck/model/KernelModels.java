package nn.tck.model;

import java.util.List;
import java.util.stream.Stream;

/** All kernels of {@link nn.api.Backend}. A test fails if one is missing. */
public final class KernelModels {

  private static final List<KernelModel> ALL =
      Stream.of(
              TransferForms.all(),
              ProductForms.all(),
              LoopForms.all(),
              List.of(CombineForms.model()),
              ReductionForms.all(),
              GatherForms.all())
          .flatMap(List::stream)
          .toList();

  private KernelModels() {}

  /** In the order of the interface. */
  public static List<KernelModel> all() {
    return ALL;
  }

  /** The models of one kernel, of which some have several. */
  public static List<KernelModel> of(String kernel) {
    return ALL.stream().filter(model -> model.kernel().equals(kernel)).toList();
  }
}
