package nn.cli;

import java.io.Console;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds out whether somebody is looking. */
final class Terminal {
  private static final Path ERROR_STREAM = Path.of("/proc/self/fd/2");

  /** Where nothing tells. */
  static final int USUAL_COLUMNS = 80;

  private Terminal() {}

  /**
   * How many characters a line has.
   *
   * @param variable what the environment says of it, as shells and the script {@code nn} do
   */
  static int columns(@Nullable String variable) {
    try {
      int columns = variable == null ? 0 : Integer.parseInt(variable);
      return columns > 0 ? columns : USUAL_COLUMNS;
    } catch (NumberFormatException noNumber) {
      return USUAL_COLUMNS;
    }
  }

  /** Whether standard error is a terminal that can move its cursor. */
  static boolean isStandardError() {
    String kind = System.getenv("TERM");
    if (kind == null || kind.equals("dumb")) {
      return false;
    }
    if (Files.exists(ERROR_STREAM)) {
      try {
        String target = ERROR_STREAM.toRealPath().toString();
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
      } catch (IOException unreadable) {
        return false;
      }
    }
    return isConsole(System.console());
  }

  /**
   * Elsewhere than on Linux Java only tells about standard input and output. Up to JDK 21 there is
   * a console if both are terminals; from JDK 22 on there always is one, with a method that tells.
   */
  private static boolean isConsole(@Nullable Console console) {
    if (console == null) {
      return false;
    }
    try {
      return (boolean)
          MethodHandles.publicLookup()
              .findVirtual(Console.class, "isTerminal", MethodType.methodType(boolean.class))
              .invokeExact(console);
    } catch (NoSuchMethodException olderThan22) {
      return true;
    } catch (Throwable unexpected) {
      return false;
    }
  }
}
