package nn.io.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTest {

  private static List<String> python() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    DecimalTest.class.getResourceAsStream("/goldens/decimals.csv")),
                StandardCharsets.US_ASCII))) {
      return lines.lines().toList();
    }
  }

  /** An interval is not symmetric at a power of two: there the nearest short number may be out. */
  private static boolean isPowerOfTwo(double value) {
    return (Double.doubleToLongBits(value) & 0xf_ffff_ffff_ffffL) == 0;
  }

  private static int digits(BigDecimal number) {
    return number.stripTrailingZeros().precision();
  }

  @Test
  void theDigitsAreThoseOfPythonsRepr() throws IOException {
    for (String line : python()) {
      String[] columns = line.split(",", -1);
      double value = Double.longBitsToDouble(Long.parseUnsignedLong(columns[0], 16));
      BigDecimal python = new BigDecimal(columns[1]);
      BigDecimal text = new BigDecimal(Decimal.text(value));
      assertEquals(value, text.doubleValue());
      if (isPowerOfTwo(value)) {
        assertTrue(digits(text) <= digits(python) + 1, line);
      } else {
        assertEquals(0, python.compareTo(text), line);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, -0.0",
    "25, 25",
    "-3, -3",
    "0.01, 0.01",
    "1e-7, 1E-7",
    "1.5e300, 1.5E+300",
    "9007199254740992, 9007199254740992",
    "5.684341886080802e-14, 5.6843418860808015E-14",
    "2e-3, 0.002",
  })
  void isWrittenAs(double value, String text) {
    assertEquals(text, Decimal.text(value));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void whatIsNoNumberOfJsonIsRefused(double value) {
    assertEquals(
        "json: a number must be finite: " + value,
        assertThrows(IllegalArgumentException.class, () -> Decimal.text(value)).getMessage());
  }
}
