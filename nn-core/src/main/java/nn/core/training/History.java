package nn.core.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nn.api.Message;

/**
 * What was measured in each epoch of a training. Immutable. Epochs count from 0 here.
 *
 * <p>Cost and accuracy are those of the records that train, before the epoch's updates. Everything
 * about validation is measured after them.
 */
public final class History {
  private final double[] costs;
  private final double[] accuracies;
  private final Validation validation;
  private final double seconds;

  /**
   * What was measured of the validation records.
   *
   * @param measures by name, one number for each epoch, NaN where nothing was measured: {@code
   *     cost}, {@code accuracy} where outputs become classes, and metrics
   * @param monitored the name of the one that tells which epoch is best
   * @param bestEpoch 0 for the first; −1 for none
   */
  public record Validation(Map<String, double[]> measures, String monitored, int bestEpoch) {

    /** Nothing was validated. */
    public static final Validation NONE = new Validation(Map.of(), "cost", -1);

    /** Copies the numbers. */
    public Validation {
      Map<String, double[]> copies = new LinkedHashMap<>();
      measures.forEach((name, values) -> copies.put(name, values.clone()));
      measures = Collections.unmodifiableMap(copies);
    }
  }

  /**
   * A history without validation.
   *
   * @param costs one for each epoch; copied
   * @param accuracies one for each epoch; copied
   * @param seconds how long it took
   */
  public History(double[] costs, double[] accuracies, double seconds) {
    this(costs, accuracies, Validation.NONE, seconds);
  }

  /**
   * A history.
   *
   * @param costs one for each epoch; copied
   * @param accuracies one for each epoch; copied
   * @param validation what was measured of the validation records
   * @param seconds how long it took
   */
  public History(double[] costs, double[] accuracies, Validation validation, double seconds) {
    this.costs = costs.clone();
    this.accuracies = accuracies.clone();
    this.validation = validation;
    this.seconds = seconds;
  }

  /** The number of epochs. */
  public int size() {
    return costs.length;
  }

  /**
   * The cost before an epoch's updates, penalties included; with mini-batches the mean over its
   * records, each before the update by its batch.
   *
   * @param epoch 0 for the first
   */
  public double cost(int epoch) {
    return costs[epoch];
  }

  /** The accuracy, measured like {@link #cost}; NaN where outputs are quantities. */
  public double accuracy(int epoch) {
    return accuracies[epoch];
  }

  /**
   * The mean cost of the validation records after an epoch, without penalties; NaN where nothing
   * was validated.
   */
  public double validationCost(int epoch) {
    return validation("cost", epoch);
  }

  /** The accuracy of the validation records; NaN where none was measured. */
  public double validationAccuracy(int epoch) {
    return validation("accuracy", epoch);
  }

  private double validation(String name, int epoch) {
    double[] values = validation.measures().get(name);
    return values == null ? Double.NaN : values[epoch];
  }

  /**
   * The names of what was measured of the validation records: {@code cost}, {@code accuracy} where
   * outputs become classes, then those of the metrics. Empty without validation.
   */
  public List<String> metrics() {
    return List.copyOf(validation.measures().keySet());
  }

  /**
   * A number of the validation records after an epoch; NaN where it was not measured.
   *
   * @param name one of {@link #metrics}
   * @throws IllegalArgumentException if it is none
   */
  public double metric(String name, int epoch) {
    if (!validation.measures().containsKey(name)) {
      throw new IllegalArgumentException(
          Message.of(
              "history: nothing of this name was measured of validation records: '%s', there are"
                  + " %s",
              name, metrics()));
    }
    return validation(name, epoch);
  }

  /** The name of what tells which epoch is best, {@code cost} unless a metric does. */
  public String monitored() {
    return validation.monitored();
  }

  /** The epoch whose validation was the best, the first of equals; −1 if nothing was validated. */
  public int bestEpoch() {
    return validation.bestEpoch();
  }

  /** The monitored number of the best epoch; NaN without one. */
  public double bestValue() {
    return bestEpoch() < 0 ? Double.NaN : validation(monitored(), bestEpoch());
  }

  /** Seconds from before the first update to after the last, without interruptions. */
  public double seconds() {
    return seconds;
  }
}
