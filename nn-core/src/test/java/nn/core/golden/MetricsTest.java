package nn.core.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import nn.api.network.Decision;
import nn.core.metric.Bootstrap;
import nn.core.metric.CalibrationCurve;
import nn.core.metric.CalibrationCurve.Bin;
import nn.core.metric.CalibrationCurve.Strategy;
import nn.core.metric.ClassificationReport;
import nn.core.metric.ClassificationReport.Row;
import nn.core.metric.ConfusionMatrix;
import nn.core.metric.Metric;
import nn.core.metric.Metrics;
import nn.core.metric.Predictions;
import nn.core.metric.Thresholds;
import nn.core.metric.Thresholds.Choice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Metrics against scikit-learn's. */
class MetricsTest {
  private static final double EXACT = 1e-12;
  private static final Golden GOLDEN = Golden.json("metrics.json");

  private static Predictions predictions(Golden drawn, boolean weighted) {
    return new Predictions(
        Decision.valueOf(drawn.get("decision").text()),
        drawn.get("outputs").numbers(),
        drawn.get("targets").numbers(),
        (int) drawn.get("units").number(),
        weighted ? drawn.get("weights").numbers() : null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "weighted"})
  void valuesAreThoseOfScikitLearn(String kind) {
    int compared = 0;
    for (int i = 0; i < GOLDEN.get("cases").size(); i++) {
      Golden drawn = GOLDEN.get("cases").get(i);
      Predictions predictions = predictions(drawn, kind.equals("weighted"));
      Map<?, ?> values = (Map<?, ?>) drawn.get(kind).get("values").value();
      for (Map.Entry<?, ?> value : values.entrySet()) {
        Metric metric = Metrics.of((String) value.getKey());
        String what = drawn.get("name").text() + ", " + kind + ": " + metric.name();
        assertEquals((Double) value.getValue(), metric.value(predictions), EXACT, what);
        compared++;
      }
    }
    assertEquals(130, compared);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "weighted"})
  void confusionMatricesAndReportsAreThoseOfScikitLearn(String kind) {
    for (int i = 0; i < GOLDEN.get("cases").size(); i++) {
      Golden drawn = GOLDEN.get("cases").get(i);
      Predictions predictions = predictions(drawn, kind.equals("weighted"));
      if (predictions.decision() == Decision.NONE) {
        continue;
      }
      Golden rows = drawn.get(kind).get("report");
      List<Row> classes = ClassificationReport.of(predictions).classes();
      assertEquals(rows.size(), classes.size());
      for (int c = 0; c < rows.size(); c++) {
        double[] row = rows.get(c).numbers();
        String what = drawn.get("name").text() + ", " + kind + ": class " + c;
        assertEquals(row[0], classes.get(c).precision(), EXACT, what);
        assertEquals(row[1], classes.get(c).recall(), EXACT, what);
        assertEquals(row[2], classes.get(c).f1(), EXACT, what);
        assertEquals(row[3], classes.get(c).support(), EXACT, what);
      }
      if (!predictions.isMultiLabel()) {
        assertMatrix(drawn.get(kind).get("confusion"), ConfusionMatrix.of(predictions));
      }
    }
  }

  private static void assertMatrix(Golden expected, ConfusionMatrix matrix) {
    assertEquals(expected.size(), matrix.classes());
    for (int actual = 0; actual < matrix.classes(); actual++) {
      for (int predicted = 0; predicted < matrix.classes(); predicted++) {
        assertEquals(
            expected.get(actual).get(predicted).number(), matrix.weight(actual, predicted), EXACT);
      }
    }
  }

  private static Predictions rare() {
    return predictions(GOLDEN.get("cases").get(0), false);
  }

  @Test
  void calibrationCurvesAreThoseOfScikitLearn() {
    for (Strategy strategy : Strategy.values()) {
      for (int count : new int[] {1, 3, 5, 10}) {
        String name = strategy.name().toLowerCase(Locale.ROOT) + " " + count;
        Golden expected = GOLDEN.get("calibration").get(name);
        List<Bin> bins = CalibrationCurve.of(rare(), count, strategy).bins();
        assertEquals(expected.size(), bins.size(), name);
        for (int bin = 0; bin < bins.size(); bin++) {
          assertEquals(expected.get(bin).get(0).number(), bins.get(bin).predicted(), EXACT, name);
          assertEquals(expected.get(bin).get(1).number(), bins.get(bin).observed(), EXACT, name);
        }
        assertEquals(300, bins.stream().mapToDouble(Bin::weight).sum());
      }
    }
  }

  /** NumPy's resamples, scikit-learn's scores, NumPy's percentiles. */
  @Test
  void bootstrapIntervalsAreThoseOfTheSameResamples() {
    Golden golden = GOLDEN.get("bootstrap");
    Bootstrap bootstrap = Bootstrap.resamples(200).seed(7);
    assertInterval(
        golden.get("f1, 200 resamples, seed 7, 95 %"), bootstrap.interval(Metrics.f1(), rare()));
    assertInterval(
        golden.get("roc-auc, stratified, 200 resamples, seed 7, 90 %"),
        bootstrap.stratified().level(0.9).interval(Metrics.rocAuc(), rare()));
  }

  private static void assertInterval(Golden expected, Bootstrap.Interval interval) {
    assertEquals(expected.get(0).number(), interval.low(), EXACT);
    assertEquals(expected.get(1).number(), interval.high(), EXACT);
    assertTrue(interval.low() < interval.value() && interval.value() < interval.high());
    assertEquals(0, interval.undefined());
  }

  /** scikit-learn's scores with every threshold in turn. */
  @ParameterizedTest
  @ValueSource(strings = {"f1", "balanced-accuracy", "matthews", "precision-macro"})
  void noThresholdIsBetterThanTheChosenOne(String name) {
    Metric metric = Metrics.of(name);
    Choice choice = Thresholds.choose(metric, rare());
    assertEquals(GOLDEN.get("thresholds").get(name).number(), choice.value(), EXACT);
    assertEquals(choice.value(), metric.value(rare().withThreshold(choice.threshold())), EXACT);
  }
}
