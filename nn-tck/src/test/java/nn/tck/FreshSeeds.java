package nn.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs a backend's conformance class with seeds that no build has seen, inside its tests. */
public final class FreshSeeds implements TestExecutionListener {
  private static final int COUNT = 5;

  private final List<String> failures = new ArrayList<>();
  private int passed;

  private FreshSeeds() {}

  /** A test for each of five seeds, which begin with the time of day, at the standard level. */
  public static Stream<DynamicTest> of(Class<? extends BackendConformance> tests) {
    long first = System.currentTimeMillis();
    return LongStream.range(first, first + COUNT)
        .mapToObj(
            seed ->
                DynamicTest.dynamicTest(
                    tests.getSimpleName() + ", seed " + seed,
                    () -> passes(tests, seed, Level.STANDARD)));
  }

  /** That a run breaks no rule, and that there is one. */
  static void passes(Class<? extends BackendConformance> tests, long seed, Level level) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClass(tests))
            .configurationParameter("tck.seed", Long.toString(seed))
            .configurationParameter("tck.level", level.toString())
            .enableImplicitConfigurationParameters(false) // no case or report of the build's own
            .build();
    LauncherConfig config =
        LauncherConfig.builder()
            .enableTestEngineAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .enableLauncherSessionListenerAutoRegistration(false)
            .addTestEngines(new JupiterTestEngine())
            .build();
    FreshSeeds run = new FreshSeeds();
    LauncherFactory.create(config).execute(request, run);
    Assertions.assertEquals(List.of(), run.failures);
    Assertions.assertTrue(run.passed > 0, "no rule was tested");
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == Status.FAILED) {
      failures.add(result.getThrowable().map(Throwable::getMessage).orElse(test.getDisplayName()));
    } else if (test.isTest() && result.getStatus() == Status.SUCCESSFUL) {
      passed++;
    }
  }
}
