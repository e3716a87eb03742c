package nn.tck.faults;

import java.util.List;
import java.util.stream.Stream;

/**
 * All faults, in the order in which they are reported: a first set, for which the suite has been
 * repaired since, a second one, written for the suite as it then was, a third one, written when the
 * suite had been repaired for both, and a fourth and a fifth one, each written after these.
 */
final class Faults {

  private Faults() {}

  /** All sets. */
  static List<Fault> all() {
    return Stream.of(first(), second(), third(), fourth(), fifth()).flatMap(List::stream).toList();
  }

  static List<Fault> first() {
    return Stream.of(ofKernels(), ofWhatIsBetween()).flatMap(List::stream).toList();
  }

  static List<Fault> second() {
    return Stream.of(secondOfKernels(), secondOfWhatIsBetween()).flatMap(List::stream).toList();
  }

  static List<Fault> third() {
    return Stream.of(thirdOfKernels(), thirdOfWhatIsBetween()).flatMap(List::stream).toList();
  }

  static List<Fault> fourth() {
    return Stream.of(fourthOfKernels(), fourthOfWhatIsBetween()).flatMap(List::stream).toList();
  }

  static List<Fault> fifth() {
    return Stream.of(fifthOfKernels(), fifthOfWhatIsBetween()).flatMap(List::stream).toList();
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

  /** As {@link #ofKernels}, of the third set. */
  static List<Fault> thirdOfKernels() {
    return Stream.of(
            ThirdProductFaults.all(),
            ThirdDenseFaults.all(),
            ThirdFunctionFaults.all(),
            ThirdElementwiseFaults.all(),
            ThirdReductionFaults.all(),
            ThirdGatherFaults.all(),
            ThirdTransferFaults.all())
        .flatMap(List::stream)
        .toList();
  }

  /** As {@link #ofWhatIsBetween}, of the third set. */
  static List<Fault> thirdOfWhatIsBetween() {
    return Stream.of(
            ThirdCallerFaults.all(),
            ThirdParallelFaults.all(),
            ThirdCacheFaults.all(),
            ThirdMemoryFaults.all(),
            ThirdHistoryFaults.all(),
            ThirdFailureFaults.all(),
            ThirdRefusalFaults.all())
        .flatMap(List::stream)
        .toList();
  }

  /** As {@link #ofKernels}, of the fourth set. */
  static List<Fault> fourthOfKernels() {
    return Stream.of(
            FourthProductFaults.all(),
            FourthDenseFaults.all(),
            FourthFunctionFaults.all(),
            FourthElementwiseFaults.all(),
            FourthReductionFaults.all(),
            FourthGatherFaults.all(),
            FourthTransferFaults.all())
        .flatMap(List::stream)
        .toList();
  }

  /** As {@link #ofWhatIsBetween}, of the fourth set. */
  static List<Fault> fourthOfWhatIsBetween() {
    return Stream.of(
            FourthCallerFaults.all(),
            FourthParallelFaults.all(),
            FourthCacheFaults.all(),
            FourthMemoryFaults.all(),
            FourthHistoryFaults.all(),
            FourthFailureFaults.all(),
            FourthRefusalFaults.all())
        .flatMap(List::stream)
        .toList();
  }

  /** As {@link #ofKernels}, of the fifth set. */
  static List<Fault> fifthOfKernels() {
    return Stream.of(
            FifthProductFaults.all(),
            FifthDenseFaults.all(),
            FifthFunctionFaults.all(),
            FifthElementwiseFaults.all(),
            FifthReductionFaults.all(),
            FifthGatherFaults.all(),
            FifthTransferFaults.all())
        .flatMap(List::stream)
        .toList();
  }

  /** As {@link #ofWhatIsBetween}, of the fifth set. */
  static List<Fault> fifthOfWhatIsBetween() {
    return Stream.of(
            FifthCallerFaults.all(),
            FifthParallelFaults.all(),
            FifthCacheFaults.all(),
            FifthMemoryFaults.all(),
            FifthHistoryFaults.all(),
            FifthFailureFaults.all(),
            FifthRefusalFaults.all())
        .flatMap(List::stream)
        .toList();
  }
}
