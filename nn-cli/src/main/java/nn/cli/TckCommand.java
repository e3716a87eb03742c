package nn.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import nn.api.provider.BackendReport;
import nn.api.provider.Backends;
import nn.tck.Level;
import nn.tck.ProvidedBackendConformanceTest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Runs the conformance suite on a backend, or the one for plug-ins on one of these. */
@Command(
    name = "tck",
    description =
        "Checks a backend, or a plug-in, against the specification (docs/SPEC.md), rule by rule. Exits"
            + " with 1 if it breaks one.")
final class TckCommand implements Callable<Integer> {

  /** The vector backend is judged by its compiled kernels, not by the loops before them. */
  static final String WAIT = "nn.vector.wait";

  private final Screen screen;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description =
          "What is checked; './nn backends' lists them. With a plug-in: what computes. Default for"
              + " plug-ins: the one of highest priority.")
  @Nullable String backend;

  @ArgGroup(exclusive = true)
  @Nullable PlugInChoice plugIn;

  @Option(
      names = "--config",
      paramLabel = "SETTINGS",
      description =
          "The plug-in's settings: 'alpha=1', or 'units=5, activation=tanh{},"
              + " initialiser=uniform{scale=0.5}'.")
  @Nullable String config;

  @Option(
      names = "--inputs",
      paramLabel = "N",
      description = "How many inputs a layer has. Default: 4.")
  @Nullable Integer inputs;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      converter = LevelConverter.class,
      defaultValue = "standard",
      description =
          "How much is drawn for a backend: smoke (seconds), standard, full or soak (hours). Default:"
              + " ${DEFAULT-VALUE}.")
  Level level = Level.STANDARD;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of everything drawn. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Option(
      names = "--fresh",
      paramLabel = "SEED",
      description =
          "A second seed, from which calls of every kernel are drawn once more: a number, 'drawn' for"
              + " a new one, or 'none'. Default: drawn, and none at level smoke.")
  @Nullable String fresh;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "1",
      description = "So many runs, with this seed and those after it. Default: ${DEFAULT-VALUE}.")
  int seeds;

  @Option(
      names = "--case",
      paramLabel = "CASE",
      description = "The only case to run, as a failure names it: 305/float64/3/417.")
  @Nullable String replay;

  @Option(
      names = "--expected-failures",
      paramLabel = "FILE",
      description = "Rules that the backend is known to break; docs/SPEC.md has the format.")
  @Nullable Path expected;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description =
          "After how long without a sign of life a rule's test is given up, with the stacks of all"
              + " threads; 0 for never. Default: 60.")
  @Nullable Double timeout;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Where to write a certificate, as JSON: a file that ends in .json, or a folder, in which"
              + " each has a name of its own.")
  @Nullable Path report;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  TckCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    if (seeds < 1) {
      throw ToolException.wrongUse("--seeds must be at least 1: " + seeds);
    }
    if (fresh != null && !fresh.matches("none|drawn|-?[0-9]{1,18}")) {
      throw ToolException.wrongUse("--fresh is a number, 'drawn' or 'none': " + fresh);
    }
    if (plugIn != null) {
      return checkPlugIns(plugIn);
    }
    if (config != null || inputs != null) {
      throw ToolException.wrongUse("tck: --config and --inputs are for a plug-in");
    }
    return checkBackend();
  }

  private int checkBackend() {
    if (backend == null) {
      throw ToolException.wrongUse(
          "tck: say what is checked: --backend, --activation, --layer, --cost, --optimiser, --penalty,"
              + " --schedule, --clip or --plug-ins");
    }
    if (level != Level.SMOKE && System.getProperty(WAIT) == null) { // smoke is to be quick
      System.setProperty(WAIT, "true");
    }
    openable(backend);
    return runs(
        "backend " + backend + ", level " + level,
        ProvidedBackendConformanceTest.class,
        Map.of("tck.backend", backend));
  }

  private int checkPlugIns(PlugInChoice choice) {
    if (backend != null) {
      openable(backend);
    }
    String settings = config == null ? "" : "{" + config + "}";
    int exitCode = ExitCode.DONE;
    for (PlugInChoice.Chosen chosen : choice.chosen(settings, screen)) {
      Map<String, String> more = new HashMap<>();
      more.put("tck.plug-in", chosen.text());
      put(more, "tck.backend", backend);
      put(more, "tck.inputs", inputs);
      exitCode = Math.max(exitCode, runs(chosen.toString(), chosen.type().suite(), more));
    }
    return exitCode;
  }

  /** Runs a suite with each of the seeds. */
  private int runs(String what, Class<?> suite, Map<String, String> more) {
    PrintWriter out = screen.out();
    boolean passed = true;
    for (long current = seed; current < seed + seeds; current++) {
      out.println(what + ", seed " + current);
      out.flush();
      Map<String, String> settings = new HashMap<>(more);
      settings.put("tck.level", level.toString());
      settings.put("tck.seed", Long.toString(current));
      settings.put("tck.fresh", fresh());
      put(settings, "tck.case", replay);
      put(settings, "tck.expected", expected);
      put(settings, "tck.timeout", timeout);
      put(settings, "tck.report", report);
      ConformanceReport run = ConformanceReport.run(suite, settings, out);
      out.println(run.summary());
      passed &= run.passed();
    }
    out.flush();
    return passed ? ExitCode.DONE : ExitCode.FAILED;
  }

  private String fresh() {
    if (fresh != null) {
      return fresh;
    }
    return level == Level.SMOKE || replay != null ? "none" : "drawn";
  }

  private static void put(Map<String, String> settings, String key, @Nullable Object value) {
    if (value != null) {
      settings.put(key, value.toString());
    }
  }

  /** Has the lookup say what is wrong with the name, if anything is. */
  private static void openable(String backend) {
    BackendReport found = Backends.report();
    long usable =
        found.entries().stream()
            .filter(entry -> entry.name().equals(backend) && entry.available())
            .count();
    if (usable != 1) {
      Backends.open(backend).close();
    }
  }

  /** Reads a level. */
  static final class LevelConverter implements ITypeConverter<Level> {
    @Override
    public Level convert(String value) {
      try {
        return Level.of(value);
      } catch (IllegalArgumentException unknown) {
        throw new TypeConversionException(
            "'" + value + "' is none of smoke, standard, full and soak");
      }
    }
  }
}
