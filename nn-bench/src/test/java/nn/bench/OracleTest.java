package nn.bench;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import nn.api.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OracleTest {

  /** An element of the product in exact arithmetic. */
  private static double exact(Product product, int row, int column) {
    double[] a = product.a();
    double[] b = product.b();
    BigDecimal sum = BigDecimal.ZERO;
    for (int k = 0; k < product.k(); k++) {
      boolean transA = product.form() == Form.TRANS_A;
      boolean transB = product.form() == Form.TRANS_B;
      double x = transA ? a[row * product.k() + k] : a[k * product.m() + row];
      double y = transB ? b[k * product.n() + column] : b[column * product.k() + k];
      sum = sum.add(new BigDecimal(x).multiply(new BigDecimal(y)));
    }
    return sum.doubleValue();
  }

  private static double[] exact(Product product) {
    double[] result = new double[product.m() * product.n()];
    for (int i = 0; i < result.length; i++) {
      result[i] = exact(product, i % product.m(), i / product.m());
    }
    return result;
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void acceptsTheExactProductOnly(Form form) {
    Product product = new Product(DType.FLOAT64, form, 3, 5, 17);
    Oracle oracle = new Oracle(product, product.a(), product.b());
    double[] result = exact(product);
    assertDoesNotThrow(() -> oracle.check(result));

    result[7] += 17 * 17 * Math.ulp(1.0); // k·ε·(|A||B|) is less, as all operands are below 1
    IllegalStateException wrong =
        assertThrows(IllegalStateException.class, () -> oracle.check(result));
    assertEquals(
        product + ": wrong result: element [1, 2] is " + result[7],
        String.valueOf(wrong.getMessage()).split(",", 3)[0]
            + ","
            + String.valueOf(wrong.getMessage()).split(",", 3)[1]);
  }

  @Test
  void refusesNaN() {
    Product product = new Product(DType.FLOAT64, Form.PLAIN, 1, 1, 1);
    Oracle oracle = new Oracle(product, product.a(), product.b());
    assertThrows(IllegalStateException.class, () -> oracle.check(new double[] {Double.NaN}));
  }

  /** Sums in float are too coarse for FLOAT64, though hardly different to the eye. */
  @Test
  void refusesFloatsForDoubles() {
    Product product = new Product(DType.FLOAT64, Form.PLAIN, 4, 4, 64);
    Oracle oracle = new Oracle(product, product.a(), product.b());
    double[] result = Floats.widen(Floats.narrow(exact(product)));
    assertThrows(IllegalStateException.class, () -> oracle.check(result));
  }
}
