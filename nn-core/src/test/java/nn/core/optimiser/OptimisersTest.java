package nn.core.optimiser;

import static nn.core.activation.Activations.identity;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import nn.api.Backend;
import nn.api.DType;
import nn.api.network.Optimiser;
import nn.core.Matrices;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.training.Training;
import org.junit.jupiter.api.Test;

/** First steps by hand, defaults, and ranges; longer trainings are compared with PyTorch's. */
class OptimisersTest {

  /** With w = 2 and b = 1 the error is 1, so dw = 2·3 = 6 and db = 2. */
  private static final DataSet ONE = DataSet.of(1, new double[] {3}, 1, new double[] {6}, 1);

  /** Weight and bias after so many steps. */
  private static double[] after(int steps, Optimiser optimiser) {
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network network = Network.inputs(1).dense(1, identity()).build(backend)) {
      network.weights(0, new double[][] {{2}});
      network.biases(0, new double[] {1});
      network.fit(ONE, Training.epochs(steps).optimiser(optimiser));
      return new double[] {network.weights(0)[0][0], network.biases(0)[0]};
    }
  }

  private static void assertAfter(double w, double b, double[] actual) {
    assertEquals(w, actual[0], 1e-12);
    assertEquals(b, actual[1], 1e-12);
  }

  @Test
  void theFirstStepsOfMomentum() {
    // The error is 1, then 3·1.94 + 0.98 − 6 = 0.8: gradients 6 and 2, then 4.8 and 1.6.
    assertAfter(1.94, 0.98, after(1, new Momentum(0.01, 0.5)));
    assertAfter(
        1.94 - 0.01 * (3 + 4.8), 0.98 - 0.01 * (1 + 1.6), after(2, new Momentum(0.01, 0.5)));
    // Looking ahead, by g + μ·v.
    assertAfter(2 - 0.01 * (6 + 3), 1 - 0.01 * (2 + 1), after(1, new Momentum(0.01, 0.5, true)));
  }

  @Test
  void theFirstStepOfRmsPropAndAdagrad() {
    double direction = 6 / (Math.sqrt(0.25 * 36) + 0.5); // of the weight
    double ofBias = 2 / (Math.sqrt(0.25 * 4) + 0.5);
    assertAfter(
        2 - 0.1 * direction, 1 - 0.1 * ofBias, after(1, new RmsProp(0.1, 0.75, 0.5, 0, false)));
    // The velocity begins at 0, so momentum does not show in the first step.
    assertAfter(
        2 - 0.1 * direction, 1 - 0.1 * ofBias, after(1, new RmsProp(0.1, 0.75, 0.5, 0.9, false)));
    assertAfter(
        2 - 0.1 * 6 / (Math.sqrt(9 - 2.25) + 0.5),
        1 - 0.1 * 2 / (Math.sqrt(1 - 0.25) + 0.5),
        after(1, new RmsProp(0.1, 0.75, 0.5, 0, true)));
    assertAfter(
        2 - 0.1 * 6 / (Math.sqrt(13 + 36) + 0.5),
        1 - 0.1 * 2 / (Math.sqrt(13 + 4) + 0.5),
        after(1, new Adagrad(0.1, 0.25, 13, 0.5)));
  }

  /** Adam's first step is the learning rate, but for ε; the decay comes on top of that. */
  @Test
  void weightsAloneDecay() {
    assertEquals(2 - 0.1, after(1, new AdamW(0.1, 0))[0], 1e-8);
    assertEquals(2 - 0.1 - 0.1 * 0.25 * 2, after(1, new AdamW(0.1, 0.25))[0], 1e-8);
    assertEquals(1 - 0.1, after(1, new AdamW(0.1, 0.25))[1], 1e-8);
  }

  /** The weight's direction is 1 + λ·w = 1.5, its ratio 2 / 1.5; the bias moves as Adam does. */
  @Test
  void weightsAloneHaveATrustRatio() {
    double[] first = after(1, new Lamb(0.1, 0.25));
    assertEquals(2 - 0.1 * 2, first[0], 1e-6);
    assertEquals(1 - 0.1, first[1], 1e-6);
  }

  @Test
  void momentumOfZeroIsGradientDescent() {
    for (boolean nesterov : new boolean[] {false, true}) {
      double[] expected = after(5, new GradientDescent(0.01));
      double[] actual = after(5, new Momentum(0.01, 0, nesterov));
      assertEquals(expected[0], actual[0]);
      assertEquals(expected[1], actual[1]);
    }
  }

  @Test
  void whatIsKeptBesideAParameter() {
    assertEquals(List.of("velocity"), new Momentum(0.1, 0.9).state());
    assertEquals(List.of("mean-square"), new RmsProp(0.1).state());
    assertEquals(
        List.of("mean-square", "mean", "velocity"), new RmsProp(0.1, 0.9, 1, 0.5, true).state());
    assertEquals(List.of("sum-of-squares"), new Adagrad(0.1).state());
    assertEquals(List.of("mean", "variance"), new AdamW(0.1, 0).state());
    assertEquals(List.of("mean", "variance", "direction"), new Lamb(0.1, 0).state());
  }

  @Test
  void defaults() {
    assertEquals(new Momentum(0.1, 0.9, false), new Momentum(0.1, 0.9));
    assertEquals(new RmsProp(0.1, 0.99, 1e-8, 0, false), new RmsProp(0.1));
    assertEquals(new Adagrad(0.1, 0, 0, 1e-10), new Adagrad(0.1));
    assertEquals(new AdamW(0.1, 0.9, 0.999, 1e-8, 0.01), new AdamW(0.1, 0.01));
    assertEquals(new Lamb(0.1, 0.9, 0.999, 1e-6, 0.01), new Lamb(0.1, 0.01));
  }

  private static void refuses(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    double nan = Double.NaN;
    refuses(
        "momentum: learning rate must be a positive finite number: 0.0", () -> new Momentum(0, 0));
    refuses(
        "momentum: momentum must be at least 0 and below 1: 1.0", () -> new Momentum(1, 1, true));
    refuses("rmsprop: learning rate must be a positive finite number: NaN", () -> new RmsProp(nan));
    refuses(
        "rmsprop: alpha must be at least 0 and below 1: NaN",
        () -> new RmsProp(1, nan, 1, 0, true));
    refuses(
        "rmsprop: epsilon must be a finite number of at least 1.0E-20: 0.0",
        () -> new RmsProp(1, 0, 0, 0, true));
    refuses(
        "rmsprop: momentum must be at least 0 and below 1: -0.5",
        () -> new RmsProp(1, 0, 1, -0.5, true));
    refuses("adagrad: learning rate must be a positive finite number: -1.0", () -> new Adagrad(-1));
    refuses(
        "adagrad: rate decay must be a finite number of at least 0: -1.0",
        () -> new Adagrad(1, -1, 0, 1));
    refuses(
        "adagrad: initial accumulator must be a finite number of at least 0: Infinity",
        () -> new Adagrad(1, 0, Double.POSITIVE_INFINITY, 1));
    refuses(
        "adagrad: epsilon must be a finite number of at least 1.0E-20: NaN",
        () -> new Adagrad(1, 0, 0, nan));
    refuses("adamw: learning rate must be a positive finite number: 0.0", () -> new AdamW(0, 0));
    refuses(
        "adamw: beta1 and beta2 must be at least 0 and below 1: 1.0 and 0.0",
        () -> new AdamW(1, 1, 0, 1, 0));
    refuses(
        "adamw: weight decay must be a finite number of at least 0: -0.1",
        () -> new AdamW(1, -0.1));
    refuses("lamb: learning rate must be a positive finite number: 0.0", () -> new Lamb(0, 0));
    refuses(
        "lamb: epsilon must be a finite number of at least 1.0E-20: 0.0",
        () -> new Lamb(1, 0, 0, 0, 0));
    refuses(
        "lamb: weight decay must be a finite number of at least 0: NaN", () -> new Lamb(1, nan));
  }
}
