package nn.core.clip;

import static nn.core.activation.Activations.identity;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import nn.api.Backend;
import nn.api.DType;
import nn.api.network.Clip;
import nn.core.Matrices;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.training.Training;
import org.junit.jupiter.api.Test;

class ClipTest {
  private static final DataSet TWO = DataSet.of(2, new double[] {1, 2}, 1, new double[] {3, 5}, 1);
  private static final double NORM = Math.sqrt(89); // of dw = −8 and db = −5

  /** Weight and bias after a step of learning rate 1 from 1 and 0. */
  private static double[] step(Clip clip) {
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network network = Network.inputs(1).dense(1, identity()).build(backend)) {
      network.weights(0, new double[][] {{1}});
      network.fit(TWO, Training.epochs(1).learningRate(1).clip(clip));
      return new double[] {network.weights(0)[0][0], network.biases(0)[0]};
    }
  }

  @Test
  void theNormOfAllGradientsIsLimitedAndTheirDirectionStays() {
    double[] clipped = step(new ClipByNorm(2));
    assertEquals(1 + 8 * 2 / NORM, clipped[0], 1e-15);
    assertEquals(5 * 2 / NORM, clipped[1], 1e-15);
    assertEquals(2, Math.hypot(clipped[0] - 1, clipped[1]), 1e-15);
    // PyTorch's clip_grad_norm_ divides by the norm + 1e-6: −8·2/9.433982132 = −1.6959964.
    assertEquals(1.6959964, clipped[0] - 1, 1e-6);
  }

  @Test
  void gradientsWithinTheLimitKeepTheirBits() {
    for (Clip clip : new Clip[] {new ClipByNorm(9.5), new ClipByNorm(NORM), new ClipByValue(8)}) {
      double[] free = step(clip);
      assertEquals(9, free[0]);
      assertEquals(5, free[1]);
    }
  }

  @Test
  void eachElementIsLimited() {
    double[] clipped = step(new ClipByValue(6));
    assertEquals(7, clipped[0]);
    assertEquals(5, clipped[1]);
  }

  @Test
  void aNormThatIsNoNumberStaysNone() {
    assertEquals(Double.NaN, new ClipByNorm(1).factor(Double.NaN));
    assertEquals(Double.NaN, new ClipByValue(1).factor(Double.NaN));
    assertEquals(0, new ClipByNorm(1).factor(Double.POSITIVE_INFINITY));
    assertEquals(1, new ClipByNorm(1).factor(0));
    assertEquals(1, new ClipByNorm(1).factor(1));
    assertEquals(0.25, new ClipByNorm(1).factor(4));
    assertEquals(Double.POSITIVE_INFINITY, new ClipByNorm(1).bound());
    assertEquals(0.5, new ClipByValue(0.5).bound());
  }

  @Test
  void limitsOutOfRangeAreRefused() {
    for (double max : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertEquals(
          "clip-by-norm: max must be a positive finite number: " + max,
          assertThrows(IllegalArgumentException.class, () -> new ClipByNorm(max)).getMessage());
      assertEquals(
          "clip-by-value: max must be a finite number of at least 2^-126: " + max,
          assertThrows(IllegalArgumentException.class, () -> new ClipByValue(max)).getMessage());
    }
  }
}
