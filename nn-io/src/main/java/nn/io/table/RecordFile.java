package nn.io.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import nn.core.data.FeatureSource;
import nn.io.file.FileFormatException;
import nn.io.file.FileProblem;

/**
 * Features in a temporary file of doubles, written once from the first record to the last, then
 * read from any place by any thread, interrupted or not. Closing it deletes the file, and so does
 * the end of the JVM; where the system can, it has no name any more while it is used.
 */
final class RecordFile implements FeatureSource, AutoCloseable {
  private static final String OPERATION = "encode";
  private static final int PIECE = 1 << 17; // numbers that are read at once

  private final Path path;
  private final UninterruptedFile file;
  private final int width; // of a record
  private long size; // bytes that are written

  private RecordFile(Path path, UninterruptedFile file, int width) {
    this.path = path;
    this.file = file;
    this.width = width;
  }

  /**
   * An empty file.
   *
   * @param folder where it is
   * @param width how many features a record has
   * @throws FileFormatException if it cannot be made
   */
  static RecordFile create(Path folder, int width) {
    try {
      Path path = Files.createTempFile(folder, "nn-", ".records");
      return new RecordFile(path, UninterruptedFile.open(path), width);
    } catch (IOException failure) {
      throw notWritten(folder, failure);
    }
  }

  private static FileFormatException notWritten(Path path, IOException failure) {
    return FileFormatException.of(
        FileProblem.NOT_SAVED,
        OPERATION,
        path,
        "the temporary file of encoded records cannot be written ("
            + reason(failure)
            + "); make room, or name another folder",
        failure);
  }

  /** Of a channel that is closed the class says it all. */
  private static String reason(IOException failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  /**
   * Adds records.
   *
   * @param features one record after another; not modified
   * @throws FileFormatException if they cannot be written
   */
  void append(double[] features) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(features.length, Double.BYTES));
    bytes.asDoubleBuffer().put(features);
    try {
      file.write(bytes, size);
      size += bytes.limit();
    } catch (IOException failure) {
      throw notWritten(path, failure);
    }
  }

  @Override
  public void read(int record, int count, double[] target, int offset) {
    long numbers = (long) count * width;
    long first = (long) record * width;
    for (long done = 0; done < numbers; done += PIECE) {
      int piece = (int) Math.min(PIECE, numbers - done);
      read(first + done, piece).get(target, offset + (int) done, piece);
    }
  }

  /** So many numbers, few enough for one buffer, from one on. */
  private DoubleBuffer read(long first, int numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(numbers * Double.BYTES);
    try {
      file.read(bytes, first * Double.BYTES);
    } catch (IOException failure) {
      throw FileFormatException.of(
          FileProblem.UNREADABLE,
          OPERATION,
          path,
          "the temporary file of encoded records cannot be read ("
              + reason(failure)
              + "); encode the table again",
          failure);
    }
    return bytes.flip().asDoubleBuffer();
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
