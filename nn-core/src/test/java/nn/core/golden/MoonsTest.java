package nn.core.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import nn.core.DataSet;
import nn.core.Moons;
import org.junit.jupiter.api.Test;

/** scikit-learn's own data. */
class MoonsTest {

  @Test
  void matchesScikitLearn() {
    List<String> lines = Golden.lines("moons-1000-0.2-100.csv");
    DataSet moons = Moons.make(1000, 0.2, 100);
    assertEquals("x1,x2,label", lines.get(0));
    assertEquals(1001, lines.size());
    for (int record = 0; record < 1000; record++) {
      List<String> cells = List.of(lines.get(record + 1).split(",", -1));
      String where = "record " + record;
      // sine, cosine and logarithm of the C library and of StrictMath differ in the last bits
      assertEquals(Double.parseDouble(cells.get(0)), moons.feature(record, 0), 4e-16, where);
      assertEquals(Double.parseDouble(cells.get(1)), moons.feature(record, 1), 4e-16, where);
      assertEquals(Double.parseDouble(cells.get(2)), moons.target(record, 0), where);
    }
  }

  @Test
  void oddCountsGiveTheInnerMoonOneMore() {
    DataSet moons = Moons.make(7, 0, 1);
    int inner = 0;
    for (int record = 0; record < 7; record++) {
      inner += (int) moons.target(record, 0);
    }
    assertEquals(4, inner);
  }

  @Test
  void refusesOneRecordAndNegativeNoise() {
    assertThrows(IllegalArgumentException.class, () -> Moons.make(1, 0.2, 100));
    assertThrows(IllegalArgumentException.class, () -> Moons.make(10, -0.1, 100));
    assertThrows(IllegalArgumentException.class, () -> Moons.make(10, Double.NaN, 100));
  }
}
