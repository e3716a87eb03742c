package nn.tck.faults;

import java.util.List;
import java.util.stream.Stream;

/** All faults, in the order in which they are reported. */
final class Faults {

  private Faults() {}

  static List<Fault> all() {
    return Stream.of(ofKernels(), ofWhatIsBetween()).flatMap(List::stream).toList();
  }

  /** A kernel that computes something else; right below its threshold. */
  static List<Fault> ofKernels() {
    return Stream.of(
            ProductFaults.all(),
            DenseFaults.all(),
            ElementwiseFaults.all(),
            CombineFaults.all(),
            ReductionFaults.all(),
            SoftmaxFaults.all(),
            GatherFaults.all(),
            TransferFaults.all())
        .flatMap(List::stream)
        .toList();
  }

  /** What is between calls: callers, memory, histories, failures. */
  static List<Fault> ofWhatIsBetween() {
    return Stream.of(
            CallerFaults.all(),
            ParallelFaults.all(),
            CacheFaults.all(),
            WorkspaceFaults.all(),
            LeakFaults.all(),
            HistoryFaults.all(),
            DeterminismFaults.all(),
            FailureFaults.all(),
            RefusalFaults.all(),
            ProviderFaults.all())
        .flatMap(List::stream)
        .toList();
  }
}
