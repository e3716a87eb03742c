package nn.core.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import nn.core.selection.Folds;
import org.junit.jupiter.api.Test;

/** Folds against scikit-learn's. */
class FoldsTest {
  private static final Golden GOLDEN = Golden.json("folds.json");

  private static int[] whole(Golden list) {
    return DoubleStream.of(list.numbers()).mapToInt(number -> (int) number).toArray();
  }

  private static void assertTests(Golden expected, Folds folds) {
    for (int fold = 0; fold < expected.size(); fold++) {
      assertArrayEquals(whole(expected.get(fold)), folds.test(fold), folds + ", fold " + fold);
    }
  }

  @Test
  void plainFoldsAreThoseOfKFold() {
    for (int i = 0; i < GOLDEN.get("plain").size(); i++) {
      Golden run = GOLDEN.get("plain").get(i);
      int[] settings = IntStream.range(0, 3).map(s -> (int) run.get(s).number()).toArray();
      assertTests(run.get(3), Folds.plain(settings[0], settings[1], settings[2]));
    }
  }

  @Test
  void stratifiedFoldsAreThoseOfStratifiedKFold() {
    for (int i = 0; i < GOLDEN.get("stratified").size(); i++) {
      Golden run = GOLDEN.get("stratified").get(i);
      int folds = (int) run.get(1).number();
      int seed = (int) run.get(2).number();
      assertTests(run.get(3), Folds.stratified(whole(run.get(0)), folds, seed));
    }
  }

  @Test
  void groupedFoldsHaveTheSizesOfGroupKFold() {
    for (int i = 0; i < GOLDEN.get("grouped").size(); i++) {
      Golden run = GOLDEN.get("grouped").get(i);
      for (int seed = 0; seed < 10; seed++) {
        Folds folds = Folds.grouped(whole(run.get(0)), (int) run.get(1).number(), seed);
        int[] sizes = IntStream.range(0, folds.size()).map(f -> folds.test(f).length).toArray();
        Arrays.sort(sizes);
        assertArrayEquals(whole(run.get(2)), sizes);
      }
    }
  }
}
