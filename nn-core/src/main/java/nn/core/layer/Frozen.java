package nn.core.layer;

import java.util.List;
import java.util.Objects;
import nn.api.Tensor;
import nn.api.network.Config;
import nn.api.network.Layer;
import nn.api.network.OutputRange;
import nn.api.network.Parameter;
import nn.api.network.Part;
import nn.api.network.Pass;
import org.jspecify.annotations.Nullable;

/**
 * A layer whose parameters stay as they are, statistics too; names, outputs and gradients are the
 * layer's own. For instance the lower layers of a network that is trained for another task.
 *
 * <p>It computes as in any training: dropout drops, and batch normalisation takes the batch's
 * statistics.
 *
 * @param layer what it computes
 */
public record Frozen(Layer layer) implements Layer {

  /** Refuses null. */
  public Frozen {
    Objects.requireNonNull(layer, "frozen: layer");
  }

  @Override
  public String kind() {
    return "frozen";
  }

  @Override
  public Config config() {
    return Config.EMPTY.with("layer", layer);
  }

  @Override
  public int units(int inputs) {
    return layer.units(inputs);
  }

  @Override
  public List<Parameter> parameters(int inputs) {
    return List.of();
  }

  @Override
  public List<Part> parts(int inputs) {
    return List.of(new Part("", layer, inputs, false));
  }

  @Override
  public OutputRange range() {
    return layer.range();
  }

  @Override
  public int categories() {
    return layer.categories();
  }

  /** Not by itself. */
  @Override
  public boolean mixesRecords() {
    return false;
  }

  @Override
  public void forward(Pass pass, Tensor x, Tensor y) {
    layer.forward(pass.part(""), x, y);
  }

  @Override
  public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
    if (dx != null) { // else nobody wants anything
      layer.backward(pass.part(""), x, y, dy, dx);
    }
  }
}
