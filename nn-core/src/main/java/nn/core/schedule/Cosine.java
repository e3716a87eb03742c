package nn.core.schedule;

import nn.api.network.Config;
import nn.api.network.Progress;
import nn.api.network.Schedule;

/**
 * Half a cosine from 1 down to a floor over the planned steps (I. Loshchilov, F. Hutter: SGDR:
 * Stochastic Gradient Descent with Warm Restarts. ICLR 2017, equation 5, without restarts):
 *
 * <pre>
 * factor = floor + ½·(1 − floor)·(1 + cos(π·t/T))     t steps done of T
 * </pre>
 *
 * <p>So the first step has the factor 1, and the floor is reached when the last is done, as by
 * PyTorch's {@code CosineAnnealingLR} with {@code T_max = T}. Further steps have the floor.
 * PyTorch's users mostly count {@code t} and {@code T} in epochs; here they are steps.
 *
 * @param floor the last factor, from 0 to 1
 */
public record Cosine(double floor) implements Schedule {

  /**
   * Checks the floor.
   *
   * @throws IllegalArgumentException if it is out of its range
   */
  public Cosine {
    if (!(floor >= 0 && floor <= 1)) {
      throw new IllegalArgumentException("cosine: floor must be from 0 to 1: " + floor);
    }
  }

  @Override
  public String kind() {
    return "cosine";
  }

  @Override
  public Config config() {
    return Config.EMPTY.with("floor", floor);
  }

  @Override
  public double factor(Progress progress) {
    double done = Math.min(1, (progress.step() - 1) / (double) progress.plannedSteps());
    return floor + (1 - floor) * Annealing.cosine(done);
  }
}
