package nn.core.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nn.api.Backend;
import nn.api.DType;
import nn.api.network.Catalogue;
import nn.api.network.Config;
import nn.core.Matrices;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.training.Epoch;
import nn.core.training.Training;
import nn.core.training.TrainingListener;
import nn.core.training.TrainingStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A hundred updates from the same weights and in the same order of the records: the cost before
 * each is that of PyTorch, of scikit-learn, or of a transcription of a paper.
 */
class TrainingParityTest {

  /** Of the cost. Both sides compute in FLOAT64, in another order. */
  private static final double TOLERANCE = 1e-9;

  private static final Golden OPTIMISERS = Golden.json("optimisers.json");
  private static final Golden SCIKIT_LEARN = Golden.json("scikit-learn-mlp.json");

  private static boolean has(Golden run, String what) {
    return ((Map<?, ?>) run.value()).containsKey(what);
  }

  private static Stream<Arguments> runs() {
    return Stream.of(OPTIMISERS, SCIKIT_LEARN)
        .flatMap(
            file ->
                IntStream.range(0, file.get("runs").size())
                    .mapToObj(number -> file.get("runs").get(number))
                    .map(run -> Arguments.of(describe(run), file, run)));
  }

  private static String describe(Golden run) {
    List<Config.Nested> plugIns = new ArrayList<>();
    for (String what : List.of("optimiser", "schedule", "penalty", "clip")) {
      if (has(run, what)) {
        plugIns.add(GivenNetwork.plugIn(run.get(what)));
      }
    }
    return run.get("problem").text() + " " + plugIns;
  }

  private static Training training(Golden settings, Golden run) {
    Catalogue catalogue = Catalogue.load();
    Training training =
        Training.epochs((int) settings.get("epochs").number())
            .batch((int) settings.get("batch").number())
            .seed((int) settings.get("seed").number())
            .optimiser(catalogue.optimiser(GivenNetwork.plugIn(run.get("optimiser"))));
    if (has(run, "schedule")) {
      training = training.schedule(catalogue.schedule(GivenNetwork.plugIn(run.get("schedule"))));
    }
    if (has(run, "penalty")) {
      training = training.penalty(catalogue.penalty(GivenNetwork.plugIn(run.get("penalty"))));
    }
    if (has(run, "clip")) {
      training = training.clip(catalogue.clip(GivenNetwork.plugIn(run.get("clip"))));
    }
    return training;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("runs")
  void costsAreThoseOfTheReference(String what, Golden file, Golden run) {
    Golden problem = file.get("problems").get(run.get("problem").text());
    DataSet data = GivenNetwork.data(problem);
    List<Double> costs = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void epochEnded(Epoch epoch) {}

          @Override
          public void stepEnded(TrainingStep step) {
            costs.add(step.cost());
          }
        };
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network network = GivenNetwork.of(problem, backend)) {
      network.fit(data, training(file.get("training"), run).listener(listener));
    }
    double[] expected = run.get("costs").numbers();
    assertEquals(100, expected.length);
    assertEquals(100, costs.size());
    for (int step = 0; step < expected.length; step++) {
      assertEquals(
          expected[step], costs.get(step), TOLERANCE * expected[step], what + ": step " + step);
    }
  }

  @Test
  void everyOptimiserScheduleAndClipIsCompared() {
    Catalogue catalogue = Catalogue.load();
    Set<String> expected = new TreeSet<>(catalogue.optimisers());
    expected.addAll(catalogue.schedules());
    expected.addAll(catalogue.clips());
    Set<String> compared = new TreeSet<>();
    Golden runs = OPTIMISERS.get("runs");
    for (int r = 0; r < runs.size(); r++) {
      for (String what : List.of("optimiser", "schedule", "clip")) {
        if (has(runs.get(r), what)) {
          compared.add(runs.get(r).get(what).get("kind").text());
        }
      }
    }
    assertEquals(expected, compared);
  }
}
