package nn.io.table;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import nn.io.channel.Transfers;
import org.jspecify.annotations.Nullable;

/**
 * A temporary file that an interrupt does not touch: it would close a {@code FileChannel}, for
 * every thread and with its only name gone. Whoever reads or writes stays interrupted. It is
 * deleted when it is closed or the JVM ends.
 */
final class UninterruptedFile implements AutoCloseable {
  private static final Set<StandardOpenOption> OPTIONS =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);

  private final AsynchronousFileChannel channel;

  private UninterruptedFile(AsynchronousFileChannel channel) {
    this.channel = channel;
  }

  /** Opens a file that is there. */
  static UninterruptedFile open(Path file) throws IOException {
    return new UninterruptedFile(AsynchronousFileChannel.open(file, OPTIONS, executor()));
  }

  /** Windows reads by itself; elsewhere a thread of a pool would, for ten times as long. */
  private static @Nullable ExecutorService executor() {
    return File.separatorChar == '/' ? new Caller() : null;
  }

  /**
   * Fills a buffer.
   *
   * @param position of its first byte in the file
   */
  void read(ByteBuffer bytes, long position) throws IOException {
    long next = position;
    while (bytes.hasRemaining()) {
      int count = Transfers.await(channel.read(bytes, next));
      if (count < 0) {
        throw new IOException("it is shorter than it was");
      }
      next += count;
    }
  }

  /** Writes all that a buffer has, from a position on. */
  void write(ByteBuffer bytes, long position) throws IOException {
    long next = position;
    while (bytes.hasRemaining()) {
      next += Transfers.await(channel.write(bytes, next));
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Does everything at once, in the thread that asks for it; there is nothing to shut down. */
  private static final class Caller extends AbstractExecutorService {
    @Override
    public void execute(Runnable work) {
      work.run();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return false;
    }
  }
}
