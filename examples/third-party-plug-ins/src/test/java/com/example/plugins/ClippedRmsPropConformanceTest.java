package com.example.plugins;

import static nn.core.activation.Activations.identity;
import static org.junit.jupiter.api.Assertions.assertEquals;

import nn.api.Backend;
import nn.api.network.Optimiser;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.training.Training;
import nn.tck.OptimiserConformance;
import org.junit.jupiter.api.Test;

class ClippedRmsPropConformanceTest extends OptimiserConformance {
  @Override
  protected Optimiser optimiser() {
    return new ClippedRmsProp(0.01);
  }

  /** The formulas line by line, for one parameter. */
  private static final class Plain {
    final double[] w;
    private final double[] v;

    Plain(double... w) {
      this.w = w;
      v = new double[w.length];
    }

    void step(double... g) {
      double[] u = new double[w.length];
      double squares = 0;
      for (int i = 0; i < w.length; i++) {
        v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
        u[i] = g[i] / (Math.sqrt(v[i]) + 1e-8);
        squares += u[i] * u[i];
      }
      double rms = Math.sqrt(squares / w.length);
      for (int i = 0; i < w.length; i++) {
        w[i] -= 0.01 * u[i] / Math.max(1, rms);
      }
    }
  }

  @Test
  void twentyStepsAreThoseOfTheFormulas() {
    double[][] x = {{1, 2}, {2, -1}, {-3, 1}};
    double[] y = {3, 5, -2};
    Plain weights = new Plain(0.5, -0.25);
    Plain bias = new Plain(0.0);
    for (int step = 0; step < 20; step++) {
      double[] dw = new double[2];
      double db = 0;
      for (int j = 0; j < y.length; j++) {
        double e = weights.w[0] * x[j][0] + weights.w[1] * x[j][1] + bias.w[0] - y[j];
        dw[0] += 2 * e * x[j][0] / y.length;
        dw[1] += 2 * e * x[j][1] / y.length;
        db += 2 * e / y.length;
      }
      weights.step(dw);
      bias.step(db);
    }
    try (Backend backend = Backends.open();
        Network network = Network.inputs(2).dense(1, identity()).build(backend)) {
      network.parameter(0, "weight", new double[] {0.5, -0.25});
      network.fit(
          DataSet.of(x, new double[][] {{3}, {5}, {-2}}), Training.epochs(20).optimiser(optimiser()));
      assertEquals(weights.w[0], network.parameter(0, "weight")[0], 1e-12);
      assertEquals(weights.w[1], network.parameter(0, "weight")[1], 1e-12);
      assertEquals(bias.w[0], network.parameter(0, "bias")[0], 1e-12);
    }
  }
}
