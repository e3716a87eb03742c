package nn.tck;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodDescriptor;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.MethodOrdererContext;

/**
 * The rules that a suite's class tests. It inherits their tests, chapter by chapter, so that JUnit
 * and what reads its reports name each by the class that the author has written. They run in the
 * order of their numbers: the first failure is the one closest to the cause.
 */
final class Rules implements MethodOrderer {

  /** For JUnit. */
  Rules() {}

  /** The tests of a suite's class, its own and those it inherits. */
  static List<Method> tests(Class<?> suite) {
    List<Method> tests = new ArrayList<>();
    for (Class<?> type = suite; type != Object.class; type = type.getSuperclass()) {
      Arrays.stream(type.getDeclaredMethods())
          .filter(method -> method.isAnnotationPresent(Rule.class))
          .forEach(tests::add);
    }
    tests.sort(Comparator.comparing(Rules::of));
    return tests;
  }

  /** The numbers of the rules that a suite's class tests. */
  static Set<Integer> of(Class<?> suite) {
    return tests(suite).stream().map(Rules::of).collect(Collectors.toCollection(TreeSet::new));
  }

  /** The numbers of all rules that can be tested. */
  static Set<Integer> all() {
    return Stream.of(
            BackendConformance.class,
            ActivationConformance.class,
            LayerConformance.class,
            CostConformance.class,
            OptimiserConformance.class,
            PenaltyConformance.class,
            ScheduleConformance.class,
            ClipConformance.class)
        .flatMap(suite -> of(suite).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The rule that a test checks. */
  static int of(Method test) {
    return test.getAnnotation(Rule.class).value();
  }

  /** The chapter that a test belongs to. */
  static String chapter(Method test) {
    Title title = test.getDeclaringClass().getAnnotation(Title.class);
    return title == null ? test.getDeclaringClass().getSimpleName() : title.value();
  }

  @Override
  public void orderMethods(MethodOrdererContext context) {
    context.getMethodDescriptors().sort(Comparator.comparing(Rules::place));
  }

  /** Tests of the author's own come last. */
  private static int place(MethodDescriptor test) {
    return test.findAnnotation(Rule.class).map(Rule::value).orElse(Integer.MAX_VALUE);
  }
}
