package nn.core.layer;

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
import nn.core.initialiser.Constant;
import nn.core.initialiser.Zeros;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalisation (S. Ioffe, C. Szegedy, ICML 2015, Algorithm 1): {@code y = γ·x̂ + β}, {@code
 * x̂ = (x − μ) / √(σ² + ε)}, in training with each feature's mean and variance over the batch's
 * records, in prediction with the running ones, {@code r ← momentum·r + (1 − momentum)·batch's}.
 *
 * <p>A batch is normalised with its variance of divisor {@code m}; the running one takes that of
 * divisor {@code m − 1}, an unbiased estimate (as there, Algorithm 2, line 10), as PyTorch's does;
 * a batch of a single record counts as variance 0. Parameters have PyTorch's names: {@code weight}
 * γ, {@code bias} β, {@code running_mean}, {@code running_var}.
 */
public final class BatchNormalisation implements Layer {
  private final double epsilon;
  private final double momentum;
  private final InverseRoot inverseRoot;
  private final ElementwiseLoop running;

  /**
   * Batch normalisation.
   *
   * @param epsilon {@code ε}, a positive finite number
   * @param momentum how much of the running statistics a step keeps, in {@code [0, 1)}
   * @throws IllegalArgumentException if a number is outside
   */
  public BatchNormalisation(double epsilon, double momentum) {
    inverseRoot = InverseRoot.of("batch-normalisation", epsilon);
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException(
          "batch-normalisation: momentum must be at least 0 and below 1: " + momentum);
    }
    this.epsilon = epsilon;
    this.momentum = momentum;
    running = new Running(momentum);
  }

  /** With {@code ε = 10⁻⁵} and momentum 0.9, PyTorch's defaults (its momentum is 1 less ours). */
  public BatchNormalisation() {
    this(1e-5, 0.9);
  }

  /** {@code ε}. */
  public double epsilon() {
    return epsilon;
  }

  /** How much of the running statistics a step keeps. */
  public double momentum() {
    return momentum;
  }

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
        new Parameter("weight", column, new Constant(1), Role.SCALE),
        new Parameter("bias", column, new Zeros(), Role.BIAS),
        new Parameter("running_mean", column, new Zeros(), Role.STATISTIC),
        new Parameter("running_var", column, new Constant(1), Role.STATISTIC));
  }

  @Override
  public void forward(Pass pass, Tensor x, Tensor y) {
    Backend backend = pass.backend();
    Tensor normalised = normalised(pass, x);
    Tensor inverse = pass.keep("inverse", x.shape().rows(), 1);
    if (pass.training()) {
      Tensor mean = pass.keep("mean", x.shape().rows(), 1);
      Tensor squares = squares(pass, x.shape().rows());
      backend.sumOverRecords(x, mean);
      backend.divideBy(mean, pass.records(), mean); // μ = Σ x / m
      backend.combine(CombineOperation.SUBTRACT, x, mean, normalised);
      backend.apply(ElementwiseFunction.SQUARE, normalised, y);
      backend.sumOverRecords(y, squares);
      backend.divideBy(squares, pass.records(), inverse); // σ² = Σ (x − μ)² / m
      backend.apply(inverseRoot, inverse, inverse);
    } else {
      backend.combine(CombineOperation.SUBTRACT, x, pass.parameter("running_mean"), normalised);
      backend.apply(inverseRoot, pass.parameter("running_var"), inverse);
    }
    backend.combine(CombineOperation.MULTIPLY, normalised, inverse, normalised);
    backend.combine(CombineOperation.MULTIPLY, normalised, pass.parameter("weight"), y);
    backend.combine(CombineOperation.ADD, y, pass.parameter("bias"), y);
  }

  /** {@code Σ (x − μ)²}. */
  private static Tensor squares(Pass pass, int units) {
    return pass.keep("squares", units, 1);
  }

  private static Tensor normalised(Pass pass, Tensor x) {
    return pass.keep("normalised", x.shape().rows(), pass.records());
  }

  /**
   * {@code dγ = Σ dy·x̂, dβ = Σ dy, dx = γ/√(σ² + ε) · (dy − dβ/m − x̂·dγ/m)} (as there, the
   * derivatives before section 3.1, put together).
   */
  @Override
  public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
    Backend backend = pass.backend();
    int units = x.shape().rows();
    Tensor normalised = normalised(pass, x);
    Tensor products = pass.scratch("products", units, pass.records());
    backend.combine(CombineOperation.MULTIPLY, dy, normalised, products);
    backend.sumOverRecords(products, pass.gradient("weight"));
    backend.sumOverRecords(dy, pass.gradient("bias"));
    if (dx == null) {
      return;
    }
    Tensor column = pass.scratch("column", units, 1);
    backend.divideBy(pass.gradient("bias"), pass.records(), column);
    backend.combine(CombineOperation.SUBTRACT, dy, column, dy); // dy − dβ/m
    backend.divideBy(pass.gradient("weight"), pass.records(), column);
    backend.combine(CombineOperation.MULTIPLY, normalised, column, products);
    backend.combine(CombineOperation.SUBTRACT, dy, products, dy); // − x̂·dγ/m
    Tensor inverse = pass.keep("inverse", units, 1);
    backend.combine(CombineOperation.MULTIPLY, pass.parameter("weight"), inverse, column);
    backend.combine(CombineOperation.MULTIPLY, dy, column, dx); // · γ/√(σ² + ε)
  }

  @Override
  public void commit(Pass pass) {
    Backend backend = pass.backend();
    Tensor mean = pass.parameter("running_mean");
    Tensor variance = pass.parameter("running_var");
    int units = mean.shape().rows();
    Tensor unbiased = pass.scratch("unbiased", units, 1);
    backend.divideBy(squares(pass, units), Math.max(1, pass.records() - 1), unbiased);
    backend.apply(running, pass.keep("mean", units, 1), mean, mean);
    backend.apply(running, unbiased, variance, variance);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BatchNormalisation same
        && epsilon == same.epsilon
        && momentum == same.momentum;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(epsilon) * 31 + Double.hashCode(momentum);
  }

  /** For instance {@code BatchNormalisation[epsilon=1.0E-5, momentum=0.9]}. */
  @Override
  public String toString() {
    return "BatchNormalisation[epsilon=" + epsilon + ", momentum=" + momentum + "]";
  }

  /** {@code out ← momentum·r + (1 − momentum)·a}. */
  private record Running(double momentum) implements ElementwiseLoop {

    @Override
    public int inputs() {
      return 2;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] r = operands[1];
      double[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = momentum * r[i] + (1 - momentum) * a[i];
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] r = operands[1];
      float[] out = operands[2];
      float kept = (float) momentum;
      float added = (float) (1 - momentum);
      for (int i = from; i < to; i++) {
        out[i] = kept * r[i] + added * a[i];
      }
    }
  }
}
