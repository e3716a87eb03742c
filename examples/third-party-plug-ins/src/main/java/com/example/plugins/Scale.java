package com.example.plugins;

import static nn.api.CombineOperation.MULTIPLY;

import java.util.List;
import nn.api.Backend;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.network.Config;
import nn.api.network.Initialiser;
import nn.api.network.Layer;
import nn.api.network.Parameter;
import nn.api.network.Pass;
import nn.api.network.Role;

/**
 * Every feature times a number that is learnt, {@code y = s ∘ x}: it finds out which features matter, and needs no
 * standardised ones.
 *
 * @param initialiser draws {@code s}
 */
public record Scale(Initialiser initialiser) implements Layer {

  @Override
  public String kind() {
    return "example-scale";
  }

  @Override
  public Config config() {
    return Config.EMPTY.with("initialiser", initialiser);
  }

  @Override
  public int units(int inputs) {
    return inputs;
  }

  @Override
  public List<Parameter> parameters(int inputs) {
    return List.of(new Parameter("s", new Shape(inputs, 1), initialiser, Role.SCALE));
  }

  @Override
  public boolean mixesRecords() {
    return false; // a large batch may be propagated in parts
  }

  @Override
  public void forward(Pass pass, Tensor x, Tensor y) {
    pass.backend().combine(MULTIPLY, x, pass.parameter("s"), y); // one column for every record
  }

  /** {@code ds = Σ over records of dy ∘ x}, {@code dx = s ∘ dy}; {@code dx} is null where nobody wants it. */
  @Override
  public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, Tensor dx) {
    Backend backend = pass.backend();
    Tensor products = pass.scratch("products", x.shape().rows(), pass.records());
    backend.combine(MULTIPLY, dy, x, products);
    backend.sumOverRecords(products, pass.gradient("s"));
    if (dx != null) {
      backend.combine(MULTIPLY, dy, pass.parameter("s"), dx);
    }
  }
}
