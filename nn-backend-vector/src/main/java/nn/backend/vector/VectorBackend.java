package nn.backend.vector;

import nn.api.DType;
import nn.api.Tier;
import nn.api.heap.HeapBackend;
import nn.api.heap.HeapTensor;
import nn.api.provider.BackendOptions;
import nn.backend.naive.PlainProducts;

/** Products and element-wise work with vectors, in either exact arithmetic. */
final class VectorBackend extends HeapBackend {

  /** A system property: if {@code true}, opening waits until the kernels are compiled. */
  private static final String WAIT = "nn.vector.wait";

  // one thread's products, reused by its next ones, so that a steady state allocates nothing
  private final ThreadLocal<DoubleProduct> doubles;
  private final ThreadLocal<FloatProduct> floats;

  private final PlainProducts plain;
  private final WarmUp warmUp;

  VectorBackend(String name, BackendOptions options, Tier tier) {
    super(name, options.dtype(), options.threads(), tier);
    boolean fused = tier == Tier.EXACT_FUSED;
    doubles = ThreadLocal.withInitial(() -> new DoubleProduct(workers(), fused));
    floats = ThreadLocal.withInitial(() -> new FloatProduct(workers(), fused));
    plain = new PlainProducts(options.dtype(), workers(), fused);
    warmUp = WarmUp.of(options.dtype(), fused);
    if (Boolean.getBoolean(WAIT)) {
      warmUp.await();
    }
  }

  @Override
  protected void multiply(HeapTensor a, HeapTensor b, HeapTensor out) {
    if (!warmUp.warm()) {
      plain.multiply(a, b, out);
      return;
    }
    int m = a.shape().rows();
    int k = a.shape().columns();
    compute(a, 1, m, b, k, 1, out, k);
  }

  @Override
  protected void multiplyTransA(HeapTensor a, HeapTensor b, HeapTensor out) {
    if (!warmUp.warm()) {
      plain.multiplyTransA(a, b, out);
      return;
    }
    int k = a.shape().rows();
    compute(a, k, 1, b, k, 1, out, k);
  }

  @Override
  protected void multiplyTransB(HeapTensor a, HeapTensor b, HeapTensor out) {
    if (!warmUp.warm()) {
      plain.multiplyTransB(a, b, out);
      return;
    }
    int m = a.shape().rows();
    int n = b.shape().rows();
    compute(a, 1, m, b, 1, n, out, a.shape().columns());
  }

  private void compute(
      HeapTensor a,
      int aStrideM,
      int aStrideK,
      HeapTensor b,
      int bStrideN,
      int bStrideK,
      HeapTensor out,
      int k) {
    int m = out.shape().rows();
    int n = out.shape().columns();
    if (dtype() == DType.FLOAT64) {
      doubles
          .get()
          .compute(
              a.doubles(),
              aStrideM,
              aStrideK,
              b.doubles(),
              bStrideN,
              bStrideK,
              out.doubles(),
              m,
              n,
              k);
    } else {
      floats
          .get()
          .compute(
              a.floats(),
              aStrideM,
              aStrideK,
              b.floats(),
              bStrideN,
              bStrideK,
              out.floats(),
              m,
              n,
              k);
    }
  }
}
