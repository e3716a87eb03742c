package nn.core.layer;

import java.util.List;
import nn.api.Backend;
import nn.api.CombineOperation;
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
 * Layer normalisation (J. L. Ba, J. R. Kiros, G. E. Hinton: Layer Normalization. arXiv:1607.06450,
 * 2016, equations 3 and 4): {@code y = γ·x̂ + β}, {@code x̂ = (x − μ) / √(σ² + ε)}, with each
 * record's own mean and variance over its units, the same in training and in prediction.
 *
 * <p>The variance has the divisor {@code n}, the number of units. Parameters have PyTorch's names:
 * {@code weight} γ and {@code bias} β, one for each unit. A record with a NaN becomes all NaN.
 */
public final class LayerNormalisation implements Layer {
  private static final String KIND = "layer-normalisation";

  private final InverseRoot inverseRoot;

  /**
   * Layer normalisation.
   *
   * @param epsilon {@code ε}, a positive finite number
   * @throws IllegalArgumentException if it is not
   */
  public LayerNormalisation(double epsilon) {
    inverseRoot = InverseRoot.of(KIND, epsilon);
  }

  /** With {@code ε = 10⁻⁵}, PyTorch's. */
  public LayerNormalisation() {
    this(1e-5);
  }

  /** {@code ε}. */
  public double epsilon() {
    return inverseRoot.epsilon();
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Config config() {
    return Config.EMPTY.with("epsilon", epsilon());
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
        new Parameter("bias", column, new Zeros(), Role.BIAS));
  }

  @Override
  public boolean mixesRecords() {
    return false;
  }

  @Override
  public void forward(Pass pass, Tensor x, Tensor y) {
    Backend backend = pass.backend();
    int units = x.shape().rows();
    Tensor normalised = normalised(pass, x);
    Tensor inverse = pass.keep("inverse", 1, pass.records());
    Tensor mean = pass.scratch("mean", 1, pass.records());
    backend.sumOverUnits(x, mean);
    backend.divideBy(mean, units, mean); // μ = Σ x / n
    backend.combine(CombineOperation.SUBTRACT, x, mean, normalised);
    backend.combine(CombineOperation.MULTIPLY, normalised, normalised, y);
    backend.sumOverUnits(y, inverse);
    backend.divideBy(inverse, units, inverse); // σ² = Σ (x − μ)² / n
    backend.apply(inverseRoot, inverse, inverse);
    backend.combine(CombineOperation.MULTIPLY, normalised, inverse, normalised);
    backend.combine(CombineOperation.MULTIPLY, normalised, pass.parameter("weight"), y);
    backend.combine(CombineOperation.ADD, y, pass.parameter("bias"), y);
  }

  private static Tensor normalised(Pass pass, Tensor x) {
    return pass.keep("normalised", x.shape().rows(), pass.records());
  }

  /**
   * {@code dγ = Σ dy·x̂} and {@code dβ = Σ dy} over records; with {@code g = γ·dy} and means over
   * the units of a record, {@code dx = (g − mean(g) − x̂·mean(g·x̂)) / √(σ² + ε)}.
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
    Tensor mean = pass.scratch("mean", 1, pass.records());
    backend.combine(CombineOperation.MULTIPLY, dy, pass.parameter("weight"), dx); // g
    backend.combine(CombineOperation.MULTIPLY, dx, normalised, products);
    backend.sumOverUnits(products, mean);
    backend.divideBy(mean, units, mean); // mean(g·x̂)
    backend.combine(CombineOperation.MULTIPLY, normalised, mean, products);
    backend.sumOverUnits(dx, mean);
    backend.divideBy(mean, units, mean); // mean(g)
    backend.combine(CombineOperation.SUBTRACT, dx, mean, dx);
    backend.combine(CombineOperation.SUBTRACT, dx, products, dx);
    Tensor inverse = pass.keep("inverse", 1, pass.records());
    backend.combine(CombineOperation.MULTIPLY, dx, inverse, dx); // / √(σ² + ε)
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LayerNormalisation same && inverseRoot.equals(same.inverseRoot);
  }

  @Override
  public int hashCode() {
    return inverseRoot.hashCode();
  }

  /** For instance {@code LayerNormalisation[epsilon=1.0E-5]}. */
  @Override
  public String toString() {
    return "LayerNormalisation[epsilon=" + epsilon() + "]";
  }
}
