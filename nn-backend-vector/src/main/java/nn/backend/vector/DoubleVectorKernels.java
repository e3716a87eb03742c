// GenerateSources writes its twin FloatVectorKernels.
package nn.backend.vector;

import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.ElementwiseLoop;
import nn.api.heap.HeapTensor;
import nn.api.heap.Workers;

/** The kernels with vectors of doubles. */
final class DoubleVectorKernels implements VectorKernels {

  /** One thread's product, reused by its next ones, so that a steady state allocates nothing. */
  private final ThreadLocal<DoubleProduct> products;

  DoubleVectorKernels(Workers workers, boolean fused) {
    WarmUp warmUp = WarmUp.of(DType.FLOAT64, fused);
    products = ThreadLocal.withInitial(() -> new DoubleProduct(workers, fused, warmUp::mayPack));
  }

  @Override
  public void multiply(HeapTensor a, HeapTensor b, HeapTensor out, int vectors) {
    int m = a.shape().rows();
    int k = a.shape().columns();
    compute(a, 1, m, b, k, 1, out, k, vectors);
  }

  @Override
  public void multiplyTransA(HeapTensor a, HeapTensor b, HeapTensor out, int vectors) {
    int k = a.shape().rows();
    compute(a, k, 1, b, k, 1, out, k, vectors);
  }

  @Override
  public void multiplyTransB(HeapTensor a, HeapTensor b, HeapTensor out, int vectors) {
    int m = a.shape().rows();
    int n = b.shape().rows();
    compute(a, 1, m, b, 1, n, out, a.shape().columns(), vectors);
  }

  private void compute(
      HeapTensor a,
      int aStrideM,
      int aStrideK,
      HeapTensor b,
      int bStrideN,
      int bStrideK,
      HeapTensor out,
      int k,
      int vectors) {
    int m = out.shape().rows();
    int n = out.shape().columns();
    double[] left = a.doubles();
    double[] right = b.doubles();
    products
        .get()
        .compute(
            left, aStrideM, aStrideK, right, bStrideN, bStrideK, out.doubles(), m, n, k, vectors);
  }

  @Override
  public void dense(
      HeapTensor w, HeapTensor x, HeapTensor bias, ElementwiseLoop f, HeapTensor out, int vectors) {
    int m = out.shape().rows();
    int n = out.shape().columns();
    int k = w.shape().columns();
    products
        .get()
        .computeDense(w.doubles(), x.doubles(), bias.doubles(), f, out.doubles(), m, n, k, vectors);
  }

  @Override
  public void inputGradient(
      HeapTensor w, HeapTensor dz, ElementwiseLoop f, HeapTensor a, HeapTensor out, int vectors) {
    int m = out.shape().rows();
    int n = out.shape().columns();
    int k = w.shape().rows();
    products
        .get()
        .computeInputGradient(
            w.doubles(), dz.doubles(), f, a.doubles(), out.doubles(), m, n, k, vectors);
  }

  @Override
  public void parameterGradients(
      HeapTensor dz, HeapTensor x, HeapTensor dw, HeapTensor db, int vectors) {
    int m = dw.shape().rows();
    int n = dw.shape().columns();
    int k = dz.shape().columns();
    products
        .get()
        .computeParameterGradients(
            dz.doubles(), x.doubles(), dw.doubles(), db.doubles(), m, n, k, vectors);
  }

  @Override
  public boolean broadcastFits(int units) {
    return DoubleBroadcast.fits(units);
  }

  @Override
  public void row(
      CombineOperation op, HeapTensor a, HeapTensor b, HeapTensor out, int units, int records) {
    DoubleBroadcast.row(op, a.doubles(), b.doubles(), out.doubles(), units, 0, records);
  }

  @Override
  public void column(CombineOperation op, HeapTensor a, HeapTensor b, HeapTensor out) {
    int units = a.shape().rows();
    int records = a.shape().columns();
    DoubleBroadcast.column(op, a.doubles(), b.doubles(), out.doubles(), units, 0, records);
  }

  @Override
  public void sumOverRecords(HeapTensor a, HeapTensor out) {
    int units = a.shape().rows();
    int records = a.shape().columns();
    DoubleReductions.sumOverRecords(a.doubles(), out.doubles(), units, 0, units, 0, records);
  }

  @Override
  public void sumOverUnits(HeapTensor a, HeapTensor out) {
    DoubleReductions.sumOverUnits(
        a.doubles(), out.doubles(), a.shape().rows(), 0, a.shape().columns());
  }

  @Override
  public void maxOverUnits(HeapTensor a, HeapTensor out) {
    DoubleReductions.maxOverUnits(
        a.doubles(), out.doubles(), a.shape().rows(), 0, a.shape().columns());
  }

  @Override
  public void softmax(HeapTensor z, HeapTensor a) {
    DoubleSoftmax.softmax(z.doubles(), a.doubles(), z.shape().rows(), 0, z.shape().columns());
  }

  @Override
  public boolean softmaxGradientFits(int units) {
    return DoubleSoftmax.gradientFits(units);
  }

  @Override
  public void softmaxGradient(HeapTensor a, HeapTensor da, HeapTensor dz) {
    int units = a.shape().rows();
    int records = a.shape().columns();
    DoubleSoftmax.gradient(a.doubles(), da.doubles(), dz.doubles(), units, 0, records);
  }
}
