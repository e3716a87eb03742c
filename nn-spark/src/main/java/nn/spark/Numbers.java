package nn.spark;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Numbers as bytes. */
final class Numbers {

  private Numbers() {}

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN); // most machines' own: a copy
  }

  static byte[] toBytes(float[] numbers) {
    byte[] bytes = new byte[Math.multiplyExact(numbers.length, Float.BYTES)];
    buffer(bytes).asFloatBuffer().put(numbers);
    return bytes;
  }

  static byte[] toBytes(double[] numbers) {
    byte[] bytes = new byte[Math.multiplyExact(numbers.length, Double.BYTES)];
    buffer(bytes).asDoubleBuffer().put(numbers);
    return bytes;
  }

  static float[] toFloats(byte[] bytes) {
    float[] numbers = new float[bytes.length / Float.BYTES];
    buffer(bytes).asFloatBuffer().get(numbers);
    return numbers;
  }

  static double[] toDoubles(byte[] bytes) {
    double[] numbers = new double[bytes.length / Double.BYTES];
    buffer(bytes).asDoubleBuffer().get(numbers);
    return numbers;
  }
}
