package nn.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import nn.api.provider.BackendReport;
import nn.api.provider.Backends;
import nn.tck.Level;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Runs the conformance suite on a backend. */
@Command(
    name = "tck",
    description =
        "Checks a backend against the specification (docs/SPEC.md), rule by rule. Exits with 1 if it"
            + " breaks one.")
final class TckCommand implements Callable<Integer> {

  /** The vector backend is judged by its compiled kernels, not by the loops before them. */
  private static final String WAIT = "nn.vector.wait";

  private final Screen screen;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      required = true,
      description = "What is checked; './nn backends' lists them.")
  String backend = "";

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      converter = LevelConverter.class,
      defaultValue = "standard",
      description =
          "How much is drawn: smoke (seconds), standard, full or soak (hours). Default:"
              + " ${DEFAULT-VALUE}.")
  Level level = Level.STANDARD;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of everything drawn. Default: ${DEFAULT-VALUE}.")
  long seed;

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
      names = "--report",
      paramLabel = "FILE",
      description = "Where to write a certificate, as JSON.")
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
    if (level != Level.SMOKE && System.getProperty(WAIT) == null) { // smoke is to be quick
      System.setProperty(WAIT, "true");
    }
    openable();
    PrintWriter out = screen.out();
    boolean passed = true;
    for (long current = seed; current < seed + seeds; current++) {
      out.println("backend " + backend + ", level " + level + ", seed " + current);
      out.flush();
      ConformanceReport run = ConformanceReport.run(this, current, out);
      out.println(run.summary());
      passed &= run.passed();
    }
    out.flush();
    return passed ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** Has the lookup say what is wrong with the name, if anything is. */
  private void openable() {
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
