package com.example.plugins;

import java.util.List;
import nn.api.ElementwiseLoop;
import nn.api.network.Config;
import nn.api.network.Optimiser;
import nn.api.network.Step;

/**
 * {@code v ← μ·v + g}, {@code w ← w − η·v} (B. T. Polyak: Some methods of speeding up the convergence of iteration
 * methods. USSR Computational Mathematics and Mathematical Physics 4(5), 1964): the parameter keeps moving where
 * gradients agree, and less where they change their signs.
 *
 * @param learningRate {@code η}, a positive finite number
 * @param momentum {@code μ}, at least 0 and below 1
 */
public record Momentum(double learningRate, double momentum) implements Optimiser {

  public Momentum {
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "momentum: learningRate must be a positive finite number: " + learningRate);
    }
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException("momentum: momentum must be at least 0 and below 1: " + momentum);
    }
  }

  @Override
  public String kind() {
    return "example-momentum";
  }

  @Override
  public Config config() {
    return Config.EMPTY.with("learning-rate", learningRate).with("momentum", momentum);
  }

  @Override
  public List<String> state() {
    return List.of("velocity");
  }

  @Override
  public ElementwiseLoop update() {
    return new Update();
  }

  @Override
  public void scalars(Step step, double[] scalars) {
    scalars[0] = learningRate * step.rateFactor();
    scalars[1] = momentum;
  }

  private record Update() implements ElementwiseLoop {
    @Override
    public int inputs() {
      return 1; // the gradient
    }

    @Override
    public int outputs() {
      return 2; // the parameter, the velocity
    }

    @Override
    public int scalars() {
      return 2;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] g = operands[0];
      double[] w = operands[1];
      double[] v = operands[2];
      for (int i = from; i < to; i++) {
        v[i] = scalars[1] * v[i] + g[i];
        w[i] -= scalars[0] * v[i];
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] g = operands[0];
      float[] w = operands[1];
      float[] v = operands[2];
      for (int i = from; i < to; i++) {
        v[i] = scalars[1] * v[i] + g[i];
        w[i] -= scalars[0] * v[i];
      }
    }
  }
}
