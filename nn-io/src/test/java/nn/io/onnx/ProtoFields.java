package nn.io.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A message of Protocol Buffers as it is read: written for tests, from the format's description.
 */
final class ProtoFields {
  private final List<Integer> numbers = new ArrayList<>();
  private final List<Object> values = new ArrayList<>(); // Long, Float or byte[]

  ProtoFields(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      long key = varint(in);
      numbers.add((int) (key / 8));
      values.add(value(in, (int) (key % 8)));
    }
  }

  private static Object value(ByteBuffer in, int wireType) {
    return switch (wireType) {
      case 0 -> varint(in);
      case 2 -> bytes(in);
      case 5 -> in.getFloat();
      default -> throw new AssertionError("wire type " + wireType);
    };
  }

  private static byte[] bytes(ByteBuffer in) {
    byte[] bytes = new byte[(int) varint(in)];
    in.get(bytes);
    return bytes;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private <T> List<T> all(int number, Class<T> type) {
    List<T> found = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i++) {
      if (numbers.get(i) == number) {
        found.add(type.cast(values.get(i)));
      }
    }
    return found;
  }

  List<Long> integers(int number) {
    return all(number, Long.class);
  }

  List<Float> numbers(int number) {
    return all(number, Float.class);
  }

  List<byte[]> bytes(int number) {
    return all(number, byte[].class);
  }

  List<String> texts(int number) {
    return bytes(number).stream().map(text -> new String(text, StandardCharsets.UTF_8)).toList();
  }

  List<ProtoFields> messages(int number) {
    return bytes(number).stream().map(ProtoFields::new).toList();
  }

  ProtoFields message(int number) {
    return messages(number).get(0);
  }

  String text(int number) {
    return texts(number).get(0);
  }
}
