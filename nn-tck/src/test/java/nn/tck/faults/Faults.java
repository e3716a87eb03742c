package nn.tck.faults;

import java.util.List;
import java.util.stream.Stream;

/**
 * All faults, in the order in which they are reported: a first set, for which the suite has been
 * repaired since, and a second one, written for the suite as it then was.
 */
final class Faults {

  private Faults() {}

  /** Both sets. */
  static List<Fault> all() {
    return Stream.of(first(), second()).flatMap(List::stream).toList();
  }

  static List<Fault> first() {
    return Stream.of(ofKernels(), ofWhatIsBetween()).flatMap(List::stream).toList();
  }

  static List<Fault> second() {
    return Stream.of(secondOfKernels(), secondOfWhatIsBetween()).flatMap(List::stream).toList();
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

  /** As {@link #ofKernels}, of the second set. */
  static List<Fault> secondOfKernels() {
    return Stream.of(
            SecondProductFaults.all(),
            SecondDenseFaults.all(),
            SecondFunctionFaults.all(),
            SecondElementwiseFaults.all(),
            SecondReductionFaults.all(),
            SecondGatherFaults.all(),
            SecondTransferFaults.all())
        .flatMap(List::stream)
        .toList();
  }

  /** As {@link #ofWhatIsBetween}, of the second set. */
  static List<Fault> secondOfWhatIsBetween() {
    return Stream.of(
            SecondCallerFaults.all(),
            SecondCacheFaults.all(),
            SecondMemoryFaults.all(),
            SecondHistoryFaults.all(),
            SecondFailureFaults.all(),
            SecondRefusalFaults.all())
        .flatMap(List::stream)
        .toList();
  }
}
