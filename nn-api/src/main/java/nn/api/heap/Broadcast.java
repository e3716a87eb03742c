package nn.api.heap;

import nn.api.CombineOperation;
import nn.api.Shape;

/**
 * {@code out ← a op b} where {@code b} is a column used for every record, or a row whose number is
 * used for every unit of its record; one record at a time.
 */
final class Broadcast {

  private Broadcast() {}

  static void combine(
      CombineOperation op, Shape shape, double[] a, Shape bShape, double[] b, double[] out) {
    int units = shape.rows();
    int bStep = bShape.rows() == 1 ? 0 : 1;
    int recordStep = bShape.columns() == 1 ? 0 : 1;
    for (int record = 0; record < shape.columns(); record++) {
      int offset = record * units;
      int bOffset = record * recordStep;
      switch (op) {
        case ADD -> add(a, b, out, offset, units, bOffset, bStep);
        case SUBTRACT -> subtract(a, b, out, offset, units, bOffset, bStep);
        case MULTIPLY -> multiply(a, b, out, offset, units, bOffset, bStep);
        case DIVIDE -> divide(a, b, out, offset, units, bOffset, bStep);
      }
    }
  }

  private static void add(
      double[] a, double[] b, double[] out, int offset, int length, int bOffset, int bStep) {
    for (int i = 0; i < length; i++) {
      out[offset + i] = a[offset + i] + b[bOffset + i * bStep];
    }
  }

  private static void subtract(
      double[] a, double[] b, double[] out, int offset, int length, int bOffset, int bStep) {
    for (int i = 0; i < length; i++) {
      out[offset + i] = a[offset + i] - b[bOffset + i * bStep];
    }
  }

  private static void multiply(
      double[] a, double[] b, double[] out, int offset, int length, int bOffset, int bStep) {
    for (int i = 0; i < length; i++) {
      out[offset + i] = a[offset + i] * b[bOffset + i * bStep];
    }
  }

  private static void divide(
      double[] a, double[] b, double[] out, int offset, int length, int bOffset, int bStep) {
    for (int i = 0; i < length; i++) {
      out[offset + i] = a[offset + i] / b[bOffset + i * bStep];
    }
  }

  static void combine(
      CombineOperation op, Shape shape, float[] a, Shape bShape, float[] b, float[] out) {
    int units = shape.rows();
    int bStep = bShape.rows() == 1 ? 0 : 1;
    int recordStep = bShape.columns() == 1 ? 0 : 1;
    for (int record = 0; record < shape.columns(); record++) {
      int offset = record * units;
      int bOffset = record * recordStep;
      switch (op) {
        case ADD -> add(a, b, out, offset, units, bOffset, bStep);
        case SUBTRACT -> subtract(a, b, out, offset, units, bOffset, bStep);
        case MULTIPLY -> multiply(a, b, out, offset, units, bOffset, bStep);
        case DIVIDE -> divide(a, b, out, offset, units, bOffset, bStep);
      }
    }
  }

  private static void add(
      float[] a, float[] b, float[] out, int offset, int length, int bOffset, int bStep) {
    for (int i = 0; i < length; i++) {
      out[offset + i] = a[offset + i] + b[bOffset + i * bStep];
    }
  }

  private static void subtract(
      float[] a, float[] b, float[] out, int offset, int length, int bOffset, int bStep) {
    for (int i = 0; i < length; i++) {
      out[offset + i] = a[offset + i] - b[bOffset + i * bStep];
    }
  }

  private static void multiply(
      float[] a, float[] b, float[] out, int offset, int length, int bOffset, int bStep) {
    for (int i = 0; i < length; i++) {
      out[offset + i] = a[offset + i] * b[bOffset + i * bStep];
    }
  }

  private static void divide(
      float[] a, float[] b, float[] out, int offset, int length, int bOffset, int bStep) {
    for (int i = 0; i < length; i++) {
      out[offset + i] = a[offset + i] / b[bOffset + i * bStep];
    }
  }
}
