package nn.io.array;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import nn.api.Message;
import nn.io.file.FileFormatException;
import nn.io.file.FileProblem;
import nn.io.file.FileSource;

/**
 * Files in IDX format, as MNIST and its like are published (Y. LeCun, C. Cortes, C. J. C. Burges,
 * The MNIST database of handwritten digits): two zero bytes, a byte for the type of the elements,
 * one for the number of dimensions, each dimension as a big-endian integer, then the elements, the
 * last dimension running fastest.
 */
public final class Idx {
  private static final int GZIP = 0x1f8b;

  /** The number of bytes before the dimensions. */
  private static final int START = 4;

  private static final Map<Integer, ElementType> TYPES =
      Map.of(
          0x08, ElementType.U8,
          0x09, ElementType.I8,
          0x0B, ElementType.I16,
          0x0C, ElementType.I32,
          0x0D, ElementType.F32,
          0x0E, ElementType.F64);

  private final FileSource source;
  private final int mostRecords;

  private Idx(FileSource source, int mostRecords) {
    this.source = source;
    this.mostRecords = mostRecords;
  }

  /** {@link #read(Path, int)} of all records. */
  public static NumberArray read(Path file) {
    return read(file, Integer.MAX_VALUE);
  }

  /**
   * Reads a file, compressed with gzip or not. Memory follows what the file really holds, whatever
   * it says; a compressed one may hold 4 MiB, or 64 times its size where that is more.
   *
   * @param mostRecords records after these are not read
   * @throws IllegalArgumentException if that is below 1
   * @throws FileFormatException if the file cannot be read or is not such a file
   */
  public static NumberArray read(Path file, int mostRecords) {
    if (mostRecords < 1) {
      throw new IllegalArgumentException("idx: at least one record must be read: " + mostRecords);
    }
    Idx idx = new Idx(new FileSource("read idx", file), mostRecords);
    long size = idx.source.size();
    return idx.source.read(stream -> idx.read(new BufferedInputStream(stream), size));
  }

  private NumberArray read(InputStream raw, long size) throws IOException {
    raw.mark(2);
    int start = raw.read() << 8 | raw.read();
    raw.reset();
    if (start == GZIP) {
      return read(new DataInputStream(new GZIPInputStream(raw)), Inflation.most(size), true);
    }
    return read(new DataInputStream(raw), size, false);
  }

  /**
   * Reads what is not compressed any more.
   *
   * @param most bytes that it may have
   */
  private NumberArray read(DataInputStream in, long most, boolean inflated) throws IOException {
    ElementType type = type(in);
    long[] extents = extents(in, in.readUnsignedByte());
    int elements = NumberArray.elements(extents);
    long data = (long) elements * type.bytes();
    if (elements < 0 || data > Inflation.MAX_BYTES) {
      throw source.problem(
          START,
          FileProblem.TOO_LARGE,
          Message.of(
              "dimensions do not fit in an array: %s of %s; split the file",
              Arrays.toString(extents), type));
    }
    requireSize(
        extents, type, START + Integer.BYTES * (long) extents.length + data, most, inflated);
    long records = Math.min(extents[0], mostRecords);
    byte[] bytes = readFully(in, (int) (data / extents[0] * records));
    if (records == extents[0] && in.read() >= 0) {
      throw source.problem(
          FileProblem.MALFORMED,
          Message.of(
              "there are bytes after the last element of %s of %s; get the file again",
              Arrays.toString(extents), type));
    }
    extents[0] = records;
    return NumberArray.of(
        type,
        IntStream.range(0, extents.length).mapToObj(d -> (int) extents[d]).toList(),
        ByteBuffer.wrap(bytes));
  }

  private ElementType type(DataInputStream in) throws IOException {
    int start = in.readUnsignedShort();
    int code = in.readUnsignedByte();
    ElementType type = TYPES.get(code);
    if (start != 0 || type == null) {
      throw source.problem(
          0,
          FileProblem.OTHER_FORMAT,
          Message.of(
              "an IDX file begins with 0x0000 and a type from 0x08 to 0x0e: it begins with"
                  + " 0x%04x%02x; name an IDX file",
              start, code));
    }
    return type;
  }

  private long[] extents(DataInputStream in, int dimensions) throws IOException {
    if (dimensions == 0) {
      throw source.problem(
          START - 1L, FileProblem.MALFORMED, "there must be a dimension; get the file again");
    }
    long[] extents = new long[dimensions];
    for (int d = 0; d < dimensions; d++) {
      extents[d] = Integer.toUnsignedLong(in.readInt());
      if (extents[d] == 0) {
        throw source.problem(
            START + (long) Integer.BYTES * d,
            FileProblem.MALFORMED,
            "each dimension must be at least 1: one is 0; name a file with records");
      }
    }
    return extents;
  }

  private void requireSize(
      long[] extents, ElementType type, long needed, long most, boolean inflated) {
    if (needed > most && inflated) {
      throw source.problem(
          FileProblem.TOO_LARGE, Inflation.rule(Arrays.toString(extents) + " of " + type, most));
    }
    if (needed > most) {
      throw source.problem(
          FileProblem.TRUNCATED,
          Message.of(
              "%s of %s need %d bytes, the file has %d; get the whole file again",
              Arrays.toString(extents), type, needed, most));
    }
  }

  /** The bytes, for which memory is taken as they come. */
  private static byte[] readFully(InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException();
    }
    return bytes;
  }
}
