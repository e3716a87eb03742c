package nn.tck.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import nn.api.network.Activation;
import nn.api.network.Clip;
import nn.api.network.Cost;
import nn.api.network.Layer;
import nn.api.network.Optimiser;
import nn.api.network.Penalty;
import nn.api.network.PlugIn;
import nn.api.network.Schedule;
import nn.tck.ActivationConformance;
import nn.tck.ClipConformance;
import nn.tck.CostConformance;
import nn.tck.LayerConformance;
import nn.tck.OptimiserConformance;
import nn.tck.PenaltyConformance;
import nn.tck.PlugInConformance;
import nn.tck.ScheduleConformance;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/**
 * The suites on plug-ins whose faults were written before anybody looked at the rules: each must
 * fail. Thresholds are drawn from {@code -Dnn.faults.seed}, 1 by default; {@code
 * -Dnn.faults.kind=layer} runs those of one kind alone.
 */
@EnabledIfSystemProperty(named = "nn.full", matches = "true")
@Tag("faults")
class PlugInFaultsTest {

  static final class OfActivation extends ActivationConformance {
    @Override
    protected Activation activation() {
      return FaultyPlugIns.subject(Activation.class);
    }
  }

  static final class OfLayer extends LayerConformance {
    @Override
    protected Layer layer() {
      return FaultyPlugIns.subject(Layer.class);
    }
  }

  static final class OfCost extends CostConformance {
    @Override
    protected Cost cost() {
      return FaultyPlugIns.subject(Cost.class);
    }
  }

  static final class OfOptimiser extends OptimiserConformance {
    @Override
    protected Optimiser optimiser() {
      return FaultyPlugIns.subject(Optimiser.class);
    }
  }

  static final class OfPenalty extends PenaltyConformance {
    @Override
    protected Penalty penalty() {
      return FaultyPlugIns.subject(Penalty.class);
    }
  }

  static final class OfSchedule extends ScheduleConformance {
    @Override
    protected Schedule schedule() {
      return FaultyPlugIns.subject(Schedule.class);
    }
  }

  static final class OfClip extends ClipConformance {
    @Override
    protected Clip clip() {
      return FaultyPlugIns.subject(Clip.class);
    }
  }

  @TestFactory
  Stream<DynamicTest> rightPlugInsPass() {
    return PlugInFaults.right().stream()
        .map(
            right ->
                DynamicTest.dynamicTest(
                    suite(right).getSimpleName(),
                    () -> assertEquals(Map.of(), failures(right), "a right plug-in fails")));
  }

  @TestFactory
  Stream<DynamicTest> wrongPlugInsFail() {
    SplittableRandom random = new SplittableRandom(Long.getLong("nn.faults.seed", 1));
    List<DynamicTest> tests = new ArrayList<>();
    for (PlugInFault fault : PlugInFaults.all()) {
      int threshold = fault.threshold().draw(random);
      if (fault.kind().contains(System.getProperty("nn.faults.kind", ""))) {
        tests.add(
            DynamicTest.dynamicTest(
                fault.kind() + ": " + fault.name() + ", T = " + threshold,
                () -> check(fault, threshold)));
      }
    }
    return tests.stream();
  }

  private static void check(PlugInFault fault, int threshold) {
    Set<String> failures = failures(fault.plugIn().apply(threshold)).keySet();
    System.getLogger("nn.faults")
        .log(System.Logger.Level.INFO, () -> fault.name() + ", T = " + threshold + ": " + failures);
    assertNotEquals(Set.of(), failures, "passes the suite");
  }

  private static Class<? extends PlugInConformance> suite(PlugIn plugIn) {
    if (plugIn instanceof Activation) {
      return OfActivation.class;
    }
    if (plugIn instanceof Layer) {
      return OfLayer.class;
    }
    if (plugIn instanceof Cost) {
      return OfCost.class;
    }
    if (plugIn instanceof Penalty) {
      return OfPenalty.class;
    }
    if (plugIn instanceof Schedule) {
      return OfSchedule.class;
    }
    return plugIn instanceof Clip ? OfClip.class : OfOptimiser.class;
  }

  /** The tests that fail, and what they say. */
  private static synchronized Map<String, String> failures(PlugIn plugIn) {
    FaultyPlugIns.test(plugIn);
    Map<String, String> failures = new TreeMap<>();
    EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(suite(plugIn)))
        .configurationParameter("tck.level", "standard")
        .execute()
        .testEvents()
        .finished()
        .stream()
        .filter(
            event ->
                event.getRequiredPayload(TestExecutionResult.class).getStatus() == Status.FAILED)
        .forEach(event -> failures.put(name(event), message(event)));
    return failures;
  }

  private static String name(Event event) {
    return event
        .getTestDescriptor()
        .getSource()
        .map(source -> ((MethodSource) source).getMethodName())
        .orElse("?");
  }

  private static String message(Event event) {
    return event
        .getRequiredPayload(TestExecutionResult.class)
        .getThrowable()
        .map(Throwable::getMessage)
        .orElse("");
  }
}
