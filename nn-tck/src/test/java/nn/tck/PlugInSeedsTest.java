package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import nn.api.network.PlugIn;
import nn.core.activation.Identity;
import nn.core.activation.LeakyRelu;
import nn.core.activation.Relu;
import nn.core.activation.Sigmoid;
import nn.core.activation.Softmax;
import nn.core.activation.Tanh;
import nn.core.cost.BinaryCrossEntropy;
import nn.core.cost.CategoricalCrossEntropy;
import nn.core.cost.MeanSquaredError;
import nn.core.initialiser.HeNormal;
import nn.core.initialiser.XavierUniform;
import nn.core.layer.Dense;
import nn.core.optimiser.Adam;
import nn.core.optimiser.GradientDescent;
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
          new TestOptimiser());

  private interface Check {
    void with(long seed);
  }

  private static void eachSeed(Check check) {
    String before = System.getProperty("tck.seed");
    try {
      for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
        System.setProperty("tck.seed", Long.toString(seed));
        check.with(seed);
      }
    } finally {
      if (before == null) {
        System.clearProperty("tck.seed");
      } else {
        System.setProperty("tck.seed", before);
      }
    }
  }

  private static Map<Integer, String> failures(PlugIn plugIn) {
    Map<Integer, String> failures = new TreeMap<>();
    for (Map.Entry<Integer, TestExecutionResult> outcome :
        PlugInRun.run(plugIn, rule -> {}).entrySet()) {
      if (outcome.getValue().getStatus() == Status.FAILED) {
        failures.put(
            outcome.getKey(),
            outcome.getValue().getThrowable().map(Throwable::toString).orElse("no reason"));
      }
    }
    return failures;
  }

  @Test
  void noSeedMakesARightPlugInFail() {
    eachSeed(
        seed -> RIGHT.forEach(plugIn -> assertEquals(Map.of(), failures(plugIn), plugIn::kind)));
  }

  @Test
  void noSeedLetsAWrongPlugInPass() {
    eachSeed(
        seed ->
            assertEquals(
                Set.of(),
                PlugInSaboteur.all().stream()
                    .filter(saboteur -> !failures(saboteur.plugIn()).containsKey(saboteur.rule()))
                    .map(PlugInSaboteur::fault)
                    .collect(Collectors.toSet()),
                () -> "not caught with seed " + seed));
  }
}
