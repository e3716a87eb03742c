package nn.tck;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run was asked for. Each is a configuration parameter of JUnit, which a system property of
 * the same name sets.
 *
 * @param level {@code tck.level}: how much is drawn; standard if not given
 * @param seed {@code tck.seed}: of everything drawn; 1 if not given, so that builds repeat
 * @param fresh {@code tck.fresh}: a second seed, from which what is drawn for the coverage model is
 *     drawn once more: a number, {@code none}, or {@code drawn} for one that no run has had; {@code
 *     drawn} if not given where a report is asked for above the level smoke, else {@code none}, so
 *     that builds repeat
 * @param replay {@code tck.case}: the only case to run
 * @param report {@code tck.report}: where the certificate goes; a name that does not end in {@code
 *     .json} is a folder, in which it is {@code cert-<backend>.json}
 * @param expected {@code tck.expected}: the list of expected failures, if it is not on the class
 *     path
 * @param timeout {@code tck.timeout}: after how many seconds without a sign of life a test is given
 *     up; 60 if not given, 0 for never
 * @param backend {@code tck.backend}: the name of the backend that {@link
 *     ProvidedBackendConformanceTest} looks for, or with which a {@link PlugInType#suite} computes
 * @param plugIn {@code tck.plug-in}: what a {@link PlugInType#suite} tests
 * @param inputs {@code tck.inputs}: how many a layer has that is tested so
 * @param threads {@code tck.threads}: numbers of threads with which backends are opened, in place
 *     of the suite's own, separated by commas; empty if not given
 */
record Settings(
    Level level,
    long seed,
    @Nullable Long fresh,
    @Nullable CaseId replay,
    @Nullable Path report,
    @Nullable Path expected,
    Duration timeout,
    @Nullable String backend,
    @Nullable String plugIn,
    @Nullable Integer inputs,
    List<Integer> threads) {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  static Settings of(Function<String, Optional<String>> parameters) {
    Level level = parameters.apply("tck.level").map(Level::of).orElse(Level.STANDARD);
    boolean reported = level.isStandard() && parameters.apply("tck.report").isPresent();
    return new Settings(
        level,
        parameters.apply("tck.seed").map(Settings::seed).orElse(1L),
        fresh(parameters.apply("tck.fresh").orElse(reported ? "drawn" : "none")),
        parameters.apply("tck.case").map(CaseId::parse).orElse(null),
        parameters.apply("tck.report").map(Path::of).orElse(null),
        parameters.apply("tck.expected").map(Path::of).orElse(null),
        parameters.apply("tck.timeout").map(Settings::seconds).orElse(TIMEOUT),
        parameters.apply("tck.backend").orElse(null),
        parameters.apply("tck.plug-in").orElse(null),
        parameters.apply("tck.inputs").map(Settings::inputs).orElse(null),
        parameters.apply("tck.threads").map(Settings::threads).orElse(List.of()));
  }

  private static @Nullable Long fresh(String text) {
    return switch (text) {
      case "none" -> null;
      case "drawn" -> ThreadLocalRandom.current().nextLong(2, 1_000_000_000);
      default -> number("tck.fresh", text);
    };
  }

  private static long seed(String text) {
    return number("tck.seed", text);
  }

  private static long number(String setting, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException wrong) {
      throw new IllegalArgumentException(setting + ": '" + text + "' is not a whole number", wrong);
    }
  }

  private static Duration seconds(String text) {
    try {
      return Duration.ofMillis(Math.round(1000 * Double.parseDouble(text)));
    } catch (NumberFormatException wrong) {
      throw new IllegalArgumentException(
          "tck.timeout: '" + text + "' is not a number of seconds", wrong);
    }
  }

  private static int inputs(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException wrong) {
      throw new IllegalArgumentException("tck.inputs: '" + text + "' is not a number", wrong);
    }
  }

  private static List<Integer> threads(String text) {
    try {
      List<Integer> threads =
          Stream.of(text.split(",", -1)).map(String::strip).map(Integer::valueOf).toList();
      if (threads.stream().allMatch(count -> count > 0)) {
        return threads;
      }
    } catch (NumberFormatException wrong) {
      // told below, as what is not positive
    }
    throw new IllegalArgumentException(
        "tck.threads: '" + text + "' is not positive whole numbers separated by commas");
  }
}
