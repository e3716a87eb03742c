package com.example.plugins;

import nn.api.Backend;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.elementary.Logistic64;
import nn.api.network.Activation;
import nn.api.network.Config;
import nn.api.network.OutputRange;

/**
 * {@code a = z·σ(βz)}, {@code dz = da·(σ(βz) + β·a·(1 − σ(βz)))} (P. Ramachandran, B. Zoph, Q. V. Le: Searching for
 * activation functions. arXiv 1710.05941, 2017); with β = 1 it is SiLU.
 *
 * @param beta {@code β}, a positive finite number
 */
public record Swish(double beta) implements Activation {

  public Swish {
    if (!(beta > 0 && beta < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("swish: beta must be a positive finite number: " + beta);
    }
  }

  @Override
  public String kind() {
    return "example-swish";
  }

  @Override
  public Config config() {
    return Config.EMPTY.with("beta", beta);
  }

  /** Two {@code z} have the same {@code a}, so {@code a} alone does not tell the slope. */
  @Override
  public boolean needsPreActivation() {
    return true;
  }

  @Override
  public OutputRange range() {
    return OutputRange.REAL;
  }

  @Override
  public boolean rectifies() {
    return true;
  }

  @Override
  public void forward(Backend backend, Tensor z, Tensor a) {
    backend.apply(new Forward(beta), z, a);
  }

  @Override
  public void backward(Backend backend, Tensor z, Tensor a, Tensor da, Tensor dz) {
    backend.apply(new Gradient(beta), z, da, dz);
  }

  private static double slope(double beta, double z) {
    double s = Logistic64.sigmoid(beta * z);
    return s + beta * (z * (s * (1 - s))); // the last product is 0 where z is large, and never NaN
  }

  private record Forward(double beta) implements ElementwiseLoop {
    @Override
    public int inputs() {
      return 1;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] z = operands[0];
      double[] a = operands[1];
      for (int i = from; i < to; i++) {
        a[i] = z[i] * Logistic64.sigmoid(beta * z[i]);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] z = operands[0];
      float[] a = operands[1];
      for (int i = from; i < to; i++) {
        a[i] = (float) (z[i] * Logistic64.sigmoid(beta * z[i]));
      }
    }
  }

  private record Gradient(double beta) implements ElementwiseLoop {
    @Override
    public int inputs() {
      return 2;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] z = operands[0];
      double[] da = operands[1];
      double[] dz = operands[2];
      for (int i = from; i < to; i++) {
        dz[i] = da[i] * slope(beta, z[i]);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] z = operands[0];
      float[] da = operands[1];
      float[] dz = operands[2];
      for (int i = from; i < to; i++) {
        dz[i] = (float) (da[i] * slope(beta, z[i]));
      }
    }
  }
}
