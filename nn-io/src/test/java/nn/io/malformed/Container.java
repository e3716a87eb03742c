package nn.io.malformed;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A model file in its parts, after docs/model-file.md and not by the product's code: changed parts
 * become a file whose digest is right, so that what stands behind the digest is tested.
 */
final class Container {
  private static final int DIGEST = 38;
  private static final int DIGITS = 64;
  private static final int ALIGNMENT = 64;

  private final String header;
  private final byte[] data;

  Container(String header, byte[] data) {
    this.header = header;
    this.data = data;
  }

  static Container of(byte[] file) {
    int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    String header = new String(file, Long.BYTES, length, StandardCharsets.ISO_8859_1);
    return new Container(
        header.strip(), Arrays.copyOfRange(file, Long.BYTES + length, file.length));
  }

  String header() {
    return header;
  }

  byte[] data() {
    return data;
  }

  /** Changes the first place where something stands in the header; there must be one. */
  Container header(String from, String to) {
    int at = header.indexOf(from);
    if (at < 0) {
      throw new IllegalArgumentException("'" + from + "' is not in " + header);
    }
    return new Container(header.substring(0, at) + to + header.substring(at + from.length()), data);
  }

  /**
   * {@link #header(String, String)} in JSON that is text in the header; ' stands for its quotes.
   */
  Container model(String from, String to) {
    return header(from.replace("'", "\\\""), to.replace("'", "\\\""));
  }

  Container data(byte[] other) {
    return new Container(header, other);
  }

  /** The file, padded and with its digest. */
  byte[] toBytes() {
    int end = Long.BYTES + header.length();
    String padded = header + " ".repeat((ALIGNMENT - end % ALIGNMENT) % ALIGNMENT);
    return signed(
        Bytes.join(Bytes.littleEndian(padded.length(), Long.BYTES), Bytes.ascii(padded), data));
  }

  /** A file with the digest of its bytes. */
  static byte[] signed(byte[] file) {
    if (file.length < DIGEST + DIGITS) {
      return file;
    }
    byte[] signed = Bytes.with(file, DIGEST, Bytes.ascii("0".repeat(DIGITS)));
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(signed);
      return Bytes.with(signed, DIGEST, Bytes.ascii(HexFormat.of().formatHex(digest)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
