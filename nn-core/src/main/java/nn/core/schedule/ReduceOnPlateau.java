package nn.core.schedule;

import nn.api.network.Config;
import nn.api.network.Progress;
import nn.api.network.Schedule;

/**
 * The rate is multiplied with {@code γ} where the cost has not improved for some epochs:
 *
 * <pre>
 * after each epoch
 *   improved if cost &lt; best · (1 − threshold), and then the best
 *   bad      epochs since, which do not count while it cools down
 *   if bad &gt; patience
 *     factor ← max(γ · factor, floor), bad ← 0, and it cools down for the next so many epochs
 * </pre>
 *
 * <p>The cost is that of validation where an epoch has one, otherwise that of training ({@link
 * Progress#validationCost}, {@link Progress#cost}). As PyTorch's {@code ReduceLROnPlateau} in the
 * mode {@code min} with a relative threshold and {@code eps=0}. A pure function of the history, it
 * goes through all epochs that have ended at every step: a few nanoseconds for each.
 *
 * @param patience the epochs without improvement that are waited for, at least 0
 * @param gamma {@code γ}, above 0 and below 1
 * @param threshold by what share of the best an improvement has to be below it, from 0 to below 1
 * @param cooldown the epochs after a reduction that do not count, at least 0
 * @param floor the least factor, from 0 to 1
 */
public record ReduceOnPlateau(
    int patience, double gamma, double threshold, int cooldown, double floor) implements Schedule {

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public ReduceOnPlateau {
    if (patience < 0 || cooldown < 0) {
      throw new IllegalArgumentException(
          "reduce-on-plateau: patience and cooldown must be at least 0: "
              + patience
              + " and "
              + cooldown);
    }
    if (!(gamma > 0 && gamma < 1)) {
      throw new IllegalArgumentException(
          "reduce-on-plateau: gamma must be above 0 and below 1: " + gamma);
    }
    if (!(threshold >= 0 && threshold < 1)) {
      throw new IllegalArgumentException(
          "reduce-on-plateau: threshold must be at least 0 and below 1: " + threshold);
    }
    if (!(floor >= 0 && floor <= 1)) {
      throw new IllegalArgumentException("reduce-on-plateau: floor must be from 0 to 1: " + floor);
    }
  }

  /** With PyTorch's {@code γ = 0.1}, threshold 10⁻⁴, no cooldown and no floor. */
  public ReduceOnPlateau(int patience) {
    this(patience, 0.1, 1e-4, 0, 0);
  }

  @Override
  public String kind() {
    return "reduce-on-plateau";
  }

  @Override
  public Config config() {
    return Config.EMPTY
        .with("patience", patience)
        .with("gamma", gamma)
        .with("threshold", threshold)
        .with("cooldown", cooldown)
        .with("floor", floor);
  }

  @Override
  public double factor(Progress progress) {
    double factor = 1;
    double best = Double.POSITIVE_INFINITY;
    int bad = 0;
    int cooling = 0;
    for (int epoch = 0; epoch < progress.epochs(); epoch++) {
      double cost = cost(progress, epoch);
      if (cost < best * (1 - threshold)) {
        best = cost;
        bad = 0;
      } else {
        bad++;
      }
      if (cooling > 0) {
        cooling--;
        bad = 0;
      }
      if (bad > patience) {
        factor = Math.max(gamma * factor, floor);
        cooling = cooldown;
        bad = 0;
      }
    }
    return factor;
  }

  private static double cost(Progress progress, int epoch) {
    double validation = progress.validationCost(epoch);
    return Double.isNaN(validation) ? progress.cost(epoch) : validation;
  }
}
