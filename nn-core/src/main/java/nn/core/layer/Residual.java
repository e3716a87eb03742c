package nn.core.layer;

import java.util.List;
import java.util.Objects;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.Message;
import nn.api.Tensor;
import nn.api.network.Config;
import nn.api.network.Layer;
import nn.api.network.Parameter;
import nn.api.network.Part;
import nn.api.network.Pass;
import org.jspecify.annotations.Nullable;

/**
 * A residual block, {@code y = x + body(x)} (K. He, X. Zhang, S. Ren, J. Sun: Deep Residual
 * Learning for Image Recognition. CVPR 2016, equation 1): gradients reach the layers below past the
 * body, however deep it is.
 *
 * @param body with as many outputs as inputs; often a {@link Sequence}
 */
public record Residual(Layer body) implements Layer {

  /** Refuses null. */
  public Residual {
    Objects.requireNonNull(body, "residual: body");
  }

  @Override
  public String kind() {
    return "residual";
  }

  @Override
  public Config config() {
    return Config.EMPTY.with("body", body);
  }

  /**
   * As many as inputs.
   *
   * @throws IllegalArgumentException if the body has another number of outputs
   */
  @Override
  public int units(int inputs) {
    int units = body.units(inputs);
    if (units != inputs) {
      throw new IllegalArgumentException(
          Message.of(
              "residual: the body must have as many outputs as inputs, so that x can be added: %s has %d inputs and %d outputs",
              body.kind(), inputs, units));
    }
    return units;
  }

  @Override
  public List<Parameter> parameters(int inputs) {
    return List.of();
  }

  @Override
  public List<Part> parts(int inputs) {
    return List.of(new Part("body", body, inputs));
  }

  /** Not by itself. */
  @Override
  public boolean mixesRecords() {
    return false;
  }

  @Override
  public void forward(Pass pass, Tensor x, Tensor y) {
    Tensor added = added(pass, x);
    body.forward(pass.part("body"), x, added);
    pass.backend().combine(CombineOperation.ADD, x, added, y); // Y = X + body(X)
  }

  @Override
  public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
    Backend backend = pass.backend();
    Tensor gradient = dy;
    if (dx != null) {
      gradient = pass.scratch("gradient", x.shape().rows(), pass.records());
      backend.copy(dy, gradient); // the body may destroy what it gets
    }
    body.backward(pass.part("body"), x, added(pass, x), gradient, dx);
    if (dx != null) {
      backend.combine(CombineOperation.ADD, dy, dx, dx); // dX = dY + the body's
    }
  }

  /** What the body gives: kept, since its own backward may read it. */
  private static Tensor added(Pass pass, Tensor x) {
    return pass.keep("added", x.shape().rows(), pass.records());
  }
}
