package nn.core.proof;

import java.util.List;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.network.Config;
import nn.api.network.Layer;
import nn.api.network.Parameter;
import nn.api.network.Pass;
import nn.api.network.Role;
import org.jspecify.annotations.Nullable;

/**
 * {@code y = γ·x̂ + β}, {@code x̂ = (x − μ) / √(σ² + ε)} with mean and variance over the records in
 * training, running ones otherwise.
 */
record BatchNormalisation(double epsilon, double momentum) implements Layer {

  @Override
  public String kind() {
    return "batch-normalisation";
  }

  @Override
  public Config config() {
    return Config.EMPTY.with("epsilon", epsilon).with("momentum", momentum);
  }

  @Override
  public int units(int inputs) {
    return inputs;
  }

  @Override
  public List<Parameter> parameters(int inputs) {
    Shape column = new Shape(inputs, 1);
    return List.of(
        new Parameter("scale", column, new Constant(1), Role.SCALE),
        new Parameter("shift", column, new Constant(0), Role.BIAS),
        new Parameter("running-mean", column, new Constant(0), Role.STATISTIC),
        new Parameter("running-variance", column, new Constant(1), Role.STATISTIC));
  }

  @Override
  public void forward(Pass pass, Tensor x, Tensor y) {
    Backend backend = pass.backend();
    int units = x.shape().rows();
    Tensor normalised = pass.keep("normalised", units, pass.records());
    Tensor inverse = pass.keep("inverse", units, 1);
    Tensor mean;
    Tensor variance;
    if (pass.training()) {
      double m = pass.records();
      mean = pass.keep("mean", units, 1);
      variance = pass.keep("variance", units, 1);
      backend.sumOverRecords(x, mean);
      backend.divideBy(mean, m, mean);
      backend.combine(CombineOperation.SUBTRACT, x, mean, normalised);
      backend.apply(ElementwiseFunction.SQUARE, normalised, y);
      backend.sumOverRecords(y, variance);
      backend.divideBy(variance, m, variance);
    } else {
      mean = pass.parameter("running-mean");
      variance = pass.parameter("running-variance");
      backend.combine(CombineOperation.SUBTRACT, x, mean, normalised);
    }
    backend.apply(new InverseRoot(epsilon), variance, inverse);
    backend.combine(CombineOperation.MULTIPLY, normalised, inverse, normalised);
    backend.combine(CombineOperation.MULTIPLY, normalised, pass.parameter("scale"), y);
    backend.combine(CombineOperation.ADD, y, pass.parameter("shift"), y);
  }

  /** {@code dx = γ / (m·√(σ² + ε)) · (m·dy − Σ dy − x̂·Σ dy·x̂)}. */
  @Override
  public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
    Backend backend = pass.backend();
    int units = x.shape().rows();
    double m = pass.records();
    Tensor normalised = pass.keep("normalised", units, pass.records());
    Tensor dScale = pass.gradient("scale");
    Tensor dShift = pass.gradient("shift");
    Tensor products = pass.scratch("products", units, pass.records());
    backend.combine(CombineOperation.MULTIPLY, dy, normalised, products);
    backend.sumOverRecords(products, dScale);
    backend.sumOverRecords(dy, dShift);
    if (dx == null) {
      return;
    }
    Tensor factor = pass.scratch("factor", units, 1);
    backend.combine(
        CombineOperation.MULTIPLY, pass.parameter("scale"), pass.keep("inverse", units, 1), factor);
    backend.divideBy(factor, m, factor);
    backend.apply(ElementwiseFunction.SCALE, new double[] {m}, new Tensor[] {dy, dy});
    backend.combine(CombineOperation.SUBTRACT, dy, dShift, dy);
    backend.combine(CombineOperation.MULTIPLY, normalised, dScale, products);
    backend.combine(CombineOperation.SUBTRACT, dy, products, dy);
    backend.combine(CombineOperation.MULTIPLY, dy, factor, dx);
  }

  @Override
  public void commit(Pass pass) {
    Tensor mean = pass.parameter("running-mean");
    Tensor variance = pass.parameter("running-variance");
    ElementwiseLoop running = new Running(momentum);
    int units = mean.shape().rows();
    pass.backend().apply(running, pass.keep("mean", units, 1), mean);
    pass.backend().apply(running, pass.keep("variance", units, 1), variance);
  }

  /** {@code 1 / √(a + ε)}. */
  private static final class InverseRoot extends Loop {
    private final double epsilon;

    InverseRoot(double epsilon) {
      super(1, 1, 0);
      this.epsilon = epsilon;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] out = operands[1];
      for (int i = from; i < to; i++) {
        out[i] = 1 / Math.sqrt(a[i] + epsilon);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] out = operands[1];
      float e = (float) epsilon;
      for (int i = from; i < to; i++) {
        out[i] = 1 / (float) Math.sqrt(a[i] + e);
      }
    }
  }

  /** {@code out ← μ·out + (1 − μ)·a}. */
  private static final class Running extends Loop {
    private final double momentum;

    Running(double momentum) {
      super(1, 1, 0);
      this.momentum = momentum;
    }

    @Override
    boolean updates() {
      return true;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] out = operands[1];
      for (int i = from; i < to; i++) {
        out[i] = momentum * out[i] + (1 - momentum) * a[i];
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] out = operands[1];
      float old = (float) momentum;
      float added = (float) (1 - momentum);
      for (int i = from; i < to; i++) {
        out[i] = old * out[i] + added * a[i];
      }
    }
  }
}
