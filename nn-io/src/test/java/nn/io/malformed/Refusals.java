package nn.io.malformed;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What readers make of malformed files. */
final class Refusals {
  /** What may be allocated besides four times a file's size, for buffers and messages. */
  private static final long FIXED = 2 << 20;

  /** Each array of a header is described in some 60 bytes, and read by means of a thousand. */
  private static final int ARRAY = 1 << 10;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Path file;
  private long slowest; // nanoseconds
  private long most; // bytes allocated

  Refusals(Path file) {
    this.file = file;
  }

  /** Reads all files; fails unless each is refused as it should be. */
  void require(Reader reader, List<byte[]> files) throws IOException {
    Files.write(file, files.get(0));
    warmUp(reader);
    for (int i = 0; i < files.size(); i++) {
      Files.write(file, files.get(i));
      long most = 4L * files.get(i).length + FIXED + (long) ARRAY * arrays(files.get(i));
      require(reader, reader.label() + " " + i + " of " + files.size(), most);
    }
  }

  private static int arrays(byte[] file) {
    return new String(file, StandardCharsets.ISO_8859_1).split("data_offsets", -1).length - 1;
  }

  /** Loads classes, which takes memory and time once. */
  private void warmUp(Reader reader) {
    try {
      reader.read(file);
    } catch (RuntimeException | Error refused) {
      // Judged when it is read again.
    }
  }

  private void require(Reader reader, String what, long limit) {
    long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    long start = System.nanoTime();
    try {
      reader.read(file);
    } catch (RuntimeException | Error refused) {
      slowest = Math.max(slowest, System.nanoTime() - start);
      long allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
      requireClean(reader, what, refused);
      most = Math.max(most, allocated);
      if (allocated > limit) {
        throw new AssertionError(what + ": allocated " + allocated + " bytes", refused);
      }
      return;
    }
    throw new AssertionError(what + ": it was read");
  }

  private static void requireClean(Reader reader, String what, Throwable refused) {
    String message = String.valueOf(refused.getMessage());
    if (!reader.isRefusal(refused) || message.contains("\n")) {
      throw new AssertionError(what + ": refused otherwise", refused);
    }
  }

  /** Reads all, and prints for each class how many there are, and what the worst of them takes. */
  public static void main(String[] none) throws IOException {
    MalformedFiles all = MalformedFiles.all();
    Path file = Files.createTempFile("malformed", ".file");
    int failures = 0;
    for (var faults : all.classes().entrySet()) {
      Refusals refusals = new Refusals(file);
      try {
        refusals.require(all.reader(faults.getKey()), faults.getValue());
      } catch (AssertionError failure) {
        failures++;
        failure.printStackTrace(System.out);
      }
      System.out.printf(
          Locale.ROOT,
          "%-60s %4d files, %7.2f ms, %8d bytes%n",
          faults.getKey(),
          faults.getValue().size(),
          refusals.slowest / 1e6,
          refusals.most);
    }
    Files.delete(file);
    System.out.printf("%d files in %d classes%n", all.size(), all.classes().size());
    System.exit(failures == 0 ? 0 : 1);
  }
}
