package nn.core.schedule;

import nn.api.network.Config;
import nn.api.network.Progress;
import nn.api.network.Schedule;
import nn.core.array.Powers;

/**
 * The rate is multiplied with {@code γ} after every epoch:
 *
 * <pre>
 * factor = γᵉ                          e epochs ended
 * </pre>
 *
 * <p>As PyTorch's {@code ExponentialLR} that is stepped once an epoch. With {@code γ = 1} the rate
 * stays as it is.
 *
 * @param gamma {@code γ}, above 0 and at most 1
 */
public record Exponential(double gamma) implements Schedule {

  /**
   * Checks the setting.
   *
   * @throws IllegalArgumentException if it is out of its range
   */
  public Exponential {
    if (!(gamma > 0 && gamma <= 1)) {
      throw new IllegalArgumentException(
          "exponential: gamma must be above 0 and at most 1: " + gamma);
    }
  }

  @Override
  public String kind() {
    return "exponential";
  }

  @Override
  public Config config() {
    return Config.EMPTY.with("gamma", gamma);
  }

  @Override
  public double factor(Progress progress) {
    return Powers.of(gamma, progress.epochs());
  }
}
