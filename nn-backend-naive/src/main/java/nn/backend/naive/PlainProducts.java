package nn.backend.naive;

import nn.api.DType;
import nn.api.heap.HeapTensor;
import nn.api.heap.Workers;

/**
 * The three products in plain Java loops, in either exact arithmetic, for a backend whose tensors
 * are {@link HeapTensor}s. Their first call is fast: nothing but loops has to be compiled.
 *
 * <p>Thread-safe. Operands are checked by the caller, not modified, and not kept; destinations are
 * overwritten, never read, and no operands. After a thread's first call nothing is allocated.
 */
public final class PlainProducts {

  /** One thread's product, reused by its next one, so that a steady state allocates nothing. */
  private final ThreadLocal<PanelProduct> products;

  /**
   * For all products of a backend.
   *
   * @param dtype that of the tensors
   * @param workers the threads that share a product
   * @param fused whether each step of k is one {@code Math.fma}; otherwise each product and each
   *     sum is rounded
   */
  public PlainProducts(DType dtype, Workers workers, boolean fused) {
    products =
        ThreadLocal.withInitial(
            () ->
                dtype == DType.FLOAT64
                    ? new DoubleProduct(workers, fused)
                    : new FloatProduct(workers, fused));
  }

  /** {@code out ← a · b}. */
  public void multiply(HeapTensor a, HeapTensor b, HeapTensor out) {
    int m = a.shape().rows();
    int k = a.shape().columns();
    products.get().compute(a, 1, m, b, 1, k, out, k);
  }

  /** {@code out ← aᵀ · b}. */
  public void multiplyTransA(HeapTensor a, HeapTensor b, HeapTensor out) {
    int k = a.shape().rows();
    products.get().compute(a, k, 1, b, 1, k, out, k);
  }

  /** {@code out ← a · bᵀ}. */
  public void multiplyTransB(HeapTensor a, HeapTensor b, HeapTensor out) {
    int m = a.shape().rows();
    int n = b.shape().rows();
    products.get().compute(a, 1, m, b, n, 1, out, a.shape().columns());
  }
}
