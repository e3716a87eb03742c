package nn.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The memory of this process that is neither the Java heap nor compiled code or classes: what
 * libraries have allocated, and what the JVM needs besides. Known on Linux, where the system tells
 * what of each mapping is resident, on JVMs that tell where their heap is.
 */
final class NativeMemory {
  private static final Path MAPPINGS = Path.of("/proc/self/smaps");
  private static final Pattern ADDRESS = Pattern.compile("0x([0-9a-f]{6,16})");
  private static final Pattern MAPPING =
      Pattern.compile("^([0-9a-f]+)-[0-9a-f]+ .*$|^Rss: +(\\d+) kB$", Pattern.MULTILINE);

  private NativeMemory() {}

  /**
   * Bytes, after garbage collections; empty where they are not known. The system takes back the
   * stacks of threads that have ended and the compiler's memory a while later, so this is the first
   * reading that is no less than 0.99 of the one before, or the least of ten.
   */
  static OptionalLong bytes() {
    if (!Files.isReadable(MAPPINGS)) {
      return OptionalLong.empty();
    }
    System.gc();
    OptionalLong least = outsideTheHeap();
    for (int round = 1; round < 10 && least.isPresent(); round++) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      System.gc();
      OptionalLong now = outsideTheHeap();
      if (now.isEmpty() || now.getAsLong() >= 0.99 * least.getAsLong()) {
        return now.isEmpty() || now.getAsLong() < least.getAsLong() ? now : least;
      }
      least = now;
    }
    return least;
  }

  private static OptionalLong outsideTheHeap() {
    long[] heap;
    try {
      heap = heap();
    } catch (JMException | RuntimeException untold) {
      return OptionalLong.empty();
    }
    if (heap.length == 0) {
      return OptionalLong.empty();
    }
    long bytes = 0;
    boolean inHeap = false;
    Matcher line = MAPPING.matcher(read());
    while (line.find()) {
      if (line.group(1) != null) {
        long start = Long.parseUnsignedLong(line.group(1), 16);
        inHeap =
            Long.compareUnsigned(start, heap[0]) >= 0 && Long.compareUnsigned(start, heap[1]) < 0;
      } else if (!inHeap) {
        bytes += 1024 * Long.parseLong(line.group(2));
      }
    }
    return OptionalLong.of(bytes - codeAndClasses());
  }

  private static String read() {
    try {
      return Files.readString(MAPPINGS);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The least and the largest address in what {@code jcmd GC.heap_info} prints; or nothing. */
  private static long[] heap() throws JMException {
    Object text =
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcHeapInfo",
                new Object[0],
                new String[0]);
    long[] addresses =
        ADDRESS
            .matcher(String.valueOf(text))
            .results()
            .map((MatchResult match) -> match.group(1))
            .mapToLong(address -> Long.parseUnsignedLong(address, 16))
            .sorted()
            .toArray();
    return addresses.length < 2
        ? new long[0]
        : new long[] {addresses[0], addresses[addresses.length - 1]};
  }

  private static long codeAndClasses() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.NON_HEAP)
        .filter(pool -> !pool.getName().equals("Compressed Class Space")) // is part of Metaspace
        .mapToLong(pool -> pool.getUsage().getCommitted())
        .sum();
  }
}
