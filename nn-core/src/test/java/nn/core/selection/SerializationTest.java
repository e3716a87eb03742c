package nn.core.selection;

import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import nn.api.Backend;
import nn.api.DType;
import nn.api.network.Decision;
import nn.core.Matrices;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.data.Moons;
import nn.core.data.Standardiser;
import nn.core.metric.Average;
import nn.core.metric.Metric;
import nn.core.metric.Metrics;
import nn.core.training.Training;
import org.junit.jupiter.api.Test;

/** What is sent to other machines computes there what it does here. */
class SerializationTest {
  private static final DataSet MOONS = Moons.make(60, 0.2, 3);
  private static final CrossValidation VALIDATION =
      CrossValidation.of(Folds.stratified(MOONS, 3, 5), Metrics.suited(Decision.THRESHOLD, 1));

  /** What arrives elsewhere. */
  @SuppressWarnings({"unchecked", "BanSerializableRead"}) // of bytes just written
  private static <T> T sent(T object) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }

  /** A recipe that opens what it needs. */
  private static Recipe recipe() {
    return (settings, train) -> {
      Standardiser standardiser = Standardiser.fit(train);
      Backend backend = Matrices.naive(DType.FLOAT64);
      Network network =
          Network.inputs(2)
              .dense(settings.whole("units"), relu())
              .dense(1, sigmoid())
              .seed(1)
              .build(backend);
      return Model.fit(network, standardiser::apply, train, Training.epochs(5).batch(10));
    };
  }

  @Test
  void everyMetricIsSentByNameOrByValue() throws Exception {
    for (String name : Metrics.names()) {
      Metric metric = Metrics.of(name.replace("-k-", "-5-"));
      assertEquals(metric, sent(metric), name);
    }
    assertEquals(Metrics.f1(Average.MACRO), sent(Metrics.f1(Average.MACRO)));
  }

  @Test
  void aTaskThatWasSentGivesTheSameScore() throws Exception {
    Search search = new Search(VALIDATION, Metrics.logLoss(), recipe());
    List<Settings> settings = new SearchSpace().choice("units", 3, 6).grid();
    List<FoldScore> tasks = new ArrayList<>();
    for (Settings each : settings) {
      assertEquals(each, sent(each));
      for (int fold = 0; fold < VALIDATION.folds().size(); fold++) {
        FoldScore there = sent(VALIDATION).score(MOONS, sent(search.candidate(sent(each))), fold);
        tasks.add(sent(there));
      }
    }
    SearchResult expected = search.run(MOONS, settings);
    SearchResult result = search.result(settings, VALIDATION.scores(tasks));
    assertEquals(expected.toString(), result.toString());
    for (int row = 0; row < 2; row++) {
      for (Metric metric : VALIDATION.metrics()) {
        assertEquals(
            expected.rows().get(row).scores().mean(metric),
            result.rows().get(row).scores().mean(metric));
      }
    }
  }

  @Test
  void aPreparationIsSentWithItsStatistics() throws Exception {
    Preparation preparation = Standardiser.fit(MOONS)::apply;
    assertArrayEquals(
        preparation.apply(MOONS).features(), sent(preparation).apply(MOONS).features());
  }

  @Test
  void aBaggingDrawsTheSameElsewhere() throws Exception {
    Bagging bagging = Bagging.of(3, 7);
    assertArrayEquals(bagging.sample(60, 2), sent(bagging).sample(60, 2));
  }

  @Test
  void aCandidateWithABackendCannotBeSent() throws IOException {
    try (Backend backend = Matrices.naive(DType.FLOAT64)) {
      Candidate candidate = train -> Model.of(Network.inputs(2).dense(1, sigmoid()).build(backend));
      assertThrows(NotSerializableException.class, () -> sent(candidate));
    }
  }

  @Test
  void resultsMustBeComplete() {
    Search search = new Search(VALIDATION, Metrics.logLoss(), recipe());
    assertEquals(
        "cross-validation: each candidate must have a result of each fold: 1 results, 3 folds",
        assertThrows(
                IllegalArgumentException.class,
                () -> VALIDATION.scores(List.of(new FoldScore(new double[0], null))))
            .getMessage());
    assertEquals(
        "search: all settings must have scores: 1 settings, 0 scores",
        assertThrows(
                IllegalArgumentException.class,
                () -> search.result(new SearchSpace().choice("units", 3).grid(), List.of()))
            .getMessage());
  }
}
