package nn.tck;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import nn.api.network.Activation;
import nn.api.network.Clip;
import nn.api.network.Cost;
import nn.api.network.Layer;
import nn.api.network.Optimiser;
import nn.api.network.Penalty;
import nn.api.network.PlugIn;
import nn.api.network.Schedule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs the suite of a plug-in's type on it, inside a test. */
final class PlugInRun {
  private static PlugIn subject = new TestActivation();
  private static IntConsumer after = rule -> {};

  private PlugInRun() {}

  /** What is under test. */
  static PlugIn subject() {
    return subject;
  }

  private static void tell(TestInfo info) {
    info.getTestMethod().ifPresent(m -> after.accept(m.getAnnotation(Rule.class).value()));
  }

  static final class OfActivation extends ActivationConformance {
    @AfterEach
    void after(TestInfo info) {
      tell(info);
    }

    @Override
    protected Activation activation() {
      return (Activation) subject;
    }
  }

  static final class OfLayer extends LayerConformance {
    @AfterEach
    void after(TestInfo info) {
      tell(info);
    }

    @Override
    protected Layer layer() {
      return (Layer) subject;
    }
  }

  static final class OfCost extends CostConformance {
    @AfterEach
    void after(TestInfo info) {
      tell(info);
    }

    @Override
    protected Cost cost() {
      return (Cost) subject;
    }
  }

  static final class OfOptimiser extends OptimiserConformance {
    @AfterEach
    void after(TestInfo info) {
      tell(info);
    }

    @Override
    protected Optimiser optimiser() {
      return (Optimiser) subject;
    }
  }

  static final class OfPenalty extends PenaltyConformance {
    @AfterEach
    void after(TestInfo info) {
      tell(info);
    }

    @Override
    protected Penalty penalty() {
      return (Penalty) subject;
    }
  }

  static final class OfSchedule extends ScheduleConformance {
    @AfterEach
    void after(TestInfo info) {
      tell(info);
    }

    @Override
    protected Schedule schedule() {
      return (Schedule) subject;
    }
  }

  static final class OfClip extends ClipConformance {
    @AfterEach
    void after(TestInfo info) {
      tell(info);
    }

    @Override
    protected Clip clip() {
      return (Clip) subject;
    }
  }

  /** The outcome of each rule's test; {@code listener} hears of each when it has ended. */
  static Map<Integer, TestExecutionResult> run(PlugIn plugIn, IntConsumer listener) {
    return run(selectClass(suite(plugIn)), plugIn, listener, Map.of());
  }

  /** The same with settings, such as a seed. */
  static Map<Integer, TestExecutionResult> run(PlugIn plugIn, Map<String, String> settings) {
    return run(selectClass(suite(plugIn)), plugIn, rule -> {}, settings);
  }

  /** One rule's test alone. */
  static Map<Integer, TestExecutionResult> ofRule(
      int rule, PlugIn plugIn, Map<String, String> settings) {
    Method test =
        Rules.tests(suite(plugIn)).stream()
            .filter(method -> Rules.of(method) == rule)
            .findFirst()
            .orElseThrow();
    return run(selectMethod(suite(plugIn), test), plugIn, any -> {}, settings);
  }

  private static synchronized Map<Integer, TestExecutionResult> run(
      DiscoverySelector tests, PlugIn plugIn, IntConsumer listener, Map<String, String> settings) {
    subject = plugIn;
    after = listener;
    Map<Integer, TestExecutionResult> outcomes = new TreeMap<>();
    EngineTestKit.engine("junit-jupiter")
        .selectors(tests)
        .configurationParameter("tck.level", "smoke") // what is planted shows in small operands
        .configurationParameters(settings)
        .execute()
        .testEvents()
        .finished()
        .stream()
        .forEach(
            event ->
                outcomes.put(
                    event
                        .getTestDescriptor()
                        .getSource()
                        .map(source -> Rules.of(((MethodSource) source).getJavaMethod()))
                        .orElseThrow(),
                    event.getRequiredPayload(TestExecutionResult.class)));
    return outcomes;
  }

  private static Class<?> suite(PlugIn plugIn) {
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
}
