package nn.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Workspace;
import nn.api.network.Cost;
import nn.core.Matrices;
import nn.core.cost.BinaryCrossEntropy;
import nn.core.cost.CategoricalCrossEntropy;
import nn.core.cost.MeanSquaredError;
import nn.core.data.DataSet;
import nn.core.diagnosis.Finding;
import org.junit.jupiter.api.Test;

/** Whether answers are better than a constant one, against numbers by hand. */
class AnswersTest {

  private static List<Finding> judge(Cost cost, double[] targets, double[] outputs, int units) {
    int records = targets.length / units;
    DataSet data = DataSet.of(records, new double[records], 1, targets, units);
    List<Finding> findings = new ArrayList<>();
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Workspace workspace = backend.workspace()) {
      new Answers(cost, data, workspace).judge(data, outputs, true, findings);
    }
    return findings;
  }

  /** Records of two classes, {@code right} of {@code of} each answered rightly. */
  private static List<Finding> binary(int rightZero, int ofZero, int rightOne, int ofOne) {
    double[] targets = new double[ofZero + ofOne];
    double[] outputs = new double[targets.length];
    for (int i = 0; i < targets.length; i++) {
      boolean one = i >= ofZero;
      boolean right = one ? i - ofZero < rightOne : i < rightZero;
      targets[i] = one ? 1 : 0;
      outputs[i] = right == one ? 0.9 : 0.2;
    }
    return judge(new BinaryCrossEntropy(), targets, outputs, 1);
  }

  /**
   * Balanced accuracy 0.6 is 0.1 above chance; with recalls of 31/52 its variance is 2 · 0.24075 /
   * 50 / 4, so that is 2.038 standard errors. With 0.59 it is 1.828. The accuracy is 1.26 standard
   * errors above that of the first class, and less.
   */
  @Test
  void balancedAccuracyDecidesWhereClassesAreEqual() {
    assertEquals(List.of(), binary(30, 50, 30, 50));
    List<Finding> found = binary(29, 50, 30, 50);
    assertEquals(1.8279, found.get(0).measured(), 1e-4);
    assertEquals(2, found.get(0).threshold());
    assertEquals(-1, found.get(0).layer());
    assertEquals(
        "The network learnt nothing that holds: of 100 held-out records it classifies 59.0 %"
            + " correctly, always answering the most frequent class 50.0 %, and neither by that nor"
            + " by balanced accuracy is it better by two standard errors; standardise the features,"
            + " weight the classes if one is rare, try another learning rate, or look whether the"
            + " features say anything about the target.",
        found.get(0).sentence());
  }

  @Test
  void anAccuracyWithoutARareClassIsNothing() {
    assertEquals(0, binary(792, 792, 0, 8).get(0).measured()); // 0.99, and none of 8 is found
  }

  /** Less accurate than who never finds any, but that is the price of finding most of them. */
  @Test
  void findingARareClassIsSomething() {
    assertEquals(List.of(), binary(740, 792, 6, 8));
  }

  @Test
  void worseThanChanceIsNothing() {
    assertTrue(binary(10, 50, 10, 50).get(0).measured() < -2);
  }

  @Test
  void tooFewRecordsTellNothing() {
    assertEquals(List.of(), binary(4, 4, 0, 5));
  }

  private static double[] oneHot(int[] classes, int units) {
    double[] flat = new double[classes.length * units];
    for (int i = 0; i < classes.length; i++) {
      flat[i * units + classes[i]] = 1;
    }
    return flat;
  }

  @Test
  void severalClasses() {
    int[] wanted = new int[60];
    Arrays.setAll(wanted, i -> i % 3);
    int[] good = new int[60];
    Arrays.setAll(good, i -> i % 10 == 0 ? 0 : wanted[i]);
    int[] constant = new int[60];
    int[] cyclic = new int[60]; // right in about a third
    Arrays.setAll(cyclic, i -> i / 3 % 3);
    Cost cost = new CategoricalCrossEntropy();
    double[] targets = oneHot(wanted, 3);
    assertEquals(List.of(), judge(cost, targets, oneHot(good, 3), 3));
    assertEquals(0, judge(cost, targets, oneHot(constant, 3), 3).get(0).measured(), 1e-12);
    assertEquals(0, judge(cost, targets, oneHot(cyclic, 3), 3).get(0).measured(), 0.5);
  }

  /** Two units, of which the network knows one. */
  @Test
  void unitsThatAreClassesOfTheirOwn() {
    double[] targets = new double[80];
    Arrays.setAll(targets, i -> i % 2 == 0 ? i / 2 % 2 : i / 4 % 2);
    double[] half = targets.clone();
    for (int i = 1; i < 80; i += 2) {
      half[i] = 0;
    }
    Cost cost = new BinaryCrossEntropy();
    assertEquals(List.of(), judge(cost, targets, half, 2));
    assertEquals(0, judge(cost, targets, new double[80], 2).get(0).measured());
  }

  /**
   * Of 16 outputs 14 are half the target, and 2 its −1.2 fold: losses are lower by 0.176 in the
   * mean, which is 0.45 standard errors, but the correlation is r = 4.6 / √(6.38 · 16), which is
   * atanh(r) · √13 = 1.77 of its own. Of 16 times as many records that is 7.8.
   */
  @Test
  void aFewLargeLossesDoNotHideACorrelation() {
    assertEquals(List.of(), judge(new MeanSquaredError(), mostly(256, 1), mostly(256, 0.5), 1));
    Finding found = judge(new MeanSquaredError(), mostly(16, 1), mostly(16, 0.5), 1).get(0);
    double r = 4.6 / Math.sqrt(6.38 * 16);
    double errors = 0.5 * Math.log((1 + r) / (1 - r)) * Math.sqrt(13);
    assertEquals(errors / 2, found.measured(), 1e-9);
  }

  /** Targets for factor 1; for another outputs, of which one in eight is far off. */
  private static double[] mostly(int records, double factor) {
    double[] values = new double[records];
    Arrays.setAll(values, i -> (i % 2 == 0 ? 1 : -1) * (factor < 1 && i % 16 < 2 ? -1.2 : factor));
    return values;
  }

  /**
   * Targets −1 and 1, whose mean is 0 with a loss of 1 each. Outputs near 0.5·y are surely better.
   * Where 10 of 16 outputs are right and 6 are off by 2, the losses are better by 1 ten times and
   * worse by 3 six times: by −0.5 in the mean, with a standard error of √(60 / 15 / 16) = 0.5.
   */
  @Test
  void quantities() {
    double[] targets = new double[16];
    Arrays.setAll(targets, i -> i % 2 == 0 ? 1 : -1);
    double[] near = new double[16];
    Arrays.setAll(near, i -> 0.5 * targets[i] + 0.01 * i);
    double[] wrong = new double[16];
    Arrays.setAll(wrong, i -> i < 10 ? targets[i] : -targets[i]);
    Cost cost = new MeanSquaredError();
    assertEquals(List.of(), judge(cost, targets, near, 1));
    List<Finding> found = judge(cost, targets, wrong, 1);
    assertEquals(-1, found.get(0).measured(), 1e-12);
    assertEquals(
        "The network learnt nothing that holds: the cost of 16 held-out records is 1.500, that of"
            + " always answering the mean 1.000, which is not worse by two standard errors;"
            + " standardise features and target, try another learning rate, or look whether the"
            + " features say anything about the target.",
        found.get(0).sentence());
    assertEquals(0, judge(cost, targets, new double[16], 1).get(0).measured()); // the mean itself
  }
}
