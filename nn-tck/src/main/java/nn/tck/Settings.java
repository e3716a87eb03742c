package nn.tck;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a run was asked for. Each is a configuration parameter of JUnit, which a system property of
 * the same name sets.
 *
 * @param level {@code tck.level}: how much is drawn; standard if not given
 * @param seed {@code tck.seed}: of everything drawn; 1 if not given, so that builds repeat
 * @param replay {@code tck.case}: the only case to run
 * @param report {@code tck.report}: where the certificate goes; a name that does not end in {@code
 *     .json} is a folder, in which it is {@code cert-<backend>.json}
 * @param expected {@code tck.expected}: the list of expected failures, if it is not on the class
 *     path
 * @param backend {@code tck.backend}: the name of the backend that {@link
 *     ProvidedBackendConformanceTest} looks for
 */
record Settings(
    Level level,
    long seed,
    @Nullable CaseId replay,
    @Nullable Path report,
    @Nullable Path expected,
    @Nullable String backend) {

  static Settings of(Function<String, Optional<String>> parameters) {
    return new Settings(
        parameters.apply("tck.level").map(Level::of).orElse(Level.STANDARD),
        parameters.apply("tck.seed").map(Settings::seed).orElse(1L),
        parameters.apply("tck.case").map(CaseId::parse).orElse(null),
        parameters.apply("tck.report").map(Path::of).orElse(null),
        parameters.apply("tck.expected").map(Path::of).orElse(null),
        parameters.apply("tck.backend").orElse(null));
  }

  private static long seed(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException wrong) {
      throw new IllegalArgumentException("tck.seed: '" + text + "' is not a whole number", wrong);
    }
  }
}
