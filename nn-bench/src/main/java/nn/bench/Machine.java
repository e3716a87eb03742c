package nn.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Linux tells of the machine, in /proc and /sys; elsewhere all is "not known". */
final class Machine {
  private static final String UNKNOWN = "not known";

  /** Flags of processors, the widest vectors first. */
  private static final List<Map.Entry<String, String>> WIDTHS =
      List.of(
          Map.entry("avx512f", "512 bits (AVX-512)"),
          Map.entry("avx2", "256 bits (AVX2)"),
          Map.entry("avx", "256 bits (AVX)"),
          Map.entry("sse2", "128 bits (SSE2)"),
          Map.entry("sve", "a length of its own (SVE)"),
          Map.entry("asimd", "128 bits (NEON)"));

  private final Path root;

  /** Reads below a folder, {@code /} but for tests. */
  Machine(Path root) {
    this.root = root;
  }

  /** Processor, caches and cores, a line each. */
  List<String> lines() {
    return List.of("processor: " + processor(), "caches: " + caches(), "cores: " + cores());
  }

  /** How many programs wanted a processor in the last 1, 5 and 15 minutes. */
  String load() {
    return text("proc/loadavg")
        .map(line -> line.split(" ", -1))
        .filter(words -> words.length > 2)
        .map(words -> String.join(" ", Arrays.copyOf(words, 3)))
        .orElse(UNKNOWN);
  }

  private String processor() {
    List<String> parts = new ArrayList<>();
    info("model name").ifPresent(parts::add);
    info("vendor_id").ifPresent(parts::add);
    info("cpu family")
        .ifPresent(family -> parts.add("family " + family + " model " + info("model").orElse("?")));
    info("CPU implementer") // Arm has no names
        .ifPresent(by -> parts.add("implementer " + by + " part " + info("CPU part").orElse("?")));
    info("flags").or(() -> info("Features")).map(Machine::vectors).ifPresent(parts::add);
    return parts.isEmpty() ? UNKNOWN : String.join(", ", parts);
  }

  private static String vectors(String flags) {
    Set<String> all = Set.of(flags.split("\\s+"));
    String width =
        WIDTHS.stream()
            .filter(known -> all.contains(known.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(UNKNOWN);
    return "vectors of " + width + (all.contains("fma") ? ", fused multiply-add" : "");
  }

  /** The value of the first line of /proc/cpuinfo with this name. */
  private Optional<String> info(String name) {
    return text("proc/cpuinfo").stream()
        .flatMap(String::lines)
        .filter(line -> line.matches(name + "\\s*:.*"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst();
  }

  private String caches() {
    String caches =
        folders("sys/devices/system/cpu/cpu0/cache", "index\\d+")
            .map(Machine::cache)
            .flatMap(Optional::stream)
            .collect(Collectors.joining(", "));
    return caches.isEmpty() ? UNKNOWN : caches;
  }

  private static Optional<String> cache(Path folder) {
    Optional<String> level = read(folder.resolve("level"));
    Optional<String> size = read(folder.resolve("size"));
    if (level.isEmpty() || size.isEmpty()) {
      return Optional.empty();
    }
    String type = read(folder.resolve("type")).filter(kind -> !kind.equals("Unified")).orElse("");
    String sharers = read(folder.resolve("shared_cpu_list")).orElse("");
    return Optional.of(
        ("L" + level.get() + " " + type).strip()
            + " "
            + size.get()
            + (several(sharers) ? " shared by processors " + sharers : ""));
  }

  private String cores() {
    List<String> siblings =
        folders("sys/devices/system/cpu", "cpu\\d+")
            .map(cpu -> read(cpu.resolve("topology/thread_siblings_list")))
            .flatMap(Optional::stream)
            .toList();
    if (siblings.isEmpty()) {
      return UNKNOWN;
    }
    Set<String> shared = new TreeSet<>(siblings.stream().filter(Machine::several).toList());
    return siblings.size()
        + (siblings.size() == 1 ? " processor, " : " processors, ")
        + (shared.isEmpty()
            ? "no two of them share a core"
            : "these share a core: " + String.join("; ", shared));
  }

  /** Whether a list such as {@code 0-1} or {@code 0,4} has more than one processor. */
  private static boolean several(String list) {
    return list.contains(",") || list.contains("-");
  }

  private Stream<Path> folders(String parent, String name) {
    Path folder = root.resolve(parent);
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all
          .filter(each -> each.getFileName().toString().matches(name))
          .sorted()
          .toList()
          .stream();
    } catch (IOException | UncheckedIOException unreadable) {
      return Stream.empty();
    }
  }

  private Optional<String> text(String file) {
    return read(root.resolve(file));
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
    } catch (IOException absent) {
      return Optional.empty();
    }
  }
}
