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

  private static List<Fault> of(String kind, List<Fault> faults) {
    return faults.stream().map(fault -> fault.ofKind(kind)).toList();
  }

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
            of("Product", ProductFaults.all()),
            of("Dense", DenseFaults.all()),
            of("Elementwise", ElementwiseFaults.all()),
            of("Combine", CombineFaults.all()),
            of("Reduction", ReductionFaults.all()),
            of("Softmax", SoftmaxFaults.all()),
            of("Gather", GatherFaults.all()),
            of("Transfer", TransferFaults.all()))
        .flatMap(List::stream)
        .toList();
  }

  /** What is between calls: callers, memory, histories, failures. */
  static List<Fault> ofWhatIsBetween() {
    return Stream.of(
            of("Caller", CallerFaults.all()),
            of("Parallel", ParallelFaults.all()),
            of("Cache", CacheFaults.all()),
            of("Workspace", WorkspaceFaults.all()),
            of("Leak", LeakFaults.all()),
            of("History", HistoryFaults.all()),
            of("Determinism", DeterminismFaults.all()),
            of("Failure", FailureFaults.all()),
            of("Refusal", RefusalFaults.all()),
            of("Provider", ProviderFaults.all()))
        .flatMap(List::stream)
        .toList();
  }

  /** As {@link #ofKernels}, of the second set. */
  static List<Fault> secondOfKernels() {
    return Stream.of(
            of("SecondProduct", SecondProductFaults.all()),
            of("SecondDense", SecondDenseFaults.all()),
            of("SecondFunction", SecondFunctionFaults.all()),
            of("SecondElementwise", SecondElementwiseFaults.all()),
            of("SecondReduction", SecondReductionFaults.all()),
            of("SecondGather", SecondGatherFaults.all()),
            of("SecondTransfer", SecondTransferFaults.all()))
        .flatMap(List::stream)
        .toList();
  }

  /** As {@link #ofWhatIsBetween}, of the second set. */
  static List<Fault> secondOfWhatIsBetween() {
    return Stream.of(
            of("SecondCaller", SecondCallerFaults.all()),
            of("SecondCache", SecondCacheFaults.all()),
            of("SecondMemory", SecondMemoryFaults.all()),
            of("SecondHistory", SecondHistoryFaults.all()),
            of("SecondFailure", SecondFailureFaults.all()),
            of("SecondRefusal", SecondRefusalFaults.all()))
        .flatMap(List::stream)
        .toList();
  }

  /** As {@link #ofKernels}, of the third set. */
  static List<Fault> thirdOfKernels() {
    return Stream.of(
            of("ThirdProduct", ThirdProductFaults.all()),
            of("ThirdDense", ThirdDenseFaults.all()),
            of("ThirdFunction", ThirdFunctionFaults.all()),
            of("ThirdElementwise", ThirdElementwiseFaults.all()),
            of("ThirdReduction", ThirdReductionFaults.all()),
            of("ThirdGather", ThirdGatherFaults.all()),
            of("ThirdTransfer", ThirdTransferFaults.all()))
        .flatMap(List::stream)
        .toList();
  }

  /** As {@link #ofWhatIsBetween}, of the third set. */
  static List<Fault> thirdOfWhatIsBetween() {
    return Stream.of(
            of("ThirdCaller", ThirdCallerFaults.all()),
            of("ThirdParallel", ThirdParallelFaults.all()),
            of("ThirdCache", ThirdCacheFaults.all()),
            of("ThirdMemory", ThirdMemoryFaults.all()),
            of("ThirdHistory", ThirdHistoryFaults.all()),
            of("ThirdFailure", ThirdFailureFaults.all()),
            of("ThirdRefusal", ThirdRefusalFaults.all()))
        .flatMap(List::stream)
        .toList();
  }

  /** As {@link #ofKernels}, of the fourth set. */
  static List<Fault> fourthOfKernels() {
    return Stream.of(
            of("FourthProduct", FourthProductFaults.all()),
            of("FourthDense", FourthDenseFaults.all()),
            of("FourthFunction", FourthFunctionFaults.all()),
            of("FourthElementwise", FourthElementwiseFaults.all()),
            of("FourthReduction", FourthReductionFaults.all()),
            of("FourthGather", FourthGatherFaults.all()),
            of("FourthTransfer", FourthTransferFaults.all()))
        .flatMap(List::stream)
        .toList();
  }

  /** As {@link #ofWhatIsBetween}, of the fourth set. */
  static List<Fault> fourthOfWhatIsBetween() {
    return Stream.of(
            of("FourthCaller", FourthCallerFaults.all()),
            of("FourthParallel", FourthParallelFaults.all()),
            of("FourthCache", FourthCacheFaults.all()),
            of("FourthMemory", FourthMemoryFaults.all()),
            of("FourthHistory", FourthHistoryFaults.all()),
            of("FourthFailure", FourthFailureFaults.all()),
            of("FourthRefusal", FourthRefusalFaults.all()))
        .flatMap(List::stream)
        .toList();
  }

  /** As {@link #ofKernels}, of the fifth set. */
  static List<Fault> fifthOfKernels() {
    return Stream.of(
            of("FifthProduct", FifthProductFaults.all()),
            of("FifthDense", FifthDenseFaults.all()),
            of("FifthFunction", FifthFunctionFaults.all()),
            of("FifthElementwise", FifthElementwiseFaults.all()),
            of("FifthReduction", FifthReductionFaults.all()),
            of("FifthGather", FifthGatherFaults.all()),
            of("FifthTransfer", FifthTransferFaults.all()))
        .flatMap(List::stream)
        .toList();
  }

  /** As {@link #ofWhatIsBetween}, of the fifth set. */
  static List<Fault> fifthOfWhatIsBetween() {
    return Stream.of(
            of("FifthCaller", FifthCallerFaults.all()),
            of("FifthParallel", FifthParallelFaults.all()),
            of("FifthCache", FifthCacheFaults.all()),
            of("FifthMemory", FifthMemoryFaults.all()),
            of("FifthHistory", FifthHistoryFaults.all()),
            of("FifthFailure", FifthFailureFaults.all()),
            of("FifthRefusal", FifthRefusalFaults.all()))
        .flatMap(List::stream)
        .toList();
  }
}
