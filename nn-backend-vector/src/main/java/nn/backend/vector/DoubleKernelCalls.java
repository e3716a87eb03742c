// GenerateSources writes its twin FloatKernelCalls.
package nn.backend.vector;

import java.util.List;
import nn.api.ElementwiseLoop;
import nn.api.heap.Workers;

/** {@link KernelCalls} of FLOAT64. */
final class DoubleKernelCalls extends KernelCalls<double[]> {
  private static final double[] NONE = {};

  private final double[][] operands = {a, c, b}; // a loop of one input writes c, one of two b

  DoubleKernelCalls(Workers workers, int size, boolean fused) {
    super(
        new DoubleProduct(workers, fused, (work, vectors, transposes) -> false),
        double[]::new,
        size);
  }

  @Override
  void apply(ElementwiseLoop loop) {
    loop.apply(operands, NONE, 0, a.length);
  }

  @Override
  List<Runnable> of(RecordKernel kernel, int units, int records) {
    return switch (kernel) {
      case ROW -> ofAll(op -> DoubleBroadcast.row(op, a, b, c, units, 0, records));
      case COLUMN -> ofAll(op -> DoubleBroadcast.column(op, a, b, c, units, 0, records));
      case SUM_OVER_RECORDS ->
          List.of(() -> DoubleReductions.sumOverRecords(a, c, units, 0, units, 0, records));
      case SUM_OVER_UNITS -> List.of(() -> DoubleReductions.sumOverUnits(a, c, units, 0, records));
      case MAX_OVER_UNITS -> List.of(() -> DoubleReductions.maxOverUnits(a, c, units, 0, records));
      case SOFTMAX -> List.of(() -> DoubleSoftmax.softmax(a, c, units, 0, records));
      case SOFTMAX_GRADIENT -> List.of(() -> DoubleSoftmax.gradient(a, b, c, units, 0, records));
    };
  }
}
