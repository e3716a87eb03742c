package nn.backend.naive;

import nn.api.DType;
import nn.api.Tier;
import nn.api.heap.HeapBackend;
import nn.api.heap.HeapTensor;
import nn.api.provider.BackendOptions;

/** The reference products, in either exact arithmetic. */
final class NaiveBackend extends HeapBackend {

  /** One thread's product, reused by its next one, so that a steady state allocates nothing. */
  private final ThreadLocal<Product> products;

  NaiveBackend(String name, BackendOptions options, Tier tier) {
    super(name, options.dtype(), options.threads(), tier);
    boolean fused = tier == Tier.EXACT_FUSED;
    products =
        ThreadLocal.withInitial(
            () ->
                options.dtype() == DType.FLOAT64
                    ? new DoubleProduct(workers(), fused)
                    : new FloatProduct(workers(), fused));
  }

  @Override
  protected void multiply(HeapTensor a, HeapTensor b, HeapTensor out) {
    int m = a.shape().rows();
    int k = a.shape().columns();
    products.get().compute(a, 1, m, b, 1, k, out, k);
  }

  @Override
  protected void multiplyTransA(HeapTensor a, HeapTensor b, HeapTensor out) {
    int k = a.shape().rows();
    products.get().compute(a, k, 1, b, 1, k, out, k);
  }

  @Override
  protected void multiplyTransB(HeapTensor a, HeapTensor b, HeapTensor out) {
    int m = a.shape().rows();
    int n = b.shape().rows();
    products.get().compute(a, 1, m, b, n, 1, out, a.shape().columns());
  }
}
