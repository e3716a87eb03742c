package nn.tck;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The machine on which a certificate was earned. */
final class Machine {

  private static final List<String> FLAGS =
      List.of(
          "UseAVX",
          "UseSSE",
          "UseSVE",
          "UseFMA",
          "MaxVectorSize",
          "UseSuperWord",
          "TieredCompilation",
          "TieredStopAtLevel",
          "EnableVectorSupport",
          "UseCompressedOops",
          "MaxHeapSize");

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
    machine.put("arguments", arguments());
    machine.put("JAVA_TOOL_OPTIONS", System.getenv("JAVA_TOOL_OPTIONS"));
    machine.put("JDK_JAVA_OPTIONS", System.getenv("JDK_JAVA_OPTIONS"));
    machine.put("flags", flags());
    machine.put("vectorBits", vectorBits());
    return machine;
  }

  /** What Java was started with; empty where the management module is missing. */
  private static List<String> arguments() {
    try {
      return ManagementFactory.getRuntimeMXBean().getInputArguments();
    } catch (RuntimeException | LinkageError missing) {
      return List.of();
    }
  }

  /** Those of HotSpot that decide how kernels are compiled, where it has them. */
  private static Map<String, String> flags() {
    Map<String, String> flags = new LinkedHashMap<>();
    for (String name : FLAGS) {
      try {
        HotSpotDiagnosticMXBean hotSpot =
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        flags.put(name, hotSpot.getVMOption(name).getValue());
      } catch (RuntimeException | LinkageError unknownHere) {
        // another virtual machine, or a flag of another processor
      }
    }
    return flags;
  }

  /** The preferred length of vectors; null if Java runs without the incubator module. */
  private static @Nullable Integer vectorBits() {
    return ModuleLayer.boot()
        .findModule("jdk.incubator.vector")
        .map(Machine::preferred)
        .orElse(null);
  }

  private static @Nullable Integer preferred(Module vectors) {
    try {
      Class<?> shape = Class.forName(vectors, "jdk.incubator.vector.VectorShape");
      Object preferred = shape.getMethod("preferredShape").invoke(null);
      return (Integer) shape.getMethod("vectorBitSize").invoke(preferred);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError otherwise) {
      return null;
    }
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
