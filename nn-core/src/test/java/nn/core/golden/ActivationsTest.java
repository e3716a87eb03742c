package nn.core.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.Activation;
import nn.core.Matrices;
import nn.core.activation.Elu;
import nn.core.activation.Gelu;
import nn.core.activation.Mish;
import nn.core.activation.Selu;
import nn.core.activation.Silu;
import nn.core.activation.Softplus;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values and derivatives of activations against 40 digits. */
class ActivationsTest {
  private static final Map<String, Activation> ACTIVATIONS =
      Map.of(
          "elu", new Elu(),
          "elu-0.3", new Elu(0.3),
          "selu", new Selu(),
          "gelu", new Gelu(),
          "gelu-tanh", new Gelu(Gelu.Approximation.TANH),
          "silu", new Silu(),
          "softplus", new Softplus(),
          "mish", new Mish());

  private final Golden golden = Golden.json("activations.json");

  /**
   * Relative to the value; derivatives also to 2, since that of a function with a minimum crosses
   * zero, and that of ELU is known from an output near −α.
   */
  @ParameterizedTest
  @EnumSource
  void valuesAndDerivativesAreThoseOfFortyDigits(DType dtype) {
    double[] all = golden.get("z").numbers();
    boolean isDouble = dtype == DType.FLOAT64;
    double relative = isDouble ? 2e-13 : 1e-6;
    double absolute = isDouble ? 4e-16 : 1e-7;
    try (Backend backend = Matrices.naive(dtype);
        Workspace workspace = backend.workspace()) {
      Tensor z = Matrices.row(workspace, all);
      double[] ones = new double[all.length];
      java.util.Arrays.fill(ones, 1);
      Tensor da = Matrices.row(workspace, ones);
      Tensor a = workspace.tensor(z.shape());
      Tensor dz = workspace.tensor(z.shape());
      ACTIVATIONS.forEach(
          (name, activation) -> {
            activation.forward(backend, z, a);
            activation.backward(backend, z, a, da, dz);
            double[] value = Matrices.row(a);
            double[] slope = Matrices.row(dz);
            for (int i = 0; i < all.length; i++) {
              if (!isDouble && !isRounded(all[i])) {
                continue; // another argument
              }
              String where = dtype + ", " + name + " at " + all[i];
              double expected = golden.get(name).get("a").numbers()[i];
              double smallest = isDouble ? Double.MIN_NORMAL : Float.MIN_NORMAL;
              double bound = relative * Math.abs(expected) + smallest;
              assertEquals(expected, value[i], bound, where);
              expected = golden.get(name).get("slope").numbers()[i];
              bound = relative * Math.abs(expected) + 2 * absolute;
              assertEquals(expected, slope[i], bound, "slope, " + where);
            }
          });
    }
  }

  private static boolean isRounded(double z) {
    return (float) z == z;
  }
}
