package nn.backend.naive;

import nn.api.Tier;
import nn.api.heap.HeapBackend;
import nn.api.heap.HeapTensor;
import nn.api.provider.BackendOptions;

/** The reference products, in either exact arithmetic. */
final class NaiveBackend extends HeapBackend {
  private final PlainProducts products;

  NaiveBackend(String name, BackendOptions options, Tier tier) {
    super(name, options.dtype(), options.threads(), tier);
    products = new PlainProducts(options.dtype(), workers(), tier == Tier.EXACT_FUSED);
  }

  @Override
  protected void multiply(HeapTensor a, HeapTensor b, HeapTensor out) {
    products.multiply(a, b, out);
  }

  @Override
  protected void multiplyTransA(HeapTensor a, HeapTensor b, HeapTensor out) {
    products.multiplyTransA(a, b, out);
  }

  @Override
  protected void multiplyTransB(HeapTensor a, HeapTensor b, HeapTensor out) {
    products.multiplyTransB(a, b, out);
  }
}
