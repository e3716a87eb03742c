package nn.core.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import nn.api.network.Decision;
import nn.core.metric.CalibrationCurve.Bin;
import nn.core.metric.CalibrationCurve.Strategy;
import nn.core.metric.Thresholds.Choice;
import nn.core.random.RandomState;
import org.junit.jupiter.api.Test;

/** Thresholds, calibration, bootstrap intervals and reports on records that can be counted. */
class JudgementTest {

  private static Predictions binary(double[] outputs, double... targets) {
    return new Predictions(Decision.THRESHOLD, outputs, targets, 1, null);
  }

  private static void refuses(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }

  // ---- thresholds

  @Test
  void theThresholdIsHalfWayBetweenNeighbours() {
    Predictions low = binary(new double[] {0.1, 0.2, 0.3, 0.4}, 0, 0, 1, 1);
    assertEquals(new Choice(0.25, 1), Thresholds.choose(Metrics.f1(), low));
    assertEquals(0, Metrics.f1().value(low));
  }

  @Test
  void oneHalfIsKeptWhereNothingIsBetter() {
    Predictions apart = binary(new double[] {0.1, 0.2, 0.9, 0.95}, 0, 0, 1, 1);
    assertEquals(new Choice(0.5, 1), Thresholds.choose(Metrics.balancedAccuracy(), apart));
    Predictions negatives = binary(new double[] {0.1, 0.7, 0.9}, 0, 0, 0);
    assertEquals(new Choice(0.5, 0), Thresholds.choose(Metrics.f1(), negatives));
  }

  @Test
  void allOrNoneMayBeBest() {
    Predictions positives = binary(new double[] {0.1, 0.7, 0.9}, 1, 1, 1);
    assertEquals(new Choice(0.05, 1), Thresholds.choose(Metrics.f1(), positives));
    Predictions zero = binary(new double[] {0, 0.7}, 1, 1);
    assertEquals(new Choice(-Double.MIN_VALUE, 1), Thresholds.choose(Metrics.f1(), zero));
    Predictions negatives = binary(new double[] {0.6, 0.8}, 0, 0);
    assertEquals(0.9, Thresholds.choose(Metrics.accuracy(), negatives).threshold(), 1e-15);
    Predictions beyond = binary(new double[] {3, 4}, 0, 0);
    assertEquals(new Choice(4, 1), Thresholds.choose(Metrics.accuracy(), beyond));
  }

  @Test
  void neighbouringDoublesAreToldApart() {
    double upper = Math.nextUp(0.7);
    Predictions close = binary(new double[] {0.7, upper}, 0, 1);
    Choice choice = Thresholds.choose(Metrics.f1(), close);
    assertEquals(new Choice(0.7, 1), choice);
    assertEquals(1, Metrics.f1().value(close.withThreshold(choice.threshold())));
  }

  /** Against all thresholds tried one by one, weights and ties included. */
  @Test
  void noOtherThresholdIsBetter() {
    for (int seed = 0; seed < 50; seed++) {
      RandomState random = new RandomState(seed);
      double[] outputs = new double[30];
      double[] targets = new double[30];
      double[] weights = new double[30];
      for (int i = 0; i < 30; i++) {
        outputs[i] = random.integer(20) / 20.0;
        targets[i] = random.uniform() < outputs[i] ? 1 : 0;
        weights[i] = random.integer(2);
      }
      Predictions drawn = new Predictions(Decision.THRESHOLD, outputs, targets, 1, weights);
      for (Metric metric : List.of(Metrics.f1(), Metrics.matthews(), Metrics.balancedAccuracy())) {
        Choice choice = Thresholds.choose(metric, drawn);
        assertEquals(metric.value(drawn.withThreshold(choice.threshold())), choice.value(), 1e-14);
        for (int t = -1; t <= 21; t++) {
          double other = metric.value(drawn.withThreshold(t / 20.0 - 0.01));
          assertTrue(other <= choice.value() + 1e-14, metric + " at " + t);
        }
      }
    }
  }

  @Test
  void aThresholdNeedsOneUnitAndAMetricOfTheMatrix() {
    Predictions one = binary(new double[] {0.1, 0.9}, 0, 1);
    refuses(
        "threshold: the metric must be one of the confusion matrix, as f1 or balanced-accuracy:"
            + " roc-auc",
        () -> Thresholds.choose(Metrics.rocAuc(), one));
    Predictions two = new Predictions(Decision.THRESHOLD, new double[4], new double[4], 2, null);
    refuses(
        "threshold: there must be one unit that is decided by a threshold: 2 units, decided by"
            + " THRESHOLD",
        () -> Thresholds.choose(Metrics.f1(), two));
    Predictions broken = binary(new double[] {0.1, Double.NaN}, 0, 1);
    assertEquals(new Choice(0.5, Double.NaN), Thresholds.choose(Metrics.f1(), broken));
    assertEquals(new Choice(0.5, Double.NaN), Thresholds.choose(Metrics.f1(), one.select()));
  }

  /** Outputs of a margin classifier, whose threshold is 0. */
  @Test
  void signsHaveAThresholdOfZero() {
    double[] targets = {-1, -1, 1, 1};
    double[] outputs = {-2, -1, -0.5, 3};
    Predictions signs = new Predictions(Decision.SIGN, outputs, targets, 1, null);
    assertEquals(0, signs.threshold());
    assertEquals(new Choice(-0.75, 1), Thresholds.choose(Metrics.f1(), signs));
    assertEquals(2 / 3.0, Metrics.f1().value(signs));
    Predictions apart =
        new Predictions(Decision.SIGN, new double[] {-2, 0, 0.5, 3}, targets, 1, null);
    assertEquals(new Choice(0, 1), Thresholds.choose(Metrics.f1(), apart));
    Predictions none = new Predictions(Decision.SIGN, new double[] {2, 3}, new double[2], 1, null);
    assertEquals(new Choice(3, 1), Thresholds.choose(Metrics.accuracy(), none));
  }

  /** A metric of the user's: what false positives and false negatives cost. */
  @Test
  void aMetricOfOnesOwnFindsItsThreshold() {
    ConfusionMetric price =
        new ConfusionMetric() {
          @Override
          public String name() {
            return "price";
          }

          @Override
          public boolean isGreaterBetter() {
            return false;
          }

          @Override
          public double value(ConfusionMatrix matrix) {
            return matrix.weight(0, 1) + 100 * matrix.weight(1, 0);
          }
        };
    Predictions drawn = binary(new double[] {0.9, 0.8, 0.3, 0.2, 0.1}, 1, 0, 1, 0, 0);
    assertEquals(new Choice(0.25, 1), Thresholds.choose(price, drawn));
    assertEquals(101, price.value(drawn));
  }

  // ---- calibration

  @Test
  void aProbabilityAtAnEdgeBelongsBelow() {
    Predictions edge = binary(new double[] {0, 0.5, 0.6, 1}, 0, 1, 0, 1);
    assertEquals(
        List.of(new Bin(0.25, 0.5, 2), new Bin(0.8, 0.5, 2)),
        CalibrationCurve.of(edge, 2, Strategy.UNIFORM).bins());
  }

  @Test
  void emptyBinsAreLeftOut() {
    Predictions ends = binary(new double[] {0.01, 0.99}, 0, 1);
    assertEquals(2, CalibrationCurve.of(ends, 10, Strategy.UNIFORM).bins().size());
    assertEquals(List.of(), CalibrationCurve.of(ends.select(), 10, Strategy.QUANTILE).bins());
  }

  @Test
  void weightsCountInABin() {
    Predictions weighted =
        new Predictions(
            Decision.THRESHOLD,
            new double[] {0.2, 0.4, Double.NaN},
            new double[] {0, 1, 1},
            1,
            new double[] {3, 1, 0});
    Bin bin = CalibrationCurve.of(weighted, 1, Strategy.UNIFORM).bins().get(0);
    assertEquals(0.25, bin.predicted(), 1e-15);
    assertEquals(0.25, bin.observed());
    assertEquals(4, bin.weight());
  }

  @Test
  void aCurveNeedsProbabilitiesOfTwoClasses() {
    refuses(
        "calibration curve: outputs must be probabilities from 0 to 1: record 1 has 1.5",
        () -> CalibrationCurve.of(binary(new double[] {0, 1.5}, 0, 1), 2, Strategy.QUANTILE));
    Predictions quantity = new Predictions(Decision.NONE, new double[1], new double[1], 1, null);
    refuses(
        "calibration curve: probabilities of two classes and at least 1 bin are needed: 1 units,"
            + " decided by NONE, 5 bins",
        () -> CalibrationCurve.of(quantity, 5, Strategy.UNIFORM));
    assertThrows(
        IllegalArgumentException.class,
        () -> CalibrationCurve.of(binary(new double[] {0}, 0), 0, Strategy.UNIFORM));
  }

  // ---- bootstrap

  private static final Predictions RARE =
      binary(new double[] {0.1, 0.2, 0.3, 0.6, 0.7, 0.9}, 0, 0, 0, 0, 0, 1);

  @Test
  void resamplesOfOneClassAreLeftOutAndCounted() {
    Bootstrap bootstrap = Bootstrap.resamples(500).seed(3);
    Bootstrap.Interval plain = bootstrap.interval(Metrics.rocAuc(), RARE);
    // (5/6)⁶ = 0.335 have no positive record, a few are of it alone
    assertTrue(plain.undefined() > 120 && plain.undefined() < 215, plain.toString());
    Bootstrap.Interval stratified = bootstrap.stratified().interval(Metrics.rocAuc(), RARE);
    assertEquals(0, stratified.undefined());
    assertEquals(1, stratified.high());
    assertEquals(1, stratified.value());
  }

  @Test
  void whatIsNeverDefinedHasNoInterval() {
    Predictions negatives = binary(new double[] {0.1, 0.2}, 0, 0);
    Bootstrap.Interval interval = Bootstrap.resamples(9).interval(Metrics.rocAuc(), negatives);
    assertEquals(new Bootstrap.Interval(Double.NaN, Double.NaN, Double.NaN, 9), interval);
  }

  @Test
  void aSeedIsAnInterval() {
    Bootstrap bootstrap = Bootstrap.resamples(50).level(0.8);
    assertEquals(
        bootstrap.interval(Metrics.logLoss(), RARE), bootstrap.interval(Metrics.logLoss(), RARE));
    assertNotEquals(
        bootstrap.interval(Metrics.logLoss(), RARE),
        bootstrap.seed(1).interval(Metrics.logLoss(), RARE));
  }

  /** The mean of n numbers has an error of about σ/√n: 95 % of a normal are within 1.96 of it. */
  @Test
  void theIntervalOfAMeanIsThatOfTheory() {
    RandomState random = new RandomState(5);
    double[] targets = new double[400];
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < 400; i++) {
      targets[i] = Math.abs(random.normal());
      sum += targets[i];
      squares += targets[i] * targets[i];
    }
    double mean = sum / 400;
    double error = Math.sqrt((squares / 400 - mean * mean) / 400);
    Predictions zeros = new Predictions(Decision.NONE, new double[400], targets, 1, null);
    Bootstrap.Interval interval = Bootstrap.resamples(2000).interval(Metrics.mae(), zeros);
    assertEquals(mean - 1.96 * error, interval.low(), 0.2 * error);
    assertEquals(mean + 1.96 * error, interval.high(), 0.2 * error);
  }

  @Test
  void settingsOfABootstrapAreChecked() {
    refuses(
        "bootstrap: at least 1 resample and a level between 0 and 1 are needed: 0 resamples,"
            + " level 0.95",
        () -> Bootstrap.resamples(0));
    refuses(
        "bootstrap: at least 1 resample and a level between 0 and 1 are needed: 10 resamples,"
            + " level 1.0",
        () -> Bootstrap.resamples(10).level(1));
    Predictions quantity = new Predictions(Decision.NONE, new double[2], new double[2], 1, null);
    refuses(
        "bootstrap: only records of classes that exclude each other can be stratified: 1 units,"
            + " decided by NONE",
        () -> Bootstrap.resamples(10).stratified().interval(Metrics.mse(), quantity));
    assertEquals(
        "Bootstrap[10 resamples, seed 3, level 0.9, stratified]",
        Bootstrap.resamples(10).seed(3).level(0.9).stratified().toString());
  }

  // ---- matrix and report

  @Test
  void theMatrixCountsActualInRowsAndPredictedInColumns() {
    Predictions drawn = binary(new double[] {0.9, 0.8, 0.3, 0.2, 0.1}, 1, 0, 1, 0, 0);
    assertEquals(ConfusionMatrix.binary(2, 1, 1, 1), ConfusionMatrix.of(drawn));
    assertEquals(
        "       2       1%n       1       1%n".formatted(), ConfusionMatrix.of(drawn).toString());
    refuses(
        "confusion matrix: outputs must be numbers: unit 0 of record 1 is NaN",
        () -> ConfusionMatrix.of(binary(new double[] {0, Double.NaN}, 0, 1)));
  }

  /** The example of scikit-learn's documentation of {@code classification_report}. */
  @Test
  void theReportIsATable() {
    int[] actual = {0, 1, 2, 2, 2};
    int[] predicted = {0, 0, 2, 2, 1};
    double[] outputs = new double[15];
    double[] targets = new double[15];
    for (int i = 0; i < 5; i++) {
      outputs[3 * i + predicted[i]] = 1;
      targets[3 * i + actual[i]] = 1;
    }
    Predictions drawn = new Predictions(Decision.FIRST_MAXIMUM, outputs, targets, 3, null);
    ClassificationReport report = ClassificationReport.of(drawn);
    assertEquals(
        """
                  precision     recall         F1    support
         class 0     0.5000     1.0000     0.6667          1
         class 1     0.0000     0.0000     0.0000          1
         class 2     1.0000     0.6667     0.8000          3
           micro     0.6000     0.6000     0.6000          5
           macro     0.5000     0.5556     0.4889          5
        weighted     0.7000     0.6000     0.6133          5
        """,
        report.toString(List.of("class 0", "class 1", "class 2")).replace("\r", ""));
    assertTrue(report.toString().contains("       2     1.0000"));
    refuses(
        "classification report: there must be a name for each class: 1 names, 3 classes",
        () -> report.toString(List.of("one")));
    refuses(
        "classification report: some record must count, and no output may be NaN: 0 records",
        () -> ClassificationReport.of(drawn.select()));
  }

  /** A class without records and without predictions has a row, and no part in the averages. */
  @Test
  void aClassThatDoesNotOccurIsNotAveraged() {
    double[] outputs = {1, 0, 0, 0, 1, 0};
    Predictions two = new Predictions(Decision.FIRST_MAXIMUM, outputs, outputs, 3, null);
    ClassificationReport report = ClassificationReport.of(two);
    assertEquals(new ClassificationReport.Row(0, 0, 0, 0), report.classes().get(2));
    assertEquals(new ClassificationReport.Row(1, 1, 1, 2), report.macro());
    assertEquals(1, Metrics.f1(Average.MACRO).value(two));
  }
}
