package nn.core.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandardiserTest {

  /** The column 2, 4, 4, 4, 5, 5, 7, 9 has the mean 5 and the deviation 2. */
  @Test
  void shiftsByTheMeanAndDividesByTheDeviation() {
    double[] column = {2, 4, 4, 4, 5, 5, 7, 9};
    DataSet train = DataSet.of(8, column, 1, column, 1);
    Standardiser standardiser = Standardiser.fit(train);
    assertArrayEquals(new double[] {5}, standardiser.means());
    assertArrayEquals(new double[] {2}, standardiser.deviations());
    DataSet scaled = standardiser.apply(train);
    assertArrayEquals(new double[] {-1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2}, scaled.features());
    assertArrayEquals(column, scaled.targets()); // not touched
  }

  @Test
  void otherDataIsScaledByTheStatisticsOfTheTrainingSet() {
    DataSet train = DataSet.of(new double[][] {{1, 10}, {3, 30}}, new double[2][1]);
    DataSet test = DataSet.of(new double[][] {{5, 20}}, new double[1][1]);
    assertArrayEquals(new double[] {3, 0}, Standardiser.fit(train).apply(test).features());
  }

  @Test
  void featuresInFloat32StaySo() {
    float third = 1 / 3.0f;
    DataSet train =
        DataSet.ofFloats(2, 1, 1, (record, features, targets) -> features[0] = record * third);
    DataSet scaled = Standardiser.fit(train).apply(train);
    assertArrayEquals(new double[] {-1, 1}, scaled.features());
    DataSet test = DataSet.ofFloats(1, 1, 1, (record, features, targets) -> features[0] = 0.1f);
    double exact = (0.1f - third / 2.0) / (third / 2.0);
    assertEquals((float) exact, Standardiser.fit(train).apply(test).feature(0, 0));
  }

  /** Ten times 0.1 sum to less than 1, so the mean of ten numbers 0.1 is not 0.1. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 4, 0.1, 1e-300, -1 / 3.0})
  void aConstantFeatureIsOnlyShifted(double value) {
    double[][] features = new double[10][1];
    for (double[] record : features) {
      record[0] = value;
    }
    DataSet data = DataSet.of(features, new double[10][1]);
    Standardiser standardiser = Standardiser.fit(data);
    assertArrayEquals(new double[] {1}, standardiser.deviations());
    assertArrayEquals(new double[10], standardiser.apply(data).features());
  }

  @Test
  void aFeatureWhoseStatisticsOverflowIsRefused() {
    DataSet wide = DataSet.of(new double[][] {{1, 1e200}, {2, -1e200}}, new double[2][1]);
    assertEquals(
        "standardise: the mean and the deviation of a feature must be finite: feature 1 has 0.0 "
            + "and Infinity",
        assertThrows(IllegalArgumentException.class, () -> Standardiser.fit(wide)).getMessage());
    DataSet large = DataSet.of(new double[][] {{1e308}, {1.1e308}}, new double[2][1]);
    assertThrows(IllegalArgumentException.class, () -> Standardiser.fit(large));
  }

  @Test
  void dataOfAnotherWidthIsRefused() {
    Standardiser standardiser =
        Standardiser.fit(DataSet.of(new double[][] {{1, 2}}, new double[1][1]));
    DataSet narrow = DataSet.of(new double[][] {{1}}, new double[1][1]);
    assertEquals(
        "standardise: fitted to 2 features: the data has 1",
        assertThrows(IllegalArgumentException.class, () -> standardiser.apply(narrow))
            .getMessage());
  }

  @Test
  void statisticsAreCopies() {
    Standardiser standardiser =
        Standardiser.fit(DataSet.of(new double[][] {{1}, {3}}, new double[2][1]));
    standardiser.means()[0] = 9;
    standardiser.deviations()[0] = 9;
    assertArrayEquals(new double[] {2}, standardiser.means());
    assertArrayEquals(new double[] {1}, standardiser.deviations());
  }
}
