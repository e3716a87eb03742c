package nn.tck.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.OptionalInt;
import nn.api.DType;
import nn.api.Shape;
import nn.api.Tier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random checks of products of integers; a wrong element is missed once in 2⁶⁰ times. */
class FreivaldsTest {
  private static final int REPEATS = 200;

  private final Generator random = new Generator(31);

  private Matrix integers(Shape shape, int most) {
    return Matrix.generate(shape.rows(), shape.columns(), (i, j) -> random.between(-most, most));
  }

  private static Matrix product(Form form, Matrix a, Matrix b) {
    return Products.product(
            DType.FLOAT64, Tier.EXACT_SEPARATE, a, form == Form.TRANS_A, b, form == Form.TRANS_B)
        .low();
  }

  private OptionalInt wrongRow(Form form, Matrix a, Matrix b, Matrix c) {
    return Freivalds.wrongRow(a, form == Form.TRANS_A, b, form == Form.TRANS_B, c, random);
  }

  @ParameterizedTest
  @EnumSource
  void rightProductsPassAndOneWrongElementIsFound(Form form) {
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      int k = random.between(1, 90);
      int most = random.pick(1, 8, 3000); // 2·90·3000² is just below the prime
      Matrix a = integers(form.aShape(random.between(1, 40), k), most);
      Matrix b = integers(form.bShape(random.between(1, 40), k), most);
      Matrix c = product(form, a, b);
      assertEquals(OptionalInt.empty(), wrongRow(form, a, b, c));
      int i = random.below(c.rows());
      int j = random.below(c.columns());
      c.set(i, j, wrong(c.get(i, j)));
      assertEquals(OptionalInt.of(i), wrongRow(form, a, b, c));
      assertEquals(
          OptionalInt.of(j),
          Freivalds.wrongColumn(a, form == Form.TRANS_A, b, form == Form.TRANS_B, c, i));
    }
  }

  private double wrong(double right) {
    return switch (random.below(7)) {
      case 0 -> right + 0.5;
      case 1 -> Double.NaN;
      case 2 -> Double.NEGATIVE_INFINITY;
      case 3 -> right + Freivalds.PRIME; // which is 0 modulo the prime
      case 4 -> right - 1;
      case 5 -> right + (1 << 20);
      default -> right + 1;
    };
  }

  @Test
  void theFirstOfSeveralWrongRowsIsGiven() {
    Matrix a = integers(Form.PLAIN.aShape(50, 20), 8);
    Matrix b = integers(Form.PLAIN.bShape(30, 20), 8);
    Matrix c = product(Form.PLAIN, a, b);
    c.set(41, 3, c.get(41, 3) + 1);
    c.set(17, 29, c.get(17, 29) - 1);
    c.set(17, 4, c.get(17, 4) + 1);
    assertEquals(OptionalInt.of(17), wrongRow(Form.PLAIN, a, b, c));
    assertEquals(OptionalInt.of(4), Freivalds.wrongColumn(a, false, b, false, c, 17));
    assertEquals(OptionalInt.empty(), Freivalds.wrongColumn(a, false, b, false, c, 16));
  }

  /** As many terms as the suite has, and the largest integers that they leave room for. */
  @ParameterizedTest
  @EnumSource
  void longSumsDoNotOverflow(Form form) {
    int k = 70_000;
    int most = 123; // 2·70,000·123² is just below the prime
    Matrix a = Matrix.filled(form.aShape(3, k), -most);
    Matrix b = Matrix.filled(form.bShape(2, k), most);
    Matrix c = product(form, a, b);
    assertEquals(-most * most * (double) k, c.get(2, 1));
    assertEquals(OptionalInt.empty(), wrongRow(form, a, b, c));
    c.set(2, 1, c.get(2, 1) + 1);
    assertEquals(OptionalInt.of(2), wrongRow(form, a, b, c));
  }

  @Test
  void theModulusIsAPrime() {
    assertTrue(BigInteger.valueOf(Freivalds.PRIME).isProbablePrime(100));
  }

  @Test
  void whatCannotBeCheckedIsRefused() {
    Matrix one = Matrix.of(1, 1, 1);
    Matrix half = Matrix.of(1, 1, 0.5);
    Matrix large = Matrix.of(1, 1, 1 << 20);
    Matrix row = Matrix.of(1, 2, 1, 2);
    assertThrows(IllegalArgumentException.class, () -> wrongRow(Form.PLAIN, half, one, one));
    assertThrows(IllegalArgumentException.class, () -> wrongRow(Form.PLAIN, large, large, one));
    assertThrows(IllegalArgumentException.class, () -> wrongRow(Form.PLAIN, row, one, one));
    assertThrows(IllegalArgumentException.class, () -> wrongRow(Form.PLAIN, one, one, row));
  }
}
