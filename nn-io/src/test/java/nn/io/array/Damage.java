package nn.io.array;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import nn.io.file.FileFormatException;

/** What a reader does with damaged files. */
public final class Damage {

  /** What a reader may allocate besides four times the file, for buffers and messages. */
  private static final long FIXED = 256 << 10;

  private Damage() {}

  /** Of a longer file's cuts and bits some are tried, unless all tests are run in full. */
  private static final int TRIES = 4096;

  /**
   * Cuts a file, and flips its bits, one at a time: a reader must refuse the first, and the second
   * refuse or read, and in both cases allocate little.
   */
  public static void check(byte[] file, Path folder, Consumer<Path> reader) throws IOException {
    Path damaged = folder.resolve("damaged");
    int step = Boolean.getBoolean("nn.full") ? 1 : 1 + 8 * file.length / TRIES;
    for (int length = 0; length < file.length; length += step) {
      Files.write(damaged, Arrays.copyOf(file, length));
      assertThrows(FileFormatException.class, () -> reader.accept(damaged), "cut at " + length);
    }
    for (int bit = 0; bit < 8 * file.length; bit += step) {
      byte[] flipped = file.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(damaged, flipped);
      read(damaged, reader, "bit " + bit);
    }
  }

  private static void read(Path file, Consumer<Path> reader, String what) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    try {
      reader.accept(file);
    } catch (FileFormatException refused) {
      // as it should be
    } catch (RuntimeException | Error other) {
      throw new AssertionError(what + ": another exception", other);
    }
    long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    if (allocated > 4 * Files.size(file) + FIXED) {
      fail(what + ": allocates " + allocated + " bytes");
    }
  }
}
