package nn.io.array;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/**
 * Unsigned bytes from a file in IDX format, as MNIST and its like are published (Y. LeCun, C.
 * Cortes, C. J. C. Burges, The MNIST database of handwritten digits): two zero bytes, the type
 * 0x08, the number of dimensions, each dimension as a big-endian integer, then the bytes, the last
 * dimension running fastest. Immutable.
 */
public final class IdxBytes {
  private static final int UNSIGNED_BYTE = 0x08;
  private static final int GZIP = 0x1f8b;

  private final List<Integer> extents; // records first
  private final byte[] bytes;

  private IdxBytes(List<Integer> extents, byte[] bytes) {
    this.extents = List.copyOf(extents);
    this.bytes = bytes;
  }

  /** {@link #read(Path, int)} of all records. */
  public static IdxBytes read(Path file) throws IOException {
    return read(file, Integer.MAX_VALUE);
  }

  /**
   * Reads a file, compressed with gzip or not.
   *
   * @param mostRecords records after these are not read
   * @throws IOException if the file cannot be read or is not such a file; the message names it
   */
  public static IdxBytes read(Path file, int mostRecords) throws IOException {
    if (mostRecords < 1) {
      throw new IllegalArgumentException("idx: at least one record must be read: " + mostRecords);
    }
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        DataInputStream in = new DataInputStream(unzipped(raw))) {
      int magic = in.readInt();
      int dimensions = magic & 0xff;
      if (magic >>> 8 != UNSIGNED_BYTE || dimensions < 1) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "idx: %s: not a file of unsigned bytes: it begins with 0x%08x",
                file,
                magic));
      }
      List<Integer> extents = new ArrayList<>();
      for (int d = 0; d < dimensions; d++) {
        extents.add(in.readInt());
      }
      extents.set(0, Math.min(extents.get(0), mostRecords));
      byte[] bytes = new byte[size(file, extents)];
      in.readFully(bytes);
      return new IdxBytes(extents, bytes);
    } catch (EOFException end) {
      throw new IOException("idx: " + file + ": the file ends too early", end);
    }
  }

  private static InputStream unzipped(InputStream raw) throws IOException {
    raw.mark(2);
    int start = raw.read() << 8 | raw.read();
    raw.reset();
    return start == GZIP ? new BufferedInputStream(new GZIPInputStream(raw)) : raw;
  }

  private static int size(Path file, List<Integer> extents) throws IOException {
    long size = 1;
    for (int extent : extents) {
      size = extent < 1 ? -1 : size * extent;
      if (size < 0 || size > Integer.MAX_VALUE - 8) {
        throw new IOException("idx: " + file + ": dimensions do not fit in an array: " + extents);
      }
    }
    return (int) size;
  }

  /** The number of records: the first dimension. */
  public int records() {
    return extents.get(0);
  }

  /** The dimensions, records first. */
  public List<Integer> extents() {
    return extents;
  }

  /** The numbers of one record: the product of all dimensions but the first. */
  public int size() {
    return bytes.length / records();
  }

  /**
   * A value, from 0 to 255.
   *
   * @param i of {@code size()} numbers
   * @throws IndexOutOfBoundsException if there is no such record or number
   */
  public int get(int record, int i) {
    return bytes[Math.multiplyExact(record, size()) + Objects.checkIndex(i, size())] & 0xff;
  }
}
