package com.example.plugins;

import java.util.List;
import nn.api.ElementwiseLoop;
import nn.api.network.Config;
import nn.api.network.Optimiser;
import nn.api.network.Step;

/**
 * Lion: every number takes a step of the same length, whose direction is the sign of a mean of gradients (X. Chen et al.:
 * Symbolic Discovery of Optimization Algorithms. NeurIPS 2023, Algorithm 2, without weight decay):
 *
 * <pre>
 * w ← w − η · sign(β₁·m + (1 − β₁)·g)
 * m ← β₂·m + (1 − β₂)·g                with β₁ = 0.9, β₂ = 0.99
 * </pre>
 *
 * @param learningRate {@code η}, a positive finite number
 */
public record Lion(double learningRate) implements Optimiser {

  public Lion {
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("example-lion: learning rate must be a positive finite number: " + learningRate);
    }
  }

  @Override
  public String kind() {
    return "example-lion";
  }

  @Override
  public Config config() {
    return Config.EMPTY.with("learning-rate", learningRate);
  }

  @Override
  public List<String> state() {
    return List.of("mean");
  }

  @Override
  public ElementwiseLoop update() {
    return new Update();
  }

  @Override
  public void scalars(Step step, double[] scalars) {
    scalars[0] = learningRate * step.rateFactor();
  }

  private record Update() implements ElementwiseLoop {
    @Override
    public int inputs() {
      return 1; // the gradient
    }

    @Override
    public int outputs() {
      return 2; // the parameter, the mean
    }

    @Override
    public int scalars() {
      return 1;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] g = operands[0];
      double[] w = operands[1];
      double[] m = operands[2];
      for (int i = from; i < to; i++) {
        w[i] -= scalars[0] * Math.signum(0.9 * m[i] + 0.1 * g[i]);
        m[i] = 0.99 * m[i] + 0.01 * g[i];
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] g = operands[0];
      float[] w = operands[1];
      float[] m = operands[2];
      for (int i = from; i < to; i++) {
        w[i] -= scalars[0] * Math.signum(0.9f * m[i] + 0.1f * g[i]);
        m[i] = 0.99f * m[i] + 0.01f * g[i];
      }
    }
  }
}
