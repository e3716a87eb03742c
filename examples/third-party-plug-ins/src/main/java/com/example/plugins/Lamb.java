package com.example.plugins;

import java.util.List;
import nn.api.ElementwiseLoop;
import nn.api.network.Config;
import nn.api.network.Optimiser;
import nn.api.network.Step;

/**
 * LAMB: Adam's direction with a length in proportion to the parameter's own norm, for very large batches (Y. You et al.:
 * Large Batch Optimization for Deep Learning: Training BERT in 76 minutes. ICLR 2020, Algorithm 2, with φ(z) = z):
 *
 * <pre>
 * m ← β₁·m + (1 − β₁)·g,  v ← β₂·v + (1 − β₂)·g²
 * u ← m̂ / (√v̂ + ε) + λ·w              with m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ)
 * w ← w − η · ‖w‖ / ‖u‖ · u            ‖w‖ / ‖u‖ is taken as 1 where one of them is 0
 * </pre>
 *
 * <p>The last line needs the norm of all of {@code u}, so it is a second phase.
 *
 * @param learningRate {@code η}, a positive finite number
 * @param decay {@code λ}, at least 0 and finite
 */
public record Lamb(double learningRate, double decay) implements Optimiser {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-6;

  public Lamb {
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("example-lamb: learning rate must be a positive finite number: " + learningRate);
    }
    if (!(decay >= 0 && decay < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("example-lamb: decay must be a finite number of at least 0: " + decay);
    }
  }

  @Override
  public String kind() {
    return "example-lamb";
  }

  @Override
  public Config config() {
    return Config.EMPTY.with("learning-rate", learningRate).with("decay", decay);
  }

  @Override
  public List<String> state() {
    return List.of("mean", "variance", "direction");
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
    if (step.phase() == 0) {
      scalars[0] = BETA1;
      scalars[1] = 1 - BETA1;
      scalars[2] = BETA2;
      scalars[3] = 1 - BETA2;
      scalars[4] = 1 - StrictMath.pow(BETA1, step.number());
      scalars[5] = 1 - StrictMath.pow(BETA2, step.number());
      scalars[6] = EPSILON;
      scalars[7] = decay;
    } else {
      double w = step.norm("parameter");
      double u = step.norm("direction");
      double trust = w > 0 && u > 0 ? w / u : 1;
      scalars[0] = learningRate * step.rateFactor() * trust;
    }
  }

  /** The first phase: mean, variance and direction; the parameter waits. */
  private enum Direction implements ElementwiseLoop {
    INSTANCE;

    @Override
    public int inputs() {
      return 1;
    }

    @Override
    public int outputs() {
      return 4;
    }

    @Override
    public int scalars() {
      return 8;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] g = operands[0];
      double[] w = operands[1];
      double[] m = operands[2];
      double[] v = operands[3];
      double[] u = operands[4];
      for (int i = from; i < to; i++) {
        m[i] = scalars[0] * m[i] + scalars[1] * g[i];
        v[i] = scalars[2] * v[i] + scalars[3] * (g[i] * g[i]);
        u[i] = m[i] / scalars[4] / (Math.sqrt(v[i] / scalars[5]) + scalars[6]) + scalars[7] * w[i];
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] g = operands[0];
      float[] w = operands[1];
      float[] m = operands[2];
      float[] v = operands[3];
      float[] u = operands[4];
      for (int i = from; i < to; i++) {
        m[i] = scalars[0] * m[i] + scalars[1] * g[i];
        v[i] = scalars[2] * v[i] + scalars[3] * (g[i] * g[i]);
        u[i] = m[i] / scalars[4] / ((float) Math.sqrt(v[i] / scalars[5]) + scalars[6]) + scalars[7] * w[i];
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
      return 4;
    }

    @Override
    public int scalars() {
      return 1;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] w = operands[1];
      double[] u = operands[4];
      for (int i = from; i < to; i++) {
        w[i] -= scalars[0] * u[i];
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] w = operands[1];
      float[] u = operands[4];
      for (int i = from; i < to; i++) {
        w[i] -= scalars[0] * u[i];
      }
    }
  }
}
