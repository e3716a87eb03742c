package nn.api.heap;

import nn.api.DType;

/**
 * The kernels of one number type, for operands that are checked. A kernel that needs memory of its
 * own is a {@link Call}'s.
 */
interface Kernels {

  /** The kernels of a number type. */
  static Kernels of(DType dtype) {
    return dtype == DType.FLOAT64 ? new DoubleKernels() : new FloatKernels();
  }

  /** What one thread needs. */
  Call newCall();

  void sumOverUnits(HeapTensor a, HeapTensor out);

  void maxOverUnits(HeapTensor a, HeapTensor out);

  void softmax(HeapTensor z, HeapTensor a);

  void softmaxGradient(HeapTensor a, HeapTensor da, HeapTensor dz);

  /** Checks the values of an operand: {@code 0 ≤ index < records}, and whole. */
  void checkIndices(String operation, HeapTensor indices, int records);

  void gatherRecords(HeapTensor a, HeapTensor indices, HeapTensor out);

  void scatterAddRecords(HeapTensor a, HeapTensor indices, HeapTensor out);

  void reshape(HeapTensor a, HeapTensor out);
}
