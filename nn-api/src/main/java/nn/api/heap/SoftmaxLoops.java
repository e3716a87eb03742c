package nn.api.heap;

import nn.api.Shape;
import nn.api.elementary.Exponential32;
import nn.api.elementary.Exponential64;

/** Softmax and its gradient, a record at a time, with the bits of the default kernels. */
final class SoftmaxLoops {

  private SoftmaxLoops() {}

  static void softmax(Shape shape, double[] z, double[] a) {
    int units = shape.rows();
    for (int from = 0; from < z.length; from += units) {
      int to = from + units;
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
  }

  static void gradient(Shape shape, double[] a, double[] da, double[] dz) {
    int units = shape.rows();
    for (int from = 0; from < a.length; from += units) {
      int to = from + units;
      double sum = 0.0;
      for (int i = from; i < to; i++) {
        sum += a[i] * da[i];
      }
      for (int i = from; i < to; i++) {
        dz[i] = a[i] * (da[i] - sum);
      }
    }
  }

  static void softmax(Shape shape, float[] z, float[] a) {
    int units = shape.rows();
    for (int from = 0; from < z.length; from += units) {
      int to = from + units;
      float max = z[from];
      for (int i = from + 1; i < to; i++) {
        max = Math.max(max, z[i]);
      }
      float sum = 0.0f;
      for (int i = from; i < to; i++) {
        a[i] = Exponential32.exp(z[i] - max); // shifted, so that exp cannot overflow
        sum += a[i];
      }
      for (int i = from; i < to; i++) {
        a[i] /= sum;
      }
    }
  }

  static void gradient(Shape shape, float[] a, float[] da, float[] dz) {
    int units = shape.rows();
    for (int from = 0; from < a.length; from += units) {
      int to = from + units;
      float sum = 0.0f;
      for (int i = from; i < to; i++) {
        sum += a[i] * da[i];
      }
      for (int i = from; i < to; i++) {
        dz[i] = a[i] * (da[i] - sum);
      }
    }
  }
}
