package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nn.api.network.Activation;
import nn.api.network.Cost;
import nn.api.provider.BackendProvider;
import nn.backend.naive.NaiveProvider;
import nn.core.activation.Tanh;
import nn.core.cost.MeanSquaredError;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Tests bear the name of the class that an author writes, so that a report counts them all. */
class ReportedNamesTest {

  static final class MyBackend extends BackendConformance {
    @Override
    protected BackendProvider provider() {
      return new NaiveProvider();
    }
  }

  static final class MyActivation extends ActivationConformance {
    @Override
    protected Activation activation() {
      return new Tanh();
    }
  }

  static final class MyOtherActivation extends ActivationConformance {
    @Override
    protected Activation activation() {
      return new Tanh();
    }

    @Test
    void ofItsOwn() {
      // runs beside the rules, and is none
    }
  }

  static final class MyCost extends CostConformance {
    @Override
    protected Cost cost() {
      return new MeanSquaredError();
    }
  }

  /** By class, the tests in the order in which they were run. */
  private static Map<String, List<String>> run(Class<?>... suites) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(
            Stream.of(suites).map(suite -> selectClass(suite)).toArray(DiscoverySelector[]::new))
        .configurationParameter("tck.case", "1000") // no rule: names, not results
        .execute()
        .testEvents()
        .started()
        .stream()
        .map(ReportedNamesTest::source)
        .collect(
            Collectors.groupingBy(
                MethodSource::getClassName,
                TreeMap::new,
                Collectors.mapping(MethodSource::getMethodName, Collectors.toList())));
  }

  private static MethodSource source(Event event) {
    return (MethodSource) event.getTestDescriptor().getSource().orElseThrow();
  }

  private static void assertInOrder(Class<?> suite, List<String> names) {
    List<String> tests = Rules.tests(suite).stream().map(test -> test.getName()).toList();
    assertEquals(tests, names);
  }

  @Test
  void everyTestBearsItsAuthorsClassInTheOrderOfTheRules() {
    Map<String, List<String>> names =
        run(MyBackend.class, MyActivation.class, MyOtherActivation.class, MyCost.class);
    assertEquals(4, names.size());
    assertInOrder(MyBackend.class, names.getOrDefault(MyBackend.class.getName(), List.of()));
    assertInOrder(MyActivation.class, names.getOrDefault(MyActivation.class.getName(), List.of()));
    assertInOrder(MyCost.class, names.getOrDefault(MyCost.class.getName(), List.of()));
    List<String> other = names.getOrDefault(MyOtherActivation.class.getName(), List.of());
    assertEquals("ofItsOwn", other.get(other.size() - 1));
    assertInOrder(MyOtherActivation.class, other.subList(0, other.size() - 1));
  }
}
