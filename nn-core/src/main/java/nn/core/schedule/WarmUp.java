package nn.core.schedule;

import java.util.Objects;
import nn.api.network.Config;
import nn.api.network.Progress;
import nn.api.network.Schedule;

/**
 * The rate rises in a straight line over the first steps (P. Goyal et al.: Accurate, Large
 * Minibatch SGD: Training ImageNet in 1 Hour. 2017, section 2.2), and another schedule is
 * multiplied with that:
 *
 * <pre>
 * factor = min(1, t/n) · then          t the step, 1 for the first
 * </pre>
 *
 * <p>So the first step has the n-th part of the rate, and step n all of it. The other schedule
 * counts from the first step too, as in PyTorch's {@code ChainedScheduler} of {@code
 * LinearLR(start_factor=1/n, total_iters=n − 1)} and another: {@code new WarmUp(500, new
 * Cosine(0.01))} ends with the training.
 *
 * @param steps {@code n}, steps and not epochs, at least 1
 * @param then the other schedule
 */
public record WarmUp(int steps, Schedule then) implements Schedule {

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if there are no steps
   */
  public WarmUp {
    if (steps < 1) {
      throw new IllegalArgumentException("warm-up: steps must be at least 1: " + steps);
    }
    Objects.requireNonNull(then, "warm-up: then");
  }

  /** With the full rate from step n on. */
  public WarmUp(int steps) {
    this(steps, new Exponential(1));
  }

  @Override
  public String kind() {
    return "warm-up";
  }

  @Override
  public Config config() {
    return Config.EMPTY.with("steps", steps).with("then", then);
  }

  @Override
  public double factor(Progress progress) {
    return Math.min(1, progress.step() / (double) steps) * then.factor(progress);
  }
}
