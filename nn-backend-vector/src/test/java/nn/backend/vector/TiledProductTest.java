package nn.backend.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a product is divided among threads. */
class TiledProductTest {

  @ParameterizedTest
  @CsvSource({"1, 1", "7, 3", "3, 7", "33554432, 64", "2147483647, 1024", "2147483647, 2147483646"})
  void partsFollowEachOtherAndAreAll(int count, int parts) {
    assertEquals(0, TiledProduct.first(count, 0, parts));
    assertEquals(count, TiledProduct.first(count, parts, parts));
    for (int index : new int[] {0, parts / 2, parts - 1}) {
      int from = TiledProduct.first(count, index, parts);
      int size = TiledProduct.first(count, index + 1, parts) - from;
      assertEquals(count / (double) parts, size, 1, "part " + index);
    }
  }
}
