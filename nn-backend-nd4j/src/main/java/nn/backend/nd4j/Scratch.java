package nn.backend.nd4j;

import nn.api.DType;
import nn.api.heap.HeapTensor;
import org.bytedeco.javacpp.Pointer;

/**
 * Native memory of one thread, which the operands of a product are copied to. It grows to the
 * largest ones. Closing it waits for a running product.
 */
abstract class Scratch {
  static final int COLUMN_MAJOR = 102;
  private static final int PLAIN = 111;
  private static final int TRANSPOSED = 112;

  private boolean closed;

  static Scratch of(DType dtype) {
    return dtype == DType.FLOAT64 ? new DoubleScratch() : new FloatScratch();
  }

  /** {@code out ← a · b}, each of {@code a} and {@code b} transposed if so wanted. */
  final synchronized void multiply(
      boolean transposeA, boolean transposeB, HeapTensor a, HeapTensor b, HeapTensor out, int k) {
    try {
      compute(transposeA ? TRANSPOSED : PLAIN, transposeB ? TRANSPOSED : PLAIN, a, b, out, k);
    } finally {
      if (closed) { // by another thread, before this product began
        free();
      }
    }
  }

  final synchronized void close() {
    closed = true;
    free();
  }

  abstract void compute(int formA, int formB, HeapTensor a, HeapTensor b, HeapTensor out, int k);

  abstract void free();

  static boolean fits(Pointer pointer, int size) {
    return !pointer.isNull() && pointer.capacity() >= size;
  }
}
