package nn.io.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operations that saving consists of. A crash comes between two of them, or within one. */
interface Storage {

  /**
   * Makes a file beside another one, with a name of its own.
   *
   * @param permissions null for those of any new file
   */
  Output createBeside(Path target, @Nullable Set<PosixFilePermission> permissions)
      throws IOException;

  /** Gives a file another name of the same folder, in place of the file that has it, at once. */
  void move(Path from, Path to) throws IOException;

  /** Returns when the disk has the folder's names. */
  void forceFolder(Path folder) throws IOException;

  /** Removes a file, if it is there. */
  void delete(Path file) throws IOException;

  /** A file that is being written. */
  interface Output extends AutoCloseable {

    /** Its name. */
    Path file();

    /** Appends all bytes. */
    void write(ByteBuffer bytes) throws IOException;

    /** Returns when the disk has all that was written. */
    void force() throws IOException;

    @Override
    void close() throws IOException;
  }
}
