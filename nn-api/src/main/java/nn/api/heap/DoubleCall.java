// GenerateSources writes its twin FloatCall.
package nn.api.heap;

import java.util.Arrays;
import nn.api.CombineOperation;
import nn.api.Tensor;

/** One thread's calls on doubles. */
final class DoubleCall extends Call {
  private static final double[] NO_DOUBLES = {};

  private final DoubleBroadcast broadcast = new DoubleBroadcast();
  private final DoubleRecordSums recordSums = new DoubleRecordSums();
  private final DoubleGather gather = new DoubleGather();
  private double[][] operands = new double[MAX_OPERANDS][];
  private double[] rounded = NO_DOUBLES;

  @Override
  void take(Tensor[] tensors) {
    if (operands.length < tensors.length) {
      operands = new double[tensors.length][];
    }
    for (int p = 0; p < tensors.length; p++) {
      operands[p] = ((HeapTensor) tensors[p]).doubles();
    }
    rounded = Scalars.doubles(scalars, rounded);
  }

  @Override
  void forget(int tensors) {
    Arrays.fill(operands, 0, tensors, NO_DOUBLES);
  }

  @Override
  void apply(int from, int to) {
    loop.apply(operands, rounded, from, to);
  }

  @Override
  void broadcast(CombineOperation op, HeapTensor a, HeapTensor b, HeapTensor out) {
    broadcast.combine(op, a.shape(), a.doubles(), b.shape(), b.doubles(), out.doubles());
  }

  @Override
  void sumOverRecords(HeapTensor a, HeapTensor out) {
    recordSums.sum(a.shape().rows(), a.doubles(), out.doubles());
  }

  @Override
  void gather(Workers workers, HeapTensor a, int[] units, HeapTensor out) {
    gather.gather(workers, a, units, out);
  }

  @Override
  void scatterAdd(Workers workers, HeapTensor a, int[] units, HeapTensor out) {
    gather.scatterAdd(workers, a, units, out);
  }
}
