package nn.tck.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import nn.tck.reference.Generator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoveringArrayTest {

  /**
   * The combinations of some factors that rows have, counted in another way than the class does.
   */
  private static Set<String> combinations(List<int[]> rows, int... factors) {
    Set<String> all = new HashSet<>();
    for (int[] row : rows) {
      all.add(Arrays.toString(Arrays.stream(factors).map(factor -> row[factor]).toArray()));
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyPairOccurs(long seed) {
    int[] levels = {12, 5, 3, 7, 2};
    List<int[]> rows = CoveringArray.of(levels, 2, row -> true, new Generator(seed));
    for (int p = 0; p < levels.length; p++) {
      for (int q = p + 1; q < levels.length; q++) {
        assertEquals(levels[p] * levels[q], combinations(rows, p, q).size());
      }
    }
    assertTrue(rows.size() >= 12 * 7, "no array has fewer rows than its two largest factors ask");
    assertTrue(rows.size() <= 2 * 12 * 7, () -> rows.size() + " rows");
  }

  @Test
  void everyTripleOccurs() {
    List<int[]> rows = CoveringArray.of(new int[] {4, 4, 4, 4}, 3, row -> true, new Generator(7));
    assertEquals(64, combinations(rows, 0, 1, 2).size());
    assertEquals(64, combinations(rows, 1, 2, 3).size());
    // Colbourn's tables have 64 rows as the least for four factors of four levels
    assertTrue(rows.size() >= 64 && rows.size() <= 128, () -> rows.size() + " rows");
  }

  @Test
  void tellsWhatCannotBeHad() {
    CoveringArray array =
        CoveringArray.of(
            new int[] {4, 4, 2},
            0,
            Set.of(),
            CoveringArray.sets(3, 2),
            row -> row[0] + row[1] <= 4, // an open factor is −1
            new Generator(1));
    for (int[] row : array.rows()) {
      assertTrue(row[0] + row[1] <= 4);
    }
    assertEquals(
        List.of("[2, 3, -1]", "[3, 2, -1]", "[3, 3, -1]"),
        array.excluded().stream().map(Arrays::toString).toList());
    assertEquals(4 * 4 - 3 + 8 + 8, array.combinations());
    assertEquals(array.combinations(), array.covered(array.rows()));
    assertTrue(array.covered(array.rows().subList(0, 2)) < array.combinations());
  }

  @Test
  void aSeedGivesTheSameRows() {
    int[] levels = {5, 4, 3};
    assertEquals(
        CoveringArray.of(levels, 2, row -> true, new Generator(5)).stream()
            .map(Arrays::toString)
            .toList(),
        CoveringArray.of(levels, 2, row -> true, new Generator(5)).stream()
            .map(Arrays::toString)
            .toList());
  }
}
