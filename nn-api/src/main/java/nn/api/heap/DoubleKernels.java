// GenerateSources writes its twin FloatKernels.
package nn.api.heap;

import java.util.Arrays;
import nn.api.Checks;
import nn.api.Shape;
import nn.api.elementary.Exponential64;

/** The kernels on doubles, in plain loops; each sum in one accumulator and in ascending order. */
final class DoubleKernels implements Kernels {

  @Override
  public Call newCall() {
    return new DoubleCall();
  }

  // ---- reductions

  @Override
  public void sumOverUnits(HeapTensor a, HeapTensor out) {
    sumOverUnits(a.shape(), a.doubles(), out.doubles());
  }

  private static void sumOverUnits(Shape shape, double[] a, double[] out) {
    int units = shape.rows();
    for (int record = 0; record < shape.columns(); record++) {
      double sum = 0.0;
      for (int i = record * units; i < (record + 1) * units; i++) {
        sum += a[i];
      }
      out[record] = sum;
    }
  }

  @Override
  public void maxOverUnits(HeapTensor a, HeapTensor out) {
    maxOverUnits(a.shape(), a.doubles(), out.doubles());
  }

  private static void maxOverUnits(Shape shape, double[] a, double[] out) {
    int units = shape.rows();
    for (int record = 0; record < shape.columns(); record++) {
      double max = a[record * units];
      for (int i = record * units + 1; i < (record + 1) * units; i++) {
        max = Math.max(max, a[i]); // NaN wins, and +0.0 over −0.0
      }
      out[record] = max;
    }
  }

  // ---- softmax, with the bits of the default kernels

  @Override
  public void softmax(HeapTensor z, HeapTensor a) {
    int units = z.shape().rows();
    for (int from = 0; from < z.doubles().length; from += units) {
      softmax(z.doubles(), a.doubles(), from, from + units);
    }
  }

  private static void softmax(double[] z, double[] a, int from, int to) {
    double max = z[from];
    for (int i = from + 1; i < to; i++) {
      max = Math.max(max, z[i]);
    }
    double sum = 0.0;
    for (int i = from; i < to; i++) {
      a[i] = Exponential64.exp(z[i] - max); // shifted, so that exp cannot overflow
      sum += a[i];
    }
    for (int i = from; i < to; i++) {
      a[i] /= sum;
    }
  }

  @Override
  public void softmaxGradient(HeapTensor a, HeapTensor da, HeapTensor dz) {
    int units = a.shape().rows();
    for (int from = 0; from < a.doubles().length; from += units) {
      softmaxGradient(a.doubles(), da.doubles(), dz.doubles(), from, from + units);
    }
  }

  private static void softmaxGradient(double[] a, double[] da, double[] dz, int from, int to) {
    double sum = 0.0;
    for (int i = from; i < to; i++) {
      sum += a[i] * da[i];
    }
    for (int i = from; i < to; i++) {
      dz[i] = a[i] * (da[i] - sum);
    }
  }

  // ---- gather, scatter and reshape

  @Override
  public void checkIndices(String operation, HeapTensor indices, int records) {
    double[] values = indices.doubles();
    for (int j = 0; j < values.length; j++) {
      Checks.index(operation, values[j], j, records);
    }
  }

  @Override
  public void gatherRecords(HeapTensor a, HeapTensor indices, HeapTensor out) {
    int m = a.shape().rows();
    for (int j = 0; j < out.shape().columns(); j++) {
      int record = (int) indices.doubles()[j];
      System.arraycopy(a.doubles(), record * m, out.doubles(), j * m, m);
    }
  }

  @Override
  public void scatterAddRecords(HeapTensor a, HeapTensor indices, HeapTensor out) {
    double[] from = a.doubles();
    double[] to = out.doubles();
    int m = a.shape().rows();
    Arrays.fill(to, 0.0);
    for (int j = 0; j < a.shape().columns(); j++) {
      int record = (int) indices.doubles()[j];
      for (int i = 0; i < m; i++) {
        to[record * m + i] += from[j * m + i];
      }
    }
  }

  @Override
  public void reshape(HeapTensor a, HeapTensor out) {
    System.arraycopy(a.doubles(), 0, out.doubles(), 0, a.doubles().length);
  }
}
