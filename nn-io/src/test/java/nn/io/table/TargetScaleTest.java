package nn.io.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import nn.core.data.DataSet;
import org.junit.jupiter.api.Test;

class TargetScaleTest {

  @Test
  void scalesToMeanZeroAndDeviationOneAndBack() {
    DataSet data = data(1, 3);
    TargetScale scale = TargetScale.fit(data);

    assertEquals(new TargetScale(2, 1), scale);
    assertArrayEquals(new double[] {-1, 1}, scale.apply(data).targets());
    assertEquals(3, scale.number(1));
  }

  @Test
  void onlyShiftsAConstantWhoseMeanIsRounded() {
    DataSet data = data(0.1, 0.1, 0.1); // their sum is above 0.3
    TargetScale scale = TargetScale.fit(data);

    assertEquals(new TargetScale(0.1, 1), scale);
    assertArrayEquals(new double[3], scale.apply(data).targets());
  }

  @Test
  void refusesWhatOverflows() {
    assertThrows(IllegalArgumentException.class, () -> TargetScale.fit(data(1e308, 1e308, 1e307)));
    assertThrows(IllegalArgumentException.class, () -> TargetScale.fit(data(1e200, -1e200)));
  }

  private static DataSet data(double... targets) {
    return DataSet.of(targets.length, new double[targets.length], 1, targets, 1);
  }
}
