package nn.core.training;

import static nn.core.activation.Activations.identity;
import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static nn.core.activation.Activations.softmax;
import static nn.core.activation.Activations.tanh;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import nn.api.Backend;
import nn.api.DType;
import nn.api.network.Decision;
import nn.api.network.Progress;
import nn.api.network.Schedule;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Matrices;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.data.Moons;
import nn.core.metric.Metric;
import nn.core.metric.Predictions;
import nn.core.optimiser.Adam;
import nn.core.penalty.L2;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that validate, early stopping, and the best parameters. */
class ValidationTest {
  private static final DataSet DATA = Moons.make(23, 0.2, 4);
  private static final DataSet OTHERS = Moons.make(11, 0.3, 5);

  private final Backend backend = Matrices.naive(DType.FLOAT64);

  @AfterEach
  void close() {
    backend.close();
  }

  /** The mean of all outputs. */
  private record MeanOutput() implements Metric {
    @Override
    public String name() {
      return "mean-output";
    }

    @Override
    public double value(Predictions predictions) {
      double sum = 0;
      for (int record = 0; record < predictions.records(); record++) {
        sum += predictions.output(record, 0) * predictions.weight(record);
      }
      return sum / predictions.records();
    }

    @Override
    public boolean isGreaterBetter() {
      return true;
    }
  }

  /** Gives these numbers after one epoch after another, whatever is predicted. */
  private static final class Scripted implements Metric {
    private static final long serialVersionUID = 1L;

    private final boolean greater;
    private final double[] values;
    private int calls; // the first is before all epochs

    Scripted(boolean greater, double... values) {
      this.greater = greater;
      this.values = values;
    }

    @Override
    public String name() {
      return "scripted";
    }

    @Override
    public double value(Predictions predictions) {
      return values[Math.max(0, calls++ - 1)];
    }

    @Override
    public boolean isGreaterBetter() {
      return greater;
    }
  }

  /** With statistics and random numbers. */
  private static Network network(Backend backend) {
    return Network.inputs(2)
        .seed(6)
        .dense(7, tanh())
        .batchNormalisation()
        .activation(relu())
        .dropout(0.25)
        .dense(1, sigmoid())
        .build(backend);
  }

  private static Training plan(int epochs) {
    return Training.epochs(epochs).batch(8).optimiser(new Adam(0.05)).seed(9);
  }

  private static EarlyStopping watching(int patience, Metric metric) {
    return EarlyStopping.patience(patience).monitor(metric);
  }

  // ---- what is measured

  @Test
  void costAndAccuracyAreThoseThatTheNetworkEvaluates() {
    DataSet many = Moons.make(2500, 0.3, 8); // more than are propagated at once
    List<Evaluation> evaluations = new ArrayList<>();
    List<Double> costs = new ArrayList<>();
    List<Double> accuracies = new ArrayList<>();
    try (Network network = network(backend)) {
      Training training =
          plan(4)
              .penalty(new L2(0.1)) // which is no cost of validation
              .validation(many)
              .listener(
                  epoch -> {
                    evaluations.add(network.evaluate(many));
                    costs.add(epoch.validationCost());
                    accuracies.add(epoch.metric("accuracy"));
                  });
      History history = network.fit(DATA, training).history();
      for (int epoch = 0; epoch < 4; epoch++) {
        Evaluation expected = evaluations.get(epoch);
        assertEquals(expected.cost(), history.validationCost(epoch));
        assertEquals(expected.accuracy(), history.validationAccuracy(epoch));
        assertEquals(expected.cost(), costs.get(epoch));
        assertEquals(expected.accuracy(), accuracies.get(epoch));
        assertEquals(expected.cost(), history.metric("cost", epoch));
      }
      assertEquals(List.of("cost", "accuracy"), history.metrics());
      assertEquals("cost", history.monitored());
    }
  }

  @Test
  void metricsSeeAllRecordsTogether() {
    double[] means = new double[3];
    try (Network network = network(backend)) {
      Training training =
          plan(3)
              .validation(OTHERS)
              .metrics(new MeanOutput())
              .listener(
                  epoch -> {
                    double[] outputs = network.predict(OTHERS.features(), OTHERS.records());
                    means[epoch.number() - 1] = Arrays.stream(outputs).average().orElseThrow();
                    assertEquals(means[epoch.number() - 1], epoch.metric("mean-output"), 1e-15);
                  });
      History history = network.fit(DATA, training).history();
      assertEquals(List.of("cost", "accuracy", "mean-output"), history.metrics());
      for (int epoch = 0; epoch < 3; epoch++) {
        assertEquals(means[epoch], history.metric("mean-output", epoch), 1e-15);
      }
      assertEquals(
          "history: nothing of this name was measured of validation records: 'f1', there are"
              + " [cost, accuracy, mean-output]",
          assertThrows(IllegalArgumentException.class, () -> history.metric("f1", 0)).getMessage());
    }
  }

  @Test
  void quantitiesHaveNoAccuracyAndAMetricOfThatNameTakesItsPlace() {
    DataSet line = DataSet.of(2, new double[] {1, 2}, 1, new double[] {1, 2}, 1);
    try (Network network = Network.inputs(1).dense(1, identity()).build(backend);
        Network classes = network(backend)) {
      History history = network.fit(line, Training.epochs(1).validation(line)).history();
      assertEquals(List.of("cost"), history.metrics());
      assertEquals(Double.NaN, history.validationAccuracy(0));
      Metric own =
          new Metric() {
            @Override
            public String name() {
              return "accuracy";
            }

            @Override
            public double value(Predictions predictions) {
              return 42;
            }

            @Override
            public boolean isGreaterBetter() {
              return true;
            }
          };
      History owned =
          classes.fit(DATA, plan(1).validation(OTHERS).metrics(own, new MeanOutput())).history();
      assertEquals(List.of("cost", "accuracy", "mean-output"), owned.metrics());
      assertEquals(42, owned.validationAccuracy(0));
    }
  }

  @Test
  void whatWasNotMeasuredIsNaN() {
    List<Double> told = new ArrayList<>();
    try (Network network = network(backend)) {
      Training training =
          plan(7)
              .validation(OTHERS)
              .validateEvery(3)
              .listener(epoch -> told.add(epoch.validationCost()));
      History history = network.fit(DATA, training).history();
      for (int epoch = 0; epoch < 7; epoch++) {
        boolean measured = epoch == 2 || epoch == 5 || epoch == 6; // every third, and the last
        assertEquals(measured, !Double.isNaN(history.validationCost(epoch)), "epoch " + epoch);
        assertEquals(told.get(epoch), history.validationCost(epoch));
      }
      History none = network.fit(DATA, plan(1)).history();
      assertEquals(Double.NaN, none.validationCost(0));
      assertEquals(Double.NaN, none.validationAccuracy(0));
      assertEquals(Double.NaN, none.bestValue());
      assertEquals(-1, none.bestEpoch());
      assertEquals(List.of(), none.metrics());
    }
  }

  /** What a schedule is shown. */
  private record Noting(List<Double> seen) implements Schedule {
    @Override
    public String kind() {
      return "noting";
    }

    @Override
    public double factor(Progress progress) {
      int ended = progress.epochs();
      if (ended > 0) {
        seen.add(progress.validationCost(ended - 1));
        assertThrows(IndexOutOfBoundsException.class, () -> progress.validationCost(ended));
      }
      return 1;
    }
  }

  @Test
  void aScheduleSeesTheValidationCost() {
    List<Double> seen = new ArrayList<>();
    try (Network network = network(backend)) {
      Training training = plan(3).fullBatch().schedule(new Noting(seen));
      History history = network.fit(DATA, training.validation(OTHERS)).history();
      assertEquals(List.of(history.validationCost(0), history.validationCost(1)), seen);
      seen.clear();
      network.fit(DATA, training);
      assertEquals(List.of(Double.NaN, Double.NaN), seen);
    }
  }

  // ---- what it changes: nothing

  private List<String> hashes(Training training, DataSet data, Backend any) {
    List<String> hashes = new ArrayList<>();
    try (Network network = network(any)) {
      network.fit(data, training.listener(epoch -> hashes.add(network.weightsSha256())));
    }
    return hashes;
  }

  @ParameterizedTest
  @EnumSource
  void validationChangesNoBitOfTheTraining(DType dtype) {
    try (Backend any = Matrices.naive(dtype)) {
      List<String> expected = hashes(plan(5), DATA, any);
      assertEquals(expected, hashes(plan(5).validation(OTHERS), DATA, any));
      assertEquals(expected, hashes(plan(5).validation(DATA).validateEvery(2), DATA, any));
      assertEquals(
          expected,
          hashes(
              plan(5)
                  .validation(OTHERS)
                  .metrics(new MeanOutput())
                  .earlyStopping(EarlyStopping.patience(5)),
              DATA,
              any));
    }
  }

  @Test
  void threadsChangeNoBit() {
    DataSet data = Moons.make(1300, 0.2, 3);
    Training training =
        Training.epochs(6).learningRate(1).validationShare(0.2).metrics(new MeanOutput());
    List<Double> expected = new ArrayList<>();
    String hash = "";
    for (int threads : new int[] {1, 2, 3}) {
      try (Backend threaded = Backends.open("naive", new BackendOptions(DType.FLOAT64, threads));
          Network network =
              Network.inputs(2).dense(40, relu()).dense(1, sigmoid()).seed(1).build(threaded)) {
        History history = network.fit(data, training).history();
        List<Double> measured = new ArrayList<>();
        for (int epoch = 0; epoch < 6; epoch++) {
          measured.add(history.validationCost(epoch));
          measured.add(history.metric("mean-output", epoch));
        }
        if (threads == 1) {
          expected = measured;
          hash = network.weightsSha256();
        }
        assertEquals(expected, measured);
        assertEquals(hash, network.weightsSha256());
      }
    }
  }

  @Test
  void aShareIsASplitMadeBefore() {
    DataSet data = Moons.make(40, 0.2, 3);
    DataSet.Split split = data.stratifiedSplit(0.25, Decision.THRESHOLD, 9);
    assertEquals(10, split.test().records());
    assertEquals(
        hashes(plan(4).validation(split.test()), split.train(), backend),
        hashes(plan(4).validationShare(0.25), data, backend));
    try (Network network = network(backend);
        Network other = network.copy()) {
      History history = network.fit(data, plan(4).validationShare(0.25)).history();
      History expected = other.fit(split.train(), plan(4).validation(split.test())).history();
      for (int epoch = 0; epoch < 4; epoch++) {
        assertEquals(expected.cost(epoch), history.cost(epoch));
        assertEquals(expected.validationCost(epoch), history.validationCost(epoch));
      }
    }
  }

  @Test
  void shardsAreCutFromWhatTheShareLeaves() {
    DataSet data = Moons.make(40, 0.2, 3);
    DataSet.Split split = data.stratifiedSplit(0.25, Decision.THRESHOLD, 9);
    Training training = Training.epochs(3).batch(6).shards(3).learningRate(0.5).seed(9);
    try (Network network = Network.inputs(2).dense(1, sigmoid()).build(backend);
        Network other = network.copy()) {
      network.fit(data, training.validationShare(0.25).keepLast());
      other.fit(split.train(), training);
      assertEquals(other.weightsSha256(), network.weightsSha256());
    }
  }

  // ---- the best parameters, however it ends

  private final List<double[]> parameters = new ArrayList<>(); // after each epoch

  /** Keeps what each epoch leaves. */
  private TrainingListener keeping(Network network, TrainingListener then) {
    return epoch -> {
      parameters.add(network.parameters());
      then.epochEnded(epoch);
    };
  }

  private void assertBest(Network network, int epoch) {
    assertArrayEquals(parameters.get(epoch), network.parameters());
    for (int other = 0; other < parameters.size(); other++) {
      assertEquals(other == epoch, Arrays.equals(parameters.get(other), network.parameters()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void completed(DType dtype) {
    try (Backend any = Matrices.naive(dtype);
        Network network = network(any)) {
      Metric metric = new Scripted(false, 3, 1, 2, 1);
      Fit fit =
          network.fit(
              DATA,
              plan(4)
                  .validation(OTHERS)
                  .earlyStopping(watching(9, metric))
                  .listener(keeping(network, epoch -> {})));
      assertEquals(End.COMPLETED, fit.end());
      assertEquals(1, fit.bestEpoch()); // the first of equals
      assertEquals(1, fit.bestValue());
      assertEquals("scripted", fit.history().monitored());
      assertBest(network, 1);
      assertArrayEquals(network.parameter(0, "weight"), fit.state().array("best.0.weight"));
      assertNotEquals(
          network.parameter(0, "weight")[0], fit.state().array("0.weight")[0]); // the last
    }
  }

  @Test
  void stoppedEarly() {
    try (Network network = network(backend)) {
      Metric metric = new Scripted(true, 0.5, 0.75, 0.625, 0.75, 1, 1, 1);
      Fit fit =
          network.fit(
              DATA,
              plan(7)
                  .validation(OTHERS)
                  .earlyStopping(watching(2, metric))
                  .listener(keeping(network, epoch -> {})));
      assertEquals(End.STOPPED_EARLY, fit.end());
      assertEquals(4, fit.history().size());
      assertEquals(0.75, fit.bestValue());
      assertBest(network, 1);
    }
  }

  @Test
  void stoppedByAListenerWithinAnEpochAndByAnotherThread() throws InterruptedException {
    AtomicBoolean stop = new AtomicBoolean();
    Thread other = new Thread(() -> stop.set(true));
    for (int way = 0; way < 3; way++) {
      parameters.clear();
      try (Network network = network(backend)) {
        int chosen = way;
        double[] falling = new double[1 << 20];
        Arrays.setAll(falling, i -> i == 1 ? -1e9 : i);
        TrainingListener stopping =
            new TrainingListener() {
              @Override
              public void epochEnded(Epoch epoch) {
                parameters.add(network.parameters());
                if (epoch.number() == 3 && chosen == 0) {
                  epoch.stop();
                } else if (epoch.number() == 3 && chosen == 1) {
                  other.start();
                }
              }

              @Override
              public void stepEnded(TrainingStep step) {
                if (step.number() == 11 && chosen == 2) { // the second of the fourth epoch
                  step.stop();
                }
              }
            };
        Fit fit =
            network.fit(
                DATA,
                plan(Integer.MAX_VALUE)
                    .validation(OTHERS)
                    .earlyStopping(watching(Integer.MAX_VALUE, new Scripted(false, falling)))
                    .stopWhen(stop::get)
                    .listener(stopping));
        assertEquals(End.STOPPED, fit.end());
        assertBest(network, 1);
        assertEquals(1, fit.bestEpoch());
      }
      stop.set(false);
    }
    other.join();
  }

  @Test
  void endedByAnException() {
    try (Network network = network(backend)) {
      RuntimeException own = new RuntimeException("enough");
      Training training =
          plan(9)
              .validation(OTHERS)
              .earlyStopping(watching(9, new Scripted(false, 2, 1, 3)))
              .listener(
                  keeping(
                      network,
                      epoch -> {
                        if (epoch.number() == 3) {
                          throw own;
                        }
                      }));
      assertSame(own, assertThrows(RuntimeException.class, () -> network.fit(DATA, training)));
      assertBest(network, 1);
    }
  }

  /** So far from some step on that the next cost is not finite. */
  private record Leaping(long from) implements Schedule {
    @Override
    public String kind() {
      return "leaping";
    }

    @Override
    public double factor(Progress progress) {
      return progress.step() >= from ? 1e300 : 1e-12;
    }
  }

  /** Within a later epoch, and by the last update of all. */
  @ParameterizedTest
  @ValueSource(longs = {8, 12})
  void diverged(long from) {
    DataSet line = DataSet.of(9, new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, new double[9], 1);
    try (Network network = Network.inputs(1).dense(1, identity()).seed(3).build(backend)) {
      Training training =
          Training.epochs(4)
              .batch(3)
              .learningRate(1e10)
              .schedule(new Leaping(from))
              .validation(line)
              .listener(keeping(network, epoch -> {}));
      DivergedException diverged =
          assertThrows(DivergedException.class, () -> network.fit(line, training));
      int best = diverged.history().bestEpoch();
      assertTrue(best >= 0);
      assertBest(network, best);
      String message = String.valueOf(diverged.getMessage());
      assertTrue(
          message.endsWith(
              "; the network has the parameters of epoch " + (best + 1) + ", the best validated"),
          message);
      assertTrue(Double.isFinite(network.evaluate(line).cost()));
    }
  }

  @Test
  void keepLastKeepsTheLast() {
    try (Network network = network(backend)) {
      Fit fit =
          network.fit(
              DATA,
              plan(4)
                  .validation(OTHERS)
                  .keepLast()
                  .earlyStopping(watching(2, new Scripted(false, 1, 2, 3)))
                  .listener(keeping(network, epoch -> {})));
      assertEquals(End.STOPPED_EARLY, fit.end());
      assertEquals(0, fit.bestEpoch());
      assertBest(network, 2);
      assertTrue(fit.state().arrays().stream().noneMatch(name -> name.startsWith("best.")));
    }
  }

  @Test
  void withoutAFiniteNumberTheLastStay() {
    try (Network network = network(backend)) {
      Fit fit =
          network.fit(
              DATA,
              plan(3)
                  .validation(OTHERS)
                  .earlyStopping(
                      watching(
                          9, new Scripted(true, Double.NaN, Double.NEGATIVE_INFINITY, Double.NaN)))
                  .listener(keeping(network, epoch -> {})));
      assertEquals(-1, fit.bestEpoch());
      assertBest(network, 2);
    }
  }

  // ---- when patience is over

  private int epochs(EarlyStopping stopping, int every, int planned) {
    try (Network network = network(backend)) {
      return network
          .fit(DATA, plan(planned).validation(OTHERS).validateEvery(every).earlyStopping(stopping))
          .history()
          .size();
    }
  }

  /** Counted by hand. */
  @Test
  void patienceCountsEpochsSinceTheLastImprovement() {
    assertEquals(2, epochs(watching(1, new Scripted(false, 1, 1, 0)), 1, 3));
    assertEquals(5, epochs(watching(3, new Scripted(false, 5, 4, 4, 4.5, 5, 0)), 1, 6));
    assertEquals(6, epochs(watching(3, new Scripted(false, 5, 4, 4, 4.5, 3, 9)), 1, 6));
    // slow progress adds up: 1.0 → 0.8 is more than 0.15, though no single epoch was
    assertEquals(
        5,
        epochs(watching(3, new Scripted(false, 1, 0.9, 0.8, 0.8, 0.8)).minImprovement(0.15), 1, 5));
    assertEquals(
        3, epochs(watching(2, new Scripted(true, 1, 1.5, 1.5, 3)).minImprovement(0.5), 1, 4));
    // NaN improves nothing, and validation every third epoch ends at one of these
    assertEquals(
        3,
        epochs(watching(2, new Scripted(false, 1, Double.NaN, Double.POSITIVE_INFINITY, 0)), 1, 4));
    assertEquals(9, epochs(watching(4, new Scripted(false, 1, 2, 3, 4)), 3, 12));
  }

  @Test
  void theBestIsTheBestAlsoWhereItImprovesTooLittle() {
    try (Network network = network(backend)) {
      Metric metric = new Scripted(false, 1, 0.95, 0.9, 0.97);
      Fit fit =
          network.fit(
              DATA,
              plan(9)
                  .validation(OTHERS)
                  .earlyStopping(watching(3, metric).minImprovement(0.2))
                  .listener(keeping(network, epoch -> {})));
      assertEquals(4, fit.history().size());
      assertBest(network, 2);
    }
  }

  /** Overfits 23 noisy records, so the validation cost rises in the end. */
  @Test
  void overfittingEndsEarly() {
    try (Network network = Network.inputs(2).dense(30, relu()).dense(1, sigmoid()).build(backend)) {
      DataSet fresh = Moons.make(300, 0.4, 77);
      Fit fit =
          network.fit(
              Moons.make(23, 0.4, 4),
              Training.epochs(2000)
                  .optimiser(new Adam(0.02))
                  .validation(fresh)
                  .earlyStopping(EarlyStopping.patience(50)));
      assertEquals(End.STOPPED_EARLY, fit.end());
      assertEquals(fit.bestEpoch() + 51, fit.history().size());
      assertEquals(fit.bestValue(), network.evaluate(fresh).cost());
    }
  }

  // ---- refused

  private static void refuses(String message, Runnable work) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, work::run).getMessage());
  }

  @Test
  void whatCannotBeIsRefused() {
    String advice =
        " needs records that validate; name some with Training.validation, or a share of the data"
            + " with Training.validationShare";
    Training training = plan(2);
    try (Network network = network(backend);
        Network classes = Network.inputs(2).dense(2, softmax()).build(backend)) {
      refuses(
          "fit: early stopping" + advice,
          () -> network.fit(DATA, training.earlyStopping(EarlyStopping.patience(3))));
      refuses(
          "fit: a metric" + advice, () -> network.fit(DATA, training.metrics(new MeanOutput())));
      DataSet narrow = DataSet.of(1, new double[] {1}, 1, new double[] {1}, 1);
      refuses(
          "fit: the validation records must have the network's numbers of inputs and outputs: the"
              + " network has 2 and 1, the records 1 and 1",
          () -> network.fit(DATA, training.validation(narrow)));
      DataSet wrong = DataSet.of(1, new double[] {1, 2}, 2, new double[] {0.5, 0.7}, 2);
      DataSet right = DataSet.of(1, new double[] {1, 2}, 2, new double[] {0, 1}, 2);
      assertThrows(
          IllegalArgumentException.class, () -> classes.fit(right, training.validation(wrong)));
      refuses(
          "split: a class with at least 2 records is needed, so that one is left: 1 records of 1"
              + " classes",
          () -> classes.fit(right, training.validationShare(0.5)));
    }
    Metric unsuited =
        new Metric() {
          @Override
          public String name() {
            return "unsuited";
          }

          @Override
          public double value(Predictions predictions) {
            throw new IllegalArgumentException("metric unsuited: of no use here");
          }

          @Override
          public boolean isGreaterBetter() {
            return true;
          }
        };
    try (Network network = network(backend)) {
      String hash = network.weightsSha256();
      refuses(
          "metric unsuited: of no use here",
          () -> network.fit(DATA, training.validation(OTHERS).metrics(unsuited)));
      assertEquals(hash, network.weightsSha256()); // before any step
    }
    for (double share : new double[] {0, 1, -0.1, Double.NaN}) {
      refuses(
          "training: the validation share must be above 0 and below 1: " + share,
          () -> training.validationShare(share));
    }
    refuses(
        "training: validation must come after at least 1 epoch: 0",
        () -> training.validateEvery(0));
    refuses(
        "training: metrics must have names of their own, other than cost:"
            + " [mean-output, mean-output]",
        () -> training.metrics(new MeanOutput(), new MeanOutput()));
    refuses(
        "early stopping: patience must be at least 1 epoch: 0", () -> EarlyStopping.patience(0));
    refuses(
        "early stopping: the minimum improvement must be a finite number of at least 0: NaN",
        () -> EarlyStopping.patience(1).minImprovement(Double.NaN));
  }

  @Test
  void thePlanHasWhatValidates() {
    assertEquals(plan(2).plan(), plan(2).validateEvery(1).plan());
    assertEquals(
        plan(2).plan()
            + ", validation DataSet[11 records, 2 inputs, 1 outputs], validated every 2 epochs,"
            + " metrics [mean-output], early stopping {patience=3, min-improvement=0.5,"
            + " monitor=mean-output}, last parameters kept",
        plan(2)
            .validationShare(0.5)
            .validation(OTHERS)
            .validateEvery(2)
            .metrics(new MeanOutput())
            .earlyStopping(watching(3, new MeanOutput()).minImprovement(0.5))
            .keepLast()
            .plan());
    assertEquals(
        plan(2).plan() + ", validation share 0.5",
        plan(2).validation(OTHERS).validationShare(0.5).plan());
  }
}
