package nn.core.cost;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.Activation;
import nn.api.network.Config;
import nn.api.network.Cost;
import nn.api.network.Decision;
import nn.api.network.OutputRange;
import nn.core.Matrices;
import nn.core.Samples;
import nn.core.activation.Identity;
import nn.core.activation.LeakyRelu;
import nn.core.activation.Relu;
import nn.core.activation.Sigmoid;
import nn.core.activation.Softmax;
import nn.core.activation.Tanh;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CostTest {
  private static final long SEED = 7;
  private static final double U = 0x1p-53; // unit roundoff
  private static final Cost BINARY = new BinaryCrossEntropy();
  private static final Cost CATEGORICAL = new CategoricalCrossEntropy();
  private static final Cost SQUARED = new MeanSquaredError();
  private static final Cost QUANTILE = new Quantile(0.9);

  private static double[] losses(Backend backend, Cost cost, double[][] a, double[][] y) {
    try (Workspace workspace = backend.workspace()) {
      Tensor outputs = Matrices.of(workspace, a);
      Tensor losses = workspace.tensor(1, a[0].length);
      cost.losses(
          backend, outputs, Matrices.of(workspace, y), workspace.tensor(outputs.shape()), losses);
      return Matrices.row(losses);
    }
  }

  private static double[] losses(Cost cost, double[][] a, double[][] y) {
    try (Backend backend = Matrices.naive(DType.FLOAT64)) {
      return losses(backend, cost, a, y);
    }
  }

  private static double[][] gradient(Backend backend, Cost cost, double[][] a, double[][] y) {
    try (Workspace workspace = backend.workspace()) {
      Tensor outputs = Matrices.of(workspace, a);
      Tensor da = workspace.tensor(outputs.shape());
      cost.gradient(backend, outputs, Matrices.of(workspace, y), da);
      return Matrices.rows(da);
    }
  }

  private static double[][] gradient(Cost cost, double[][] a, double[][] y) {
    try (Backend backend = Matrices.naive(DType.FLOAT64)) {
      return gradient(backend, cost, a, y);
    }
  }

  private static double[][] fused(
      Backend backend, Cost cost, Activation last, double[][] a, double[][] y) {
    try (Workspace workspace = backend.workspace()) {
      Tensor outputs = Matrices.of(workspace, a);
      Tensor dz = workspace.tensor(outputs.shape());
      cost.fusedGradient(backend, last, outputs, Matrices.of(workspace, y), dz);
      return Matrices.rows(dz);
    }
  }

  /** The article's way: {@code dA}, then the activation's backward. */
  private static double[][] explicit(
      Backend backend, Cost cost, Activation last, double[][] a, double[][] y) {
    try (Workspace workspace = backend.workspace()) {
      Tensor outputs = Matrices.of(workspace, a);
      Tensor da = workspace.tensor(outputs.shape());
      Tensor dz = workspace.tensor(outputs.shape());
      cost.gradient(backend, outputs, Matrices.of(workspace, y), da);
      last.backward(backend, outputs, outputs, da, dz);
      return Matrices.rows(dz);
    }
  }

  // ---- values

  @Test
  void squaredErrorIsTheMeanOverUnitsWithoutHalf() {
    double[][] a = {{1, 0}, {2, 0}};
    double[][] y = {{0, 3}, {4, 0}};
    assertArrayEquals(new double[] {2.5, 4.5}, losses(SQUARED, a, y)); // (1 + 4) / 2, 9 / 2
    assertArrayEquals(new double[][] {{1, -3}, {-2, 0}}, gradient(SQUARED, a, y)); // 2(a − y) / 2
  }

  @Test
  void binaryCrossEntropyHasItsPublishedValues() {
    // −ln 0.9, −ln 0.8, −ln 0.5 from tables
    double[][] a = {{0.9, 0.2, 0.5}};
    double[][] y = {{1, 0, 1}};
    double[] expected = {0.1053605156578263, 0.22314355131420976, 0.6931471805599453};
    assertArrayEquals(expected, losses(BINARY, a, y), 4 * U);
    // −1/0.9, 1/0.8, −1/0.5
    assertArrayEquals(new double[] {-10 / 9.0, 1.25, -2}, gradient(BINARY, a, y)[0], 8 * U);
  }

  @Test
  void floatGradientsHaveTheirPublishedValues() {
    try (Backend floats = Matrices.naive(DType.FLOAT32)) {
      double[] binary =
          gradient(floats, BINARY, new double[][] {{0.9, 0.2, 0.5}}, new double[][] {{1, 0, 1}})[0];
      assertArrayEquals(new double[] {-10 / 9.0, 1.25, -2}, binary, 8 * 0x1p-24);
      double[] soft = gradient(floats, BINARY, new double[][] {{0.25}}, new double[][] {{0.75}})[0];
      assertArrayEquals(new double[] {0.25 / 0.75 - 0.75 / 0.25}, soft, 8 * 0x1p-24);
      double[][] categorical =
          gradient(
              floats, CATEGORICAL, new double[][] {{0.25}, {0.75}}, new double[][] {{0.5}, {0.5}});
      assertArrayEquals(new double[] {-2}, categorical[0], 8 * 0x1p-24);
      assertArrayEquals(new double[] {-2 / 3.0}, categorical[1], 8 * 0x1p-24);
    }
  }

  /** ln 4 / 2 + ln (4/3) / 2 and ln 2, to 16 digits. */
  @Test
  void floatLossesHaveTheirPublishedValues() {
    try (Backend floats = Matrices.naive(DType.FLOAT32)) {
      double[][] a = {{0.25, 0.5}, {0.75, 0.5}};
      double[][] y = {{0.5, 1}, {0.5, 0}};
      double[] expected = {0.8369882167858358, 0.6931471805599453};
      assertArrayEquals(expected, losses(floats, CATEGORICAL, a, y), 8 * 0x1p-24);
      assertArrayEquals(expected, losses(floats, BINARY, a, y), 8 * 0x1p-24);
    }
  }

  @Test
  void binaryCrossEntropyIsTheMeanOverUnits() {
    double[][] a = {{0.9}, {0.2}};
    double[][] y = {{1}, {0}};
    double mean = (0.1053605156578263 + 0.22314355131420976) / 2;
    assertEquals(mean, losses(BINARY, a, y)[0], 4 * U);
    assertEquals(-10 / 18.0, gradient(BINARY, a, y)[0][0], 8 * U);
    assertEquals(0.625, gradient(BINARY, a, y)[1][0], 8 * U);
  }

  @Test
  void categoricalCrossEntropyIsTheSumOverUnits() {
    double[][] a = {{0.7, 0.25}, {0.2, 0.25}, {0.1, 0.5}};
    double[][] y = {{1, 0.5}, {0, 0.5}, {0, 0}};
    // −ln 0.7 from tables; ½ ln 4 + ½ ln 4 = 2 ln 2
    double[] expected = {0.3566749439387324, 2 * 0.6931471805599453};
    assertArrayEquals(expected, losses(CATEGORICAL, a, y), 4 * U);
    double[][] da = gradient(CATEGORICAL, a, y);
    assertArrayEquals(new double[] {-10 / 7.0, -2}, da[0], 4 * U);
    assertArrayEquals(new double[] {0, -2}, da[1]);
    assertArrayEquals(new double[] {0, 0}, da[2]); // assertArrayEquals tells 0.0 from −0.0
  }

  @Test
  void aCertainAndRightOutputCostsNothing() {
    assertArrayEquals(
        new double[] {0, 0}, losses(BINARY, new double[][] {{0, 1}}, new double[][] {{0, 1}}));
    assertArrayEquals(
        new double[] {0},
        losses(CATEGORICAL, new double[][] {{0}, {1}}, new double[][] {{0}, {1}}));
  }

  @Test
  void aCertainAndWrongOutputCostsTheLogarithmOfTheSmallestNormalNumber() {
    double[][] a = {{0, 1}};
    double[][] y = {{1, 0}};
    double[] doubles = losses(BINARY, a, y); // 1022 ln 2 = 708.396…
    assertArrayEquals(new double[] {708.3964185322641, 708.3964185322641}, doubles, 1e-12);
    try (Backend backend = Matrices.naive(DType.FLOAT32)) {
      double[] floats = losses(backend, BINARY, a, y); // 126 ln 2 = 87.336…
      assertArrayEquals(new double[] {87.33654, 87.33654}, floats, 1e-5);
    }
  }

  @Test
  void onlyOutputsBelowTheSmallestNormalNumberAreBounded() {
    double[][] a = {{1 - 0x1p-53, 1, 0x1p-60, Double.MIN_NORMAL, 0}};
    double[][] y = {{0, 0, 1, 1, 1}};
    double[] da = {0x1p53, 0x1p1022, -0x1p60, -0x1p1022, -0x1p1022};
    assertArrayEquals(da, gradient(BINARY, a, y)[0]);
    double[][] one = {{1, 1, 1, 1, 1}};
    double[] categorical = {-1 / (1 - 0x1p-53), -1, -0x1p60, -0x1p1022, -0x1p1022};
    assertArrayEquals(categorical, gradient(CATEGORICAL, a, one)[0]);
    double[] ln = {53, 1022, 60, 1022, 1022}; // of 2, as losses
    double[] losses = losses(BINARY, a, y);
    for (int i = 0; i < ln.length; i++) {
      assertEquals(ln[i] * 0.6931471805599453, losses[i], 4 * U * losses[i]);
    }
  }

  /**
   * The logarithm errs by 2u, the argument {@code 1 − a} by u which its logarithm takes up as an
   * absolute u, {@code 1 − y}, product and sums by u each: (units + 5)·u of the terms' sizes and u
   * per unit, rounded up to (units + 8)·u of both.
   */
  @Test
  void crossEntropiesMatchFortyDigits() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int trial = 0; trial < 300; trial++) {
      int units = 2 + random.nextInt(4);
      double[][] a = new double[units][1];
      double[][] y = new double[units][1];
      BigDecimal binary = BigDecimal.ZERO;
      BigDecimal categorical = BigDecimal.ZERO;
      for (int i = 0; i < units; i++) {
        a[i][0] = StrictMath.pow(random.nextDouble(), 1 + random.nextInt(12)) * (1 - 0x1p-30);
        y[i][0] = random.nextInt(3) == 0 ? random.nextInt(2) : random.nextDouble();
        BigDecimal outputs = new BigDecimal(a[i][0]);
        BigDecimal targets = new BigDecimal(y[i][0]);
        BigDecimal one = targets.multiply(ln(outputs));
        BigDecimal other =
            BigDecimal.ONE.subtract(targets).multiply(ln(BigDecimal.ONE.subtract(outputs)));
        categorical = categorical.subtract(one);
        binary = binary.subtract(one).subtract(other);
      }
      double sum = binary.doubleValue(); // no term is negative
      double bound = (units + 8) * U * (sum + units) / units;
      String where = "seed " + SEED + ", trial " + trial;
      assertEquals(sum / units, losses(BINARY, a, y)[0], bound, where);
      double terms = categorical.doubleValue();
      assertEquals(terms, losses(CATEGORICAL, a, y)[0], (units + 8) * U * (terms + units), where);
    }
  }

  /** {@code ln x} of 40 digits: {@code 2 artanh((x − 1)/(x + 1))} after halving x towards 1. */
  private static BigDecimal ln(BigDecimal x) {
    int halvings = Math.getExponent(x.doubleValue());
    BigDecimal scaled =
        halvings >= 0
            ? x.divide(BigDecimal.valueOf(2).pow(halvings), DIGITS)
            : x.multiply(BigDecimal.valueOf(2).pow(-halvings), DIGITS);
    return artanhSeries(scaled)
        .add(artanhSeries(BigDecimal.valueOf(2)).multiply(BigDecimal.valueOf(halvings)));
  }

  private static final MathContext DIGITS = new MathContext(50);

  private static BigDecimal artanhSeries(BigDecimal x) {
    BigDecimal q = x.subtract(BigDecimal.ONE).divide(x.add(BigDecimal.ONE), DIGITS);
    BigDecimal power = q;
    BigDecimal sum = BigDecimal.ZERO;
    for (int n = 1; n < 100; n += 2) {
      sum = sum.add(power.divide(BigDecimal.valueOf(n), DIGITS));
      power = power.multiply(q, DIGITS).multiply(q, DIGITS);
    }
    return sum.multiply(BigDecimal.valueOf(2), DIGITS);
  }

  // ---- extremes

  private static double[] extremes(DType dtype) {
    boolean isDouble = dtype == DType.FLOAT64;
    double below = isDouble ? Math.nextDown(1.0) : Math.nextDown(1.0f);
    double above = isDouble ? Math.nextUp(1.0) : Math.nextUp(1.0f);
    double smallest = isDouble ? Double.MIN_VALUE : Float.MIN_VALUE;
    double large = isDouble ? 1e300 : 1e38;
    return new double[] {
      0,
      -0.0,
      smallest,
      -smallest,
      dtype.minNormal(),
      Math.sqrt(dtype.minNormal()),
      1 / large,
      0.5,
      below,
      1,
      above,
      2,
      -1,
      large,
      -large,
      dtype.maxValue(),
      -dtype.maxValue()
    };
  }

  private static void assertFinite(
      Backend backend, Cost cost, List<Activation> fuses, double[][] a, double[][] y) {
    String where = backend.dtype() + ", " + cost.kind() + ", a " + text(a) + ", y " + text(y);
    for (double loss : losses(backend, cost, a, y)) {
      assertTrue(Double.isFinite(loss), () -> "loss " + loss + ": " + where);
    }
    for (double[] unit : gradient(backend, cost, a, y)) {
      for (double da : unit) {
        assertTrue(Double.isFinite(da), () -> "da " + da + ": " + where);
      }
    }
    for (Activation last : fuses) {
      for (double[] unit : fused(backend, cost, last, a, y)) {
        for (double dz : unit) {
          assertTrue(Double.isFinite(dz), () -> "dz " + dz + ": " + where);
        }
      }
    }
  }

  private static String text(double[][] values) {
    return Arrays.deepToString(values);
  }

  @ParameterizedTest
  @EnumSource
  void everyFiniteOutputGivesAFiniteLossAndGradient(DType dtype) {
    double[] extremes = extremes(dtype);
    try (Backend backend = Matrices.naive(dtype)) {
      for (double first : extremes) {
        for (double second : extremes) {
          double[][] a = {{first}, {second}};
          for (double target : new double[] {0, dtype.minNormal(), 0.25, 1}) {
            assertFinite(
                backend, BINARY, List.of(new Sigmoid()), a, new double[][] {{target}, {1}});
            double[][] distribution = {{target}, {1 - target}};
            assertFinite(backend, CATEGORICAL, List.of(new Softmax()), a, distribution);
          }
          for (double target : extremes) {
            double[][] y = {{target}, {-first}};
            for (Cost numbers : List.of(SQUARED, new MeanAbsoluteError(), new Huber(), QUANTILE)) {
              assertFinite(backend, numbers, List.of(new Identity()), a, y);
            }
            double[][] counts = {{Math.abs(target)}, {Math.abs(first)}};
            assertFinite(backend, new Poisson(), List.of(new Identity()), a, counts);
            double[][] signs = {{Math.signum(target)}, {1}};
            assertFinite(backend, new Hinge(), List.of(new Identity()), a, signs);
            assertFinite(backend, new SquaredHinge(), List.of(new Identity()), a, signs);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anOutputThatIsNoNumberGivesNeitherALossNorAGradient(DType dtype) {
    double[][] a = {{Double.NaN, 0.5}, {0.5, 0.5}};
    try (Backend backend = Matrices.naive(dtype)) {
      for (Cost cost : Samples.COSTS) {
        for (double target : new double[] {0, 0.25, 1}) {
          double[][] y = {{target, target}, {1 - target, 1 - target}};
          double[] losses = losses(backend, cost, a, y);
          assertEquals(Double.NaN, losses[0], cost.kind());
          assertTrue(Double.isFinite(losses[1]), cost.kind());
          double[][] da = gradient(backend, cost, a, y);
          assertEquals(Double.NaN, da[0][0], cost.kind());
          assertTrue(Double.isFinite(da[0][1]), cost.kind());
          assertTrue(Double.isFinite(da[1][0]), cost.kind());
        }
      }
    }
  }

  // ---- the fused form

  /**
   * With {@code t = (1 − y)·a + y·(1 − a)} the explicit way errs by at most 8u·t (two differences,
   * two quotients, their difference, the division by units, {@code a·(1 − a)}, the product), the
   * fused one by 2u·t; 11u leave room for terms of higher order.
   */
  @Test
  void fusedAndExplicitGradientsAgreeForSigmoid() {
    SplittableRandom random = new SplittableRandom(SEED);
    try (Backend backend = Matrices.naive(DType.FLOAT64)) {
      for (int trial = 0; trial < 1000; trial++) {
        double a = 1 / (1 + StrictMath.exp(40 * random.nextDouble() - 20));
        double y = random.nextInt(2) == 0 ? random.nextInt(2) : random.nextDouble();
        double[][] as = {{a}, {1 - a}, {0.5}};
        double[][] ys = {{y}, {y}, {y}};
        double[][] fused = fused(backend, BINARY, new Sigmoid(), as, ys);
        double[][] explicit = explicit(backend, BINARY, new Sigmoid(), as, ys);
        for (int i = 0; i < 3; i++) {
          double t = ((1 - y) * as[i][0] + y * (1 - as[i][0])) / 3;
          String where = "seed " + SEED + ", trial " + trial + ", a " + as[i][0] + ", y " + y;
          assertEquals(explicit[i][0], fused[i][0], 11 * U * t, where);
        }
      }
    }
  }

  /**
   * Targets are multiples of 1/8 that sum to exactly 1; then the explicit way errs by at most
   * {@code 3u·y + (n + 3)·u·a}, the fused one by {@code u·(a + y)}, for n units.
   */
  @Test
  void fusedAndExplicitGradientsAgreeForSoftmax() {
    SplittableRandom random = new SplittableRandom(SEED);
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Workspace workspace = backend.workspace()) {
      for (int trial = 0; trial < 1000; trial++) {
        int units = 2 + random.nextInt(5);
        double[][] z = new double[units][1];
        double[][] y = new double[units][1];
        for (int i = 0; i < units; i++) {
          z[i][0] = 10 * random.nextDouble() - 5;
        }
        for (int eighth = 0; eighth < 8; eighth++) {
          y[random.nextInt(units)][0] += 0.125;
        }
        Tensor outputs = Matrices.of(workspace, z);
        backend.softmax(outputs, outputs);
        double[][] a = Matrices.rows(outputs);
        double[][] fused = fused(backend, CATEGORICAL, new Softmax(), a, y);
        double[][] explicit = explicit(backend, CATEGORICAL, new Softmax(), a, y);
        for (int i = 0; i < units; i++) {
          double bound = U * ((units + 5) * a[i][0] + 5 * y[i][0]);
          String where = "seed " + SEED + ", trial " + trial + ", unit " + i;
          assertEquals(explicit[i][0], fused[i][0], bound, where);
        }
      }
    }
  }

  @Test
  void fusedGradientOfSquaredErrorIsTheExplicitOne() {
    double[][] a = {{3, -1}};
    double[][] y = {{1, 0.5}};
    try (Backend backend = Matrices.naive(DType.FLOAT64)) {
      double[][] fused = fused(backend, SQUARED, new Identity(), a, y);
      assertArrayEquals(new double[][] {{4, -3}}, fused);
      assertArrayEquals(explicit(backend, SQUARED, new Identity(), a, y), fused);
    }
  }

  @Test
  void fusedGradientTeachesASaturatedOutputWhereTheExplicitOneCannot() {
    double[][] wrong = {{1, 0}};
    double[][] y = {{0, 1}};
    try (Backend backend = Matrices.naive(DType.FLOAT64)) {
      assertArrayEquals(new double[][] {{1, -1}}, fused(backend, BINARY, new Sigmoid(), wrong, y));
      assertArrayEquals(
          new double[][] {{0, -0.0}}, explicit(backend, BINARY, new Sigmoid(), wrong, y));
      double[][] surely = {{1}, {0}};
      double[][] not = {{0}, {1}};
      assertArrayEquals(
          new double[][] {{1}, {-1}}, fused(backend, CATEGORICAL, new Softmax(), surely, not));
    }
  }

  @Test
  void costsFuseWithTheirOwnActivationAlone() {
    assertTrue(BINARY.fuses(new Sigmoid()));
    assertTrue(CATEGORICAL.fuses(new Softmax()));
    assertTrue(SQUARED.fuses(new Identity()));
    assertFalse(BINARY.fuses(new Softmax()));
    assertFalse(CATEGORICAL.fuses(new Sigmoid()));
    assertFalse(SQUARED.fuses(new Relu()));
  }

  // ---- what is refused

  private static void refuses(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }

  @Test
  void outputsThatAreNoProbabilitiesAreRefused() {
    for (Activation real : List.of(new Identity(), new Relu(), new LeakyRelu(), new Tanh())) {
      refuses(
          "cost: binary-cross-entropy needs outputs between 0 and 1, such as sigmoid's: the last "
              + "layer's are REAL",
          () -> BINARY.requireOutputs(1, real.range()));
      refuses(
          "cost: categorical-cross-entropy needs outputs that sum to 1, such as softmax's: the "
              + "last layer's are REAL",
          () -> CATEGORICAL.requireOutputs(2, real.range()));
    }
    refuses(
        "cost: categorical-cross-entropy needs outputs that sum to 1, such as softmax's: the last "
            + "layer's are PROBABILITY",
        () -> CATEGORICAL.requireOutputs(2, new Sigmoid().range()));
    refuses(
        "cost: categorical-cross-entropy needs at least 2 outputs, one for each class; for one "
            + "output use binary-cross-entropy: 1 units",
        () -> CATEGORICAL.requireOutputs(1, new Softmax().range()));
  }

  @Test
  void outputsOfWhichNothingIsKnownAreAccepted() {
    assertDoesNotThrow(() -> BINARY.requireOutputs(1, OutputRange.UNKNOWN));
    assertDoesNotThrow(() -> CATEGORICAL.requireOutputs(2, OutputRange.UNKNOWN));
    for (OutputRange range : OutputRange.values()) {
      assertDoesNotThrow(() -> SQUARED.requireOutputs(1, range));
    }
    assertDoesNotThrow(() -> BINARY.requireOutputs(3, new Sigmoid().range()));
    assertDoesNotThrow(() -> BINARY.requireOutputs(3, new Softmax().range()));
    assertDoesNotThrow(() -> CATEGORICAL.requireOutputs(2, new Softmax().range()));
  }

  @Test
  void targetsThatAreNoProbabilitiesAreRefused() {
    refuses(
        "cost: binary-cross-entropy needs targets between 0 and 1: target 1 of record 2 is 1.5",
        () -> BINARY.requireTargets(new double[] {0, 1, 0, 1, 0, 1.5}, 2));
    refuses(
        "cost: binary-cross-entropy needs targets between 0 and 1: target 0 of record 0 is NaN",
        () -> BINARY.requireTargets(new double[] {Double.NaN}, 1));
    refuses(
        "cost: categorical-cross-entropy needs targets between 0 and 1: target 0 of record 1 is "
            + "-1.0",
        () -> CATEGORICAL.requireTargets(new double[] {0, 1, -1, 2}, 2));
    refuses(
        "cost: categorical-cross-entropy needs the targets of a record to sum to 1: record 1 "
            + "sums to 1.5",
        () -> CATEGORICAL.requireTargets(new double[] {0, 1, 0.5, 1}, 2));
  }

  @Test
  void targetsMayBeRoundedToFloat() {
    double third = 1f / 3;
    assertDoesNotThrow(() -> CATEGORICAL.requireTargets(new double[] {third, third, third}, 3));
    assertDoesNotThrow(() -> BINARY.requireTargets(new double[] {0, -0.0, 0.3f, 1}, 2));
    assertDoesNotThrow(() -> SQUARED.requireTargets(new double[] {-5, Double.MAX_VALUE}, 1));
  }

  @Test
  void aFusedGradientIsRefusedForOtherActivations() {
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Workspace workspace = backend.workspace()) {
      Tensor a = Matrices.of(workspace, new double[][] {{0.25}, {0.75}});
      Tensor dz = workspace.tensor(2, 1);
      for (Cost cost : Samples.COSTS) {
        assertEquals(
            "fusedGradient: " + cost.kind() + " has no fused form for this activation: tanh",
            assertThrows(
                    UnsupportedOperationException.class,
                    () -> cost.fusedGradient(backend, new Tanh(), a, a, dz))
                .getMessage());
      }
    }
  }

  @Test
  void decisionsAreThoseOfTheTargetsKind() {
    assertEquals(Decision.THRESHOLD, BINARY.decision());
    assertEquals(Decision.FIRST_MAXIMUM, CATEGORICAL.decision());
    assertEquals(Decision.NONE, SQUARED.decision());
    assertEquals(Decision.SIGN, new Hinge().decision());
    assertEquals(Decision.SIGN, new SquaredHinge().decision());
    assertEquals(Decision.NONE, new Poisson().decision());
  }

  /** Numbers that are checked by hand: units 2, 2 and 1. */
  @Test
  void robustCostsHaveTheValuesOfTheirFormulas() {
    double[][] a = {{1, 0}, {2, 0}};
    double[][] y = {{0, 3}, {4, 0}};
    assertArrayEquals(new double[] {1.5, 1.5}, losses(new MeanAbsoluteError(), a, y));
    assertArrayEquals(
        new double[][] {{0.5, -0.5}, {-0.5, 0}}, gradient(new MeanAbsoluteError(), a, y));
    // ½·(½·1² + 1·(2 − ½)), ½·1·(3 − ½)
    assertArrayEquals(new double[] {1, 1.25}, losses(new Huber(), a, y));
    assertArrayEquals(new double[][] {{0.5, -0.5}, {-0.5, 0}}, gradient(new Huber(), a, y));
    // ½·(¼·1 + ¾·2), ½·¾·3
    assertArrayEquals(new double[] {0.875, 1.125}, losses(new Quantile(0.75), a, y));
    assertArrayEquals(
        new double[][] {{0.125, -0.375}, {-0.375, 0}}, gradient(new Quantile(0.75), a, y));
  }

  @Test
  void hingesTakeZerosForMinusOnes() {
    double[][] a = {{0.5, 0.5, 2, -3}};
    for (double no : new double[] {0, -1}) {
      double[][] y = {{1, no, 1, no}};
      assertArrayEquals(new double[] {0.5, 1.5, 0, 0}, losses(new Hinge(), a, y));
      assertArrayEquals(new double[][] {{-1, 1, 0, 0}}, gradient(new Hinge(), a, y));
      assertArrayEquals(new double[] {0.25, 2.25, 0, 0}, losses(new SquaredHinge(), a, y));
    }
  }

  @Test
  void hingesRefuseWhatHasNoTwoSigns() {
    for (Cost cost : List.of(new Hinge(), new SquaredHinge())) {
      String name = "cost: " + cost.kind();
      refuses(
          name
              + " needs outputs of both signs, such as identity's: the last layer's are"
              + " PROBABILITY",
          () -> cost.requireOutputs(1, new Sigmoid().range()));
      refuses(
          name + " needs targets that are −1 or 1, or 0 or 1: target 0 of record 1 is 0.5",
          () -> cost.requireTargets(new double[] {1, 0.5}, 1));
      refuses(
          name
              + " needs targets that are −1 or 1, or 0 or 1: target 1 of record 0 is -1.0, others"
              + " differ",
          () -> cost.requireTargets(new double[] {0, -1}, 2));
      assertDoesNotThrow(() -> cost.requireTargets(new double[] {1, -1, 1}, 1));
      assertDoesNotThrow(() -> cost.requireTargets(new double[] {1, 0, -0.0}, 1));
      assertDoesNotThrow(() -> cost.requireOutputs(1, OutputRange.UNKNOWN));
    }
  }

  @Test
  void poissonRefusesWhatIsNoCountAndNoLogarithm() {
    Cost poisson = new Poisson();
    refuses(
        "cost: poisson needs targets of at least 0, such as counts: target 0 of record 1 is -1.0",
        () -> poisson.requireTargets(new double[] {3, -1}, 1));
    refuses(
        "cost: poisson needs outputs that are logarithms of rates, any real numbers, such as"
            + " identity's: the last layer's are DISTRIBUTION",
        () -> poisson.requireOutputs(2, OutputRange.DISTRIBUTION));
    assertDoesNotThrow(() -> poisson.requireTargets(new double[] {0, 0.5, 7}, 1));
  }

  /** The loss is least where the output is the logarithm of the count. */
  @Test
  void poissonIsLeastAtTheLogarithmOfTheCount() {
    double[][] a = {{StrictMath.log(3)}};
    assertEquals(0, gradient(new Poisson(), a, new double[][] {{3}})[0][0], 1e-15);
    assertEquals(
        3 - 3 * StrictMath.log(3), losses(new Poisson(), a, new double[][] {{3}})[0], 1e-15);
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    for (double delta : new double[] {0, -1, 1e39, Double.NaN}) {
      refuses(
          "huber: delta must be a positive number that a float can hold: " + delta,
          () -> new Huber(delta));
    }
    for (double tau : new double[] {0, 1, -0.5, Double.NaN}) {
      refuses("quantile: tau must be above 0 and below 1: " + tau, () -> new Quantile(tau));
    }
    for (double epsilon : new double[] {-0.1, 1, Double.NaN}) {
      refuses(
          "binary-cross-entropy: label smoothing must be at least 0 and below 1: " + epsilon,
          () -> new BinaryCrossEntropy(epsilon));
      refuses(
          "categorical-cross-entropy: label smoothing must be at least 0 and below 1: " + epsilon,
          () -> new CategoricalCrossEntropy(epsilon));
    }
  }

  @Test
  void costsAreEqualByTheirSettings() {
    Cost[][] pairs = {
      {new Huber(1), new Huber(), new Huber(2)},
      {new Quantile(0.5), new Quantile(0.5), new Quantile(0.25)},
      {BINARY, new BinaryCrossEntropy(0), new BinaryCrossEntropy(0.1)},
      {CATEGORICAL, new CategoricalCrossEntropy(0), new CategoricalCrossEntropy(0.1)},
    };
    for (Cost[] costs : pairs) {
      assertEquals(costs[0], costs[1]);
      assertEquals(costs[0].hashCode(), costs[1].hashCode());
      assertNotEquals(costs[0], costs[2]);
      assertNotEquals(costs[0].hashCode(), costs[2].hashCode());
    }
    assertEquals("Huber[delta=2.0]", new Huber(2).toString());
    assertEquals("Quantile[tau=0.5]", new Quantile(0.5).toString());
    assertEquals(
        "CategoricalCrossEntropy{label-smoothing=0.1}",
        new CategoricalCrossEntropy(0.1).toString());
    assertEquals(2, new Huber(2).delta());
    assertEquals(0.5, new Quantile(0.5).tau());
    assertEquals(0.1, new BinaryCrossEntropy(0.1).labelSmoothing());
    assertEquals(0.1, new CategoricalCrossEntropy(0.1).labelSmoothing());
    assertEquals(Config.EMPTY, new CategoricalCrossEntropy(0).config()); // as before there was one
  }

  @Test
  void aCostWithoutAFusedFormSaysSo() {
    Cost plain = new nn.core.Explicit(BINARY);
    assertFalse(plain.fuses(new Sigmoid()));
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Workspace workspace = backend.workspace()) {
      Tensor a = workspace.tensor(1, 1);
      UnsupportedOperationException refused =
          assertThrows(
              UnsupportedOperationException.class,
              () -> plain.fusedGradient(backend, new Sigmoid(), a, a, a));
      assertEquals(
          "fusedGradient: binary-cross-entropy has no fused form for this activation: sigmoid",
          refused.getMessage());
    }
  }
}
