package nn.core.schedule;

import nn.api.network.Config;
import nn.api.network.Progress;
import nn.api.network.Schedule;
import nn.core.array.Powers;

/**
 * The rate is multiplied with {@code γ} after every so many epochs:
 *
 * <pre>
 * factor = γ^⌊e/n⌋                     e epochs ended
 * </pre>
 *
 * <p>As PyTorch's {@code StepLR} that is stepped once an epoch.
 *
 * @param epochs {@code n}, at least 1
 * @param gamma {@code γ}, above 0 and at most 1
 */
public record StepDecay(int epochs, double gamma) implements Schedule {

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public StepDecay {
    if (epochs < 1) {
      throw new IllegalArgumentException("step-decay: epochs must be at least 1: " + epochs);
    }
    if (!(gamma > 0 && gamma <= 1)) {
      throw new IllegalArgumentException(
          "step-decay: gamma must be above 0 and at most 1: " + gamma);
    }
  }

  @Override
  public String kind() {
    return "step-decay";
  }

  @Override
  public Config config() {
    return Config.EMPTY.with("epochs", epochs).with("gamma", gamma);
  }

  @Override
  public double factor(Progress progress) {
    return Powers.of(gamma, progress.epochs() / epochs);
  }
}
