package nn.core.layer;

import java.util.ArrayList;
import java.util.List;
import nn.api.Tensor;
import nn.api.network.Config;
import nn.api.network.Layer;
import nn.api.network.OutputRange;
import nn.api.network.Parameter;
import nn.api.network.Part;
import nn.api.network.Pass;
import org.jspecify.annotations.Nullable;

/**
 * Layers one after another as one layer, {@code y = fₙ(… f₂(f₁(x)))}: for instance the body of a
 * {@link Residual} block. Parts and settings are named {@code 0}, {@code 1}, …, as PyTorch's.
 *
 * <p>A network needs none: its layers are a sequence already. There, too, the cost's gradient and
 * the last activation's are one where they can be; within this layer they are two.
 */
public final class Sequence implements Layer {
  private final List<Layer> layers;
  private final String[] names; // of parts, and of what they leave

  /**
   * Layers one after another.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Sequence(List<Layer> layers) {
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("sequence: at least one layer is needed: none given");
    }
    this.layers = List.copyOf(layers);
    names = new String[layers.size()];
    for (int i = 0; i < names.length; i++) {
      names[i] = Integer.toString(i);
    }
  }

  /** Layers one after another; at least one. */
  public Sequence(Layer... layers) {
    this(List.of(layers));
  }

  /** The layers. */
  public List<Layer> layers() {
    return layers;
  }

  @Override
  public String kind() {
    return "sequence";
  }

  @Override
  public Config config() {
    Config config = Config.EMPTY;
    for (int i = 0; i < names.length; i++) {
      config = config.with(names[i], layers.get(i));
    }
    return config;
  }

  @Override
  public int units(int inputs) {
    int units = inputs;
    for (Layer layer : layers) {
      units = layer.units(units);
    }
    return units;
  }

  @Override
  public List<Parameter> parameters(int inputs) {
    return List.of();
  }

  @Override
  public List<Part> parts(int inputs) {
    List<Part> parts = new ArrayList<>();
    int units = inputs;
    for (int i = 0; i < names.length; i++) {
      parts.add(new Part(names[i], layers.get(i), units));
      units = layers.get(i).units(units);
    }
    return parts;
  }

  /** That of the last layer. */
  @Override
  public OutputRange range() {
    return layers.get(names.length - 1).range();
  }

  /** Those of the first layer. */
  @Override
  public int categories() {
    return layers.get(0).categories();
  }

  /** Not by itself. */
  @Override
  public boolean mixesRecords() {
    return false;
  }

  @Override
  public void forward(Pass pass, Tensor x, Tensor y) {
    Tensor input = x;
    for (int i = 0; i < names.length; i++) {
      Tensor output = output(pass, i, input.shape().rows(), y);
      layers.get(i).forward(pass.part(names[i]), input, output);
      input = output;
    }
  }

  @Override
  public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
    backward(pass, 0, x, y, dy, dx);
  }

  /** Through all layers from number {@code i} on, the last first. */
  private void backward(Pass pass, int i, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
    Tensor output = output(pass, i, x.shape().rows(), y);
    Tensor gradient = dy;
    if (output != y) {
      gradient = pass.scratch(names[i], output.shape().rows(), pass.records());
      backward(pass, i + 1, output, y, dy, gradient);
    }
    layers.get(i).backward(pass.part(names[i]), x, output, gradient, dx);
  }

  /** What layer {@code i} leaves: {@code y} if it is the last. */
  private Tensor output(Pass pass, int i, int inputs, Tensor y) {
    return i == names.length - 1
        ? y
        : pass.keep(names[i], layers.get(i).units(inputs), pass.records());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sequence sequence && layers.equals(sequence.layers);
  }

  @Override
  public int hashCode() {
    return layers.hashCode();
  }

  /** For instance {@code Sequence[Dropout[rate=0.5], Dropout[rate=0.5]]}. */
  @Override
  public String toString() {
    return "Sequence" + layers;
  }
}
