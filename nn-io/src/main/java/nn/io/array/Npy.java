package nn.io.array;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import nn.api.Message;
import nn.io.file.FileFormatException;
import nn.io.file.FileProblem;
import nn.io.file.FileSource;

/**
 * Files of one array as NumPy writes them, {@code .npy} of versions 1.0 to 3.0 (NumPy Enhancement
 * Proposal 1): numbers and truth values of any byte order, in C or Fortran order. Objects, text,
 * times, complex numbers and records are refused; the header is read as what it is, never
 * evaluated.
 */
public final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** Where the length of the header stands. */
  private static final int LENGTH_AT = 8;

  /** What NumPy reads, too. */
  private static final int MAX_HEADER = 10_000;

  /** Elements begin at a multiple of it. */
  private static final int ALIGNMENT = 64;

  /** For which NumPy leaves room in the first extent. */
  private static final int MOST_DIGITS = 21;

  private static final int CHUNK = 1 << 13; // elements

  private Npy() {}

  /**
   * Reads a file.
   *
   * @throws FileFormatException if it cannot be read or is not such a file
   */
  public static NumberArray read(Path file) {
    FileSource source = new FileSource("read npy", file);
    return read(source, "", ByteBuffer.wrap(source.bytes()));
  }

  /**
   * Reads an array from bytes.
   *
   * @param name what it is called in the file, for messages; empty for the file itself
   * @param bytes all of it, from 0 to its limit; not to be changed any more
   */
  static NumberArray read(FileSource source, String name, ByteBuffer bytes) {
    ByteBuffer in = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    NpyHeader header = header(source, name, in);
    long[] extents = header.extents();
    int elements = NumberArray.elements(extents);
    if (elements < 0 || (long) elements * header.elementType().bytes() != in.remaining()) {
      FileProblem problem =
          elements < 0 || elements > in.remaining() / header.elementType().bytes()
              ? FileProblem.TRUNCATED
              : FileProblem.MALFORMED;
      throw source.problem(
          problem,
          Message.of(
              "%sthe elements must fill the file: shape %s of %s, %d bytes; get the whole file again",
              name, Arrays.toString(extents), header.elementType(), in.remaining()));
    }
    List<Integer> shape = Arrays.stream(extents).mapToObj(extent -> (int) extent).toList();
    ByteBuffer data = in.slice().order(header.order());
    if (!header.isFortran()) {
      return NumberArray.of(header.elementType(), shape, data);
    }
    List<Integer> reversed =
        IntStream.range(0, shape.size())
            .map(d -> shape.size() - 1 - d)
            .mapToObj(shape::get)
            .toList();
    return NumberArray.of(header.elementType(), reversed, data).transposed();
  }

  /** Reads the header, and leaves the buffer where the elements begin. */
  private static NpyHeader header(FileSource source, String name, ByteBuffer in) {
    byte[] magic = new byte[Math.min(MAGIC.length, in.remaining())];
    in.get(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw source.problem(
          0,
          FileProblem.OTHER_FORMAT,
          name + "an array of NumPy begins with \\x93NUMPY; name a file that numpy.save wrote");
    }
    require(source, name, in, 2);
    int major = in.get() & 0xff;
    int minor = in.get() & 0xff;
    if (major < 1 || major > 3 || minor != 0) {
      throw source.problem(
          MAGIC.length,
          FileProblem.UNSUPPORTED,
          Message.of(
              "%sversions 1.0 to 3.0 are read: this is %d.%d; save it again", name, major, minor));
    }
    require(source, name, in, major == 1 ? Short.BYTES : Integer.BYTES);
    long length = major == 1 ? in.getShort() & 0xffff : in.getInt() & 0xffffffffL;
    if (length > MAX_HEADER) {
      throw source.problem(
          LENGTH_AT,
          FileProblem.TOO_LARGE,
          Message.of(
              "%sa header must have at most %d bytes: it has %d; save plain numbers",
              name, MAX_HEADER, length));
    }
    require(source, name, in, (int) length);
    byte[] text = new byte[(int) length];
    int at = in.position();
    in.get(text);
    return new NpyHeader(source, name, at, new String(text, StandardCharsets.ISO_8859_1));
  }

  private static void require(FileSource source, String name, ByteBuffer in, int count) {
    if (in.remaining() < count) {
      throw source.problem(
          in.position(),
          FileProblem.TRUNCATED,
          name + "the header ends too early; get the whole file again");
    }
  }

  /**
   * Writes an array of doubles as version 1.0, little-endian, in C order: {@code numpy.load} reads
   * it back, bit for bit.
   *
   * @param values in row-major order; not modified
   * @param stream left open
   * @param shape one extent for each dimension
   * @throws IllegalArgumentException if the values do not fill the shape
   */
  public static void write(double[] values, OutputStream stream, int... shape) throws IOException {
    long[] extents = Arrays.stream(shape).asLongStream().toArray();
    if (NumberArray.elements(extents) != values.length) {
      throw new IllegalArgumentException(
          Message.of(
              "write npy: the values must fill the shape: %d values, shape %s",
              values.length, Arrays.toString(shape)));
    }
    stream.write(header(shape));
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      chunk.asDoubleBuffer().put(values, from, count);
      stream.write(chunk.array(), 0, count * Double.BYTES);
    }
  }

  /** As NumPy writes it, which leaves room for more records. */
  private static byte[] header(int... shape) {
    String extents = Arrays.stream(shape).mapToObj(String::valueOf).collect(joining(", "));
    String comma = shape.length == 1 ? "," : "";
    String text = "{'descr': '<f8', 'fortran_order': False, 'shape': (" + extents + comma + "), }";
    int room = shape.length == 0 ? 0 : MOST_DIGITS - String.valueOf(shape[0]).length();
    int start = LENGTH_AT + Short.BYTES;
    int end = start + text.length() + room + 1;
    String line = text + " ".repeat(room + ALIGNMENT - end % ALIGNMENT) + "\n";
    ByteBuffer header =
        ByteBuffer.allocate(start + line.length()).order(ByteOrder.LITTLE_ENDIAN).put(MAGIC);
    header.put((byte) 1).put((byte) 0).putShort((short) line.length());
    return header.put(line.getBytes(StandardCharsets.ISO_8859_1)).array();
  }
}
