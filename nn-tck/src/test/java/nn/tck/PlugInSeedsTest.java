package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nn.api.network.PlugIn;
import nn.core.activation.Identity;
import nn.core.activation.LeakyRelu;
import nn.core.activation.Relu;
import nn.core.activation.Sigmoid;
import nn.core.activation.Softmax;
import nn.core.activation.Tanh;
import nn.core.clip.ClipByNorm;
import nn.core.clip.ClipByValue;
import nn.core.cost.BinaryCrossEntropy;
import nn.core.cost.CategoricalCrossEntropy;
import nn.core.cost.MeanSquaredError;
import nn.core.initialiser.HeNormal;
import nn.core.initialiser.XavierUniform;
import nn.core.layer.Dense;
import nn.core.optimiser.Adam;
import nn.core.optimiser.GradientDescent;
import nn.core.penalty.L1;
import nn.core.penalty.L2;
import nn.core.schedule.Cosine;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;

/** No seed makes a right plug-in fail, or lets a wrong one pass. */
class PlugInSeedsTest {
  private static final int SEEDS = Boolean.getBoolean("nn.soak") ? 50 : 3;
  private static final int FIRST = 1001;

  private static final List<PlugIn> RIGHT =
      List.of(
          new Identity(),
          new LeakyRelu(0.2),
          new Relu(),
          new Sigmoid(),
          new Softmax(),
          new Tanh(),
          new Dense(5, new Tanh(), new XavierUniform()),
          new Dense(4, new Relu(), new HeNormal()),
          new Dense(3, new Softmax(), new XavierUniform()),
          new BinaryCrossEntropy(),
          new CategoricalCrossEntropy(),
          new MeanSquaredError(),
          new Adam(0.0625),
          new GradientDescent(0.125),
          new TestOptimiser(),
          new L1(0.25),
          new L2(0.5),
          new Cosine(0.1),
          new ClipByNorm(1),
          new ClipByValue(0.5));

  private static Stream<Map<String, String>> seeds() {
    return IntStream.range(FIRST, FIRST + SEEDS)
        .mapToObj(seed -> Map.of("tck.seed", Integer.toString(seed)));
  }

  private static Map<Integer, String> failures(Map<Integer, TestExecutionResult> outcomes) {
    Map<Integer, String> failures = new TreeMap<>();
    outcomes.forEach(
        (rule, outcome) -> {
          if (outcome.getStatus() == Status.FAILED) {
            failures.put(rule, outcome.getThrowable().map(Throwable::toString).orElse("no reason"));
          }
        });
    return failures;
  }

  @Test
  void noSeedMakesARightPlugInFail() {
    seeds()
        .forEach(
            seed ->
                RIGHT.forEach(
                    plugIn ->
                        assertEquals(
                            Map.of(), failures(PlugInRun.run(plugIn, seed)), plugIn::kind)));
  }

  @Test
  void noSeedLetsAWrongPlugInPass() {
    seeds()
        .forEach(
            seed ->
                assertEquals(
                    Set.of(),
                    PlugInSaboteur.all().stream()
                        .filter(saboteur -> passes(saboteur, seed))
                        .map(PlugInSaboteur::fault)
                        .collect(Collectors.toSet()),
                    () -> "not caught with " + seed));
  }

  private static boolean passes(PlugInSaboteur saboteur, Map<String, String> seed) {
    return failures(PlugInRun.ofRule(saboteur.rule(), saboteur.plugIn(), seed)).isEmpty();
  }
}
