package nn.api.elementary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import java.util.function.DoubleConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class Float64Test {

  private static final boolean SOAK = Boolean.getBoolean("nn.soak");

  private final SplittableRandom random = new SplittableRandom(SOAK ? System.nanoTime() : 1);

  /** What the functions reach is nearer than what they promise; more would be a fault too. */
  @ParameterizedTest
  @EnumSource
  void randomArgumentsAreWithinTheBound(Elementary f) {
    Worst worst = new Worst(f);
    int points = SOAK ? 2_000_000 : 20_000;
    for (int i = 0; i < points; i++) {
      worst.meet(random.nextDouble(-3, 3));
      worst.meet(random.nextDouble(Math.max(f.from, -750), Math.min(f.to, 750)));
      worst.meet(Double.longBitsToDouble(random.nextLong()));
    }
    worst.check();
  }

  @ParameterizedTest
  @EnumSource
  void everyBinadeIsWithinTheBound(Elementary f) {
    Worst worst = new Worst(f);
    int points = SOAK ? 200 : 20;
    for (int exponent = -1074; exponent < 1024; exponent++) {
      worst.meet(Math.scalb(1.0, exponent));
      worst.meet(-Math.scalb(1.0, exponent));
      for (int i = 0; i < points; i++) {
        double x = Math.scalb(random.nextDouble(1, 2), exponent);
        worst.meet(x);
        worst.meet(-x);
      }
    }
    worst.check();
  }

  /** Where the reduced argument is largest, and where a formula gives way to another. */
  @ParameterizedTest
  @EnumSource
  void theSeamsAreWithinTheBound(Elementary f) {
    Worst worst = new Worst(f);
    seams(
        seam -> {
          double x = seam;
          for (int i = 0; i < 4; i++) {
            x = Math.nextDown(x);
          }
          for (int i = 0; i < 9; i++) {
            worst.meet(x);
            x = Math.nextUp(x);
          }
        });
    worst.check();
  }

  /**
   * The hard cases also judge the oracle: one that did not know 45 digits beyond the last place
   * would not find them so near to the middle between two doubles, or to a double.
   */
  @ParameterizedTest
  @EnumSource
  void publishedHardCasesAreWithinTheBound(Elementary f) {
    Worst worst = new Worst(f);
    for (double x : HardCases.of(f)) {
      double halves = 2 * f.exactly(x).ulpsTo(f.at(x));
      assertTrue(Math.abs(halves - Math.rint(halves)) < 0x1p-43, () -> f + " at " + x);
      worst.meet(x);
    }
    worst.check();
  }

  /** Digits of OEIS A001113, A002162, A002392, A073744, and by mpmath 1.3.0. */
  @Test
  void theOracleKnowsPublishedDigits() {
    published("2.71828182845904523536028747135266249775724709369995", Oracle.exp(1));
    published("0.69314718055994530941723212145817656807550013436025", Oracle.log(2));
    published("2.30258509299404568401799145468436420760110148862877", Oracle.log(10));
    published("0.69314718055994530941723212145817656807550013436025", Oracle.log1p(1));
    published("0.76159415595576488811945828260479359041276859725793", Oracle.tanh(1));
    published("0.73105857863000487925115924182183627436514464016505", Oracle.sigmoid(1));
    published("1.31326168751822283404899549496785564191528008567035", Oracle.softplus(1));
  }

  @ParameterizedTest
  @EnumSource
  void theOracleAgreesWithStrictMath(Elementary f) {
    for (int i = 0; i < 1_000; i++) {
      double x = random.nextDouble(-40, 40);
      if (f.takes(x)) {
        assertTrue(f.exactly(x).ulpsTo(f.strictly(x)) < 4, () -> f + " at " + x);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void neighboursAreInOrder(Elementary f) {
    seams(seam -> inOrder(f, seam, 300));
    int runs = SOAK ? 200_000 : 4_000;
    for (int i = 0; i < runs; i++) {
      inOrder(f, random.nextDouble(-4, 4), 300);
      double x = Math.scalb(random.nextDouble(1, 2), random.nextInt(-60, 10));
      inOrder(f, x, 300);
      inOrder(f, -x, 300);
    }
  }

  private static void inOrder(Elementary f, double centre, int neighbours) {
    double x = centre;
    for (int i = 0; i < neighbours; i++) {
      x = Math.nextDown(x);
    }
    double before = f.at(x);
    for (int i = 0; i < 2 * neighbours; i++) {
      x = Math.nextUp(x);
      double value = f.at(x);
      if (value < before) {
        throw new AssertionError(f + " falls at " + x + ": from " + before + " to " + value);
      }
      before = value;
    }
  }

  @Test
  void farApartArgumentsAreInOrder() {
    for (Elementary f : Elementary.values()) {
      double before = Double.NEGATIVE_INFINITY;
      for (long i = -0x7ff0_0000_0000L; i <= 0x7ff0_0000_0000L; i += 1L << 27) {
        double x = Double.longBitsToDouble(Math.abs(i) << 16);
        double value = f.at(i < 0 ? -x : x);
        assertTrue(!(value < before), () -> f + " falls at " + x);
        before = Double.isNaN(value) ? before : value;
      }
    }
  }

  @Test
  void tanhIsOdd() {
    for (int i = 0; i < 10_000; i++) {
      double x = Math.scalb(random.nextDouble(1, 2), random.nextInt(-1074, 6));
      assertEquals(-Elementary.TANH.at(x), Elementary.TANH.at(-x));
    }
  }

  /** Nearer to zero than the oracle goes, the first term of the series is the rounded result. */
  @Test
  void tinyArgumentsGiveTheFirstTerm() {
    for (int exponent = -1074; exponent < -60; exponent++) {
      for (int sign = -1; sign <= 1; sign += 2) {
        double x = sign * Math.scalb(random.nextDouble(1, 2), exponent);
        assertEquals(1, Elementary.EXP.at(x));
        assertEquals(x, Elementary.LOG1P.at(x));
        assertEquals(x, Elementary.TANH.at(x));
        assertEquals(0.5, Elementary.SIGMOID.at(x));
        assertEquals(0x1.62e42fefa39efp-1, Elementary.SOFTPLUS.at(x)); // ln 2
      }
    }
  }

  @Test
  void edgesAreRight() {
    double inf = Double.POSITIVE_INFINITY;
    double nan = Double.NaN;
    double max = Double.MAX_VALUE;
    double min = Double.MIN_VALUE;
    double[] x = {nan, -inf, -max, -1, -min, -0.0, 0.0, min, 1, max, inf};
    double ln2 = 0x1.62e42fefa39efp-1;
    double logMax = 0x1.62e42fefa39efp+9; // 1024·ln 2
    double logMin = -0x1.74385446d71c3p+9; // −1074·ln 2
    edges(Elementary.EXP, x, nan, 0, 0, 0x1.78b56362cef38p-2, 1, 1, 1, 1, Math.E, inf, inf);
    edges(Elementary.LOG, x, nan, nan, nan, nan, nan, -inf, -inf, logMin, 0.0, logMax, inf);
    edges(Elementary.LOG1P, x, nan, nan, nan, -inf, -min, -0.0, 0.0, min, ln2, logMax, inf);
    double tanh1 = 0x1.85efab514f394p-1;
    edges(Elementary.TANH, x, nan, -1, -1, -tanh1, -min, -0.0, 0.0, min, tanh1, 1, 1);
    double sigmoid1 = 0x1.764d4f5d5a2bdp-1;
    edges(Elementary.SIGMOID, x, nan, 0, 0, 0x1.136561454ba86p-2, .5, .5, .5, .5, sigmoid1, 1, 1);
    double softplus1 = 0x1.5031eafefb049p0;
    edges(
        Elementary.SOFTPLUS,
        x,
        nan,
        0,
        0,
        0x1.40c7abfbec124p-2,
        ln2,
        ln2,
        ln2,
        ln2,
        softplus1,
        max,
        inf);
  }

  /** Beyond ln(2¹⁰²⁴) and ln(2⁻¹⁰⁷⁵), exp is infinite and zero. */
  @Test
  void expOverflowsAndUnderflowsWhereItShould() {
    assertTrue(Elementary.EXP.at(0x1.62e42fefa39efp+9) <= Double.MAX_VALUE);
    assertEquals(Double.POSITIVE_INFINITY, Elementary.EXP.at(0x1.62e42fefa39f0p+9));
    assertEquals(Double.MIN_VALUE, Elementary.EXP.at(-0x1.74910d52d3051p+9));
    assertEquals(0.0, Elementary.EXP.at(-0x1.74910d52d3052p+9));
  }

  private static void edges(Elementary f, double[] x, double... expected) {
    for (int i = 0; i < x.length; i++) {
      double at = x[i];
      double value = f.at(at);
      if (f.takes(at) && Math.abs(at) == 1) { // no edge
        assertEquals(expected[i], value, Math.ulp(expected[i]), () -> f + " at " + at);
      } else {
        assertEquals(expected[i], value, () -> f + " at " + at);
      }
    }
  }

  private static void published(String digits, Real oracle) {
    int decimals = digits.length() - 4; // the last may be rounded
    BigDecimal difference = oracle.toBigDecimal().subtract(new BigDecimal(digits)).abs();
    assertTrue(difference.movePointRight(decimals).doubleValue() < 1, digits);
  }

  private static void seams(DoubleConsumer use) {
    for (int k = -1080; k <= 1030; k++) {
      use.accept((k + 0.5) * Math.log(2)); // exp's reduction
      use.accept((k + 0.5) * Math.log(2) / 2); // tanh's
    }
    for (int k = -1074; k < 1024; k++) {
      use.accept(Math.scalb(1.0, k));
      use.accept(Math.scalb(Math.sqrt(0.5), k)); // log's
      use.accept(-Math.scalb(1.0, k));
    }
    for (int k = -60; k < 60; k++) {
      use.accept(Math.scalb(Math.sqrt(0.5), k) - 1); // log1p's
    }
    for (double h : new double[] {Logistic64.THRESHOLD, 0.5, 20, 37, 0x1p-54}) {
      use.accept(h);
      use.accept(-h);
      use.accept(2 * h);
      use.accept(-2 * h);
    }
  }

  /** The largest error met. */
  private static final class Worst {
    private final Elementary f;
    private double ulps;
    private double at;

    Worst(Elementary f) {
      this.f = f;
    }

    void meet(double x) {
      if (f.takes(x)) {
        double found = f.exactly(x).ulpsTo(f.at(x));
        if (!(found <= ulps)) {
          ulps = found;
          at = x;
        }
      }
    }

    void check() {
      assertTrue(ulps <= f.bound, () -> f + " is " + ulps + " ulp off at " + at);
      if (SOAK) {
        System.Logger log = System.getLogger(Float64Test.class.getName());
        log.log(System.Logger.Level.INFO, "{0}: {1} ulp at {2}", f, ulps, Double.toHexString(at));
      }
    }
  }
}
