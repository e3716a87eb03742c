package nn.core.schedule;

import nn.api.network.Config;
import nn.api.network.Progress;
import nn.api.network.Schedule;

/**
 * The rate rises to its full height in the first part of the training, and falls to nearly nothing
 * in the rest, each by half a cosine (L. N. Smith, N. Topin: Super-Convergence: Very Fast Training
 * of Neural Networks Using Large Learning Rates. 2018):
 *
 * <pre>
 * from start to 1    while t &lt; p            p = rise·T − 1; t steps done of T
 * from 1 to end      for p ≤ t ≤ T − 1
 * </pre>
 *
 * <p>As PyTorch's {@code OneCycleLR} with cosine annealing in two phases, stepped after every
 * batch, whose {@code max_lr} is the optimiser's rate here. The momentum stays as it is ({@code
 * cycle_momentum=False}). Steps beyond the plan have the last factor.
 *
 * @param rise the share of the steps in which the rate rises, from 0 to below 1
 * @param start the first factor, from 0 to 1
 * @param end the last factor, from 0 to 1
 */
public record OneCycle(double rise, double start, double end) implements Schedule {

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public OneCycle {
    if (!(rise >= 0 && rise < 1)) {
      throw new IllegalArgumentException("one-cycle: rise must be at least 0 and below 1: " + rise);
    }
    if (!(start >= 0 && start <= 1 && end >= 0 && end <= 1)) {
      throw new IllegalArgumentException(
          "one-cycle: start and end must be from 0 to 1: " + start + " and " + end);
    }
  }

  /** With PyTorch's defaults: rises for 0.3 of the steps, from 1/25, and ends at 4·10⁻⁶. */
  public OneCycle() {
    this(0.3, 0.04, 4e-6);
  }

  @Override
  public String kind() {
    return "one-cycle";
  }

  @Override
  public Config config() {
    return Config.EMPTY.with("rise", rise).with("start", start).with("end", end);
  }

  @Override
  public double factor(Progress progress) {
    double planned = (double) progress.plannedSteps();
    double last = planned - 1;
    double peak = rise * planned - 1;
    double done = Math.min((double) progress.step() - 1, last);
    if (done < peak) {
      return 1 + (start - 1) * Annealing.cosine(done / peak);
    }
    return end + (1 - end) * Annealing.cosine((done - peak) / (last - peak));
  }
}
