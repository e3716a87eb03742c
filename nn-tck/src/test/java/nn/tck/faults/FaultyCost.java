package nn.tck.faults;

import nn.api.Backend;
import nn.api.Tensor;
import nn.api.network.Activation;
import nn.api.network.Cost;
import nn.api.network.Decision;
import nn.api.network.OutputRange;

/** Does what another cost does; override what is to be wrong. */
class FaultyCost extends FaultyPlugIn implements Cost {
  private final Cost right;

  FaultyCost(Cost right) {
    this.right = right;
  }

  @Override
  public void requireOutputs(int units, OutputRange range) {
    right.requireOutputs(units, range);
  }

  @Override
  public void requireTargets(double[] targets, int units) {
    right.requireTargets(targets, units);
  }

  @Override
  public Decision decision() {
    return right.decision();
  }

  @Override
  public void losses(Backend backend, Tensor a, Tensor y, Tensor elements, Tensor losses) {
    right.losses(backend, a, y, elements, losses);
  }

  @Override
  public void gradient(Backend backend, Tensor a, Tensor y, Tensor da) {
    right.gradient(backend, a, y, da);
  }

  @Override
  public boolean fuses(Activation last) {
    return right.fuses(last);
  }

  @Override
  public void fusedGradient(Backend backend, Activation last, Tensor a, Tensor y, Tensor dz) {
    right.fusedGradient(backend, last, a, y, dz);
  }
}
