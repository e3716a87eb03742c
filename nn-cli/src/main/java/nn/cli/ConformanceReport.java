package nn.cli;

import java.io.PrintWriter;
import java.util.Map;
import nn.tck.BackendConformance;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the suite by JUnit's launcher and prints what comes of it, as it comes. */
final class ConformanceReport implements TestExecutionListener {
  private final PrintWriter out;
  private int passed;
  private int skipped;
  private int failed;

  private ConformanceReport(PrintWriter out) {
    this.out = out;
  }

  static ConformanceReport run(Class<?> suite, Map<String, String> settings, PrintWriter out) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClass(suite))
            .configurationParameters(settings)
            .build();
    // nothing but this engine, whatever else is on the class path
    LauncherConfig config =
        LauncherConfig.builder()
            .enableTestEngineAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableLauncherDiscoveryListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false)
            .addTestEngines(new JupiterTestEngine())
            .build();
    Launcher launcher = LauncherFactory.create(config);
    ConformanceReport report = new ConformanceReport(out);
    launcher.execute(request, report);
    return report;
  }

  @Override
  public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
    String line = entry.getKeyValuePairs().get(BackendConformance.REPORT);
    if (line != null) {
      out.println(line);
      out.flush();
    }
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == Status.FAILED) {
      failed++;
      out.println(
          result
              .getThrowable()
              .map(failure -> String.valueOf(failure.getMessage()))
              .orElse("failed"));
      out.flush();
    } else if (test.isTest()) {
      if (result.getStatus() == Status.SUCCESSFUL) {
        passed++;
      } else {
        skipped++;
      }
    }
  }

  /** Whether nothing failed, and anything was tested. */
  boolean passed() {
    return failed == 0 && passed > 0;
  }

  String summary() {
    return (passed() ? "passed: " : "FAILED: ")
        + passed
        + " rules kept, "
        + failed
        + " failures, "
        + skipped
        + " skipped";
  }
}
