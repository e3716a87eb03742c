// GenerateSources writes its twin FloatScratch, with sgemm for dgemm.
package nn.backend.nd4j;

import nn.api.heap.HeapTensor;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/** {@link Scratch} for FLOAT64. */
final class DoubleScratch extends Scratch {
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
