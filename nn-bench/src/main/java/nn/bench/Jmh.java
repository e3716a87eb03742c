package nn.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures with JMH, each contender in a JVM of its own. */
final class Jmh {

  /** Backend vector then opens once its kernels are compiled, which is done in the background. */
  static final String WAIT = "nn.vector.wait";

  /**
   * How long to measure.
   *
   * @param warmups iterations before those that count
   * @param iterations that count
   * @param seconds of each iteration
   */
  record Pace(int warmups, int iterations, double seconds) {

    /** With iterations that are longer by a factor. */
    Pace longer(double factor) {
      return new Pace(warmups, iterations, factor * seconds);
    }

    /** For operations of many seconds: one to warm up, and two that count. */
    Pace single() {
      return new Pace(1, 2, seconds);
    }
  }

  private final Pace pace;
  private final List<RunResult> results = new ArrayList<>();

  Jmh(Pace pace) {
    this.pace = pace;
  }

  /**
   * Measures one contender.
   *
   * @param change of the usual pace
   */
  Measurement measure(
      Class<?> benchmark,
      String contender,
      Map<String, String> parameters,
      UnaryOperator<Pace> change) {
    Path verdict = temporaryFile();
    try {
      return measure(benchmark, contender, parameters, change.apply(pace), verdict);
    } finally {
      verdict.toFile().delete();
    }
  }

  private static Path temporaryFile() {
    try {
      return Files.createTempFile("nn-bench-", ".verdict");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private Measurement measure(
      Class<?> benchmark,
      String contender,
      Map<String, String> parameters,
      Pace changed,
      Path verdict) {
    TimeValue time = TimeValue.milliseconds(Math.max(1, Math.round(1000 * changed.seconds)));
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + benchmark.getName().replace(".", "\\.") + "\\.")
            .forks(1)
            .warmupIterations(changed.warmups)
            .warmupTime(time)
            .measurementIterations(changed.iterations)
            .measurementTime(time)
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(false)
            .param("contender", contender);
    parameters.forEach(options::param);
    List<String> more =
        new ArrayList<>(List.of(Verdict.argument(verdict))); // the rest is inherited
    more.add("-D" + WAIT + "=true");
    if (Runtime.version().feature() >= 24) { // which warns of native code otherwise
      more.add("--enable-native-access=ALL-UNNAMED");
    }
    options.jvmArgsAppend(more.toArray(String[]::new));
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    try (PrintStream printer = new PrintStream(log, true, StandardCharsets.UTF_8)) {
      Runner runner =
          new Runner(
              options.build(),
              OutputFormatFactory.createFormatInstance(printer, VerboseMode.NORMAL));
      for (RunResult result : runner.run()) {
        if (result.getPrimaryResult() != null) {
          results.add(result);
          return measurement(contender, result, Verdict.told(verdict).orElse(null));
        }
      }
    } catch (RunnerException failed) {
      return Measurement.failed(contender, String.valueOf(failed.getMessage()));
    }
    return Measurement.failed(contender, cause(log.toString(StandardCharsets.UTF_8)));
  }

  private static Measurement measurement(
      String contender, RunResult result, @Nullable Verdict verdict) {
    List<Double> times = new ArrayList<>();
    for (BenchmarkResult jvm : result.getBenchmarkResults()) {
      jvm.getIterationResults()
          .forEach(iteration -> times.add(iteration.getPrimaryResult().getScore()));
    }
    Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
    double bytes = allocated == null ? Double.NaN : allocated.getScore();
    if (verdict != null && !Double.isNaN(verdict.bytes())) {
      bytes = verdict.bytes();
    }
    return new Measurement(contender, times, bytes, verdict, null);
  }

  /** The exception that JMH printed. */
  private static String cause(String log) {
    return log.lines()
        .filter(line -> line.matches("(Caused by: )?[\\w.$]+(Exception|Error)\\b.*"))
        .reduce((first, last) -> last.startsWith("Caused by") ? last : first)
        .map(line -> line.replaceFirst("^(Caused by: )?[\\w.$]+: ", ""))
        .orElse("JMH gave no result");
  }

  /** Writes all that was measured, as JMH does. */
  void writeJson(Path file) throws IOException {
    try (OutputStream stream = Files.newOutputStream(file);
        PrintStream printer = new PrintStream(stream, false, StandardCharsets.UTF_8)) {
      ResultFormatFactory.getInstance(ResultFormatType.JSON, printer).writeOut(results);
    }
  }
}
