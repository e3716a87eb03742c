package nn.core;

import java.util.Objects;
import nn.api.network.Optimiser;
import nn.core.optimiser.GradientDescent;

/**
 * How to train: an immutable value, changed by its methods into another one.
 *
 * <p>A batch of more than 512 records is propagated in equal parts, unless a layer {@linkplain
 * nn.api.network.Layer#mixesRecords mixes records}: a parameter's gradient is the sum, from the
 * first part on, of the parts' sums over records. So memory does not grow with the batch.
 *
 * <pre>{@code
 * Training.epochs(30).batch(32).learningRate(0.1)
 * }</pre>
 *
 * @param epochs how often every record is used, at least 1
 * @param batch records for each update; 0 for all
 * @param optimiser how parameters follow their gradients
 * @param seed of the order of records in mini-batches, and of dropout
 * @param listener is told of each epoch
 */
public record Training(
    int epochs, int batch, Optimiser optimiser, int seed, TrainingListener listener) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if {@code epochs} is below 1 or {@code batch} is negative
   */
  public Training {
    Objects.requireNonNull(optimiser, "training: optimiser");
    Objects.requireNonNull(listener, "training: listener");
    if (epochs < 1) {
      throw new IllegalArgumentException("training: epochs must be at least 1: " + epochs);
    }
    if (batch < 0) {
      throw new IllegalArgumentException(
          "training: batch must be at least 1, or 0 for all records: " + batch);
    }
  }

  /** The full batch, gradient descent with learning rate 0.01, seed 0. */
  public static Training epochs(int epochs) {
    return new Training(epochs, 0, new GradientDescent(0.01), 0, (epoch, of, cost, accuracy) -> {});
  }

  /** One update for each epoch, by all records. */
  public Training fullBatch() {
    return batch(0);
  }

  /** An update for each {@code batch} records in random order; the last batch may be smaller. */
  public Training batch(int batch) {
    return new Training(epochs, batch, optimiser, seed, listener);
  }

  /** Gradient descent with this learning rate. */
  public Training learningRate(double learningRate) {
    return optimiser(new GradientDescent(learningRate));
  }

  /** Another optimiser. */
  public Training optimiser(Optimiser optimiser) {
    return new Training(epochs, batch, optimiser, seed, listener);
  }

  /** Another seed. */
  public Training seed(int seed) {
    return new Training(epochs, batch, optimiser, seed, listener);
  }

  /** Another listener, in place of the former. */
  public Training listener(TrainingListener listener) {
    return new Training(epochs, batch, optimiser, seed, listener);
  }
}
