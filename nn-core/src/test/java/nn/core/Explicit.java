package nn.core;

import nn.api.Backend;
import nn.api.Tensor;
import nn.api.network.Config;
import nn.api.network.Cost;
import nn.api.network.Decision;
import nn.api.network.OutputRange;

/** A cost without its fused form, so that gradients go the article's way over {@code dA}. */
public record Explicit(Cost cost) implements Cost {

  @Override
  public String kind() {
    return cost.kind();
  }

  @Override
  public Config config() {
    return cost.config();
  }

  @Override
  public void requireOutputs(int units, OutputRange range) {
    cost.requireOutputs(units, range);
  }

  @Override
  public void requireTargets(double[] targets, int units) {
    cost.requireTargets(targets, units);
  }

  @Override
  public Decision decision() {
    return cost.decision();
  }

  @Override
  public void losses(Backend backend, Tensor a, Tensor y, Tensor elements, Tensor losses) {
    cost.losses(backend, a, y, elements, losses);
  }

  @Override
  public void gradient(Backend backend, Tensor a, Tensor y, Tensor da) {
    cost.gradient(backend, a, y, da);
  }
}
