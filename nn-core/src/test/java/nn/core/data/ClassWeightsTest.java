package nn.core.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassWeightsTest {
  private static final DataSet THREE =
      DataSet.of(new double[][] {{1}, {2}, {3}}, new double[][] {{0}, {1}, {0}});

  private static void refuses(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }

  private static DataSet targets(double[]... targets) {
    return DataSet.of(new double[targets.length][1], targets);
  }

  // ---- a weight for each record

  @Test
  void withoutWeightsEachRecordCountsOne() {
    assertFalse(THREE.isWeighted());
    assertArrayEquals(new double[] {1, 1, 1}, THREE.weights());
    assertEquals(1, THREE.weight(2));
    assertEquals(3, THREE.weightSum());
  }

  @Test
  void weightsGoWithTheirRecords() {
    double[] given = {0.5, 0, 2};
    DataSet data = THREE.weighted(given);
    given[0] = 9; // it was copied
    assertTrue(data.isWeighted());
    assertArrayEquals(new double[] {0.5, 0, 2}, data.weights());
    assertEquals(2, data.weight(2));
    assertEquals(2.5, data.weightSum());
    assertEquals("DataSet[3 records, 1 inputs, 1 outputs, weights of sum 2.5]", data.toString());
    assertArrayEquals(new double[] {2, 0.5, 2}, data.select(2, 0, 2).weights());
    assertArrayEquals(new double[] {0.5, 0, 2}, Standardiser.fit(data).apply(data).weights());
    DataSet.Split split = data.split(0.34, 1);
    for (DataSet part : new DataSet[] {split.train(), split.test()}) {
      for (int record = 0; record < part.records(); record++) {
        assertEquals(data.weight((int) part.feature(record, 0) - 1), part.weight(record));
      }
    }
    assertArrayEquals(new double[] {1, 2, 3}, data.weighted(1, 2, 3).weights());
    assertFalse(THREE.isWeighted());
  }

  @Test
  void theFingerprintDependsOnWeights() {
    assertNotEquals(THREE.fingerprint(), THREE.weighted(1, 1, 1).fingerprint());
    assertNotEquals(THREE.weighted(1, 2, 3).fingerprint(), THREE.weighted(3, 2, 1).fingerprint());
    assertEquals(THREE.weighted(1, 2, 3).fingerprint(), THREE.weighted(1, 2, 3).fingerprint());
  }

  @Test
  void weightsOfNoUseAreRefused() {
    refuses(
        "weighted: there must be a weight for each record: 2 weights, 3 records",
        () -> THREE.weighted(1, 2));
    refuses(
        "weighted: a record must have a weight above 0: all 3 weights are 0",
        () -> THREE.weighted(0, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, 1e-21, 1e21, Double.NaN, Double.POSITIVE_INFINITY})
  void weightsThatFloatsCannotSumAreRefused(double weight) {
    refuses(
        "weighted: a weight must be 0, or from 1.0E-20 to 1.0E20: that of record 1 is " + weight,
        () -> THREE.weighted(1, weight, 1));
  }

  // ---- a weight for each class

  /** scikit-learn's example: {@code compute_class_weight("balanced", y=[1, 1, 1, 1, 0, 0])}. */
  @Test
  void balancedIsThatOfScikitLearn() {
    DataSet six = targets(new double[][] {{1}, {1}, {1}, {1}, {0}, {0}});
    assertArrayEquals(new double[] {1.5, 0.75}, ClassWeights.balanced(six).weights());
    DataSet weighted = ClassWeights.balanced(six).apply(six);
    assertArrayEquals(new double[] {0.75, 0.75, 0.75, 0.75, 1.5, 1.5}, weighted.weights());
    assertEquals(6, weighted.weightSum());
    DataSet signs = targets(new double[][] {{1}, {1}, {1}, {1}, {-1}, {-1}});
    assertArrayEquals(new double[] {1.5, 0.75}, ClassWeights.balanced(signs).weights());
  }

  @Test
  void aClassThatDoesNotOccurCountsOne() {
    DataSet data = targets(new double[][] {{1, 0, 0}, {0, 0, 1}, {1, 0, 0}, {0.75, 0.25, 0}});
    assertArrayEquals(new double[] {4 / 6.0, 1, 2}, ClassWeights.balanced(data).weights());
  }

  @Test
  void weightsOfClassesMultiplyThoseOfRecords() {
    ClassWeights weights = ClassWeights.of(2, 0.5);
    assertEquals("ClassWeights[2.0, 0.5]", weights.toString());
    assertArrayEquals(new double[] {2, 0.5, 2}, weights.apply(THREE).weights());
    assertArrayEquals(new double[] {20, 1, 0}, weights.apply(THREE.weighted(10, 2, 0)).weights());
  }

  @Test
  void targetsWithoutAClassAreRefused() {
    refuses(
        "class weights: a single target must be 0 or 1, or −1 or 1, to tell a class: that of record"
            + " 1 is 2.5",
        () -> ClassWeights.balanced(targets(new double[][] {{0}, {2.5}})));
    refuses(
        "class weights: the targets of a record must be those of one class, which sum to 1: those"
            + " of record 0 sum to 2.0",
        () -> ClassWeights.balanced(targets(new double[][] {{1, 1}})));
    refuses(
        "class weights: there must be one for each class: 3 weights, 2 classes",
        () -> ClassWeights.of(1, 2, 3).apply(THREE));
    refuses(
        "class weights: there must be one for each of at least 2 classes: [1.0]",
        () -> ClassWeights.of(1));
    refuses(
        "class weights: must be finite and at least 0: [1.0, -1.0]", () -> ClassWeights.of(1, -1));
  }
}
