package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.stream.Collectors;
import nn.api.DType;
import nn.tck.SumOrder.Terms;
import org.junit.jupiter.api.Test;

class SumOrderTest {

  /**
   * 2⁵³ + 1 + 1 + … is 2⁵³ from the left, and what order gives which result can be told by hand.
   */
  @Test
  void eachOrderRoundsAsItDoesByHand() {
    double[] x = {0x1p53, 1, 1, 1, 1, 1, 1, 1};
    double[] ones = {1, 1, 1, 1, 1, 1, 1, 1};
    Terms terms = new Terms(DType.FLOAT64, false, x, ones);
    assertEquals(0x1p53, terms.part(0, 8, 1));
    assertEquals(0x1p53 + 8, of("from the last term to the first", terms)); // 7, tie to even
    assertEquals(0x1p53 + 8, of("exactly, and rounds once", terms));
    assertEquals(0x1p53 + 6, of("in pairs", terms)); // (2⁵³ + 2) + 4
    assertEquals(0x1p53 + 4, of("in 2 lanes", terms));
  }

  private static double of(String words, Terms terms) {
    return SumOrder.all().stream()
        .filter(order -> order.words().equals(words))
        .findFirst()
        .orElseThrow()
        .way()
        .of(terms);
  }

  @Test
  void integersAreTheSameInEveryOrder() {
    double[] x = new double[37];
    double[] y = new double[37];
    for (int k = 0; k < x.length; k++) {
      x[k] = k % 17 - 8;
      y[k] = k % 5 - 2;
    }
    for (DType dtype : DType.values()) {
      Terms terms = new Terms(dtype, dtype == DType.FLOAT32, x, y);
      Set<Double> sums =
          SumOrder.all().stream().map(order -> order.way().of(terms)).collect(Collectors.toSet());
      assertEquals(Set.of(terms.part(0, 37, 1)), sums);
    }
  }
}
