package nn.io.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import nn.api.DType;

/** What the elements of an ONNX tensor are ({@code TensorProto.DataType}). */
enum ElementType {
  FLOAT(1),
  INT64(7),
  STRING(8),
  DOUBLE(11);

  private final int number;

  ElementType(int number) {
    this.number = number;
  }

  static ElementType of(DType dtype) {
    return dtype == DType.FLOAT64 ? DOUBLE : FLOAT;
  }

  /** Its number in files. */
  int number() {
    return number;
  }

  /** Numbers as {@code raw_data}: little-endian, those of {@link #FLOAT} rounded. */
  byte[] raw(double[] values) {
    int bytes = this == DOUBLE ? Double.BYTES : Float.BYTES;
    ByteBuffer raw =
        ByteBuffer.allocate(Math.multiplyExact(values.length, bytes))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      if (this == DOUBLE) {
        raw.putDouble(value);
      } else {
        raw.putFloat((float) value);
      }
    }
    return raw.array();
  }
}
