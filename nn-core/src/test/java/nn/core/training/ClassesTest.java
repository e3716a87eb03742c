package nn.core.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import nn.api.network.Decision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassesTest {

  @Test
  void oneHalfIsNotAboveOneHalf() {
    double[] outputs = {0, 0.5, Math.nextUp(0.5), 1, Double.NaN};
    assertArrayEquals(new int[] {0, 0, 1, 1, 0}, Classes.of(Decision.THRESHOLD, outputs, 1));
  }

  @Test
  void theFirstOfEqualMaximaWins() {
    double[] outputs = {0.2, 0.4, 0.4, /**/ 0.5, 0.5, 0, /**/ 0, 0, 1};
    assertArrayEquals(
        new int[] {0, 1, 0, /**/ 1, 0, 0, /**/ 0, 0, 1},
        Classes.of(Decision.FIRST_MAXIMUM, outputs, 3));
    assertEquals(1, Classes.firstMaximum(outputs, 0, 3));
    assertEquals(2, Classes.firstMaximum(outputs, 6, 3));
  }

  @Test
  void aRecordOfSeveralLabelsIsRightIfAllAre() {
    double[] outputs = {0.9, 0.1, /**/ 0.9, 0.9, /**/ 0.5, 0.5};
    double[] targets = {1, 0, /**/ 1, 0, /**/ 0, 0};
    assertEquals(2, Classes.correct(Decision.THRESHOLD, outputs, targets, 2, 3));
    assertEquals(2 / 3.0, Classes.accuracy(Decision.THRESHOLD, outputs, targets, 2, 3));
    assertEquals(1, Classes.correct(Decision.THRESHOLD, outputs, targets, 2, 1)); // the first alone
  }

  /** On neither side of the threshold is one half above it. */
  @Test
  void aTargetOfOneHalfIsNoLabel() {
    double[] outputs = {0.2, /**/ 0.9, /**/ 0.5};
    double[] targets = {0.5, /**/ 0.5, /**/ 0.5};
    assertEquals(2, Classes.correct(Decision.THRESHOLD, outputs, targets, 1, 3));
  }

  @Test
  void aRecordOfOneClassIsRightIfTheMaximaMeet() {
    double[] outputs = {0.4, 0.3, 0.3, /**/ 0.1, 0.2, 0.7, /**/ 0.2, 0.7, 0.1};
    double[] targets = {1, 0, 0, /**/ 0, 1, 0, /**/ 0, 1, 0};
    assertEquals(2, Classes.correct(Decision.FIRST_MAXIMUM, outputs, targets, 3, 3));
    assertEquals(0.5, Classes.accuracy(Decision.FIRST_MAXIMUM, outputs, targets, 3, 2));
  }

  @Test
  void quantitiesHaveNoClasses() {
    double[] values = {1};
    assertEquals(
        "classes: outputs that are quantities have no classes",
        assertThrows(IllegalArgumentException.class, () -> Classes.of(Decision.NONE, values, 1))
            .getMessage());
    assertEquals(0, Classes.correct(Decision.NONE, values, values, 1, 1));
    double[] signs = {0.3, -0.3, 0, 0.7};
    assertArrayEquals(new int[] {1, 0, 0, 1}, Classes.of(Decision.SIGN, signs, 1));
    double[] minus = {1, -1, 1, -1};
    double[] zeros = {1, 0, 1, 0};
    assertEquals(2, Classes.correct(Decision.SIGN, signs, minus, 1, 4));
    assertEquals(2, Classes.correct(Decision.SIGN, signs, zeros, 1, 4));
    assertEquals(5, Classes.correct(Decision.SIGN, signs, zeros, 1, new double[] {2, 3, 7, 9}));
    assertEquals(Double.NaN, Classes.accuracy(Decision.NONE, values, values, 1, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 2})
  void outputsMustBeWholeRecords(int units) {
    assertEquals(
        "classes: outputs must be whole records: 3 outputs, " + units + " units",
        assertThrows(
                IllegalArgumentException.class,
                () -> Classes.of(Decision.FIRST_MAXIMUM, new double[3], units))
            .getMessage());
  }
}
