package nn.api.heap;

import nn.api.DType;

/** Copies values between a tensor, of either number type, and arrays of either. */
final class Transfer {

  private Transfer() {}

  static void write(double[] source, int offset, HeapTensor out, int from, int to) {
    if (out.dtype() == DType.FLOAT64) {
      System.arraycopy(source, offset, out.doubles(), from, to - from);
    } else {
      float[] values = out.floats();
      for (int i = from; i < to; i++) {
        values[i] = (float) source[offset + i - from];
      }
    }
  }

  static void write(float[] source, int offset, HeapTensor out, int from, int to) {
    if (out.dtype() == DType.FLOAT32) {
      System.arraycopy(source, offset, out.floats(), from, to - from);
    } else {
      double[] values = out.doubles();
      for (int i = from; i < to; i++) {
        values[i] = source[offset + i - from];
      }
    }
  }

  static void read(HeapTensor a, int from, int to, double[] target, int offset) {
    if (a.dtype() == DType.FLOAT64) {
      System.arraycopy(a.doubles(), from, target, offset, to - from);
    } else {
      float[] values = a.floats();
      for (int i = from; i < to; i++) {
        target[offset + i - from] = values[i];
      }
    }
  }

  static void read(HeapTensor a, int from, int to, float[] target, int offset) {
    if (a.dtype() == DType.FLOAT32) {
      System.arraycopy(a.floats(), from, target, offset, to - from);
    } else {
      double[] values = a.doubles();
      for (int i = from; i < to; i++) {
        target[offset + i - from] = (float) values[i];
      }
    }
  }
}
