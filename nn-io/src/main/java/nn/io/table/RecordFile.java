package nn.io.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import nn.core.data.FeatureSource;
import nn.io.file.FileFormatException;
import nn.io.file.FileProblem;

/**
 * Features in a temporary file of doubles, written once from the first record to the last, then
 * read from any place by any thread. Closing it deletes the file, and so does the end of the JVM;
 * where the system can, it has no name any more while it is used.
 */
final class RecordFile implements FeatureSource, AutoCloseable {
  private static final String OPERATION = "encode";
  private static final int PIECE = 1 << 17; // numbers that are read at once

  private final Path path;
  private final FileChannel channel;
  private final int width; // of a record

  private RecordFile(Path path, FileChannel channel, int width) {
    this.path = path;
    this.channel = channel;
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
      FileChannel channel =
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      return new RecordFile(path, channel, width);
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
            + failure.getMessage()
            + "); make room, or name another folder",
        failure);
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
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
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
    long position = first * Double.BYTES;
    try {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, position + bytes.position()) < 0) {
          throw new IOException("it is shorter than it was");
        }
      }
    } catch (IOException failure) {
      throw FileFormatException.of(
          FileProblem.UNREADABLE,
          OPERATION,
          path,
          "the temporary file of encoded records cannot be read ("
              + failure.getMessage()
              + "); encode the table again",
          failure);
    }
    return bytes.flip().asDoubleBuffer();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
