package nn.io.file;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import nn.io.channel.Transfers;
import org.jspecify.annotations.Nullable;

/**
 * The file system. Its channels are asynchronous, for an interrupt closes a {@code FileChannel} and
 * would end a saving that is nearly done.
 */
final class Disk implements Storage {
  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  /** The byte that is locked while a file is written; none has it: Windows lets nobody read it. */
  private static final long LOCKED = Long.MAX_VALUE - 1;

  @Override
  public Output createBeside(Path target, @Nullable Set<PosixFilePermission> permissions)
      throws IOException {
    Channel output = create(TemporaryFiles.beside(target), permissions);
    while (!output.isKept()) {
      output.close();
      output = create(TemporaryFiles.beside(target), permissions);
    }
    if (permissions != null) {
      setPermissions(output, permissions);
    }
    return output;
  }

  private static Channel create(Path file, @Nullable Set<PosixFilePermission> permissions)
      throws IOException {
    FileAttribute<?>[] attributes =
        permissions == null
            ? new FileAttribute<?>[0]
            : new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
    return new Channel(file, AsynchronousFileChannel.open(file, NEW, null, attributes));
  }

  /** Also those that the umask has taken away. */
  private static void setPermissions(Channel output, Set<PosixFilePermission> permissions)
      throws IOException {
    try {
      Files.setPosixFilePermissions(output.file(), permissions);
    } catch (IOException failure) {
      output.close();
      Files.deleteIfExists(output.file());
      throw failure;
    }
  }

  /** Locks a file, as its living writer does, if nobody else has. */
  static boolean lock(AsynchronousFileChannel channel) throws IOException {
    return channel.tryLock(LOCKED, 1, false) != null;
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Windows cannot, and has no need to: it logs what happens to names. */
  @Override
  public void forceFolder(Path folder) throws IOException {
    if (File.separatorChar == '/') {
      try (var channel = AsynchronousFileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  private static final class Channel implements Output {
    private final Path file;
    private final AsynchronousFileChannel channel;
    private long position;

    Channel(Path file, AsynchronousFileChannel channel) {
      this.file = file;
      this.channel = channel;
    }

    @Override
    public Path file() {
      return file;
    }

    /** Locks the file; false if somebody took it for a leftover before that. */
    boolean isKept() {
      try {
        return lock(channel) && Files.exists(file);
      } catch (IOException unsupported) {
        return true; // where nobody can lock, nothing is taken for a leftover
      }
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        position += Transfers.await(channel.write(bytes, position));
      }
    }

    @Override
    public void force() throws IOException {
      channel.force(true);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
