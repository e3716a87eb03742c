package nn.core.proof;

import java.util.List;
import nn.api.Tensor;
import nn.api.network.Config;
import nn.api.network.Layer;
import nn.api.network.Parameter;
import nn.api.network.Pass;
import org.jspecify.annotations.Nullable;

/** In training {@code y = u < rate ? 0 : x / (1 − rate)} with uniform {@code u}. */
record Dropout(double rate) implements Layer {

  @Override
  public String kind() {
    return "dropout";
  }

  @Override
  public Config config() {
    return Config.EMPTY.with("rate", rate);
  }

  @Override
  public int units(int inputs) {
    return inputs;
  }

  @Override
  public List<Parameter> parameters(int inputs) {
    return List.of();
  }

  @Override
  public boolean mixesRecords() {
    return false;
  }

  @Override
  public void forward(Pass pass, Tensor x, Tensor y) {
    if (!pass.training()) {
      pass.backend().copy(x, y);
      return;
    }
    Tensor uniform = pass.keep("uniform", x.shape().rows(), pass.records());
    pass.uniform(uniform);
    pass.backend().apply(new Mask(rate), uniform, x, y);
  }

  @Override
  public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
    if (dx != null) {
      Tensor uniform = pass.keep("uniform", x.shape().rows(), pass.records());
      pass.backend().apply(new Mask(rate), uniform, dy, dx);
    }
  }

  /** {@code u < rate ? 0 : b / (1 − rate)}. */
  private static final class Mask extends Loop {
    private final double rate;

    Mask(double rate) {
      super(2, 1, 0);
      this.rate = rate;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] u = operands[0];
      double[] b = operands[1];
      double[] out = operands[2];
      double scale = 1 / (1 - rate);
      for (int i = from; i < to; i++) {
        out[i] = u[i] < rate ? 0 : b[i] * scale;
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] u = operands[0];
      float[] b = operands[1];
      float[] out = operands[2];
      float scale = (float) (1 / (1 - rate));
      for (int i = from; i < to; i++) {
        out[i] = u[i] < rate ? 0 : b[i] * scale;
      }
    }
  }
}
