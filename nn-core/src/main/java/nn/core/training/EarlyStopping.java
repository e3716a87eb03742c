package nn.core.training;

import nn.api.Message;
import nn.core.metric.Metric;
import org.jspecify.annotations.Nullable;

/**
 * Ends a training when validation has not improved for some epochs (L. Prechelt: Early Stopping,
 * But When?, 1998): an immutable value, changed by its methods into another one.
 *
 * <pre>{@code
 * Training.epochs(500).validationShare(0.2).earlyStopping(EarlyStopping.patience(20))
 * }</pre>
 *
 * <p>An epoch improves if its number is better than that of the last epoch that did, by more than
 * the minimum. The training ends after a validated epoch since whose last improving one {@code
 * patience} epochs have gone by. A number that is NaN improves nothing.
 *
 * @param patience how many epochs without improvement end the training, at least 1
 * @param minImprovement what an improvement must exceed, in units of the monitored number; at least
 *     0
 * @param metric what is monitored; null for the validation cost
 */
public record EarlyStopping(int patience, double minImprovement, @Nullable Metric metric) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the patience is below 1, or the minimum negative, NaN or
   *     infinite
   */
  public EarlyStopping {
    if (patience < 1) {
      throw new IllegalArgumentException(
          "early stopping: patience must be at least 1 epoch: " + patience);
    }
    if (!(minImprovement >= 0 && minImprovement < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "early stopping: the minimum improvement must be a finite number of at least 0: "
              + minImprovement);
    }
  }

  /** After so many epochs in which the validation cost did not get lower. */
  public static EarlyStopping patience(int epochs) {
    return new EarlyStopping(epochs, 0, null);
  }

  /** Counts an improvement only if it exceeds this. */
  public EarlyStopping minImprovement(double minimum) {
    return new EarlyStopping(patience, minimum, metric);
  }

  /**
   * Looks at this metric of the validation records in place of their cost, also to tell which epoch
   * is best. It is measured, whether it is among the training's metrics or not.
   */
  public EarlyStopping monitor(Metric metric) {
    return new EarlyStopping(patience, minImprovement, metric);
  }

  /** For instance {@code {patience=20, min-improvement=0.0, monitor=cost}}. */
  @Override
  public String toString() {
    return Message.of(
        "{patience=%d, min-improvement=%s, monitor=%s}",
        patience, minImprovement, metric == null ? "cost" : metric.name());
  }
}
