package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nn.api.DType;
import nn.api.Shape;
import nn.api.Tier;
import nn.backend.naive.NaiveProvider;
import nn.tck.model.Data;
import nn.tck.model.KernelForm;
import nn.tck.model.KernelModels;
import nn.tck.reference.Generator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Sequences are drawn, run and shortened as rule 1901 says. */
@Tag("saboteurs")
class SequenceTest {
  private static final Step.Place W1 = new Step.Place(0, 0);
  private static final int MOST_LINES = 9;
  private static final Map<String, String> AT_STANDARD = Map.of("tck.level", "standard");

  private static KernelForm form(String kernel, String name) {
    return KernelModels.of(kernel).stream()
        .flatMap(model -> model.forms().stream())
        .filter(any -> any.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Step call(KernelForm form, int[] extents, int... tensors) {
    return Step.Calls.alone(new Step.Call(form, extents, Data.UNIFORM, 0.5, 17, tensors));
  }

  private static Step tensor(int number, int rows, int columns) {
    return new Step.Allocate(number, W1, new Shape(rows, columns));
  }

  private static @Nullable String message(Saboteur saboteur) {
    return SuiteRun.ofRule(1901, saboteur.provider(), AT_STANDARD, 3).failures().get(1901);
  }

  /** The lines of the sequence in a failure's message. */
  private static List<String> lines(String message) {
    return message.lines().filter(line -> line.startsWith("    ")).map(String::strip).toList();
  }

  @TestFactory
  Stream<DynamicTest> theShortestSequenceIsShort() {
    return Stream.concat(SequenceSaboteurs.all().stream(), SequenceSaboteurs.rare().stream())
        .map(
            saboteur ->
                DynamicTest.dynamicTest(
                    saboteur.fault(),
                    () -> {
                      String message = message(saboteur);
                      assertNotNull(message, "not found");
                      List<String> lines = lines(message);
                      assertTrue(!lines.isEmpty() && lines.size() <= MOST_LINES, message);
                    }));
  }

  @Test
  void aSequenceThatFailsIsToldInFull() {
    String message = String.valueOf(message(SequenceSaboteurs.all().get(0)));
    assertTrue(message.startsWith("rule 1901: a sequence of "), message);
    for (String part :
        List.of(
            ": wrong value at [",
            "  expected ",
            "  actual ",
            " = w1.tensor(",
            "    backend.matmulTransA(t",
            "  repeated it fails each time",
            "  backend  naive, FLOAT64",
            "  replay   -Dtck.seed=1 -Dtck.case=1901/float64/")) {
      assertTrue(message.contains(part), () -> part + " is not in: " + message);
    }
  }

  @Test
  void threadsThatDisagreeAreSaidTo() {
    String message = String.valueOf(message(SequenceSaboteurs.SHARES_SCRATCH));
    assertTrue(message.contains("threads disagree"), message);
    assertTrue(message.contains("    at once"), message);
  }

  @Test
  void theSameSeedDrawsTheSameSequence() {
    assertEquals(text(new Generator(5)), text(new Generator(5)));
    assertTrue(!text(new Generator(5)).equals(text(new Generator(6))));
  }

  private static String text(Generator random) {
    return SequenceGenerator.draw(DType.FLOAT64, Tier.EXACT_SEPARATE, 3, random).stream()
        .map(Step::toString)
        .collect(Collectors.joining("\n"));
  }

  /** Every kernel, caller, kind of step and kind of disturbance comes up. */
  @Test
  void sequencesHaveEverything() {
    Generator random = new Generator(1);
    String all = Stream.generate(() -> text(random)).limit(5_000).collect(Collectors.joining("\n"));
    KernelModels.all()
        .forEach(
            model -> assertTrue(all.contains("backend." + model.kernel() + "("), model.kernel()));
    for (Step.Wrong wrong : Step.Wrong.values()) {
      assertTrue(all.contains(" of which is " + wrong.words), wrong.words);
    }
    for (String part :
        List.of(
            "// nothing is read until",
            "backend.read(a part of t",
            " workspaces of other",
            "Thread.sleep(",
            " times: backend.",
            "loop that throws an error",
            "loop that throws an exception",
            Step.How.INTERRUPTED.words,
            Step.How.IN_PARALLEL_THAT_THROWS.words,
            "w1.close()",
            "v2.tensor(",
            "other.close()",
            "backend.close()",
            Step.How.ANOTHER_THREAD.words,
            Step.How.AT_ONCE.words,
            Step.How.IN_PARALLEL.words)) {
      assertTrue(all.contains(part), part);
    }
  }

  @Test
  void aStepWhoseTensorIsGoneDoesNothing() {
    Fixture f = TestChapter.fixture(new NaiveProvider(), DType.FLOAT64);
    KernelForm fill = form("fill", "fill");
    assertNull(
        SequenceTrial.run(
            f,
            List.of(
                call(fill, new int[] {1, 1}, 1),
                tensor(1, 2, 1),
                call(fill, new int[] {1, 1}, 1),
                new Step.Renew(W1),
                call(fill, new int[] {2, 1}, 1))));
    f.close();
  }

  @Test
  void callsReadAsInJava() {
    int[] two = {5, 7};
    assertEquals("t3 = w1.tensor(5, 7)", tensor(3, 5, 7).toString());
    assertEquals(
        "backend.combine(DIVIDE, t3, t4, t3)",
        call(form("combine", "combine divide, into a"), two, 3, 4, 3).toString());
    assertEquals("backend.fill(t3, 0.5)", call(form("fill", "fill"), two, 3).toString());
    assertEquals("backend.softmax(t1, t2)", call(form("softmax", "softmax"), two, 1, 2).toString());
  }

  @Test
  void tensorsOfOneShapeAreOneLine() {
    List<Step> steps = List.of(tensor(1, 2, 2), tensor(2, 2, 2), tensor(3, 1, 1));
    assertEquals(
        List.of("t1, t2 = w1.tensor(2, 2)", "t3 = w1.tensor(1, 1)"),
        SequenceSearch.lines(steps, List.of()));
  }

  /**
   * Which steps and extents matter is known here: a large tensor before a softmax of a small one.
   */
  @Test
  void stepsAndExtentsShrink() {
    KernelForm softmax = form("softmax", "softmax in place");
    List<Step> steps =
        List.of(
            tensor(1, 40, 30),
            tensor(2, 5, 7),
            call(form("fill", "fill"), new int[] {5, 7}, 2),
            new Step.Renew(new Step.Place(0, 1)),
            call(softmax, new int[] {5, 7}, 2, 2));
    List<Step> shortest =
        SequenceShrinker.shrink(
            steps,
            candidate ->
                candidate.stream()
                        .anyMatch(step -> step instanceof Step.Allocate a && a.shape().rows() >= 33)
                    && candidate.stream().anyMatch(step -> step.toString().contains("softmax")));
    assertEquals(
        List.of("t1 = w1.tensor(33, 1)", "backend.softmax(t2, t2)"),
        shortest.stream().map(Step::toString).toList());
  }
}
