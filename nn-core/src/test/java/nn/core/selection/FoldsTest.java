package nn.core.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import nn.core.data.DataSet;
import nn.core.random.RandomState;
import org.junit.jupiter.api.Test;

/** What holds for folds of any kind, in 300 drawn settings. */
class FoldsTest {

  private static void assertEachRecordOnce(Folds folds) {
    int[] tested = new int[folds.records()];
    for (int fold = 0; fold < folds.size(); fold++) {
      int[] test = folds.test(fold);
      int[] train = folds.train(fold);
      assertTrue(test.length > 0 && train.length > 0, folds.toString());
      assertEquals(folds.records(), test.length + train.length);
      Arrays.stream(test).forEach(record -> tested[record]++);
      int[] all = IntStream.concat(Arrays.stream(test), Arrays.stream(train)).sorted().toArray();
      assertArrayEquals(IntStream.range(0, folds.records()).toArray(), all);
      assertArrayEquals(Arrays.stream(test).sorted().toArray(), test);
      assertArrayEquals(Arrays.stream(train).sorted().toArray(), train);
    }
    assertTrue(Arrays.stream(tested).allMatch(times -> times == 1));
  }

  private static int[] draw(RandomState random, int count, int different) {
    return IntStream.range(0, count)
        .map(i -> i < different ? i : random.integer(different - 1))
        .toArray();
  }

  @Test
  void everyRecordIsTestedOnceAndFoldsAreOfOneSize() {
    RandomState random = new RandomState(1);
    for (int i = 0; i < 100; i++) {
      int records = 2 + random.integer(60);
      int count = 2 + random.integer(Math.min(8, records - 2));
      Folds folds = Folds.plain(records, count, i);
      assertEachRecordOnce(folds);
      for (int fold = 0; fold < count; fold++) {
        int size = folds.test(fold).length;
        assertTrue(size == records / count || size == (records + count - 1) / count);
      }
    }
  }

  @Test
  void foldsHaveTheClassesInTheSameShares() {
    RandomState random = new RandomState(2);
    for (int i = 0; i < 100; i++) {
      int count = 2 + random.integer(5);
      int[] classes = draw(random, 20 + random.integer(60), 1 + random.integer(3));
      Folds folds = Folds.stratified(classes, count, i);
      assertEachRecordOnce(folds);
      int[] total = new int[4];
      Arrays.stream(classes).forEach(c -> total[c]++);
      for (int fold = 0; fold < count; fold++) {
        int[] own = new int[4];
        Arrays.stream(folds.test(fold)).forEach(record -> own[classes[record]]++);
        for (int c = 0; c < 4; c++) {
          assertTrue(own[c] >= total[c] / count && own[c] <= (total[c] + count - 1) / count);
        }
      }
    }
  }

  @Test
  void aGroupIsNeverSplit() {
    RandomState random = new RandomState(3);
    for (int i = 0; i < 100; i++) {
      int count = 2 + random.integer(4);
      int[] groups = draw(random, 20 + random.integer(60), count + random.integer(12));
      Folds folds = Folds.grouped(groups, count, i);
      assertEachRecordOnce(folds);
      Map<Integer, Integer> foldOf = new HashMap<>();
      for (int fold = 0; fold < count; fold++) {
        for (int record : folds.test(fold)) {
          foldOf.putIfAbsent(groups[record], fold);
          assertEquals(fold, foldOf.get(groups[record]));
        }
      }
    }
  }

  @Test
  void aSeedIsAWayToFold() {
    int[] groups = draw(new RandomState(4), 60, 20);
    assertArrayEquals(Folds.plain(60, 5, 1).test(0), Folds.plain(60, 5, 1).test(0));
    assertFalse(Arrays.equals(Folds.plain(60, 5, 1).test(0), Folds.plain(60, 5, 2).test(0)));
    assertArrayEquals(Folds.grouped(groups, 5, 1).test(0), Folds.grouped(groups, 5, 1).test(0));
    assertFalse(
        Arrays.equals(Folds.grouped(groups, 5, 1).test(0), Folds.grouped(groups, 5, 2).test(0)));
  }

  @Test
  void recordsWithTheSameTargetsAreOfOneClass() {
    double[][] targets = {{1, 0}, {0, 1}, {1, 0}, {0, 1}, {0, 0}, {1, 0}};
    DataSet data = DataSet.of(new double[6][1], targets);
    Folds byTargets = Folds.stratified(data, 2, 7);
    Folds byNumbers = Folds.stratified(new int[] {5, 3, 5, 3, 9, 5}, 2, 7);
    assertArrayEquals(byNumbers.test(0), byTargets.test(0));
    assertEquals("Folds[2 of 6 records]", byTargets.toString());
  }

  private static void refuses(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }

  @Test
  void thereMustBeEnoughToFold() {
    refuses(
        "folds: there must be at least 2, and no more than records: 1 folds, 10 records",
        () -> Folds.plain(10, 1, 0));
    refuses(
        "folds: there must be at least 2, and no more than records: 4 folds, 3 records",
        () -> Folds.plain(3, 4, 0));
    refuses(
        "folds: there must be at least 2, and no more than groups: 3 folds, 2 groups",
        () -> Folds.grouped(new int[] {1, 1, 2, 2}, 3, 0));
    refuses(
        "folds: there must be at least 2, and no more than records in the largest class: 3 folds,"
            + " 2 records in the largest class",
        () -> Folds.stratified(new int[] {1, 1, 2, 2}, 3, 0));
    assertThrows(IllegalArgumentException.class, () -> Folds.stratified(new int[0], 2, 0));
  }
}
