package nn.api.heap;

import nn.api.DType;
import nn.api.Tensor;
import nn.api.Tier;

/** A heap backend without products, for tests that need tensors. */
public final class FakeBackend extends HeapBackend {

  public FakeBackend(String name, DType dtype, int threads) {
    super(name, dtype, threads, Tier.EXACT_SEPARATE);
  }

  /** The check of an operand, which is protected. */
  public Tensor owned(String operation, String operand, Tensor tensor) {
    return own(operation, operand, tensor);
  }

  @Override
  protected void multiply(HeapTensor a, HeapTensor b, HeapTensor out) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void multiplyTransA(HeapTensor a, HeapTensor b, HeapTensor out) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void multiplyTransB(HeapTensor a, HeapTensor b, HeapTensor out) {
    throw new UnsupportedOperationException();
  }
}
