package nn.core.selection;

import static nn.core.activation.Activations.identity;
import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import nn.api.Backend;
import nn.api.ClosedException;
import nn.api.DType;
import nn.api.network.Decision;
import nn.core.Matrices;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.data.Moons;
import nn.core.data.Standardiser;
import nn.core.metric.Metric;
import nn.core.metric.Metrics;
import nn.core.optimiser.Adam;
import nn.core.training.Training;
import org.junit.jupiter.api.Test;

/** Cross-validation and search: numbers, order, failures, and the same bits on any threads. */
class CrossValidationTest {
  private static final DataSet MOONS = Moons.make(80, 0.2, 3);
  private static final Folds FOLDS = Folds.stratified(MOONS, 4, 5);

  /** Says the same for every record. */
  private static Model constant(double output, AtomicInteger open) {
    open.incrementAndGet();
    return new Model() {
      @Override
      public double[] predict(DataSet data) {
        return IntStream.range(0, data.records()).mapToDouble(record -> output).toArray();
      }

      @Override
      public Decision decision() {
        return Decision.NONE;
      }

      @Override
      public void close() {
        open.decrementAndGet();
      }
    };
  }

  private static double mean(DataSet data) {
    double sum = 0;
    for (int record = 0; record < data.records(); record++) {
      sum += data.target(record, 0);
    }
    return sum / data.records();
  }

  /** Targets 0 to 5, folds {0,1}, {2,3}, {4,5} by group, a model that says the training mean. */
  @Test
  void aFoldIsJudgedByWhatItDidNotTrainWith() throws InterruptedException {
    double[][] targets = {{0}, {1}, {2}, {3}, {4}, {5}};
    DataSet data = DataSet.of(targets, targets);
    Folds folds = Folds.grouped(new int[] {7, 7, 8, 8, 9, 9}, 3, 1);
    AtomicInteger open = new AtomicInteger();
    Scores scores =
        CrossValidation.of(folds, Metrics.mae(), Metrics.mse())
            .run(data, train -> constant(mean(train), open));
    assertEquals(0, open.get());
    assertEquals(3, scores.folds());
    for (int fold = 0; fold < 3; fold++) {
      int first = folds.test(fold)[0]; // the others' mean is 3.5, 2.5 or 1.5
      assertEquals(first == 2 ? 0.5 : 3, scores.value(fold, Metrics.mae()), 1e-15);
    }
    assertEquals(6.5 / 3, scores.mean(Metrics.mae()), 1e-15);
    assertEquals(2.5 * Math.sqrt(2) / 3, scores.deviation(Metrics.mae()), 1e-15);
    assertNull(scores.divergence());
    assertTrue(scores.toString().startsWith("metric                    mean   deviation"));
    assertTrue(scores.toString().contains("mae                     2.1667      1.1785"));
    assertEquals(
        "scores: the metric must be one of [mae, mse]: r2",
        assertThrows(IllegalArgumentException.class, () -> scores.mean(Metrics.r2())).getMessage());
  }

  /** A record of weight 0 does not count in the fold that tests it. */
  @Test
  void recordsAreJudgedWithTheirWeights() throws InterruptedException {
    double[][] targets = {{0}, {100}, {0}, {100}, {0}, {100}};
    DataSet data = DataSet.of(targets, targets).weighted(2, 0, 2, 0, 2, 0);
    Folds folds = Folds.grouped(new int[] {7, 7, 8, 8, 9, 9}, 3, 1);
    Scores scores =
        CrossValidation.of(folds, Metrics.mae())
            .run(
                data,
                train -> {
                  assertEquals(4, train.weightSum());
                  return constant(1, new AtomicInteger());
                });
    assertEquals(1, scores.mean(Metrics.mae()));
  }

  /** Fits a standardiser and a network with these settings. */
  private static Recipe recipe(Backend backend) {
    return (settings, train) -> {
      Standardiser standardiser = Standardiser.fit(train);
      Network network =
          Network.inputs(2)
              .dense(settings.whole("units"), relu())
              .dense(1, sigmoid())
              .seed(1)
              .build(backend);
      Training training = Training.epochs(8).batch(10).optimiser(new Adam(settings.number("rate")));
      return Model.fit(network, standardiser::apply, train, training);
    };
  }

  private static String bits(SearchResult result) {
    StringBuilder text = new StringBuilder();
    for (SearchResult.Row row : result.rows()) {
      text.append(row.number()).append(' ').append(row.settings());
      for (Metric metric : row.scores().metrics()) {
        for (int fold = 0; fold < row.scores().folds(); fold++) {
          text.append(' ').append(row.scores().value(fold, metric));
        }
      }
      text.append('\n');
    }
    return text.toString();
  }

  @Test
  void threadsChangeNoBit() throws Exception {
    List<Settings> settings =
        new SearchSpace().choice("units", 3, 6).logUniform("rate", 1e-3, 0.1).random(5, 9);
    List<Metric> metrics = Metrics.suited(Decision.THRESHOLD, 1);
    String expected = "";
    for (int threads : new int[] {1, 2, 5}) {
      Backend backend = Matrices.naive(DType.FLOAT64);
      CrossValidation validation = CrossValidation.of(FOLDS, metrics).threads(threads);
      Search search = new Search(validation, Metrics.logLoss(), recipe(backend));
      SearchResult result = search.run(MOONS, settings);
      expected = threads == 1 ? bits(result) : expected;
      assertEquals(expected, bits(result), threads + " threads");
      assertTrue(result.best().scores().mean(Metrics.rocAuc()) > 0.85, result.toString());
      assertSorted(result);
      try (Model best = search.refit(MOONS, result)) {
        assertEquals(80, best.predict(MOONS).length);
      }
      backend.close();
    }
  }

  private static void assertSorted(SearchResult result) {
    double last = Double.NEGATIVE_INFINITY;
    for (SearchResult.Row row : result.rows()) {
      double mean = row.scores().mean(result.metric());
      assertTrue(mean >= last, result.toString());
      last = mean;
    }
  }

  @Test
  void aModelOfANetworkPredictsWhatItDoes() throws Exception {
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network network = Network.inputs(2).dense(1, sigmoid()).build(backend)) {
      Model model = Model.of(network);
      assertArrayEquals(network.predict(MOONS.features(), 80), model.predict(MOONS));
      assertEquals(Decision.THRESHOLD, model.decision());
      assertEquals(
          network.evaluate(MOONS).accuracy(), Metrics.accuracy().value(network.predictions(MOONS)));
      model.close();
      assertThrows(RuntimeException.class, () -> network.predict(new double[2][2]));
    }
  }

  @Test
  void aNetworkWhoseTrainingFailsIsClosed() {
    try (Backend backend = Matrices.naive(DType.FLOAT64)) {
      Network network = Network.inputs(2).dense(1, sigmoid()).build(backend);
      DataSet wide = DataSet.of(new double[2][3], new double[2][1]);
      assertThrows(
          IllegalArgumentException.class,
          () -> Model.fit(network, data -> data, wide, Training.epochs(1)));
      assertThrows(ClosedException.class, () -> network.parameter(0, "bias"));
      Network other = Network.inputs(2).dense(1, sigmoid()).build(backend);
      Training stopped = Training.epochs(1000).stopWhen(() -> true);
      double bias = other.biases(0)[0];
      try (Model model = Model.fit(other, data -> data, MOONS, stopped)) {
        assertEquals(Decision.THRESHOLD, model.decision());
        assertTrue(other.biases(0)[0] != bias && Math.abs(other.biases(0)[0] - bias) < 0.01);
      }
    }
  }

  // ---- failures

  private static Settings named(int value) {
    return new Settings(Map.of("number", value));
  }

  @Test
  void whatDivergesIsLastInTheTable() throws InterruptedException {
    AtomicInteger open = new AtomicInteger();
    Backend backend = Matrices.naive(DType.FLOAT64);
    DataSet squares =
        DataSet.of(new double[][] {{1}, {2}, {3}, {4}}, new double[][] {{1}, {2}, {3}, {4}});
    Recipe recipe =
        (settings, train) -> {
          if (settings.whole("number") == 0) { // its weights explode
            Network network = Network.inputs(1).dense(1, identity()).build(backend);
            network.fit(squares, Training.epochs(10_000).learningRate(1e3));
            return Model.of(network);
          }
          return constant(settings.whole("number"), open);
        };
    CrossValidation validation = CrossValidation.of(FOLDS, Metrics.mse(), Metrics.r2());
    Search search = new Search(validation, Metrics.mse(), recipe);
    SearchResult result = search.run(MOONS, List.of(named(0), named(2), named(1), named(1)));
    assertArrayEquals(
        new int[] {3, 4, 2, 1},
        result.rows().stream().mapToInt(SearchResult.Row::number).toArray());
    String divergence = String.valueOf(result.rows().get(3).scores().divergence());
    assertTrue(divergence.startsWith("fold 1: "), divergence);
    assertTrue(divergence.contains("; fold 4: "), divergence);
    assertTrue(Double.isNaN(result.rows().get(3).scores().mean(Metrics.mse())));
    assertTrue(result.toString().contains("{number=0}, diverged in fold 1: "), result.toString());
    assertEquals(named(1), result.best().settings());
    SearchResult none = search.run(MOONS, List.of(named(0)));
    assertEquals(
        "search: some candidate must have a number in every fold: of 1 none has mse",
        assertThrows(IllegalStateException.class, none::best).getMessage());
    backend.close();
  }

  @Test
  void theFirstFailureNamesItsPlaceAndCancelsTheRest() throws InterruptedException {
    AtomicInteger started = new AtomicInteger();
    AtomicInteger open = new AtomicInteger();
    IOException reason = new IOException("no such file");
    Recipe recipe =
        (settings, train) -> {
          if (started.incrementAndGet() == 7) { // on one thread: candidate 2, fold 3
            throw reason;
          }
          return constant(1, open);
        };
    CrossValidation validation = CrossValidation.of(FOLDS, Metrics.mse());
    Search search = new Search(validation, Metrics.mse(), recipe);
    SelectionException failure =
        assertThrows(
            SelectionException.class,
            () -> search.run(MOONS, List.of(named(4), named(5), named(6))));
    assertEquals("candidate 2 {number=5}, fold 3: no such file", failure.getMessage());
    assertEquals(2, failure.candidate());
    assertEquals(3, failure.fold());
    assertSame(reason, failure.getCause());
    assertEquals(7, started.get(), "the rest is cancelled");
    assertEquals(0, open.get());
  }

  /** Two tasks wait until they are interrupted; a third fails once both are there. */
  @Test
  void aFailureInterruptsWhatRuns() {
    CountDownLatch waiting = new CountDownLatch(2);
    AtomicInteger interrupted = new AtomicInteger();
    Candidate waits =
        train -> {
          waiting.countDown();
          try {
            new CountDownLatch(1).await();
          } finally {
            interrupted.incrementAndGet();
          }
          throw new AssertionError("it waits for ever");
        };
    Candidate fails =
        train -> {
          waiting.await();
          throw new IllegalStateException();
        };
    Folds two = Folds.plain(80, 2, 0);
    List<Candidate> candidates = List.of(waits, fails);
    CrossValidation validation = CrossValidation.of(two, Metrics.mse()).threads(3);
    SelectionException failure =
        assertThrows(SelectionException.class, () -> validation.run(MOONS, candidates));
    assertEquals(2, failure.candidate());
    assertTrue(String.valueOf(failure.getMessage()).endsWith(": java.lang.IllegalStateException"));
    assertEquals(2, interrupted.get(), "both folds of the first, and they have ended");
  }

  @Test
  void whoWaitsCanBeInterrupted() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicInteger ended = new AtomicInteger();
    Backend backend = Matrices.naive(DType.FLOAT64);
    Candidate endless =
        train -> {
          Network network = Network.inputs(2).dense(1, sigmoid()).build(backend);
          running.countDown();
          Model model =
              Model.fit(
                  network, data -> data, train, Training.epochs(Integer.MAX_VALUE / 8).batch(60));
          ended.incrementAndGet();
          return model;
        };
    Thread caller =
        new Thread(
            () -> {
              try {
                CrossValidation.of(FOLDS, Metrics.mse()).run(MOONS, endless);
              } catch (Throwable caught) {
                thrown.set(caught);
              }
            });
    caller.start();
    running.await();
    caller.interrupt();
    caller.join();
    assertTrue(thrown.get() instanceof InterruptedException, String.valueOf(thrown.get()));
    assertEquals(1, ended.get(), "the training has ended before");
    backend.close();
  }

  private static void refuses(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }

  @Test
  void settingsAreChecked() {
    refuses(
        "cross-validation: at least 1 metric and 1 thread are needed: 0 metrics, 1 threads",
        () -> CrossValidation.of(FOLDS));
    CrossValidation validation = CrossValidation.of(FOLDS, Metrics.mse());
    refuses(
        "cross-validation: at least 1 metric and 1 thread are needed: 1 metrics, 0 threads",
        () -> validation.threads(0));
    refuses(
        "search: the metric to sort by must be one that is computed, of [mse]: r2",
        () ->
            new Search(
                validation, Metrics.r2(), (settings, train) -> constant(0, new AtomicInteger())));
    DataSet other = Moons.make(10, 0, 1);
    assertEquals(
        "cross-validation: the folds must be of the data's records: folds of 80, data of 10",
        assertThrows(
                IllegalArgumentException.class,
                () -> validation.run(other, train -> constant(0, new AtomicInteger())))
            .getMessage());
  }

  /** A metric that does not suit is a failure like any other. */
  @Test
  void aMetricThatDoesNotSuitIsNamed() {
    AtomicInteger open = new AtomicInteger();
    CrossValidation validation = CrossValidation.of(FOLDS, Metrics.f1());
    SelectionException failure =
        assertThrows(
            SelectionException.class, () -> validation.run(MOONS, train -> constant(0, open)));
    assertEquals(
        "candidate 1, fold 1: metric f1: the outputs must stand for classes; quantities are judged"
            + " by rmse, mae or r2: 1 units, decided by NONE",
        failure.getMessage());
    assertEquals(0, open.get());
  }

  /** A class that a fold has not: the mean is not defined, and comes before what diverged. */
  @Test
  void whatIsNotDefinedComesAfterWhatIs() throws InterruptedException {
    DataSet data = DataSet.of(new double[4][1], new double[][] {{0}, {1}, {2}, {3}});
    List<Settings> settings = new ArrayList<>(List.of(named(0), named(1)));
    Recipe recipe =
        (chosen, train) ->
            constant(chosen.whole("number") == 0 ? Double.NaN : 1, new AtomicInteger());
    Folds folds = Folds.plain(4, 2, 0);
    CrossValidation validation = CrossValidation.of(folds, Metrics.mse());
    SearchResult result = new Search(validation, Metrics.mse(), recipe).run(data, settings);
    assertEquals(2, result.best().number());
    assertNull(result.rows().get(1).scores().divergence());
  }
}
