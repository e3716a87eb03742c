package nn.core.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import nn.api.network.Decision;
import nn.core.random.RandomState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataSetTest {
  private static final double[][] FEATURES = {{1, 2}, {3, 4}, {5, 6}};
  private static final double[][] TARGETS = {{0}, {1}, {0}};

  private static void refuses(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }

  @Test
  void rowsAndFlatArraysAreTheSameData() {
    DataSet rows = DataSet.of(FEATURES, TARGETS);
    DataSet flat = DataSet.of(3, new double[] {1, 2, 3, 4, 5, 6}, 2, new double[] {0, 1, 0}, 1);
    for (DataSet data : new DataSet[] {rows, flat}) {
      assertEquals(3, data.records());
      assertEquals(2, data.inputs());
      assertEquals(1, data.outputs());
      assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, data.features());
      assertArrayEquals(new double[] {0, 1, 0}, data.targets());
      assertEquals(4, data.feature(1, 1));
      assertEquals(1, data.target(1, 0));
      assertEquals("DataSet[3 records, 2 inputs, 1 outputs]", data.toString());
    }
  }

  @Test
  void dataIsCopiedInAndOut() {
    double[] features = {1, 2};
    double[] targets = {3, 4};
    DataSet data = DataSet.of(2, features, 1, targets, 1);
    features[0] = 9;
    targets[0] = 9;
    data.features()[1] = 9;
    data.targets()[1] = 9;
    assertArrayEquals(new double[] {1, 2}, data.features());
    assertArrayEquals(new double[] {3, 4}, data.targets());
  }

  private static DataSet floats() {
    return DataSet.ofFloats(
        3,
        2,
        1,
        (record, features, targets) -> {
          features[0] = (float) FEATURES[record][0];
          features[1] = (float) FEATURES[record][1];
          if (record == 1) { // zeros elsewhere
            targets[0] = 1;
          }
        });
  }

  @Test
  void floatsAreTheSameData() {
    DataSet data = floats();
    assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, data.features());
    assertArrayEquals(new double[] {0, 1, 0}, data.targets());
    assertEquals(4, data.feature(1, 1));
    assertTrue(data.hasFloats() && data.select(1).hasFloats());
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, data.featuresAsFloats());
    DataSet doubles = DataSet.of(2, new double[] {0.1, -0.0}, 1, new double[2], 1);
    assertFalse(doubles.hasFloats());
    assertArrayEquals(new float[] {0.1f, -0f}, doubles.featuresAsFloats());
    assertEquals("DataSet[3 records, 2 inputs, 1 outputs]", data.toString());
    assertArrayEquals(new double[] {5, 6, 3, 4, 3, 4}, data.select(2, 1, 1).features());
    assertArrayEquals(new double[] {0, 1, 1}, data.select(2, 1, 1).targets());
  }

  @Test
  void eachRecordIsReadIntoZeros() {
    DataSet data =
        DataSet.ofFloats(
            3,
            2,
            3,
            (record, features, targets) -> {
              if (record != 1) {
                features[record / 2] = record + 1;
                targets[record] = record + 1;
              }
            });
    assertArrayEquals(new double[] {1, 0, 0, 0, 0, 3}, data.features());
    assertArrayEquals(new double[] {1, 0, 0, 0, 0, 0, 0, 0, 3}, data.targets());
  }

  @Test
  void floatsThatAreNotFiniteOrTooManyAreRefused() {
    refuses(
        "data: features must be finite numbers: column 1 of record 1 is NaN",
        () ->
            DataSet.ofFloats(
                2, 2, 1, (record, features, targets) -> features[1] = record == 1 ? Float.NaN : 0));
    refuses(
        "data: targets must be finite numbers: column 0 of record 0 is Infinity",
        () ->
            DataSet.ofFloats(
                1, 1, 1, (record, features, targets) -> targets[0] = Double.POSITIVE_INFINITY));
    refuses(
        "data: records, inputs and outputs must be at least 1: 1 records, 0 inputs, 1 outputs",
        () -> DataSet.ofFloats(1, 0, 1, (record, features, targets) -> {}));
    refuses(
        "data: features and targets must each fit in one array of 2147483639 numbers: 65536 "
            + "records of 32768 inputs and 1 outputs; use fewer records",
        () -> DataSet.ofFloats(65536, 32768, 1, (record, features, targets) -> {}));
  }

  @Test
  void raggedRowsAreRefused() {
    refuses(
        "data: rows of features must have one length: row 0 has 2, row 2 has 1",
        () -> DataSet.of(new double[][] {{1, 2}, {3, 4}, {5}}, TARGETS));
    refuses(
        "data: rows of targets must have one length: row 0 has 1, row 1 has 2",
        () -> DataSet.of(FEATURES, new double[][] {{0}, {1, 0}, {0}}));
    refuses(
        "data: features and targets must have one row for each record: 3 rows of features, 1 rows "
            + "of targets",
        () -> DataSet.of(FEATURES, new double[][] {{0}}));
  }

  @Test
  void emptyDataIsRefused() {
    refuses(
        "data: records, inputs and outputs must be at least 1: 0 records, 0 inputs, 0 outputs",
        () -> DataSet.of(new double[0][], new double[0][]));
    refuses(
        "data: records, inputs and outputs must be at least 1: 2 records, 0 inputs, 1 outputs",
        () -> DataSet.of(new double[2][0], new double[2][1]));
  }

  @Test
  void arraysOfAnotherLengthAreRefused() {
    refuses(
        "data: features must hold 3 records of 2 numbers: 5 numbers given",
        () -> DataSet.of(3, new double[5], 2, new double[3], 1));
    refuses(
        "data: targets must hold 3 records of 1 numbers: 4 numbers given",
        () -> DataSet.of(3, new double[6], 2, new double[4], 1));
    refuses( // 65536 · 65536 is 0 in 32 bits
        "data: features must hold 65536 records of 65536 numbers: 0 numbers given",
        () -> DataSet.of(65536, new double[0], 65536, new double[65536], 1));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void numbersThatAreNotFiniteAreRefusedWithTheirPlace(double value) {
    refuses(
        "data: features must be finite numbers: column 1 of record 2 is " + value,
        () -> DataSet.of(new double[][] {{1, 2}, {3, 4}, {5, value}}, TARGETS));
    refuses(
        "data: targets must be finite numbers: column 0 of record 1 is " + value,
        () -> DataSet.of(FEATURES, new double[][] {{0}, {value}, {0}}));
  }

  @Test
  void placesOutsideARecordAreRefused() {
    DataSet data = DataSet.of(FEATURES, TARGETS);
    assertThrows(IndexOutOfBoundsException.class, () -> data.feature(0, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> data.feature(1, -1));
    assertThrows(IndexOutOfBoundsException.class, () -> data.feature(3, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> data.target(0, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> data.target(-1, 0));
  }

  @Test
  void selectTakesRecordsInTheOrderGiven() {
    DataSet selected = DataSet.of(FEATURES, TARGETS).select(2, 1, 1);
    assertArrayEquals(new double[] {5, 6, 3, 4, 3, 4}, selected.features());
    assertArrayEquals(new double[] {0, 1, 1}, selected.targets());
  }

  @Test
  void severalOutputsStandRecordAfterRecord() {
    DataSet data = DataSet.of(FEATURES, new double[][] {{0, 1, 2}, {3, 4, 5}, {6, 7, 8}});
    assertEquals(8, data.target(2, 2));
    assertEquals(3, data.target(1, 0));
    assertArrayEquals(new double[] {6, 7, 8, 3, 4, 5}, data.select(2, 1).targets());
  }

  @Test
  void selectNeedsRecordsThatExist() {
    DataSet data = DataSet.of(FEATURES, TARGETS);
    refuses("select: at least one record is needed: none given", data::select);
    for (int index : new int[] {-1, 3}) {
      assertEquals(
          "select: no such record: " + index + " of 3",
          assertThrows(IndexOutOfBoundsException.class, () -> data.select(0, index)).getMessage());
    }
  }

  private static DataSet numbered(int records) {
    double[] features = IntStream.range(0, records).asDoubleStream().toArray();
    return DataSet.of(records, features, 1, features, 1);
  }

  @Test
  void splitTakesTheTestPartFromTheStartOfAPermutation() {
    DataSet.Split split = numbered(10).split(0.3, 4);
    double[] order = Arrays.stream(new RandomState(4).permutation(10)).asDoubleStream().toArray();
    assertArrayEquals(Arrays.copyOf(order, 3), split.test().features());
    assertArrayEquals(Arrays.copyOfRange(order, 3, 10), split.train().features());
    assertArrayEquals(split.train().features(), split.train().targets());
  }

  /** Records whose feature is their number, of these classes. */
  private static DataSet classes(int... classes) {
    double[] numbers = new double[classes.length];
    Arrays.setAll(numbers, i -> i);
    double[] targets = new double[3 * classes.length];
    for (int i = 0; i < classes.length; i++) {
      targets[3 * i + classes[i]] = 1;
    }
    return DataSet.of(classes.length, numbers, 1, targets, 3);
  }

  private static int[] countsOfClasses(DataSet data) {
    int[] counts = new int[3];
    for (int i = 0; i < data.records(); i++) {
      for (int c = 0; c < 3; c++) {
        counts[c] += (int) data.target(i, c);
      }
    }
    return counts;
  }

  /** Largest remainders by hand: a quarter of 9, 6 and 1 is 2.25, 1.5 and 0.25, together 4. */
  @Test
  void aStratifiedSplitDrawsTheShareOfEachClass() {
    DataSet data = classes(0, 1, 0, 0, 1, 2, 0, 1, 0, 0, 1, 0, 1, 0, 0, 1);
    Set<List<Double>> drawn = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      DataSet.Split split = data.stratifiedSplit(0.25, Decision.FIRST_MAXIMUM, seed);
      assertArrayEquals(new int[] {2, 2, 0}, countsOfClasses(split.test()));
      assertArrayEquals(new int[] {7, 4, 1}, countsOfClasses(split.train()));
      List<Double> all = new ArrayList<>();
      for (DataSet part : List.of(split.train(), split.test())) {
        double[] sorted = part.features();
        Arrays.sort(sorted);
        assertArrayEquals(sorted, part.features()); // in the data's order
        Arrays.stream(sorted).forEach(all::add);
      }
      assertEquals(16, new HashSet<>(all).size());
      drawn.add(Arrays.stream(split.test().features()).boxed().toList());
    }
    assertTrue(drawn.size() > 10, drawn.toString());
  }

  @Test
  void aStratifiedSplitOfTwoClassesOfOneUnitAndOfQuantities() {
    double[] numbers = new double[40];
    double[] targets = new double[40];
    Arrays.setAll(numbers, i -> i);
    Arrays.setAll(targets, i -> i % 10 == 0 ? 1 : 0);
    DataSet data = DataSet.of(40, numbers, 1, targets, 1);
    for (int seed = 0; seed < 10; seed++) {
      DataSet test = data.stratifiedSplit(0.25, Decision.THRESHOLD, seed).test();
      assertEquals(10, test.records());
      assertEquals(1, Arrays.stream(test.targets()).sum());
      assertEquals(10, data.stratifiedSplit(0.25, Decision.NONE, seed).test().records());
    }
    assertEquals(1, data.stratifiedSplit(0.001, Decision.THRESHOLD, 0).test().records());
    assertEquals(2, data.stratifiedSplit(0.999, Decision.THRESHOLD, 0).train().records());
    refuses(
        "split: test share must be above 0 and below 1: 1.0",
        () -> data.stratifiedSplit(1, Decision.NONE, 0));
    refuses(
        "split: a class with at least 2 records is needed, so that one is left: 2 records of 2"
            + " classes",
        () -> classes(0, 1).stratifiedSplit(0.5, Decision.FIRST_MAXIMUM, 0));
  }

  @Test
  void splitLeavesAtLeastOneRecordOnEachSide() {
    assertEquals(1, numbered(3).split(0.001, 0).test().records());
    assertEquals(1, numbered(3).split(0.999, 0).train().records());
    assertEquals(1, numbered(2).split(0.5, 0).test().records());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, 1.5, Double.NaN})
  void sharesOutsideZeroToOneAreRefused(double share) {
    refuses(
        "split: test share must be above 0 and below 1: " + share,
        () -> numbered(4).split(share, 0));
  }

  @Test
  void aSingleRecordCannotBeSplit() {
    refuses("split: at least 2 records are needed: 1", () -> numbered(1).split(0.5, 0));
  }

  @Test
  void arraysMayBeTakenOver() {
    double[] targets = {0, 1, 1};
    DataSet copied = DataSet.of(3, new double[] {1, 2, 3, 4, 5, 0.5}, 2, targets, 1);
    DataSet doubles = DataSet.over(new double[] {1, 2, 3, 4, 5, 0.5}, 2, targets, 1);
    DataSet floats = DataSet.over(new float[] {1, 2, 3, 4, 5, 0.5f}, 2, targets, 1);
    assertEquals(copied.fingerprint(), doubles.fingerprint());
    assertEquals(copied.fingerprint(), floats.fingerprint());
    assertEquals(3, floats.records());
    assertEquals(
        "data: features and targets must hold whole records: 5 features and 3 targets, 2 and 1 for"
            + " each",
        assertThrows(
                IllegalArgumentException.class, () -> DataSet.over(new float[5], 2, targets, 1))
            .getMessage());
    assertEquals(
        "data: features and targets must hold whole records: 2 features and 3 targets, 2 and 2 for"
            + " each",
        assertThrows(
                IllegalArgumentException.class, () -> DataSet.over(new double[2], 2, targets, 2))
            .getMessage());
  }
}
