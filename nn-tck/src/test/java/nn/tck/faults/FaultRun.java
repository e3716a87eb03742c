package nn.tck.faults;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the suite on one fault, in a JVM of its own, until the first rule fails: what this leaves
 * behind, such as threads that wait for ever, ends with the JVM.
 */
final class FaultRun {

  /** Begins the line that says how it ended. */
  static final String RESULT = "fault-run: ";

  private static final Pattern RULE = Pattern.compile("method:spec(\\d+)_");

  private FaultRun() {}

  /** Takes the level and the seed; the fault is in system properties. */
  public static void main(String[] args) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(FaultConformance.class))
            .configurationParameter("tck.level", args[0])
            .configurationParameter("tck.seed", args[1])
            .configurationParameter("tck.timeout", "20")
            .build();
    FirstFailure listener = new FirstFailure();
    LauncherFactory.create().execute(request, listener);
    end(listener.tests > 0 ? "missed after " + listener.tests + " tests" : "no test was run");
  }

  private static void end(String result) {
    System.out.println(RESULT + result.replaceAll("\\R.*", ""));
    System.out.flush();
    Runtime.getRuntime().halt(0); // whatever other threads do
  }

  /** The rule of a test, by its method's name; a failure of the run itself has none. */
  static String rule(String uniqueId) {
    Matcher matcher = RULE.matcher(uniqueId);
    return matcher.find() ? "rule " + matcher.group(1) : "the run";
  }

  private static final class FirstFailure implements TestExecutionListener {
    private int tests;

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      tests += test.isTest() ? 1 : 0;
      if (result.getStatus() == TestExecutionResult.Status.FAILED) {
        String why = result.getThrowable().map(FirstFailure::message).orElse("no reason given");
        end("caught by " + rule(test.getUniqueId()) + ": " + why);
      }
    }

    private static String message(Throwable thrown) {
      String message = thrown.getMessage();
      return message == null || message.isBlank() ? thrown.toString() : message.strip();
    }
  }
}
