package nn.core.activation;

import static nn.core.activation.Activations.leakyRelu;
import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static nn.core.activation.Activations.softmax;
import static nn.core.activation.Activations.tanh;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.Activation;
import nn.core.Matrices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code assertArrayEquals} tells 0.0 from −0.0 and takes all NaNs for equal. */
class ActivationTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;
  private static final List<Activation> ALL =
      List.of(
          Activations.identity(),
          Activations.elu(),
          Activations.elu(0.25),
          Activations.gelu(),
          new Gelu(Gelu.Approximation.TANH),
          leakyRelu(),
          leakyRelu(0.25),
          Activations.mish(),
          relu(),
          Activations.selu(),
          sigmoid(),
          Activations.silu(),
          softmax(),
          Activations.softplus(),
          tanh());

  private static double[] forward(DType dtype, Activation activation, double... z) {
    try (Backend backend = Matrices.naive(dtype);
        Workspace workspace = backend.workspace()) {
      Tensor a = workspace.tensor(1, z.length);
      activation.forward(backend, Matrices.row(workspace, z), a);
      return Matrices.row(a);
    }
  }

  /** {@code dz}, from the activation's own {@code a}. */
  private static double[] backward(DType dtype, Activation activation, double[] z, double[] da) {
    try (Backend backend = Matrices.naive(dtype);
        Workspace workspace = backend.workspace()) {
      Tensor preActivation = Matrices.row(workspace, z);
      Tensor a = workspace.tensor(1, z.length);
      Tensor dz = workspace.tensor(1, z.length);
      activation.forward(backend, preActivation, a);
      activation.backward(backend, preActivation, a, Matrices.row(workspace, da), dz);
      return Matrices.row(dz);
    }
  }

  private static double[] values(double... values) {
    return values;
  }

  @ParameterizedTest
  @EnumSource
  void reluKeepsWhatIsPositiveAndNotANumber(DType dtype) {
    double[] z = {2, 0, -0.0, -3, INFINITY, -INFINITY, NAN, Float.MIN_VALUE};
    double[] a = {2, 0, 0, 0, INFINITY, 0, NAN, Float.MIN_VALUE};
    assertArrayEquals(a, forward(dtype, relu(), z));
  }

  @ParameterizedTest
  @EnumSource
  void gradientOfReluSelectsAndNeverMultiplies(DType dtype) {
    double[] z = {2, 0, -0.0, -3, -3, -3, 1};
    double[] da = {5, 5, 5, 5, INFINITY, NAN, -INFINITY};
    assertArrayEquals(values(5, 0, 0, 0, 0, 0, -INFINITY), backward(dtype, relu(), z, da));
  }

  @ParameterizedTest
  @EnumSource
  void leakyReluScalesWhatIsNotPositive(DType dtype) {
    double[] z = {2, 0, -0.0, -4, INFINITY, -INFINITY, NAN};
    double[] a = {2, 0, -0.0, -1, INFINITY, -INFINITY, NAN};
    assertArrayEquals(a, forward(dtype, leakyRelu(0.25), z));
    double[] da = {8, 8, 8, 8, 8, 8, NAN};
    assertArrayEquals(values(8, 2, 2, 2, 8, 2, NAN), backward(dtype, leakyRelu(0.25), z, da));
  }

  @Test
  void leakyReluHasTheSlopeOfThePaperRoundedToTheDtype() {
    assertArrayEquals(values(-0.01), forward(DType.FLOAT64, leakyRelu(), -1));
    assertArrayEquals(values(-0.01f), forward(DType.FLOAT32, leakyRelu(), -1));
  }

  @Test
  void leakyReluWithSlopeOneIsTheIdentity() {
    double[] z = {-3, -1e-300, 0.5, 7};
    double[] da = {1, 2, 3, 4};
    assertArrayEquals(z, forward(DType.FLOAT64, leakyRelu(1), z));
    assertArrayEquals(da, backward(DType.FLOAT64, leakyRelu(1), z, da));
  }

  /** The gradient looks at {@code a}, whose sign is lost where {@code slope · z} underflows. */
  @Test
  void leakyReluKnowsTheBranchOfAnUnderflowedOutput() {
    double[] z = {-Double.MIN_VALUE, Double.MIN_VALUE};
    assertArrayEquals(values(-0.0, Double.MIN_VALUE), forward(DType.FLOAT64, leakyRelu(), z));
    assertArrayEquals(values(0.01, 1), backward(DType.FLOAT64, leakyRelu(), z, values(1, 1)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, 0, 1.01, Double.NaN, Double.POSITIVE_INFINITY})
  void slopesOutsideZeroToOneAreRefused(double slope) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> leakyRelu(slope));
    assertEquals(
        "leaky-relu: slope must be above 0 and at most 1 (for 0 use relu): " + slope,
        refused.getMessage());
  }

  @Test
  void leakyRelusAreEqualByTheirSlope() {
    assertEquals(leakyRelu(), new LeakyRelu(0.01));
    assertEquals(leakyRelu().hashCode(), new LeakyRelu(0.01).hashCode());
    assertNotEquals(leakyRelu().hashCode(), new LeakyRelu(0.02).hashCode()); // a hash that tells
    assertNotEquals(leakyRelu(), new LeakyRelu(0.02));
    assertEquals("LeakyRelu[slope=0.02]", new LeakyRelu(0.02).toString());
    assertEquals(0.02, new LeakyRelu(0.02).slope());
  }

  @ParameterizedTest
  @EnumSource
  void sigmoidSaturatesAndNeverOverflows(DType dtype) {
    double[] z = {0, -0.0, 1000, -1000, INFINITY, -INFINITY, NAN};
    assertArrayEquals(values(0.5, 0.5, 1, 0, 1, 0, NAN), forward(dtype, sigmoid(), z));
  }

  @Test
  void sigmoidKeepsItsSmallOutputs() {
    // e⁻⁷⁰⁰ and, in FLOAT32, e⁻⁸⁸ from tables; 1 + e⁻⁷⁰⁰ is 1
    assertEquals(9.859676543759770e-305, forward(DType.FLOAT64, sigmoid(), -700)[0], 1e-319);
    assertEquals(6.054601895401186e-39, forward(DType.FLOAT32, sigmoid(), -88)[0], 1e-45);
    // 1 / (1 + 1/e)
    assertEquals(0.7310585786300049, forward(DType.FLOAT64, sigmoid(), 1)[0], 0x1p-52);
  }

  @ParameterizedTest
  @EnumSource
  void gradientOfSigmoidIsOneQuarterAtZeroAndZeroWhereSaturated(DType dtype) {
    assertArrayEquals(
        values(2, 0, 0), backward(dtype, sigmoid(), values(0, 1000, -1000), values(8, 8, 8)));
  }

  @ParameterizedTest
  @EnumSource
  void tanhIsOddAndSaturates(DType dtype) {
    double[] z = {0, -0.0, 1000, -1000, INFINITY, -INFINITY, NAN, 0x1p-40};
    double[] a = {0, -0.0, 1, -1, 1, -1, NAN, 0x1p-40};
    assertArrayEquals(a, forward(dtype, tanh(), z));
    assertArrayEquals(
        values(3, 0, 0), backward(dtype, tanh(), values(0, 1000, -1000), values(3, 3, 3)));
    assertEquals(0.7615941559557649, forward(DType.FLOAT64, tanh(), 1)[0], 0x1p-52);
  }

  /** At −∞ the limit, with its sign; the derivative is 0 or the slope on the right. */
  @ParameterizedTest
  @EnumSource
  void infinitePreActivationsGiveTheLimits(DType dtype) {
    double[] z = {INFINITY, -INFINITY, NAN};
    double[] one = {1, 1, NAN};
    Object[][] limits = {
      {Activations.elu(), -1.0, 1.0},
      {Activations.elu(0.25), -0.25, 1.0},
      {Activations.selu(), -dtype.round(1.7580993408473768), dtype.round(Selu.LAMBDA)},
      {Activations.gelu(), -0.0, 1.0},
      {new Gelu(Gelu.Approximation.TANH), -0.0, 1.0},
      {Activations.silu(), -0.0, 1.0},
      {Activations.softplus(), 0.0, 1.0},
      {Activations.mish(), -0.0, 1.0},
    };
    for (Object[] limit : limits) {
      Activation activation = (Activation) limit[0];
      double[] a = forward(dtype, activation, z);
      assertArrayEquals(values(INFINITY, (double) limit[1], NAN), a, activation.toString());
      double[] dz = backward(dtype, activation, z, one);
      assertEquals((double) limit[2], dz[0], activation.toString());
      assertEquals(0, Math.abs(dz[1]), activation.toString());
      assertEquals(NAN, dz[2], activation.toString());
    }
  }

  /** The fixed point of the paper: outputs of mean 0 and variance 1 for such pre-activations. */
  @Test
  void seluKeepsMeanAndVariance() {
    double[] z = new double[16001];
    double[] density = new double[z.length];
    for (int i = 0; i < z.length; i++) { // a sum over a grid, exact for so smooth a function
      z[i] = (i - 8000) * 1e-3;
      density[i] = StrictMath.exp(-z[i] * z[i] / 2) / StrictMath.sqrt(2 * Math.PI) * 1e-3;
    }
    double[] a = forward(DType.FLOAT64, Activations.selu(), z);
    double mean = 0;
    double square = 0;
    for (int i = 0; i < z.length; i++) {
      mean += density[i] * a[i];
      square += density[i] * a[i] * a[i];
    }
    assertEquals(0, mean, 1e-7);
    assertEquals(1, square - mean * mean, 1e-6);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, 0, Double.NaN, Double.POSITIVE_INFINITY})
  void alphasThatAreNotPositiveAreRefused(double alpha) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> new Elu(alpha));
    assertEquals(
        "elu: alpha must be a positive number that a float can hold: " + alpha,
        refused.getMessage());
  }

  @Test
  void elusAreEqualByTheirAlpha() {
    assertEquals(new Elu(), new Elu(1));
    assertEquals(new Elu().hashCode(), new Elu(1).hashCode());
    assertNotEquals(new Elu(), new Elu(2));
    assertNotEquals(new Elu().hashCode(), new Elu(2).hashCode());
    assertEquals("Elu[alpha=2.0]", new Elu(2).toString());
    assertEquals(2, new Elu(2).alpha());
  }

  @Test
  void geluHasTheApproximationsOfPyTorch() {
    assertEquals(new Gelu(), Gelu.of("none"));
    assertEquals(new Gelu(Gelu.Approximation.TANH), Gelu.of("tanh"));
    assertEquals(
        "gelu: approximate must be none or tanh: 'erf'",
        assertThrows(IllegalArgumentException.class, () -> Gelu.of("erf")).getMessage());
  }

  @Test
  void softmaxIsShiftedSoThatNothingOverflows() {
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Workspace workspace = backend.workspace()) {
      double[][] z = {
        {1e300, 1000, -1e300, Double.MAX_VALUE, -INFINITY, 0},
        {1e300, 1000, -1e300, -Double.MAX_VALUE, 0, NAN},
        {-1e300, 0, -1e300, Double.MAX_VALUE, -INFINITY, 0},
        {1e299, -1000, -1e300, 0, 0, 0}
      };
      double[][] a = {
        {0.5, 0.5, 0.25, 0.5, 0, NAN},
        {0.5, 0.5, 0.25, 0, 0.5, NAN},
        {0, 0, 0.25, 0.5, 0, NAN},
        {0, 0, 0.25, 0, 0.5, NAN}
      };
      Tensor out = workspace.tensor(4, 6);
      softmax().forward(backend, Matrices.of(workspace, z), out);
      assertArrayEquals(a, Matrices.rows(out));
    }
  }

  @Test
  void softmaxOfLogarithmsIsTheirShare() {
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Workspace workspace = backend.workspace()) {
      double[][] z = {{0}, {StrictMath.log(3)}};
      Tensor a = Matrices.of(workspace, z);
      softmax().forward(backend, a, a);
      assertArrayEquals(values(0.25, 0.75), Matrices.row(transposed(workspace, a)), 0x1p-51);
      Tensor dz = workspace.tensor(2, 1);
      softmax().backward(backend, a, a, Matrices.of(workspace, new double[][] {{4}, {0}}), dz);
      // Σ a·da = 1: ¼·(4 − 1), ¾·(0 − 1)
      assertArrayEquals(values(0.75, -0.75), Matrices.row(transposed(workspace, dz)), 0x1p-50);
    }
  }

  private static Tensor transposed(Workspace workspace, Tensor column) {
    double[][] rows = Matrices.rows(column);
    double[] row = new double[rows.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = rows[i][0];
    }
    return Matrices.row(workspace, row);
  }

  @ParameterizedTest
  @EnumSource
  void resultsMayTakeTheirOperandsPlace(DType dtype) {
    double[][] z = {{1, -2, 0.5}, {0, 3, -0.25}};
    double[][] da = {{1, 2, -3}, {-1, 0.5, 4}};
    try (Backend backend = Matrices.naive(dtype);
        Workspace workspace = backend.workspace()) {
      for (Activation activation : ALL) {
        Tensor separate = workspace.tensor(2, 3);
        activation.forward(backend, Matrices.of(workspace, z), separate);
        Tensor a = Matrices.of(workspace, z);
        activation.forward(backend, a, a);
        assertArrayEquals(Matrices.rows(separate), Matrices.rows(a), activation.kind());

        Tensor dz = workspace.tensor(2, 3);
        activation.backward(backend, a, a, Matrices.of(workspace, da), dz);
        Tensor inPlace = Matrices.of(workspace, da);
        activation.backward(backend, a, a, inPlace, inPlace);
        assertArrayEquals(Matrices.rows(dz), Matrices.rows(inPlace), activation.kind());
        assertArrayEquals(Matrices.rows(separate), Matrices.rows(a), "a is not modified");
      }
    }
  }

  /** A caller that did not keep {@code z} passes {@code a} in its place. */
  @Test
  void gradientsThatDoNotNeedThePreActivationDoNotReadIt() {
    double[][] z = {{1, -2, 0.5}, {0, 3, -0.25}};
    double[][] da = {{1, 2, -3}, {-1, 0.5, 4}};
    double[][] garbage = {{NAN, NAN, NAN}, {NAN, NAN, NAN}};
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Workspace workspace = backend.workspace()) {
      for (Activation activation : ALL) {
        if (activation.needsPreActivation()) {
          continue;
        }
        Tensor a = workspace.tensor(2, 3);
        activation.forward(backend, Matrices.of(workspace, z), a);
        Tensor gradient = Matrices.of(workspace, da);
        Tensor dz = workspace.tensor(2, 3);
        activation.backward(backend, a, a, gradient, dz);
        Tensor blind = workspace.tensor(2, 3);
        activation.backward(backend, Matrices.of(workspace, garbage), a, gradient, blind);
        assertArrayEquals(Matrices.rows(dz), Matrices.rows(blind), activation.kind());
        assertArrayEquals(da, Matrices.rows(gradient), "da is not modified");
      }
    }
  }
}
