package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/SPEC.md and the suite name the same rules. */
class SpecTest {

  private static final Pattern RULE =
      Pattern.compile(
          "(?m)^### (\\d{3,4})\\n(.+)\\n\\n\\*Intent:\\* .+\\n(\\n\\*\\*Not tested:\\*\\* .+)?");

  /** The longer ones first, since the others are part of them. */
  private static final Pattern KEY_WORD = Pattern.compile("MUST NOT|SHOULD NOT|MUST|SHOULD|MAY");

  private static final List<Class<?>> SUITES =
      List.of(
          BackendConformance.class,
          ActivationConformance.class,
          LayerConformance.class,
          CostConformance.class,
          OptimiserConformance.class,
          PenaltyConformance.class,
          ScheduleConformance.class,
          ClipConformance.class);

  private record Written(String sentence, boolean tested) {}

  private static Map<Integer, Written> rules() throws IOException {
    Path spec = Path.of("docs/SPEC.md");
    String text =
        Files.readString(Files.exists(spec) ? spec : Path.of("..").resolve(spec))
            .replace("\r\n", "\n");
    Map<Integer, Written> rules = new TreeMap<>();
    Matcher rule = RULE.matcher(text);
    while (rule.find()) {
      Written written = new Written(rule.group(2), rule.group(3) == null);
      assertEquals(null, rules.put(Integer.valueOf(rule.group(1)), written), "rule given twice");
    }
    long headings = text.lines().filter(line -> line.startsWith("### ")).count();
    assertEquals(headings, rules.size(), "every ### is a rule: sentence, intent, whether tested");
    return rules;
  }

  private static List<Method> tests() {
    return SUITES.stream().flatMap(SpecTest::inherited).toList();
  }

  /** Also those without a rule, if there were any. */
  private static Stream<Method> inherited(Class<?> suite) {
    return suite == Object.class
        ? Stream.of()
        : Stream.concat(
            Arrays.stream(suite.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class)),
            inherited(suite.getSuperclass()));
  }

  private static Set<Integer> tested() {
    return tests().stream()
        .map(test -> test.getAnnotation(Rule.class).value())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyRuleHasATestAndEveryTestARule() throws IOException {
    Set<Integer> toBeTested =
        rules().entrySet().stream()
            .filter(rule -> rule.getValue().tested())
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(toBeTested, tested());
  }

  @Test
  void everyRuleIsOneSentenceWithOneKeyWord() throws IOException {
    rules()
        .forEach(
            (number, rule) -> {
              List<String> words =
                  KEY_WORD.matcher(rule.sentence()).results().map(r -> r.group()).toList();
              assertEquals(1, words.size(), () -> "key words of rule " + number + ": " + words);
              assertTrue(rule.sentence().endsWith("."), () -> "rule " + number);
            });
  }

  @Test
  void everyTestBearsItsRulesNumber() {
    for (Method test : tests()) {
      Rule rule = test.getAnnotation(Rule.class);
      assertNotNull(rule, test::toString);
      assertTrue(test.getName().startsWith("spec" + rule.value() + "_"), test::toString);
    }
  }

  @Test
  void everyTestedRuleHasASaboteur() throws IOException {
    Set<Integer> caught =
        Stream.concat(
                Saboteur.all().stream().map(Saboteur::rule),
                PlugInSaboteur.all().stream().map(PlugInSaboteur::rule))
            .collect(Collectors.toCollection(TreeSet::new));
    caught.add(916); // is reported and fails nothing, see SuiteTest
    assertEquals(tested(), caught);
  }
}
