package com.example.plugins;

import java.util.List;
import nn.api.ElementwiseLoop;
import nn.api.network.Config;
import nn.api.network.Optimiser;
import nn.api.network.Step;

/**
 * RMSprop whose step is never longer, in the root mean square over a parameter, than the learning rate (N. Shazeer,
 * M. Stern: Adafactor: Adaptive Learning Rates with Sublinear Memory Cost. ICML 2018, section 6, with d = 1):
 *
 * <pre>
 * v ← β·v + (1 − β)·g²
 * u = g / (√v + ε)                     with β = 0.999, ε = 10⁻⁸
 * w ← w − η · u / max(1, RMS(u))       RMS(u) = ‖u‖ / √n of n numbers
 * </pre>
 *
 * <p>The last line needs the norm of all of {@code u}, so it is a second phase.
 *
 * @param learningRate {@code η}, a positive finite number
 */
public record ClippedRmsProp(double learningRate) implements Optimiser {

  public ClippedRmsProp {
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "example-clipped-rmsprop: learning rate must be a positive finite number: " + learningRate);
    }
  }

  @Override
  public String kind() {
    return "example-clipped-rmsprop";
  }

  @Override
  public Config config() {
    return Config.EMPTY.with("learning-rate", learningRate);
  }

  @Override
  public List<String> state() {
    return List.of("variance", "direction");
  }

  @Override
  public ElementwiseLoop update() {
    return Direction.INSTANCE;
  }

  @Override
  public List<ElementwiseLoop> updates() {
    return List.of(Direction.INSTANCE, Move.INSTANCE);
  }

  @Override
  public void scalars(Step step, double[] scalars) {
    if (step.phase() == 1) {
      double rms = step.norm("direction") / Math.sqrt(step.parameter().shape().size());
      scalars[0] = learningRate * step.rateFactor() / Math.max(1, rms);
    }
  }

  /** The first phase: variance and direction; the parameter waits. */
  private enum Direction implements ElementwiseLoop {
    INSTANCE;

    @Override
    public int inputs() {
      return 1;
    }

    @Override
    public int outputs() {
      return 3;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] g = operands[0];
      double[] v = operands[2];
      double[] u = operands[3];
      for (int i = from; i < to; i++) {
        v[i] = 0.999 * v[i] + 0.001 * (g[i] * g[i]);
        u[i] = g[i] / (Math.sqrt(v[i]) + 1e-8);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] g = operands[0];
      float[] v = operands[2];
      float[] u = operands[3];
      for (int i = from; i < to; i++) {
        v[i] = 0.999f * v[i] + 0.001f * (g[i] * g[i]);
        u[i] = g[i] / ((float) Math.sqrt(v[i]) + 1e-8f);
      }
    }
  }

  /** The second: {@code w ← w − s·u}. */
  private enum Move implements ElementwiseLoop {
    INSTANCE;

    @Override
    public int inputs() {
      return 1;
    }

    @Override
    public int outputs() {
      return 3;
    }

    @Override
    public int scalars() {
      return 1;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] w = operands[1];
      double[] u = operands[3];
      for (int i = from; i < to; i++) {
        w[i] -= scalars[0] * u[i];
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] w = operands[1];
      float[] u = operands[3];
      for (int i = from; i < to; i++) {
        w[i] -= scalars[0] * u[i];
      }
    }
  }
}
