package nn.tck;

import nn.api.Backend;
import nn.api.Tensor;
import nn.api.network.Activation;
import nn.api.network.Cost;
import nn.api.network.OutputRange;
import nn.core.cost.BinaryCrossEntropy;

/** Binary cross-entropy; override what is to be wrong. */
class TestCost extends TestPlugIn implements Cost {
  private final Cost delegate = new BinaryCrossEntropy();

  @Override
  public void requireOutputs(int units, OutputRange range) {
    call("requireOutputs");
    delegate.requireOutputs(units, range);
  }

  @Override
  public void requireTargets(double[] targets, int units) {
    call("requireTargets");
    delegate.requireTargets(targets, units);
  }

  @Override
  public void losses(Backend backend, Tensor a, Tensor y, Tensor elements, Tensor losses) {
    call("losses");
    delegate.losses(backend, a, y, elements, losses);
  }

  @Override
  public void gradient(Backend backend, Tensor a, Tensor y, Tensor da) {
    call("gradient");
    delegate.gradient(backend, a, y, da);
  }

  @Override
  public boolean fuses(Activation last) {
    call("fuses");
    return delegate.fuses(last);
  }

  @Override
  public void fusedGradient(Backend backend, Activation last, Tensor a, Tensor y, Tensor dz) {
    call("fusedGradient");
    delegate.fusedGradient(backend, last, a, y, dz);
  }
}
