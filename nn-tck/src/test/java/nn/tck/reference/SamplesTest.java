package nn.tck.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SamplesTest {

  private static Set<Integer> samples(int rows, int columns, long seed) {
    return Arrays.stream(Samples.of(rows, columns, new Generator(seed)))
        .boxed()
        .collect(Collectors.toSet());
  }

  @Test
  void cornersAreAmongThem() {
    int rows = 700;
    int columns = 5000;
    int last = rows * columns - 1;
    assertTrue(samples(rows, columns, 1).containsAll(Set.of(0, rows - 1, last - rows + 1, last)));
  }

  @Test
  void firstAndLastEdgesOfEachBlockAreAmongThem() {
    int rows = 9001;
    int columns = 130;
    Set<Integer> samples = samples(rows, columns, 2);
    Set<Integer> rowsSeen = samples.stream().map(s -> s % rows).collect(Collectors.toSet());
    Set<Integer> columnsSeen = samples.stream().map(s -> s / rows).collect(Collectors.toSet());
    for (int block = 8; block <= 4096; block *= 2) {
      int last = rows / block * block;
      assertTrue(rowsSeen.containsAll(Set.of(block - 1, block, block + 1)));
      assertTrue(rowsSeen.containsAll(List.of(last - 1, last, Math.min(last + 1, rows - 1))));
    }
    assertTrue(columnsSeen.containsAll(Set.of(0, 7, 8, 9, 63, 64, 65, 127, 128, 129)));
  }

  @Test
  void theyAreAscendingWithinTheResultAndBounded() {
    for (int[] shape : new int[][] {{1, 1}, {1, 70_000}, {3, 9}, {2000, 1500}, {70_000, 300}}) {
      int[] samples = Samples.of(shape[0], shape[1], new Generator(3));
      int[] sorted = Arrays.stream(samples).sorted().distinct().toArray();
      assertArrayEquals(sorted, samples);
      assertTrue(samples[0] == 0 && samples[samples.length - 1] == shape[0] * shape[1] - 1);
      assertTrue(samples.length <= 2000);
    }
    assertTrue(Samples.of(2000, 1500, new Generator(3)).length >= 1000);
  }

  @Test
  void theSeedDecides() {
    assertEquals(samples(2000, 1500, 4), samples(2000, 1500, 4));
    assertTrue(!samples(2000, 1500, 4).equals(samples(2000, 1500, 5)));
  }
}
