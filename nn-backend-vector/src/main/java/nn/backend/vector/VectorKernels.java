package nn.backend.vector;

import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.ElementwiseLoop;
import nn.api.heap.HeapTensor;
import nn.api.heap.Workers;

/**
 * The kernels with vectors of one number type, for operands that are checked.
 *
 * <p>{@code vectors} is the number of vectors of the highest strip that a product may have.
 */
interface VectorKernels {

  /** Those of a number type and arithmetic. */
  static VectorKernels of(DType dtype, Workers workers, boolean fused) {
    return dtype == DType.FLOAT64
        ? new DoubleVectorKernels(workers, fused)
        : new FloatVectorKernels(workers, fused);
  }

  /** {@code out ← a · b}. */
  void multiply(HeapTensor a, HeapTensor b, HeapTensor out, int vectors);

  /** {@code out ← aᵀ · b}. */
  void multiplyTransA(HeapTensor a, HeapTensor b, HeapTensor out, int vectors);

  /** {@code out ← a · bᵀ}. */
  void multiplyTransB(HeapTensor a, HeapTensor b, HeapTensor out, int vectors);

  /** {@code out ← f(w · x + bias)}. */
  void dense(
      HeapTensor w, HeapTensor x, HeapTensor bias, ElementwiseLoop f, HeapTensor out, int vectors);

  /** {@code out ← f(a, wᵀ · dz)}. */
  void inputGradient(
      HeapTensor w, HeapTensor dz, ElementwiseLoop f, HeapTensor a, HeapTensor out, int vectors);

  /** {@code dw ← dz · xᵀ}, and the sums of {@code dz} over records. */
  void parameterGradients(HeapTensor dz, HeapTensor x, HeapTensor dw, HeapTensor db, int vectors);

  /** Whether records of so many units are long enough for {@link #row} and {@link #column}. */
  boolean broadcastFits(int units);

  /** {@code out ← a op b} for a number {@code b} of each of {@code records} of {@code units}. */
  void row(CombineOperation op, HeapTensor a, HeapTensor b, HeapTensor out, int units, int records);

  /** {@code out ← a op b} for a column {@code b}. */
  void column(CombineOperation op, HeapTensor a, HeapTensor b, HeapTensor out);

  void sumOverRecords(HeapTensor a, HeapTensor out);

  void sumOverUnits(HeapTensor a, HeapTensor out);

  void maxOverUnits(HeapTensor a, HeapTensor out);

  void softmax(HeapTensor z, HeapTensor a);

  /** Whether records of so many units are long enough for {@link #softmaxGradient}. */
  boolean softmaxGradientFits(int units);

  void softmaxGradient(HeapTensor a, HeapTensor da, HeapTensor dz);
}
