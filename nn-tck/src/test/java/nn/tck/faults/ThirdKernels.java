package nn.tck.faults;

import nn.api.Tensor;
import nn.tck.faults.Spoiled.Given;

/** What the third set's faults of kernels share: wrong results. */
final class ThirdKernels {

  private ThirdKernels() {}

  /** Leaves an element as it was before the call. */
  static void stays(Given given, int e) {
    given.out().set(e, given.call().former(e));
  }

  /** Where −0.0 is lost. */
  static void losesSignOfZero(Cells out, int e) {
    out.set(e, out.get(e) + 0.0);
  }

  /** A product once more, without the terms whose factor of {@code a} is zero. */
  static void skipZeros(FaultyBackend backend, Tensor a, Tensor b, Tensor out) {
    Call.of(backend, a, b, out)
        .spoil(
            (call, t) -> {
              Product p = Product.plain(call, call.in(0), call.in(1));
              Product.overwrite(call.out(), 0, 0, (i, j) -> withoutZeros(p, i, j));
            },
            1);
  }

  private static double withoutZeros(Product p, int i, int j) {
    double s = 0;
    for (int l = 0; l < p.k(); l++) {
      if (p.a(i, l) != 0) {
        s = p.math().add(s, p.math().multiply(p.a(i, l), p.b(l, j)));
      }
    }
    return s;
  }

  /** A product of {@code aᵀ} and {@code b} once more, in blocks of terms. */
  static void sumInBlocks(FaultyBackend backend, Tensor a, Tensor b, Tensor out, int block) {
    Call.of(backend, a, b, out)
        .spoil(
            (call, size) -> {
              Product p = Product.transA(call, call.in(0), call.in(1));
              Product.overwrite(call.out(), 0, 0, (i, j) -> p.blockDot(i, j, size));
            },
            block);
  }
}
