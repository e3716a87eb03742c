package nn.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nn.io.file.DurableFile;
import nn.io.file.FileFormatException;
import org.jspecify.annotations.Nullable;

/**
 * A folder for results in which nothing is ever half-written: files are durably written under other
 * names and put into place together. What a failure or an interrupt leaves behind is removed,
 * folders made for the purpose included.
 */
final class ResultFolder implements AutoCloseable {

  private final Path folder;
  private final List<Path> created;
  private final Map<String, DurableFile> staged = new LinkedHashMap<>();
  private final Thread hook = new Thread(this::clean, "nn-clean-up");
  private boolean published;

  private ResultFolder(Path folder, List<Path> created) {
    this.folder = folder;
    this.created = created;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Makes the folder where it is missing, and tries whether it can be written: better now than
   * after an hour of training.
   */
  static ResultFolder open(Path folder) {
    List<Path> created = new ArrayList<>();
    for (Path path = folder.toAbsolutePath().normalize();
        path != null && Files.notExists(path);
        path = path.getParent()) {
      created.add(path);
    }
    ResultFolder result = new ResultFolder(folder, created);
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".probe", ".tmp"));
    } catch (IOException failure) {
      result.close();
      throw failed(folder, failure);
    }
    return result;
  }

  private static ToolException failed(Path folder, IOException failure) {
    return ToolException.failed(
        "output: the folder must be writable: "
            + folder
            + " ("
            + reason(failure)
            + "); choose another with --out",
        failure);
  }

  private static String reason(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "a file has this name";
    }
    if (failure instanceof FileSystemException known && known.getReason() != null) {
      return known.getReason();
    }
    return failure instanceof NoSuchFileException
        ? "it cannot be made there"
        : String.valueOf(failure.getMessage());
  }

  /** Writes a file under another name. */
  synchronized void stage(String name, DurableFile.Content content) {
    try {
      staged.put(name, DurableFile.stage(folder.resolve(name), content));
    } catch (FileFormatException failure) {
      throw failed(failure);
    }
  }

  /** Writes a file under another name. */
  void stage(String name, String text) {
    stage(name, stream -> stream.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Puts all staged files into place. */
  synchronized void publish() {
    try {
      for (DurableFile file : staged.values()) {
        file.publish();
        published = true;
      }
    } catch (FileFormatException failure) {
      throw failed(failure);
    } finally {
      discard();
    }
  }

  private static ToolException failed(FileFormatException failure) {
    return ToolException.failed(String.valueOf(failure.getMessage()), failure);
  }

  /** Gives up what is staged. */
  synchronized void discard() {
    staged.values().forEach(DurableFile::close);
    staged.clear();
  }

  /** Removes a file of an earlier run that would contradict the results of this one. */
  void removeStale(String name) {
    delete(folder.resolve(name));
  }

  private static void delete(@Nullable Path path) {
    try {
      if (path != null) {
        Files.deleteIfExists(path);
      }
    } catch (DirectoryNotEmptyException inUse) {
      // Somebody else put something there: it stays.
    } catch (IOException unremovable) {
      // Nothing better can be done, and the first failure is the one to report.
    }
  }

  private synchronized void clean() {
    discard();
    if (!published) {
      created.forEach(ResultFolder::delete);
    }
  }

  @Override
  public void close() {
    clean();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // Then the hook runs, or has run, and finds nothing more to do.
    }
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
