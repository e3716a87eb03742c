package nn.tck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The machine on which a certificate was earned. */
final class Machine {

  private Machine() {}

  /** JDK, operating system and processor. */
  static Map<String, @Nullable Object> describe() {
    Map<String, @Nullable Object> machine = new LinkedHashMap<>();
    machine.put("jdk", Runtime.version().toString());
    machine.put("vm", property("java.vm.name") + ", " + property("java.vm.vendor"));
    machine.put("os", property("os.name") + " " + property("os.version"));
    machine.put("arch", property("os.arch"));
    machine.put("cpu", cpu());
    machine.put("processors", Runtime.getRuntime().availableProcessors());
    return machine;
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }

  /** As Linux and Windows tell it; null elsewhere. */
  private static @Nullable String cpu() {
    String model = valueIn("/proc/cpuinfo", "model name");
    return model == null ? System.getenv("PROCESSOR_IDENTIFIER") : model;
  }

  private static @Nullable String valueIn(String file, String key) {
    Path path = Path.of(file);
    if (!Files.isReadable(path)) {
      return null;
    }
    try (Stream<String> lines = Files.lines(path)) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(null);
    } catch (IOException unreadable) {
      return null;
    }
  }
}
