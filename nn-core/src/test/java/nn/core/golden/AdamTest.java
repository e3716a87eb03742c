package nn.core.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import nn.api.ElementwiseLoop;
import nn.core.Numbered;
import nn.core.optimiser.Adam;
import org.junit.jupiter.api.Test;

/** Adam against PyTorch's. */
class AdamTest {
  private final Golden golden = Golden.json("adam.json");

  private static Adam adam(Golden run) {
    return new Adam(
        run.get("learning-rate").number(),
        run.get("beta1").number(),
        run.get("beta2").number(),
        run.get("epsilon").number());
  }

  @Test
  void parametersAreThoseOfPyTorch() {
    for (int r = 0; r < golden.get("runs").size(); r++) {
      Golden run = golden.get("runs").get(r);
      Adam adam = adam(run);
      double[] w = golden.get("weights").numbers();
      double[][] operands = {{}, w, new double[w.length], new double[w.length]};
      double[] scalars = new double[adam.update().scalars()];
      for (int step = 1; step <= golden.get("gradients").size(); step++) {
        operands[0] = golden.get("gradients").get(step - 1).numbers();
        adam.scalars(new Numbered(step), scalars);
        adam.update().apply(operands, scalars, 0, w.length);
        double[] expected = run.get("weights").get(step - 1).numbers();
        for (int i = 0; i < w.length; i++) {
          // a step is at most a few learning rates, and rounded a few times
          assertEquals(expected[i], w[i], 1e-14, adam + " step " + step + " weight " + i);
        }
      }
    }
  }

  /** The formulas of the paper's Algorithm 1 in double, as they stand there. */
  @Test
  void floatsFollowTheAlgorithm() {
    Adam adam = adam(golden.get("runs").get(1));
    double[] start = golden.get("weights").numbers();
    int size = start.length;
    float[][] operands = new float[4][size];
    double[] m = new double[size];
    double[] v = new double[size];
    double[] theta = new double[size];
    for (int i = 0; i < size; i++) {
      operands[1][i] = (float) start[i];
      theta[i] = operands[1][i];
    }
    double[] scalars = new double[6];
    float[] floats = new float[6];
    ElementwiseLoop update = adam.update();
    for (int t = 1; t <= 5; t++) {
      double[] g = golden.get("gradients").get(t - 1).numbers();
      adam.scalars(new Numbered(t), scalars);
      for (int i = 0; i < size; i++) {
        operands[0][i] = (float) g[i];
      }
      for (int s = 0; s < floats.length; s++) {
        floats[s] = (float) scalars[s];
      }
      update.apply(operands, floats, 0, size);
      for (int i = 0; i < size; i++) {
        m[i] = adam.beta1() * m[i] + (1 - adam.beta1()) * g[i];
        v[i] = adam.beta2() * v[i] + (1 - adam.beta2()) * g[i] * g[i];
        double meanHat = m[i] / (1 - Math.pow(adam.beta1(), t));
        double varianceHat = v[i] / (1 - Math.pow(adam.beta2(), t));
        theta[i] -= adam.learningRate() * meanHat / (Math.sqrt(varianceHat) + adam.epsilon());
        assertEquals(theta[i], operands[1][i], 1e-6 * Math.max(1, Math.abs(theta[i])));
      }
    }
  }

  @Test
  void theDefaultsAreThePapers() {
    assertEquals(new Adam(0.001, 0.9, 0.999, 1e-8), new Adam(0.001));
  }

  private static void refuses(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    for (double rate : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      refuses(
          "adam: learning rate must be a positive finite number: " + rate, () -> new Adam(rate));
    }
    for (double beta : new double[] {-0.1, 1, Double.NaN}) {
      refuses(
          "adam: beta1 and beta2 must be at least 0 and below 1: " + beta + " and 0.999",
          () -> new Adam(0.1, beta, 0.999, 1e-8));
      refuses(
          "adam: beta1 and beta2 must be at least 0 and below 1: 0.9 and " + beta,
          () -> new Adam(0.1, 0.9, beta, 1e-8));
    }
    for (double epsilon : new double[] {0, 1e-50, Double.NaN, Double.POSITIVE_INFINITY}) {
      refuses(
          "adam: epsilon must be a finite number of at least 1.0E-20: " + epsilon,
          () -> new Adam(0.1, 0.9, 0.999, epsilon));
    }
  }

  @Test
  void theEndsOfTheRangesAreSettings() {
    Adam adam = new Adam(Double.MIN_VALUE, 0, 0, 1e-20);
    assertEquals(0, adam.beta1());
    assertEquals(0, adam.beta2());
    assertEquals(1e-20, adam.epsilon());
    assertEquals(1, adam.update().inputs()); // the gradient; value, mean and variance are outputs
    assertEquals(3, adam.update().outputs());
  }
}
