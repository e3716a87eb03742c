package nn.backend.nd4j;

import nn.api.DType;
import nn.api.heap.HeapTensor;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * Native memory of one thread, which the operands of a product are copied to. It grows to the
 * largest ones. Closing it waits for a running product.
 */
abstract class Scratch {
  private static final int COLUMN_MAJOR = 102;
  private static final int PLAIN = 111;
  private static final int TRANSPOSED = 112;

  private boolean closed;

  static Scratch of(DType dtype) {
    return dtype == DType.FLOAT64 ? new Doubles() : new Floats();
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

  private static boolean fits(Pointer pointer, int size) {
    return !pointer.isNull() && pointer.capacity() >= size;
  }

  private static final class Doubles extends Scratch {
    private DoublePointer a = new DoublePointer();
    private DoublePointer b = new DoublePointer();
    private DoublePointer out = new DoublePointer();

    private static DoublePointer grown(DoublePointer pointer, int size) {
      if (fits(pointer, size)) {
        return pointer;
      }
      pointer.deallocate();
      return new DoublePointer((long) size);
    }

    @Override
    void compute(
        int formA, int formB, HeapTensor tensorA, HeapTensor tensorB, HeapTensor result, int k) {
      a = grown(a, tensorA.shape().size());
      b = grown(b, tensorB.shape().size());
      out = grown(out, result.shape().size());
      a.put(tensorA.doubles());
      b.put(tensorB.doubles());
      openblas_nolapack.cblas_dgemm(
          COLUMN_MAJOR,
          formA,
          formB,
          result.shape().rows(),
          result.shape().columns(),
          k,
          1,
          a,
          tensorA.shape().rows(),
          b,
          tensorB.shape().rows(),
          0,
          out,
          result.shape().rows());
      out.get(result.doubles());
    }

    @Override
    void free() {
      a.deallocate();
      b.deallocate();
      out.deallocate();
    }
  }

  private static final class Floats extends Scratch {
    private FloatPointer a = new FloatPointer();
    private FloatPointer b = new FloatPointer();
    private FloatPointer out = new FloatPointer();

    private static FloatPointer grown(FloatPointer pointer, int size) {
      if (fits(pointer, size)) {
        return pointer;
      }
      pointer.deallocate();
      return new FloatPointer((long) size);
    }

    @Override
    void compute(
        int formA, int formB, HeapTensor tensorA, HeapTensor tensorB, HeapTensor result, int k) {
      a = grown(a, tensorA.shape().size());
      b = grown(b, tensorB.shape().size());
      out = grown(out, result.shape().size());
      a.put(tensorA.floats());
      b.put(tensorB.floats());
      openblas_nolapack.cblas_sgemm(
          COLUMN_MAJOR,
          formA,
          formB,
          result.shape().rows(),
          result.shape().columns(),
          k,
          1,
          a,
          tensorA.shape().rows(),
          b,
          tensorB.shape().rows(),
          0,
          out,
          result.shape().rows());
      out.get(result.floats());
    }

    @Override
    void free() {
      a.deallocate();
      b.deallocate();
      out.deallocate();
    }
  }
}
