package nn.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import nn.api.provider.BackendReport;
import nn.api.provider.Backends;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the backends. */
@Command(
    name = "backends",
    description = "Lists every backend that was found, and says which one is chosen and why.")
final class BackendsCommand implements Callable<Integer> {
  private final Screen screen;

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  @Option(
      names = "--measure",
      description =
          "Measure how much faster fused multiply-adds make products on this machine. Takes some"
              + " seconds; ./nn keeps the answer.")
  boolean measure;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  BackendsCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() throws IOException {
    BackendReport report = Backends.report();
    String candidate = FusedRate.candidate(report);
    if (measure && candidate == null) {
      throw ToolException.failed(
          "backends: there is nothing to measure: "
              + (report.chosen() == null ? "no backend" : report.chosen())
              + " has no twin with fused arithmetic that can be opened; leave --measure out");
    }
    FusedRate rate = candidate == null ? null : rate(candidate);
    if (json) {
      screen.out().print(Json.text(describe(report, rate)));
    } else {
      screen.out().println(report);
      if (rate != null) {
        screen.out().println(rate.sentence());
      } else if (candidate != null) {
        screen
            .out()
            .println(
                candidate + "-fma may be faster; 'nn backends --measure' tells by how much here");
      }
    }
    screen.out().flush();
    return ExitCode.DONE;
  }

  private @Nullable FusedRate rate(String candidate) throws IOException {
    if (measure) {
      FusedRate measured = FusedRate.measure(candidate);
      measured.write();
      return measured;
    }
    FusedRate kept = FusedRate.read();
    return kept != null && kept.backend().equals(candidate) ? kept : null;
  }

  private static Map<String, @Nullable Object> describe(
      BackendReport report, @Nullable FusedRate rate) {
    Map<String, @Nullable Object> description = new LinkedHashMap<>();
    description.put("backends", report.entries().stream().map(BackendsCommand::describe).toList());
    description.put("chosen", report.chosen());
    description.put("rule", report.rule());
    description.put("fused", rate == null ? null : rate.describe());
    return description;
  }

  private static Map<String, @Nullable Object> describe(BackendReport.Entry entry) {
    Map<String, @Nullable Object> description = new LinkedHashMap<>();
    List<String> dtypes = entry.dtypes().stream().sorted().map(BackendChoice::spelling).toList();
    description.put("name", entry.name());
    description.put("version", entry.version());
    description.put("jar", entry.jar());
    description.put("priority", entry.priority());
    description.put("dtypes", dtypes);
    description.put("tier", entry.tier() == null ? null : entry.tier().toString());
    description.put("available", entry.available());
    description.put("reason", entry.reason());
    return description;
  }
}
