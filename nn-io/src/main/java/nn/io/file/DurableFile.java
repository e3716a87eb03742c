package nn.io.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that is saved as a whole or not at all, whatever ends the program or the power.
 *
 * <pre>{@code
 * DurableFile.save(file, stream -> stream.write(bytes));
 * }</pre>
 *
 * <p>The bytes are written into a new file of the same folder and forced to the disk, the new file
 * takes the name of the old one in a single step, and the folder is forced (T. S. Pillai et al.:
 * All File Systems Are Not Created Equal, OSDI 2014). So whoever opens the file finds all of the
 * old bytes or all of the new ones at any time, and from when {@code save} returns the new ones,
 * also after a power cut. On Windows the last step is not to be had: after a power cut the old
 * bytes may be back.
 *
 * <p>The file keeps its permissions, and a link goes on pointing to it. Several threads and
 * processes may save the same file: the last one's bytes stay. An interrupt of the thread ends
 * nothing. If saving fails, the old file is as it was, and the new one is removed; what a crash
 * leaves of it ({@code .NAME.….tmp}) is removed when the file is saved again.
 */
public final class DurableFile implements AutoCloseable {
  private static final int BUFFER = 1 << 16; // bytes
  private static final int MOST_LINKS = 40; // as Linux follows

  private final Storage storage;
  private final Path file; // as the caller names it
  private final Path target;
  private final Storage.Output output;
  private boolean inPlace;

  /** What is written into a file. */
  @FunctionalInterface
  public interface Content {

    /**
     * Writes all of it.
     *
     * @param stream buffered; may be closed
     */
    void writeTo(OutputStream stream) throws IOException;
  }

  private DurableFile(Storage storage, Path file, Path target) throws IOException {
    this.storage = storage;
    this.file = file;
    this.target = target;
    output = storage.createBeside(target, permissions(target));
  }

  /**
   * Saves a file, in place of the one that has its name.
   *
   * @throws FileFormatException {@link FileProblem#NOT_SAVED} if it cannot be saved; what was there
   *     before is unchanged, unless the message says that only the last step failed
   */
  public static void save(Path file, Content content) {
    save(new Disk(), file, content);
  }

  static void save(Storage storage, Path file, Content content) {
    try (DurableFile staged = stage(storage, file, content)) {
      staged.publish();
    }
  }

  /**
   * Writes a file under another name beside the one that it shall have, and forces it to the disk:
   * for several files that go into place when all are written. {@link #publish} puts it into place,
   * {@link #close} removes it otherwise.
   *
   * @throws FileFormatException as by {@link #save}
   */
  public static DurableFile stage(Path file, Content content) {
    return stage(new Disk(), file, content);
  }

  private static DurableFile stage(Storage storage, Path file, Content content) {
    try {
      Path target = target(file);
      requireReplaceable(file, target);
      TemporaryFiles.sweep(target);
      DurableFile staged = new DurableFile(storage, file, target);
      staged.write(content);
      return staged;
    } catch (IOException failure) {
      throw unchanged(file, reason(failure), "mend that or save it elsewhere", failure);
    }
  }

  /**
   * Makes a folder, and those above it that are missing, durably. One that is there is left alone.
   *
   * @throws FileFormatException {@link FileProblem#NOT_SAVED} if it cannot be made
   */
  public static void createFolder(Path folder) {
    try {
      createFolder(new Disk(), folder.toAbsolutePath().normalize());
    } catch (IOException failure) {
      throw unchanged(folder, reason(failure), "mend that or choose another folder", failure);
    }
  }

  private static void createFolder(Storage storage, Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Path above = folder(folder);
      createFolder(storage, above);
      Files.createDirectories(folder); // perhaps another process has made it meanwhile
      storage.forceFolder(above);
    }
  }

  /** Where links lead to. */
  private static Path target(Path file) throws IOException {
    Path target = file.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(target); links++) {
      if (links == MOST_LINKS) {
        throw new FileSystemLoopException(file.toString());
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    return target;
  }

  private static void requireReplaceable(Path file, Path target) {
    if (Files.isDirectory(target)) {
      throw unchanged(file, "a folder has this name", "choose another name", null);
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw unchanged(file, "something has this name that is no file", "choose another name", null);
    }
    if (Files.exists(target) && !Files.isWritable(target)) {
      throw unchanged(file, "the file is protected", "allow writing or choose another name", null);
    }
    if (!Files.isDirectory(folder(target))) {
      throw unchanged(file, "there is no such folder", "make it or choose another", null);
    }
  }

  private static Path folder(Path target) {
    return Objects.requireNonNullElse(target.getParent(), target);
  }

  /** Those of the file that is replaced; null if there is none, or no such thing. */
  private static @Nullable Set<PosixFilePermission> permissions(Path target) throws IOException {
    var attributes = Files.getFileAttributeView(target, PosixFileAttributeView.class);
    return attributes == null || Files.notExists(target)
        ? null
        : attributes.readAttributes().permissions();
  }

  private void write(Content content) throws IOException {
    boolean written = false;
    try {
      CheckedBytes bytes = new CheckedBytes(output);
      OutputStream buffered = new BufferedOutputStream(bytes, BUFFER);
      content.writeTo(buffered);
      buffered.flush();
      bytes.requireNoFailure();
      output.force(); // once: after a failure the pages count as clean, and a second one succeeds
      written = true;
    } finally {
      if (!written) {
        close();
      }
    }
  }

  /**
   * Puts the file into place.
   *
   * @throws FileFormatException as by {@link #save}
   */
  public void publish() {
    try {
      storage.move(output.file(), target);
    } catch (IOException failure) {
      throw unchanged(file, reason(failure), "mend that or save it elsewhere", failure);
    }
    inPlace = true;
    try {
      storage.forceFolder(folder(target));
    } catch (IOException failure) {
      throw FileFormatException.of(
          FileProblem.NOT_SAVED,
          "save",
          file,
          "it is in place, but a power cut may undo that (" + reason(failure) + "); save it again",
          failure);
    }
  }

  /** Removes the file unless it is in place. */
  @Override
  public void close() {
    try (output) {
      if (!inPlace) {
        storage.delete(output.file());
      }
    } catch (IOException unremovable) {
      // The next saving removes it, and the first failure is the one to report.
    }
  }

  private static FileFormatException unchanged(
      Path file, String problem, String remedy, @Nullable Throwable cause) {
    return FileFormatException.of(
        FileProblem.NOT_SAVED, "save", file, problem + ", nothing was changed; " + remedy, cause);
  }

  private static String reason(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "a file has this name";
    }
    if (failure instanceof FileSystemLoopException) {
      return "its links lead nowhere";
    }
    if (failure instanceof FileSystemException known && known.getReason() != null) {
      return known.getReason();
    }
    return failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }
}
