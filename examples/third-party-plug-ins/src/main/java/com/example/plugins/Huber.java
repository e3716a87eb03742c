package com.example.plugins;

import nn.api.Backend;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.network.Config;
import nn.api.network.Cost;

/**
 * With {@code e = a − y}, the mean over units of {@code ½e²} where {@code |e| ≤ δ}, else of {@code δ·(|e| − ½δ)} (P. J.
 * Huber: Robust estimation of a location parameter. Annals of Mathematical Statistics 35(1), 1964): few targets that are
 * far off do not pull the whole network along.
 *
 * @param delta {@code δ}, a positive number that a float can hold
 */
public record Huber(double delta) implements Cost {

  public Huber {
    if (!(delta > 0 && delta <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException("huber: delta must be a positive number that a float can hold: " + delta);
    }
  }

  @Override
  public String kind() {
    return "example-huber";
  }

  @Override
  public Config config() {
    return Config.EMPTY.with("delta", delta);
  }

  @Override
  public void losses(Backend backend, Tensor a, Tensor y, Tensor elements, Tensor losses) {
    backend.apply(new Loss(delta), a, y, elements);
    backend.divideBy(elements, a.shape().rows(), elements); // before the sum, which cannot overflow then
    backend.sumOverUnits(elements, losses);
  }

  @Override
  public void gradient(Backend backend, Tensor a, Tensor y, Tensor da) {
    backend.apply(new Gradient(delta), a, y, da);
    backend.divideBy(da, a.shape().rows(), da);
  }

  private static double loss(double delta, double e) {
    double size = Math.abs(e);
    return size <= delta ? 0.5 * size * size : delta * (size - 0.5 * delta);
  }

  private record Loss(double delta) implements ElementwiseLoop {
    @Override
    public int inputs() {
      return 2;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] y = operands[1];
      double[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = Math.min(loss(delta, a[i] - y[i]), Double.MAX_VALUE / 2);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] y = operands[1];
      float[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = (float) Math.min(loss(delta, (double) a[i] - y[i]), Float.MAX_VALUE / 2);
      }
    }
  }

  private record Gradient(double delta) implements ElementwiseLoop {
    @Override
    public int inputs() {
      return 2;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] y = operands[1];
      double[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = Math.max(-delta, Math.min(a[i] - y[i], delta));
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] y = operands[1];
      float[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = (float) Math.max(-delta, Math.min((double) a[i] - y[i], delta));
      }
    }
  }
}
