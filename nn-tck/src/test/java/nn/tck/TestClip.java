package nn.tck;

import nn.api.network.Clip;

/** Norms of at most 1 and elements of at most ½; override what is to be wrong. */
class TestClip extends TestPlugIn implements Clip {
  @Override
  public double factor(double globalNorm) {
    call("factor");
    return globalNorm <= 1 ? 1 : 1 / globalNorm;
  }

  @Override
  public double bound() {
    call("bound");
    return 0.5;
  }
}
