package nn.core.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import nn.core.data.DataSet;
import nn.core.data.Moons;
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

  /** The ends of {@code linspace} are exact: sin(π) is NumPy's 1.2246467991473532e-16. */
  @Test
  void bothMoonsEndAtPi() {
    double sine = 1.2246467991473532e-16;
    for (int records = 4; records <= 200; records++) {
      DataSet moons = Moons.make(records, 0, 1);
      int ends = 0;
      for (int record = 0; record < records; record++) {
        double x = moons.feature(record, 0);
        double y = moons.feature(record, 1);
        boolean outer = moons.target(record, 0) == 0;
        if (outer ? x == -1 : x == 2) {
          assertEquals(outer ? sine : 1 - sine - 0.5, y);
          ends++;
        }
      }
      assertEquals(2, ends, records + " records");
    }
  }

  @Test
  void oneRecordOfEachMoonIsItsStart() {
    DataSet moons = Moons.make(2, 0, 1);
    int outer = moons.target(0, 0) == 0 ? 0 : 1;
    assertArrayEquals(
        new double[] {1, 0}, new double[] {moons.feature(outer, 0), moons.feature(outer, 1)});
    int inner = 1 - outer;
    assertArrayEquals(
        new double[] {0, 0.5}, new double[] {moons.feature(inner, 0), moons.feature(inner, 1)});
  }

  @Test
  void refusesOneRecordAndNegativeNoise() {
    assertTrue(
        String.valueOf(
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Moons.make(10, Double.POSITIVE_INFINITY, 100))
                    .getMessage())
            .startsWith("moons: at least 2 records and a finite noise"));
    assertThrows(IllegalArgumentException.class, () -> Moons.make(1, 0.2, 100));
    assertThrows(IllegalArgumentException.class, () -> Moons.make(10, -0.1, 100));
    assertThrows(IllegalArgumentException.class, () -> Moons.make(10, Double.NaN, 100));
  }
}
