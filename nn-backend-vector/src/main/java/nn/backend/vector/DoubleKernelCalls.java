// GenerateSources writes its twin FloatKernelCalls.
package nn.backend.vector;

import java.util.ArrayList;
import java.util.List;
import nn.api.CombineOperation;
import nn.api.ElementwiseLoop;
import nn.api.heap.Workers;

/** {@link KernelCalls} of FLOAT64. */
final class DoubleKernelCalls extends KernelCalls<double[]> {
  private static final double[] NONE = {};

  private final double[][] operands = {a, c, b}; // a loop of one input writes c, one of two b

  DoubleKernelCalls(Workers workers, int size, boolean fused) {
    super(new DoubleProduct(workers, fused), double[]::new, size);
  }

  @Override
  void apply(ElementwiseLoop loop) {
    loop.apply(operands, NONE, 0, a.length);
  }

  @Override
  List<Runnable> kernels(int units, int records) {
    List<Runnable> kernels = new ArrayList<>();
    for (CombineOperation op : CombineOperation.values()) {
      kernels.add(() -> DoubleBroadcast.row(op, a, b, c, units, 0, records));
      kernels.add(() -> DoubleBroadcast.column(op, a, b, c, units, 0, records));
    }
    kernels.add(() -> DoubleReductions.sumOverRecords(a, c, units, 0, units, 0, records));
    kernels.add(() -> DoubleReductions.sumOverUnits(a, c, units, 0, records));
    kernels.add(() -> DoubleReductions.maxOverUnits(a, c, units, 0, records));
    kernels.add(() -> DoubleSoftmax.softmax(a, c, units, 0, records));
    kernels.add(() -> DoubleSoftmax.gradient(a, b, c, units, 0, records));
    return kernels;
  }
}
