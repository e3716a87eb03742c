package nn.core.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import nn.api.network.Decision;
import nn.core.random.RandomState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every metric, and where there is no number. */
class MetricTest {

  /** The four tasks, the binary one also with signs and with two units. */
  private enum Task {
    BINARY(Decision.THRESHOLD, 1),
    SIGNS(Decision.SIGN, 1),
    TWO_UNITS(Decision.FIRST_MAXIMUM, 2),
    MULTICLASS(Decision.FIRST_MAXIMUM, 4),
    LABELS(Decision.THRESHOLD, 3),
    QUANTITIES(Decision.NONE, 2);

    private final Decision decision;
    private final int units;

    Task(Decision decision, int units) {
      this.decision = decision;
      this.units = units;
    }

    /** Drawn outputs in tenths, so that many are equal, and whole weights from 0 to 3. */
    Predictions draw(int records, int seed) {
      RandomState random = new RandomState(seed);
      double[] outputs = new double[records * units];
      double[] targets = new double[records * units];
      double[] weights = new double[records];
      for (int record = 0; record < records; record++) {
        weights[record] = record < 8 ? 1 : random.integer(3); // 8 of the first count surely
        int own = record < 8 ? record % units : random.integer(units - 1);
        for (int unit = 0; unit < units; unit++) {
          int i = record * units + unit;
          outputs[i] = random.integer(10) / 10.0;
          boolean alone = decision == Decision.FIRST_MAXIMUM;
          targets[i] = alone ? (unit == own ? 1 : 0) : record < 8 ? record / 4 : random.integer(1);
          if (this == SIGNS) {
            outputs[i] -= 0.45;
            targets[i] = 2 * targets[i] - 1;
          }
        }
      }
      return new Predictions(decision, outputs, targets, units, weights);
    }

    List<Metric> metrics() {
      List<Metric> metrics = new ArrayList<>();
      for (String name : Metrics.names()) {
        boolean top = name.startsWith("top");
        boolean regression = List.of("mse", "rmse", "mae", "r2").contains(name);
        boolean binary = List.of("precision", "recall", "f1").contains(name);
        boolean unfit =
            (this == MULTICLASS && binary)
                || (this == SIGNS && List.of("log-loss", "brier").contains(name));
        if (decision == Decision.NONE ? regression : !top && !unfit) {
          metrics.add(Metrics.of(name));
        }
      }
      if (this == MULTICLASS) {
        metrics.add(Metrics.topAccuracy(2));
      }
      return metrics;
    }
  }

  private static Predictions with(Predictions p, double[] outputs, double[] weights) {
    return new Predictions(p.decision(), outputs, targets(p), p.units(), weights);
  }

  private static double[] outputs(Predictions p) {
    double[] outputs = new double[p.records() * p.units()];
    Arrays.setAll(outputs, i -> p.output(i / p.units(), i % p.units()));
    return outputs;
  }

  private static double[] targets(Predictions p) {
    double[] targets = new double[p.records() * p.units()];
    Arrays.setAll(targets, i -> p.target(i / p.units(), i % p.units()));
    return targets;
  }

  private static double[] weights(Predictions p) {
    return IntStream.range(0, p.records()).mapToDouble(p::weight).toArray();
  }

  private static void assertSame(Task task, Predictions expected, Predictions actual) {
    for (Metric metric : task.metrics()) {
      double value = metric.value(expected);
      assertTrue(Double.isFinite(value), metric + " of " + task);
      assertEquals(value, metric.value(actual), 1e-12, metric + " of " + task);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theOrderOfRecordsDoesNotMatter(Task task) {
    Predictions drawn = task.draw(90, 1);
    assertSame(task, drawn, drawn.select(new RandomState(2).permutation(90)));
  }

  @ParameterizedTest
  @EnumSource
  void aWholeWeightIsAsManyRecords(Task task) {
    Predictions drawn = task.draw(90, 3);
    int[] repeated =
        IntStream.range(0, 90)
            .flatMap(record -> IntStream.generate(() -> record).limit((int) drawn.weight(record)))
            .toArray();
    double[] ones = new double[repeated.length];
    Arrays.fill(ones, 1);
    Predictions copies = drawn.select(repeated);
    assertSame(task, drawn, with(copies, outputs(copies), ones));
  }

  @ParameterizedTest
  @EnumSource
  void onlyRatiosOfWeightsMatter(Task task) {
    Predictions drawn = task.draw(90, 4);
    double[] half = Arrays.stream(weights(drawn)).map(weight -> weight / 2).toArray();
    assertSame(task, drawn, with(drawn, outputs(drawn), half));
  }

  @ParameterizedTest
  @EnumSource
  void aRecordOfWeightZeroIsNotThere(Task task) {
    Predictions drawn = task.draw(90, 5);
    double[] outputs = outputs(drawn);
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = drawn.weight(i / task.units) == 0 ? Double.NaN : outputs[i];
    }
    assertSame(task, drawn, with(drawn, outputs, weights(drawn)));
  }

  @ParameterizedTest
  @EnumSource
  void anOutputThatIsNaNGivesNaN(Task task) {
    Predictions drawn = task.draw(30, 6);
    for (int unit = 0; unit < task.units; unit++) {
      double[] outputs = outputs(drawn);
      outputs[task.units + unit] = Double.NaN;
      for (Metric metric : task.metrics()) {
        assertTrue(Double.isNaN(metric.value(with(drawn, outputs, weights(drawn)))), metric.name());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void withoutRecordsThereIsNoNumber(Task task) {
    Predictions none = task.draw(8, 7).select();
    Predictions weightless = with(task.draw(8, 7), outputs(task.draw(8, 7)), new double[8]);
    for (Metric metric : task.metrics()) {
      assertTrue(Double.isNaN(metric.value(none)), metric.name());
      assertTrue(Double.isNaN(metric.value(weightless)), metric.name());
    }
  }

  @ParameterizedTest
  @EnumSource
  void rightOutputsAreTheBestThatThereIs(Task task) {
    Predictions drawn = task.draw(60, 8);
    Predictions right = with(drawn, targets(drawn), weights(drawn));
    for (Metric metric : task.metrics()) {
      double best = metric.isGreaterBetter() ? 1 : 0;
      assertEquals(best, metric.value(right), 1e-14, metric.name());
      boolean worse = metric.isGreaterBetter() != metric.value(drawn) > best;
      assertTrue(worse && metric.value(drawn) != best, metric.name());
    }
  }

  /** One class with two units says what one unit says, but for the order of equal outputs. */
  @Test
  void twoUnitsAreABinaryTask() {
    Predictions one = Task.BINARY.draw(60, 9);
    double[] outputs = new double[120];
    double[] targets = new double[120];
    for (int record = 0; record < 60; record++) {
      outputs[2 * record] = 1 - one.output(record, 0);
      outputs[2 * record + 1] = one.output(record, 0);
      targets[2 * record + one.actual(record)] = 1;
    }
    Predictions two = new Predictions(Decision.FIRST_MAXIMUM, outputs, targets, 2, weights(one));
    for (Metric metric : Metrics.suited(Decision.FIRST_MAXIMUM, 2)) {
      assertEquals(metric.value(one), metric.value(two), 1e-14, metric.name());
    }
    assertEquals(Metrics.suited(Decision.THRESHOLD, 1), Metrics.suited(Decision.FIRST_MAXIMUM, 2));
  }

  /** The probability that a positive record has the larger output, counted pair by pair. */
  @Test
  void theAreaIsTheShareOfPairsInOrder() {
    Predictions drawn = Task.BINARY.draw(120, 10);
    double ordered = 0;
    double pairs = 0;
    for (int i = 0; i < 120; i++) {
      for (int j = 0; j < 120; j++) {
        if (drawn.actual(i) == 1 && drawn.actual(j) == 0) {
          double difference = drawn.output(i, 0) - drawn.output(j, 0);
          double weight = drawn.weight(i) * drawn.weight(j);
          ordered += weight * (Math.signum(difference) + 1) / 2;
          pairs += weight;
        }
      }
    }
    assertEquals(ordered / pairs, Metrics.rocAuc().value(drawn), 1e-14);
    double[] other = Arrays.stream(outputs(drawn)).map(p -> Math.exp(3 * p) - 7).toArray();
    assertEquals(
        Metrics.rocAuc().value(drawn),
        Metrics.rocAuc().value(with(drawn, other, weights(drawn))),
        "the order alone matters");
  }

  private static Predictions binary(double[] outputs, double... targets) {
    return new Predictions(Decision.THRESHOLD, outputs, targets, 1, null);
  }

  @Test
  void oneClassHasNoAreaBelowACurve() {
    Predictions negatives = binary(new double[] {0.2, 0.7, 0.4}, 0, 0, 0);
    Predictions positives = binary(new double[] {0.2, 0.7, 0.4}, 1, 1, 1);
    assertTrue(Double.isNaN(Metrics.rocAuc().value(negatives)));
    assertTrue(Double.isNaN(Metrics.rocAuc().value(positives)));
    assertEquals(0, Metrics.averagePrecision().value(negatives));
    assertEquals(1, Metrics.averagePrecision().value(positives));
    assertEquals(0, Metrics.matthews().value(negatives));
    assertEquals(2 / 3.0, Metrics.balancedAccuracy().value(negatives));
    assertEquals(0, Metrics.recall().value(negatives));
  }

  /** A network that always says the most frequent class. */
  @Test
  void accuracyAloneWouldPraiseWhoLearntNothing() {
    double[] targets = new double[100];
    targets[3] = 1;
    Predictions nothing = binary(new double[100], targets);
    assertEquals(0.99, Metrics.accuracy().value(nothing));
    assertEquals(0.5, Metrics.balancedAccuracy().value(nothing));
    assertEquals(0.5, Metrics.rocAuc().value(nothing));
    assertEquals(0.01, Metrics.averagePrecision().value(nothing));
    assertEquals(0, Metrics.f1().value(nothing));
    assertEquals(0, Metrics.matthews().value(nothing));
  }

  @Test
  void whatIsNoProbabilityHasNoLossOfOne() {
    for (double output : new double[] {-0.1, 1.1, Double.POSITIVE_INFINITY}) {
      Predictions wild = binary(new double[] {0.4, output}, 0, 1);
      assertTrue(Double.isNaN(Metrics.logLoss().value(wild)));
      assertTrue(Double.isNaN(Metrics.brier().value(wild)));
      assertEquals(output > 0 ? 1 : 0, Metrics.rocAuc().value(wild));
    }
  }

  /** {@code −ln 2⁻⁵²}. */
  @Test
  void theWorstLossIsFinite() {
    Predictions wrong = binary(new double[] {1, 0}, 0, 1);
    assertEquals(52 * Math.log(2), Metrics.logLoss().value(wrong), 1e-12);
  }

  @Test
  void brierOfSeveralClassesIsTheSumOverThem() {
    double[] outputs = {0.5, 0.3, 0.2};
    double[] targets = {0, 1, 0};
    Predictions one = new Predictions(Decision.FIRST_MAXIMUM, outputs, targets, 3, null);
    assertEquals(0.25 + 0.49 + 0.04, Metrics.brier().value(one), 1e-15);
  }

  @Test
  void ofEqualOutputsTheLastIsAmongTheFirst() {
    double[] equal = {0.25, 0.25, 0.25, 0.25};
    for (int own = 0; own < 4; own++) {
      double[] target = new double[4];
      target[own] = 1;
      Predictions one = new Predictions(Decision.FIRST_MAXIMUM, equal, target, 4, null);
      for (int k = 1; k <= 5; k++) {
        assertEquals(own >= 4 - k ? 1 : 0, Metrics.topAccuracy(k).value(one), own + " of top " + k);
      }
    }
  }

  @Test
  void determinationOfConstantTargets() {
    assertEquals(1, r2(new double[] {3, 3}, 3, 3));
    assertEquals(0, r2(new double[] {3, 4}, 3, 3));
    assertTrue(Double.isNaN(r2(new double[] {3}, 3)));
    assertEquals(0, r2(new double[] {2, 2}, 1, 3)); // the mean
    assertEquals(-3, r2(new double[] {3, 2, 1}, 1, 2, 3));
    assertEquals(0, r2(new double[] {0.6, 0.6, 0.6}, 0.1, 0.1, 0.1)); // whose mean is not 0.1
    assertEquals(1, r2(new double[] {0.1, 0.1, 0.1}, 0.1, 0.1, 0.1));
  }

  private static double r2(double[] outputs, double... targets) {
    return Metrics.r2().value(new Predictions(Decision.NONE, outputs, targets, 1, null));
  }

  /** Added up one by one, a million numbers 0.1 would be off by 1e-11 of their sum. */
  @Test
  void manyRecordsAddNoError() {
    int records = 1_000_000;
    double[] tenths = new double[records];
    Arrays.fill(tenths, 0.1);
    Predictions many = new Predictions(Decision.NONE, tenths, new double[records], 1, null);
    assertEquals(0.1, Metrics.mae().value(many), 1e-16);
    assertEquals(0.1, Metrics.rmse().value(many), 1e-16);
    Predictions binary = new Predictions(Decision.THRESHOLD, tenths, new double[records], 1, null);
    assertEquals(-Math.log(0.9), Metrics.logLoss().value(binary), 1e-15);
  }

  @Test
  void errorsWithoutBoundAreInfinite() {
    double[] outputs = {1, Double.POSITIVE_INFINITY, 2};
    Predictions wild = new Predictions(Decision.NONE, outputs, new double[] {0, 1, 5}, 1, null);
    assertEquals(Double.POSITIVE_INFINITY, Metrics.mse().value(wild));
    assertEquals(Double.POSITIVE_INFINITY, Metrics.mae().value(wild));
    assertEquals(Double.NEGATIVE_INFINITY, Metrics.r2().value(wild));
  }

  @Test
  void subsetsOfLabels() {
    double[] outputs = {0.9, 0.1, 0.9, 0.9};
    double[] targets = {1, 0, 1, 0};
    Predictions two = new Predictions(Decision.THRESHOLD, outputs, targets, 2, null);
    assertEquals(0.5, Metrics.accuracy().value(two)); // of the records
    assertEquals(0.75, (accuracy(two, 0) + accuracy(two, 1)) / 2); // of the labels
    assertEquals(0.5, Metrics.f1(Average.MACRO).value(two)); // 1 and 0
    assertEquals(Metrics.f1(Average.MACRO).value(two), Metrics.f1().value(two));
  }

  private static double accuracy(Predictions labels, int label) {
    return Metrics.accuracy().value(labels.unit(label));
  }

  // ---- names and tasks

  @Test
  void namesFindTheirMetrics() {
    for (String name : Metrics.names()) {
      String one = name.replace("top-k", "top-3");
      assertEquals(one, Metrics.of(one).name());
      assertEquals(one, Metrics.of(one).toString());
      assertEquals(Metrics.of(one), Metrics.of(one));
    }
    assertEquals(Metrics.f1(Average.MACRO), Metrics.of("f1-macro"));
    assertEquals(Metrics.topAccuracy(12), Metrics.of("top-12-accuracy"));
  }

  @Test
  void anUnknownNameIsAnsweredWithAllNames() {
    for (String name : new String[] {"f2", "", "top-0-accuracy", "top-k-accuracy", "F1"}) {
      assertEquals(
          "metric: the name must be one of accuracy, balanced-accuracy, top-k-accuracy, precision,"
              + " recall, f1, precision-macro, recall-macro, f1-macro, precision-micro,"
              + " recall-micro, f1-micro, precision-weighted, recall-weighted, f1-weighted,"
              + " roc-auc, average-precision, log-loss, brier, matthews, mse, rmse, mae, r2: '"
              + name
              + "'",
          assertThrows(IllegalArgumentException.class, () -> Metrics.of(name)).getMessage());
    }
  }

  private static String suited(Decision decision, int units) {
    return String.join(" ", Metrics.suited(decision, units).stream().map(Metric::name).toList());
  }

  @Test
  void metricsSuitTheTask() {
    assertEquals(
        "accuracy balanced-accuracy precision recall f1 roc-auc average-precision log-loss brier"
            + " matthews",
        suited(Decision.THRESHOLD, 1));
    assertEquals(
        "accuracy balanced-accuracy f1-macro log-loss", suited(Decision.FIRST_MAXIMUM, 10));
    assertEquals(
        "accuracy balanced-accuracy f1-macro log-loss top-5-accuracy",
        suited(Decision.FIRST_MAXIMUM, 100));
    assertEquals(
        "accuracy balanced-accuracy f1-macro f1-micro roc-auc average-precision log-loss",
        suited(Decision.THRESHOLD, 3));
    assertEquals(
        "accuracy balanced-accuracy precision recall f1 roc-auc average-precision matthews",
        suited(Decision.SIGN, 1));
    assertEquals("rmse mae r2", suited(Decision.NONE, 1));
  }

  @ParameterizedTest
  @EnumSource
  void whatSuitsATaskHasANumberThere(Task task) {
    for (Metric metric : Metrics.suited(task.decision, task.units)) {
      assertTrue(Double.isFinite(metric.value(task.draw(90, 11))), metric.name());
    }
  }

  private static void refuses(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }

  @Test
  void whatDoesNotSuitIsRefused() {
    Predictions quantities = Task.QUANTITIES.draw(8, 1);
    for (String name : List.of("accuracy", "f1-macro", "f1", "roc-auc", "brier")) {
      refuses(
          "metric "
              + name
              + ": the outputs must stand for classes; quantities are judged by rmse, mae or r2:"
              + " 2 units, decided by NONE",
          () -> Metrics.of(name).value(quantities));
    }
    refuses(
        "metric f1: it is that of class 1 of two; use f1-macro, f1-micro or f1-weighted: 4 classes",
        () -> Metrics.f1().value(Task.MULTICLASS.draw(8, 1)));
    refuses(
        "metric top-2-accuracy: there must be a unit for each of several classes that exclude each"
            + " other: 1 units, decided by THRESHOLD",
        () -> Metrics.topAccuracy(2).value(Task.BINARY.draw(8, 1)));
    refuses(
        "metric brier: outputs must be probabilities: 1 units, decided by SIGN",
        () -> Metrics.brier().value(Task.SIGNS.draw(8, 1)));
    refuses("top-k accuracy: k must be at least 1: 0", () -> Metrics.topAccuracy(0));
  }

  @Test
  void errorsOfProbabilitiesAreDefined() {
    assertEquals(
        Metrics.brier().value(Task.BINARY.draw(50, 2)),
        Metrics.mse().value(Task.BINARY.draw(50, 2)),
        1e-15);
  }

  // ---- predictions

  @Test
  void predictionsAreCheckedAndSelected() {
    refuses(
        "predictions: weights must be finite and not negative: record 1 has -1.0",
        () ->
            new Predictions(Decision.NONE, new double[2], new double[2], 1, new double[] {1, -1}));
    refuses(
        "predictions: there must be as many outputs as targets, and a weight for each record:"
            + " 3 outputs, 2 targets, 1 units, no weights",
        () -> new Predictions(Decision.NONE, new double[3], new double[2], 1, null));
    refuses(
        "predictions: the outputs must stand for classes that exclude each other: 3 units, decided"
            + " by THRESHOLD",
        () -> Task.LABELS.draw(8, 1).classes());
    refuses(
        "predictions: a number can be the threshold of outputs that have one: 0.3, decided by NONE",
        () -> Task.QUANTITIES.draw(8, 1).withThreshold(0.3));
    Predictions picked = binary(new double[] {0.1, 0.6, 0.9}, 0, 1, 0).select(2, 1, 2);
    assertEquals(3, picked.records());
    assertEquals(0.9, picked.output(2, 0));
    assertEquals(1, picked.actual(1));
    assertFalse(picked.isMultiLabel());
  }

  @Test
  void anotherThresholdDecidesOutputsAlone() {
    Predictions half = binary(new double[] {0.1, 0.5, 0.9}, 0, 1, 1);
    assertEquals(0, half.predicted(1));
    Predictions low = half.withThreshold(0.4);
    assertEquals(1, low.predicted(1));
    assertEquals(1, low.actual(1));
    assertEquals(2 / 3.0, Metrics.accuracy().value(half));
    assertEquals(1, Metrics.accuracy().value(low));
    assertEquals(0.4, low.select(0).unit(0).threshold());
  }
}
