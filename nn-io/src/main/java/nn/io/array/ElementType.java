package nn.io.array;

import java.nio.ByteBuffer;

/** What the elements of an array are, as files hold them. */
public enum ElementType {
  /** One byte, 0 for false. */
  BOOL(1),
  /** An unsigned byte. */
  U8(1),
  /** A signed byte. */
  I8(1),
  /** An unsigned integer of 16 bits. */
  U16(2),
  /** A signed integer of 16 bits. */
  I16(2),
  /** An unsigned integer of 32 bits. */
  U32(4),
  /** A signed integer of 32 bits. */
  I32(4),
  /** An unsigned integer of 64 bits. */
  U64(8),
  /** A signed integer of 64 bits. */
  I64(8),
  /** IEEE 754 binary16. */
  F16(2),
  /** The upper half of an IEEE 754 binary32. */
  BF16(2),
  /** IEEE 754 binary32. */
  F32(4),
  /** IEEE 754 binary64. */
  F64(8);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Of one element. */
  public int bytes() {
    return bytes;
  }

  /** An element; integers of 64 bits are rounded to the nearest double, all others are exact. */
  double get(ByteBuffer buffer, int at) {
    return switch (this) {
      case BOOL -> buffer.get(at) == 0 ? 0 : 1;
      case U8 -> buffer.get(at) & 0xff;
      case I8 -> buffer.get(at);
      case U16 -> buffer.getShort(at) & 0xffff;
      case I16 -> buffer.getShort(at);
      case U32 -> buffer.getInt(at) & 0xffffffffL;
      case I32 -> buffer.getInt(at);
      case U64 -> unsigned(buffer.getLong(at));
      case I64 -> buffer.getLong(at);
      case F16 -> half(buffer.getShort(at));
      case BF16 -> Float.intBitsToFloat(buffer.getShort(at) << 16);
      case F32 -> buffer.getFloat(at);
      case F64 -> buffer.getDouble(at);
    };
  }

  private static double unsigned(long bits) {
    if (bits >= 0) {
      return bits;
    }
    return 2.0 * ((bits >>> 1) | (bits & 1)); // the last bit stays, so that it is rounded once
  }

  /** Sign, 5 bits of exponent with bias 15, 10 of fraction. */
  private static double half(int bits) {
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    double magnitude;
    if (exponent == 0x1f) {
      magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else if (exponent == 0) {
      magnitude = fraction * 0x1p-24;
    } else {
      magnitude = Math.scalb(fraction + 1024.0, exponent - 25);
    }
    return (bits & 0x8000) == 0 ? magnitude : -magnitude;
  }
}
