package nn.io.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipException;
import nn.api.Message;

/**
 * A file that is read. Whatever goes wrong ends in a {@link FileFormatException} that names it.
 *
 * @param operation what it is read for, such as {@code read idx}
 * @param path where it is
 */
public record FileSource(String operation, Path path) {

  /** What every JVM allows in one array. */
  private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

  /** What reads a stream. */
  @FunctionalInterface
  public interface Reading<T> {

    /**
     * Reads.
     *
     * @param stream closed by the caller
     */
    T read(InputStream stream) throws IOException;
  }

  /**
   * Reads by a stream.
   *
   * @throws FileFormatException if the file cannot be read, or ends too early for the reading
   */
  public <T> T read(Reading<T> reading) {
    if (Files.isDirectory(path)) {
      throw problem(FileProblem.UNREADABLE, "this is a folder; name a file");
    }
    try (InputStream stream = Files.newInputStream(path)) {
      return reading.read(stream);
    } catch (NoSuchFileException missing) {
      throw problem(FileProblem.UNREADABLE, "there is no such file; check the path");
    } catch (AccessDeniedException denied) {
      throw problem(
          FileProblem.UNREADABLE, "no permission to read it; check the file's owner and mode");
    } catch (EOFException early) {
      throw problem(FileProblem.TRUNCATED, "it ends too early; get the whole file again");
    } catch (ZipException corrupt) {
      throw problem(
          FileProblem.CORRUPT,
          "what is compressed in it cannot be restored ("
              + corrupt.getMessage()
              + "); get the whole file again");
    } catch (IOException failure) {
      throw FileFormatException.of(
          FileProblem.UNREADABLE,
          operation,
          path,
          "it cannot be read: " + failure.getMessage() + "; look at the disk or the network",
          failure);
    }
  }

  /**
   * The size in bytes.
   *
   * @throws FileFormatException if it cannot be known
   */
  public long size() {
    return read(stream -> Files.size(path));
  }

  /**
   * The whole file.
   *
   * @throws FileFormatException if it cannot be read, or has more bytes than an array can
   */
  public byte[] bytes() {
    long size = size();
    if (size > MAX_BYTES) {
      throw problem(
          FileProblem.TOO_LARGE,
          Message.of(
              "a file that is read whole must have at most %d bytes: it has %d; split it",
              MAX_BYTES, size));
    }
    return read(stream -> bytes(stream, (int) size));
  }

  /** As many bytes as there are, in an array that is allocated once. */
  private static byte[] bytes(InputStream stream, int size) throws IOException {
    byte[] bytes = new byte[size];
    int count = stream.readNBytes(bytes, 0, size);
    return count == size ? bytes : Arrays.copyOf(bytes, count);
  }

  /** What is wrong with the file as a whole. */
  public FileFormatException problem(FileProblem problem, String rule) {
    return FileFormatException.of(problem, operation, path, rule);
  }

  /** What is wrong at a byte, counted from 0. */
  public FileFormatException problem(long offset, FileProblem problem, String rule) {
    return FileFormatException.at(offset, problem, operation, path, rule);
  }
}
