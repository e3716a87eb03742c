package nn.core.proof;

import java.util.List;
import nn.api.ElementwiseLoop;
import nn.api.network.Optimiser;

/** Adam, D. P. Kingma and J. Ba, arXiv:1412.6980, algorithm 1. */
record Adam(double learningRate, double beta1, double beta2, double epsilon) implements Optimiser {

  @Override
  public String kind() {
    return "adam";
  }

  @Override
  public List<String> state() {
    return List.of("mean", "variance");
  }

  @Override
  public ElementwiseLoop update() {
    return Update.INSTANCE;
  }

  @Override
  public void scalars(long step, double[] scalars) {
    scalars[0] = learningRate;
    scalars[1] = beta1;
    scalars[2] = beta2;
    scalars[3] = epsilon;
    scalars[4] = 1 - StrictMath.pow(beta1, (double) step);
    scalars[5] = 1 - StrictMath.pow(beta2, (double) step);
  }

  /** {@code w ← w − η·m̂ / (√v̂ + ε)} in one pass. */
  private static final class Update extends Loop {
    static final Update INSTANCE = new Update();

    Update() {
      super(1, 3, 6);
    }

    @Override
    boolean updates() {
      return true;
    }

    @Override
    public void apply(double[][] operands, double[] s, int from, int to) {
      double[] g = operands[0];
      double[] w = operands[1];
      double[] mean = operands[2];
      double[] variance = operands[3];
      double rate = s[0];
      double beta1 = s[1];
      double beta2 = s[2];
      double epsilon = s[3];
      double correction1 = s[4];
      double correction2 = s[5];
      for (int i = from; i < to; i++) {
        mean[i] = beta1 * mean[i] + (1 - beta1) * g[i];
        variance[i] = beta2 * variance[i] + (1 - beta2) * (g[i] * g[i]);
        w[i] -= rate * (mean[i] / correction1) / (Math.sqrt(variance[i] / correction2) + epsilon);
      }
    }

    @Override
    public void apply(float[][] operands, float[] s, int from, int to) {
      float[] g = operands[0];
      float[] w = operands[1];
      float[] mean = operands[2];
      float[] variance = operands[3];
      float rate = s[0];
      float beta1 = s[1];
      float beta2 = s[2];
      float epsilon = s[3];
      float correction1 = s[4];
      float correction2 = s[5];
      for (int i = from; i < to; i++) {
        mean[i] = beta1 * mean[i] + (1 - beta1) * g[i];
        variance[i] = beta2 * variance[i] + (1 - beta2) * (g[i] * g[i]);
        w[i] -=
            rate
                * (mean[i] / correction1)
                / ((float) Math.sqrt(variance[i] / correction2) + epsilon);
      }
    }
  }
}
