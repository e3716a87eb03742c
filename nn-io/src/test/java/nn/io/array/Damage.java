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

  /**
   * Cuts a file at every byte, and flips each of its bits: a reader must refuse the first, and of
   * the second either refuse or read it, and in both cases allocate little.
   *
   * @param refusesAll whether no flipped bit may go unnoticed
   */
  public static void check(byte[] file, Path folder, Consumer<Path> reader, boolean refusesAll)
      throws IOException {
    Path damaged = folder.resolve("damaged");
    for (int length = 0; length < file.length; length++) {
      Files.write(damaged, Arrays.copyOf(file, length));
      assertThrows(FileFormatException.class, () -> reader.accept(damaged), "cut at " + length);
    }
    for (int bit = 0; bit < 8 * file.length; bit++) {
      byte[] flipped = file.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(damaged, flipped);
      read(damaged, reader, refusesAll, "bit " + bit);
    }
  }

  private static void read(Path file, Consumer<Path> reader, boolean refuses, String what)
      throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    try {
      reader.accept(file);
      if (refuses) {
        fail(what + " is not noticed");
      }
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
