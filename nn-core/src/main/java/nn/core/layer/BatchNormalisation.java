package nn.core.layer;

import java.util.List;
import java.util.Objects;
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
 * <p>Of images each channel is one feature (section 3.2): its mean and variance are those of all
 * its pixels in all records, as by PyTorch's {@code BatchNorm2d}, and in what follows {@code m} is
 * their number.
 *
 * <p>A batch is normalised with its variance of divisor {@code m}; the running one takes that of
 * divisor {@code m − 1}, an unbiased estimate (as there, Algorithm 2, line 10), as PyTorch's does;
 * a single number counts as variance 0. Parameters have PyTorch's names: {@code weight} γ, {@code
 * bias} β, {@code running_mean}, {@code running_var}.
 */
public final class BatchNormalisation implements Layer {
  private final double epsilon;
  private final double momentum;
  private final @Nullable ImageShape image; // null where each unit is a feature
  private final int[] channels; // of each unit of an image
  private final InverseRoot inverseRoot;
  private final ElementwiseLoop running;

  /**
   * Batch normalisation of each unit.
   *
   * @param epsilon {@code ε}, a positive finite number
   * @param momentum how much of the running statistics a step keeps, in {@code [0, 1)}
   * @throws IllegalArgumentException if a number is outside
   */
  public BatchNormalisation(double epsilon, double momentum) {
    this(null, epsilon, momentum);
  }

  /**
   * Batch normalisation of each channel of images.
   *
   * @param image the images' shape; null to normalise each unit
   * @param epsilon {@code ε}, a positive finite number
   * @param momentum how much of the running statistics a step keeps, in {@code [0, 1)}
   * @throws IllegalArgumentException if a number is outside
   */
  public BatchNormalisation(@Nullable ImageShape image, double epsilon, double momentum) {
    this.image = image;
    channels = image == null ? new int[0] : channels(image);
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

  /** Of each channel of images of this shape, with the same defaults. */
  public BatchNormalisation(ImageShape image) {
    this(image, 1e-5, 0.9);
  }

  private static int[] channels(ImageShape image) {
    int[] channels = new int[image.size()];
    for (int unit = 0; unit < channels.length; unit++) {
      channels[unit] = unit / image.pixels();
    }
    return channels;
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
    Config config = Config.EMPTY.with("epsilon", epsilon).with("momentum", momentum);
    return image == null ? config : image.in(config);
  }

  @Override
  public int units(int inputs) {
    if (image != null) {
      image.requireSize(kind(), inputs);
    }
    return inputs;
  }

  /** How many means and variances there are. */
  private int features(int units) {
    return image == null ? units : image.channels();
  }

  /** How many numbers of a batch each is of: {@code m}. */
  private int numbers(Pass pass) {
    return image == null ? pass.records() : image.pixels() * pass.records();
  }

  /** {@code out ← Σ a}, for each feature. */
  private void sum(Pass pass, Tensor a, Tensor out) {
    Backend backend = pass.backend();
    if (image == null) {
      backend.sumOverRecords(a, out);
      return;
    }
    int images = image.channels() * pass.records();
    Tensor pixels = pass.scratch("pixels", image.pixels(), images); // a column for each channel
    Tensor row = pass.scratch("row", 1, images);
    Tensor byRecord = pass.scratch("by record", image.channels(), pass.records());
    backend.reshape(a, pixels);
    backend.sumOverUnits(pixels, row);
    backend.reshape(row, byRecord);
    backend.sumOverRecords(byRecord, out);
  }

  /** A feature's number for each of its units, until the next call. */
  private Tensor spread(Pass pass, Tensor features) {
    if (image == null) {
      return features;
    }
    Tensor units = pass.scratch("spread", channels.length, 1);
    pass.backend().gather(features, channels, units);
    return units;
  }

  @Override
  public List<Parameter> parameters(int inputs) {
    Shape column = new Shape(features(inputs), 1);
    return List.of(
        new Parameter("weight", column, new Constant(1), Role.SCALE),
        new Parameter("bias", column, new Zeros(), Role.BIAS),
        new Parameter("running_mean", column, new Zeros(), Role.STATISTIC),
        new Parameter("running_var", column, new Constant(1), Role.STATISTIC));
  }

  @Override
  public void forward(Pass pass, Tensor x, Tensor y) {
    Backend backend = pass.backend();
    int features = features(x.shape().rows());
    Tensor normalised = normalised(pass, x);
    Tensor inverse = pass.keep("inverse", features, 1);
    if (pass.training()) {
      Tensor mean = pass.keep("mean", features, 1);
      Tensor squares = squares(pass, features);
      sum(pass, x, mean);
      backend.divideBy(mean, numbers(pass), mean); // μ = Σ x / m
      backend.combine(CombineOperation.SUBTRACT, x, spread(pass, mean), normalised);
      backend.apply(ElementwiseFunction.SQUARE, normalised, y);
      sum(pass, y, squares);
      backend.divideBy(squares, numbers(pass), inverse); // σ² = Σ (x − μ)² / m
      backend.apply(inverseRoot, inverse, inverse);
    } else {
      Tensor mean = spread(pass, pass.parameter("running_mean"));
      backend.combine(CombineOperation.SUBTRACT, x, mean, normalised);
      backend.apply(inverseRoot, pass.parameter("running_var"), inverse);
    }
    backend.combine(CombineOperation.MULTIPLY, normalised, spread(pass, inverse), normalised);
    Tensor weight = spread(pass, pass.parameter("weight"));
    backend.combine(CombineOperation.MULTIPLY, normalised, weight, y);
    backend.combine(CombineOperation.ADD, y, spread(pass, pass.parameter("bias")), y);
  }

  /** {@code Σ (x − μ)²}. */
  private static Tensor squares(Pass pass, int features) {
    return pass.keep("squares", features, 1);
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
    sum(pass, products, pass.gradient("weight"));
    sum(pass, dy, pass.gradient("bias"));
    if (dx == null) {
      return;
    }
    int features = features(units);
    Tensor column = pass.scratch("column", features, 1);
    backend.divideBy(pass.gradient("bias"), numbers(pass), column);
    backend.combine(CombineOperation.SUBTRACT, dy, spread(pass, column), dy); // dy − dβ/m
    backend.divideBy(pass.gradient("weight"), numbers(pass), column);
    backend.combine(CombineOperation.MULTIPLY, normalised, spread(pass, column), products);
    backend.combine(CombineOperation.SUBTRACT, dy, products, dy); // − x̂·dγ/m
    Tensor inverse = pass.keep("inverse", features, 1);
    backend.combine(CombineOperation.MULTIPLY, pass.parameter("weight"), inverse, column);
    backend.combine(CombineOperation.MULTIPLY, dy, spread(pass, column), dx); // · γ/√(σ² + ε)
  }

  @Override
  public void commit(Pass pass) {
    Backend backend = pass.backend();
    Tensor mean = pass.parameter("running_mean");
    Tensor variance = pass.parameter("running_var");
    int features = mean.shape().rows();
    Tensor unbiased = pass.scratch("unbiased", features, 1);
    backend.divideBy(squares(pass, features), Math.max(1, numbers(pass) - 1), unbiased);
    backend.apply(running, pass.keep("mean", features, 1), mean, mean);
    backend.apply(running, unbiased, variance, variance);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BatchNormalisation same
        && Objects.equals(image, same.image)
        && epsilon == same.epsilon
        && momentum == same.momentum;
  }

  @Override
  public int hashCode() {
    return Objects.hash(image, epsilon, momentum);
  }

  /** For instance {@code BatchNormalisation[epsilon=1.0E-5, momentum=0.9]}. */
  @Override
  public String toString() {
    String of = image == null ? "" : "image=" + image + ", ";
    return "BatchNormalisation[" + of + "epsilon=" + epsilon + ", momentum=" + momentum + "]";
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
