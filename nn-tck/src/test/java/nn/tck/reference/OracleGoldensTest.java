package nn.tck.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import nn.api.DType;
import nn.api.Tier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the suite says of long sums against exact ones by mpmath; nn-tck/src/tools/oracle.py has
 * written them.
 */
class OracleGoldensTest {

  /** So many terms are summed once more here. */
  private static final int SUMMED_AGAIN = 4096;

  /** One line of the file. */
  record Golden(
      String operation,
      DType dtype,
      String kind,
      int terms,
      long seed,
      BigDecimal sum,
      BigDecimal magnitude) {

    static Golden parse(String line) {
      String[] fields = line.split(",", -1);
      return new Golden(
          fields[0],
          DType.valueOf(fields[1]),
          fields[2],
          Integer.parseInt(fields[3]),
          Long.parseLong(fields[4]),
          number(fields[5]),
          number(fields[6]));
    }

    boolean isDot() {
      return operation.equals("dot");
    }

    @Override
    public String toString() {
      return String.join(" ", operation, dtype.name(), kind, Integer.toString(terms));
    }
  }

  static Stream<Golden> goldens() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    OracleGoldensTest.class.getResourceAsStream("/goldens/oracle.csv")),
                StandardCharsets.UTF_8))) {
      List<String> lines = reader.lines().skip(1).toList();
      return lines.stream().map(Golden::parse);
    }
  }

  /** An integer in hexadecimal times a power of two. */
  private static BigDecimal number(String text) {
    String[] parts = text.split("p", -1);
    BigDecimal integer = new BigDecimal(new BigInteger(parts[0], 16));
    int exponent = Integer.parseInt(parts[1]);
    BigDecimal power = new BigDecimal(BigInteger.TWO.pow(Math.abs(exponent)));
    return exponent < 0 ? integer.divide(power) : integer.multiply(power);
  }

  /** As oracle.py draws them: two numbers of the generator for each value. */
  private static double[] draw(Golden golden, long seed, int large, int small) {
    Generator random = new Generator(seed);
    double[] values = new double[golden.terms];
    for (int k = 0; k < values.length; k++) {
      double uniform = random.uniform();
      long other = random.next() >>> 1;
      double value =
          switch (golden.kind) {
            case "positive" -> Math.abs(uniform);
            case "uniform" -> uniform;
            case "wide", "cancelling" -> Math.scalb(uniform, (int) (other % 81) - 40);
            case "subnormal" -> uniform * (other % 2 == 0 ? 1 : golden.dtype.minNormal());
            case "vanishing" -> Math.scalb(uniform, small - (int) (other % 41));
            case "overflow" -> Math.scalb(uniform, large);
            default -> throw new IllegalArgumentException(golden.kind);
          };
      values[k] = golden.dtype.round(value);
    }
    return values;
  }

  /** The second half is the first one again, times the sign, but for a last small number. */
  private static void cancel(double[] x, double sign) {
    int half = x.length / 2;
    for (int k = 0; k < half; k++) {
      x[half + k] = sign * x[k];
    }
    x[x.length - 1] *= 0x1p-30;
  }

  private static double[] factors(Golden golden, long seed, double sign) {
    boolean wide = golden.dtype == DType.FLOAT64;
    double[] x = draw(golden, seed, wide ? 504 : 56, wide ? -520 : -60);
    if (golden.kind.equals("cancelling")) {
      cancel(x, sign);
    }
    return x;
  }

  private static double[] left(Golden golden) {
    if (golden.isDot()) {
      return factors(golden, golden.seed, -1);
    }
    boolean wide = golden.dtype == DType.FLOAT64;
    double[] x = draw(golden, golden.seed, wide ? 1001 : 105, wide ? -1010 : -115);
    if (golden.kind.equals("cancelling")) {
      cancel(x, -1);
    }
    return x;
  }

  private static double[] right(Golden golden) {
    return factors(golden, golden.seed + 1, 1);
  }

  private static BigDecimal bound(Golden golden) {
    boolean wide = golden.dtype == DType.FLOAT64;
    int roundings = golden.isDot() ? golden.terms : golden.terms - 1;
    BigDecimal ku = new BigDecimal(wide ? 0x1p-53 : 0x1p-24).multiply(new BigDecimal(roundings));
    BigDecimal gamma = ku.divide(BigDecimal.ONE.subtract(ku), new MathContext(60));
    BigDecimal relative = gamma.multiply(golden.magnitude);
    double least = wide ? Double.MIN_VALUE : Float.MIN_VALUE;
    return golden.isDot()
        ? relative.add(new BigDecimal(least).multiply(new BigDecimal(golden.terms)))
        : relative;
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void everythingThatTheBoundedTierAllowsIsWithinTheIntervalAndLittleElse(Golden golden) {
    double[] x = left(golden);
    if (golden.isDot()) {
      double[] y = right(golden);
      assertJust(golden, Oracle.dot(golden.dtype, Tier.BOUNDED, x, y));
      Matrix row = Matrix.of(1, x.length, x);
      Matrix column = Matrix.of(y.length, 1, y);
      assertJust(
          golden, Products.product(golden.dtype, Tier.BOUNDED, row, false, column, false).at(0));
    } else {
      assertJust(golden, Oracle.sum(golden.dtype, Tier.BOUNDED, x));
      Matrix row = Matrix.of(1, x.length, x);
      assertJust(golden, Products.sumOverRecords(golden.dtype, Tier.BOUNDED, row).at(0));
    }
  }

  private static void assertJust(Golden golden, Interval interval) {
    assertTrue(Double.isFinite(interval.low()) && Double.isFinite(interval.high()));
    BigDecimal bound = bound(golden);
    // the numbers of the dtype that the tier allows end where the interval does
    assertEnd(golden, golden.sum.add(bound), interval.high(), bound);
    assertEnd(golden, golden.sum.negate().add(bound), -interval.low(), bound);
  }

  private static void assertEnd(Golden golden, BigDecimal end, double actual, BigDecimal bound) {
    double last = floor(golden.dtype, end);
    assertTrue(actual >= last, () -> actual + " is below " + last);
    // as Enclosure says: parts of the bound, what small products lose, and the rounding of the end
    double part = golden.dtype == DType.FLOAT64 ? (golden.terms + 8) * 0x1p-51 : 0x1p-27;
    BigDecimal slack =
        bound
            .multiply(new BigDecimal(part))
            .add(new BigDecimal((golden.terms + 4.0) * Double.MIN_VALUE));
    double beyond = floor(golden.dtype, end.add(slack));
    double most = beyond + 2 * ulp(golden.dtype, beyond);
    assertTrue(actual <= most, () -> actual + " is above " + most);
  }

  /** The largest number of the dtype that is not above. */
  private static double floor(DType dtype, BigDecimal value) {
    double nearest = dtype == DType.FLOAT64 ? value.doubleValue() : value.floatValue();
    if (new BigDecimal(nearest).compareTo(value) <= 0) {
      return nearest;
    }
    return dtype == DType.FLOAT64 ? Math.nextDown(nearest) : Math.nextDown((float) nearest);
  }

  private static double ulp(DType dtype, double value) {
    return dtype == DType.FLOAT64 ? Math.ulp(value) : Math.ulp((float) value);
  }

  /** Not even mpmath is trusted alone. */
  @ParameterizedTest
  @MethodSource("goldens")
  void decimalArithmeticGivesTheSameSums(Golden golden) {
    if (golden.terms > SUMMED_AGAIN) {
      return;
    }
    double[] x = left(golden);
    double[] y = golden.isDot() ? right(golden) : new double[0];
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal magnitude = BigDecimal.ZERO;
    for (int k = 0; k < x.length; k++) {
      BigDecimal term = new BigDecimal(x[k]);
      term = golden.isDot() ? term.multiply(new BigDecimal(y[k])) : term;
      sum = sum.add(term);
      magnitude = magnitude.add(term.abs());
    }
    assertEquals(0, golden.sum.compareTo(sum));
    assertEquals(0, golden.magnitude.compareTo(magnitude));
  }
}
