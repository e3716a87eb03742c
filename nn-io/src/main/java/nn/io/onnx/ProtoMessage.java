package nn.io.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A message in the wire format of Protocol Buffers (<a
 * href="https://protobuf.dev/programming-guides/encoding/">Encoding</a>): fields one after another,
 * each a key, {@code number · 8 + wire type}, and a value. The same calls give the same bytes.
 *
 * <p>Pieces are kept as they come and copied once, when they are written: tensors are large.
 */
final class ProtoMessage {
  private static final int VARINT = 0;
  private static final int LENGTH = 2; // a length, then as many bytes
  private static final int FIXED32 = 5;

  private final List<byte[]> pieces = new ArrayList<>();
  private long size;

  private void add(byte[] piece) {
    pieces.add(piece);
    size += piece.length;
  }

  /** Seven bits in a byte, the lowest first; the eighth says that more follow. */
  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (0x80 | (rest & 0x7f)));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private static byte[] varints(long... values) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (long value : values) {
      varint(out, value);
    }
    return out.toByteArray();
  }

  private static long key(int field, int wireType) {
    return 8L * field + wireType;
  }

  /** A field of type int32, int64 or enum. */
  ProtoMessage integer(int field, long value) {
    add(varints(key(field, VARINT), value));
    return this;
  }

  /** A repeated field of type int64, not packed. */
  ProtoMessage integers(int field, long... values) {
    for (long value : values) {
      integer(field, value);
    }
    return this;
  }

  /** A field of type float. */
  ProtoMessage number(int field, float value) {
    add(varints(key(field, FIXED32)));
    add(ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array());
    return this;
  }

  /** A field of type bytes. */
  ProtoMessage bytes(int field, byte[] value) {
    add(varints(key(field, LENGTH), value.length));
    add(value);
    return this;
  }

  /** A field of type string. */
  ProtoMessage text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** A field that is a message, which is complete. */
  ProtoMessage message(int field, ProtoMessage value) {
    add(varints(key(field, LENGTH), value.size));
    pieces.addAll(value.pieces);
    size += value.size;
    return this;
  }

  /** A repeated field of messages. */
  ProtoMessage messages(int field, Iterable<ProtoMessage> values) {
    for (ProtoMessage value : values) {
      message(field, value);
    }
    return this;
  }

  /** The number of bytes. */
  long size() {
    return size;
  }

  /** Writes all bytes. */
  void writeTo(OutputStream out) throws IOException {
    for (byte[] piece : pieces) {
      out.write(piece);
    }
  }
}
