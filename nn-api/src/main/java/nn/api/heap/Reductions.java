package nn.api.heap;

import nn.api.Shape;

/** Sums and maxima over units, each in one accumulator and in ascending order. */
final class Reductions {

  private Reductions() {}

  static void sumOverUnits(Shape shape, double[] a, double[] out) {
    int units = shape.rows();
    for (int record = 0; record < shape.columns(); record++) {
      double sum = 0.0;
      for (int i = record * units; i < (record + 1) * units; i++) {
        sum += a[i];
      }
      out[record] = sum;
    }
  }

  static void maxOverUnits(Shape shape, double[] a, double[] out) {
    int units = shape.rows();
    for (int record = 0; record < shape.columns(); record++) {
      double max = a[record * units];
      for (int i = record * units + 1; i < (record + 1) * units; i++) {
        max = Math.max(max, a[i]); // NaN wins, and +0.0 over −0.0
      }
      out[record] = max;
    }
  }

  static void sumOverUnits(Shape shape, float[] a, float[] out) {
    int units = shape.rows();
    for (int record = 0; record < shape.columns(); record++) {
      float sum = 0.0f;
      for (int i = record * units; i < (record + 1) * units; i++) {
        sum += a[i];
      }
      out[record] = sum;
    }
  }

  static void maxOverUnits(Shape shape, float[] a, float[] out) {
    int units = shape.rows();
    for (int record = 0; record < shape.columns(); record++) {
      float max = a[record * units];
      for (int i = record * units + 1; i < (record + 1) * units; i++) {
        max = Math.max(max, a[i]); // NaN wins, and +0.0f over −0.0f
      }
      out[record] = max;
    }
  }
}
