package nn.io.malformed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** What is done to the bytes of a file. */
final class Bytes {

  private Bytes() {}

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** The first bytes, not all of them. */
  static byte[] cut(byte[] file, Random random) {
    return Arrays.copyOf(file, random.nextInt(file.length));
  }

  static byte[] flipped(byte[] file, int bit) {
    byte[] flipped = file.clone();
    flipped[bit / 8] ^= (byte) (1 << bit % 8);
    return flipped;
  }

  /** Bytes of anything. */
  static byte[] noise(Random random, int size) {
    byte[] noise = new byte[size];
    random.nextBytes(noise);
    return noise;
  }

  static byte[] with(byte[] file, int at, byte... patch) {
    byte[] changed = file.clone();
    System.arraycopy(patch, 0, changed, at, patch.length);
    return changed;
  }

  static byte[] littleEndian(long value, int bytes) {
    return Arrays.copyOf(
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array(),
        bytes);
  }

  static byte[] bigEndian(long value, int bytes) {
    return Arrays.copyOfRange(
        ByteBuffer.allocate(Long.BYTES).putLong(value).array(), Long.BYTES - bytes, Long.BYTES);
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream stream = new GZIPOutputStream(bytes)) {
      stream.write(content);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }
}
