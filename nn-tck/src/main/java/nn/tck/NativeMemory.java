package nn.tck;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The memory of this process that is not the Java heap, in two measures, each known on some systems
 * only.
 */
final class NativeMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Pattern SIZE = Pattern.compile("^VmSize:\\s+(\\d+) kB$", Pattern.MULTILINE);
  private static final Pattern OUTSTANDING =
      Pattern.compile("^C-Heap outstanding allocations: (\\d+)K", Pattern.MULTILINE);

  private static final Pattern COMPILES =
      Pattern.compile("Current compiles:(.*?)C[12] compile queue", Pattern.DOTALL);

  private NativeMemory() {}

  /**
   * Bytes that C's allocator has given to this process and not got back, to a kilobyte: glibc's
   * count, which HotSpot prints. It knows nothing of pages that the system is yet to take back, nor
   * of stacks, the heap and compiled code.
   */
  static OptionalLong allocated() {
    try {
      Matcher line = OUTSTANDING.matcher(diagnose("vmInfo"));
      return line.find()
          ? OptionalLong.of(1024 * Long.parseLong(line.group(1)))
          : OptionalLong.empty();
    } catch (JMException | RuntimeException untold) {
      return OptionalLong.empty();
    }
  }

  /**
   * Bytes of the addresses that this process has, as Linux tells: the Java heap is reserved once,
   * and whether pages are in memory makes no difference.
   */
  static OptionalLong addresses() {
    try {
      Matcher line = SIZE.matcher(Files.readString(STATUS));
      return line.find()
          ? OptionalLong.of(1024 * Long.parseLong(line.group(1)))
          : OptionalLong.empty();
    } catch (IOException elsewhere) {
      return OptionalLong.empty();
    }
  }

  /** Whether a method is being compiled, for which a compiler has megabytes until it is done. */
  static boolean compiling() {
    try {
      Matcher now = COMPILES.matcher(diagnose("compilerQueue"));
      return now.find() && !now.group(1).isBlank();
    } catch (JMException | RuntimeException untold) {
      return false;
    }
  }

  /** What a command of jcmd without parameters prints. */
  private static String diagnose(String command) throws JMException {
    Object text =
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                command,
                new Object[0],
                new String[0]);
    return String.valueOf(text);
  }
}
