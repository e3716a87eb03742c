package nn.tck;

import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;

/**
 * What the suites for plug-ins share: the backend that computes.
 *
 * <p>A failure prints the rule, the plug-in's method, the element, what was expected and found, the
 * shapes, and the seed of the random operands. {@code -Dtck.seed=…} draws others, or the same
 * again.
 */
public abstract class PlugInConformance {

  PlugInConformance() {}

  /**
   * A backend for the plug-in to compute with, closed by the suite. Without an override it is the
   * one that a program would get, on one thread.
   */
  protected Backend open(DType dtype) {
    return Backends.open(new BackendOptions(dtype, 1));
  }
}
