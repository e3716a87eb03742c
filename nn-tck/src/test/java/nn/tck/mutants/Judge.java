package nn.tck.mutants;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.lang.reflect.Method;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nn.tck.ProvidedBackendConformanceTest;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the suite once, in a JVM of its own, up to the first rule that fails. The last lines that it
 * prints are which path computed, and {@value #PASSED} or {@value #FAILED} with the rule.
 */
final class Judge {
  static final String PATH = "mutants: path ";
  static final String PASSED = "mutants: passed";
  static final String FAILED = "mutants: failed ";

  private static final Pattern RULE = Pattern.compile("spec(\\d+)_");

  private Judge() {}

  /**
   * Judges.
   *
   * @param args the backend's name, and the level
   */
  public static void main(String[] args) throws ReflectiveOperationException {
    System.out.println(PATH + (args[0].startsWith("vector") ? vectors() : "plain loops"));
    LauncherDiscoveryRequest suite =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(ProvidedBackendConformanceTest.class))
            .configurationParameter("tck.backend", args[0])
            .configurationParameter("tck.level", args[1])
            .build();
    LauncherFactory.create().execute(suite, new UntilOneFails());
    end(PASSED);
  }

  /**
   * From the first call on: the vector backend computes with plain loops until it has seen its
   * kernels to be fast, and those of a mutant may never be.
   */
  private static String vectors() throws ReflectiveOperationException {
    Method skip = Class.forName("nn.backend.vector.WarmUp").getDeclaredMethod("skip");
    skip.setAccessible(true);
    skip.invoke(null);
    return "vectors from the first call on";
  }

  /** Whatever threads a mutant has left. */
  private static void end(String said) {
    System.out.println(said);
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  /** Ends the JVM with the first failure. */
  private static final class UntilOneFails implements TestExecutionListener {

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (result.getStatus() == TestExecutionResult.Status.FAILED) {
        Matcher rule = RULE.matcher(test.getUniqueId());
        String message = result.getThrowable().map(Throwable::getMessage).orElse("");
        String firstLine = message.lines().findFirst().orElse("");
        end(FAILED + (rule.find() ? rule.group(1) : "0") + " " + firstLine);
      }
    }
  }
}
