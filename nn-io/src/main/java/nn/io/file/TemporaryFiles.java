package nn.io.file;

import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The names that files have until they are in place, {@code .NAME.PROCESS.RANDOM.tmp}, and what
 * crashed processes left of them.
 */
final class TemporaryFiles {
  private static final String PROCESS = random();

  private TemporaryFiles() {}

  private static String random() {
    return UUID.randomUUID().toString().substring(0, 8);
  }

  /** A name beside the target that no other file has. */
  static Path beside(Path target) {
    return target.resolveSibling("." + name(target) + "." + PROCESS + "." + random() + ".tmp");
  }

  private static String name(Path target) {
    return String.valueOf(target.getFileName());
  }

  /** Removes what crashed processes left beside the target. */
  static void sweep(Path target) {
    Pattern ofAnyProcess =
        Pattern.compile(
            "\\." + Pattern.quote(name(target)) + "\\.([0-9a-f]{8})\\.[0-9a-f]{8}\\.tmp");
    try (DirectoryStream<Path> leftovers =
        Files.newDirectoryStream(
            target.resolveSibling("."), file -> isOfAnother(ofAnyProcess, file))) {
      leftovers.forEach(TemporaryFiles::removeUnlessInUse);
    } catch (IOException | DirectoryIteratorException unreadable) {
      // They take room, no more.
    }
  }

  /** This process must not even open its own: closing a file ends all its locks of that file. */
  private static boolean isOfAnother(Pattern ofAnyProcess, Path file) {
    var name = ofAnyProcess.matcher(name(file));
    return name.matches()
        && !name.group(1).equals(PROCESS)
        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static void removeUnlessInUse(Path file) {
    try (AsynchronousFileChannel channel =
        AsynchronousFileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      if (Disk.lock(channel)) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | OverlappingFileLockException inUse) {
      // It stays.
    }
  }
}
