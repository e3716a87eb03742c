package nn.core.engine;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nn.api.Message;
import nn.core.training.EarlyStopping;
import nn.core.training.History;
import nn.core.training.Training;
import nn.core.training.TrainingState;

/**
 * What was measured of validation records after each epoch, and what follows from that alone: which
 * epoch was the best, and whether to go on. Without validation it has no measure.
 */
final class ValidationHistory {

  /** What begins the names of its arrays in a state. */
  private static final String PREFIX = "validation.";

  private final Training training;
  private final List<String> names;
  private final int monitored;
  private final double sign; // what makes less better
  private final double[][] columns; // of each measure, one number for each epoch
  private int bestEpoch = -1;
  private double best = Double.POSITIVE_INFINITY; // with the sign
  private int improvedEpoch = -1; // the last one that did, by more than the minimum
  private double improved = Double.POSITIVE_INFINITY;
  private boolean patienceIsOver;

  /**
   * An empty history.
   *
   * @param names of the measures
   * @param monitored the one that tells which epoch is best, where there are some
   * @param greaterIsBetter whether it is better if it is greater
   */
  ValidationHistory(Training training, List<String> names, int monitored, boolean greaterIsBetter) {
    this.training = training;
    this.names = names;
    this.monitored = monitored;
    sign = greaterIsBetter ? -1 : 1;
    columns = new double[names.size()][Position.room(training.epochs())];
    for (double[] column : columns) {
      Arrays.fill(column, Double.NaN);
    }
  }

  /** That of a training that validates nothing. */
  static ValidationHistory none(Training training) {
    return new ValidationHistory(training, List.of(), 0, false);
  }

  /**
   * Whether to validate after an epoch.
   *
   * @param epoch 0 for the first
   */
  boolean isDue(int epoch) {
    return !names.isEmpty()
        && ((epoch + 1) % training.validateEvery() == 0 || epoch + 1 == training.epochs());
  }

  /**
   * Adds what was measured after an epoch for which that was due.
   *
   * @param measured one number for each measure; not modified
   * @return whether it is the best so far
   */
  boolean add(int epoch, double[] measured) {
    if (epoch >= columns[0].length) {
      grow(2 * epoch);
    }
    for (int m = 0; m < columns.length; m++) {
      columns[m][epoch] = measured[m];
    }
    return judge(epoch);
  }

  private void grow(int room) {
    for (int m = 0; m < columns.length; m++) {
      int before = columns[m].length;
      columns[m] = Arrays.copyOf(columns[m], room);
      Arrays.fill(columns[m], before, room, Double.NaN);
    }
  }

  /** Whether the epoch, the last so far, is the best. A NaN or an infinity never is. */
  private boolean judge(int epoch) {
    double value = sign * columns[monitored][epoch];
    EarlyStopping stopping = training.earlyStopping();
    if (value < improved - (stopping == null ? 0 : stopping.minImprovement())) {
      improved = value;
      improvedEpoch = epoch;
    }
    patienceIsOver = stopping != null && epoch - improvedEpoch >= stopping.patience();
    boolean isBest = value < best;
    if (isBest) {
      best = value;
      bestEpoch = epoch;
    }
    return isBest;
  }

  /** Whether the training is to end before its last epoch. */
  boolean patienceIsOver() {
    return patienceIsOver;
  }

  /** The best epoch so far, 0 for the first; −1 for none. */
  int bestEpoch() {
    return bestEpoch;
  }

  /**
   * What was measured after an epoch that has ended; NaN for nothing.
   *
   * @throws IllegalArgumentException if there is no such measure
   */
  double get(String name, int epoch) {
    int measure = names.indexOf(name);
    if (measure < 0) {
      throw new IllegalArgumentException(
          Message.of(
              "metric: nothing of this name is measured of validation records: '%s', there are %s",
              name, names));
    }
    return epoch < columns[measure].length ? columns[measure][epoch] : Double.NaN;
  }

  /** The mean cost after an epoch that has ended; NaN for none. */
  double cost(int epoch) {
    return names.isEmpty() ? Double.NaN : get("cost", epoch);
  }

  /** The numbers of the first epochs. */
  History.Validation toValue(int epochs) {
    if (names.isEmpty()) {
      return History.Validation.NONE;
    }
    Map<String, double[]> measures = new LinkedHashMap<>();
    for (int m = 0; m < columns.length; m++) {
      measures.put(names.get(m), column(m, epochs));
    }
    return new History.Validation(measures, names.get(monitored), bestEpoch);
  }

  private double[] column(int measure, int epochs) {
    if (epochs > columns[measure].length) {
      grow(epochs);
    }
    return Arrays.copyOf(columns[measure], epochs);
  }

  // ---- state in and out

  void save(Map<String, double[]> arrays, int epochs) {
    for (int m = 0; m < columns.length; m++) {
      arrays.put(PREFIX + names.get(m), column(m, epochs));
    }
  }

  /** Takes the numbers over, and judges the epochs again. */
  void load(TrainingState state) {
    int epochs = state.epochs();
    for (int m = 0; m < columns.length; m++) {
      double[] column = state.array(PREFIX + names.get(m));
      if (column.length != epochs) {
        throw new IllegalArgumentException(
            Message.of(
                "resume: the state must have a number for each epoch: %d epochs, %s%s has %d",
                epochs, PREFIX, names.get(m), column.length));
      }
      if (epochs > columns[m].length) {
        grow(epochs);
      }
      System.arraycopy(column, 0, columns[m], 0, epochs);
    }
    for (int epoch = 0; epoch < epochs; epoch++) {
      if (isDue(epoch)) {
        judge(epoch);
      }
    }
  }
}
