package nn.core.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nn.api.Message;
import nn.api.Workspace;
import nn.api.network.Cost;
import nn.api.network.Decision;
import nn.core.architecture.Architecture;
import nn.core.array.FiniteSums;
import nn.core.data.DataSet;
import nn.core.metric.Metric;
import nn.core.metric.Predictions;
import nn.core.training.Classes;
import nn.core.training.EarlyStopping;
import nn.core.training.Training;
import nn.core.training.TrainingState;
import org.jspecify.annotations.Nullable;

/**
 * Measures a network in training on records that do not train, and keeps the parameters of the best
 * epoch, statistics too. Belongs to one thread, and changes nothing of the training.
 */
final class Validator {

  /** What begins the names of the best parameters in a state. */
  private static final String BEST = "best.";

  private final Architecture architecture;
  private final DataSet data;
  private final List<Metric> metrics;
  private final boolean countsAccuracy; // unless a metric has its name
  private final ParameterTensors values;
  private final @Nullable ParameterTensors best; // null where the last are kept
  private final Propagation propagation;
  private final Propagation last; // of the records that are left over, or the same
  private final double[] outputs;
  private final Predictions predictions; // a view of them
  private final ValidationHistory history;
  private final double[] measured;

  /**
   * What validates in a training; null where nothing does.
   *
   * @param data what validates
   * @throws IllegalArgumentException if there is none but the training needs some, or it does not
   *     suit the network
   */
  static @Nullable Validator of(
      Architecture architecture,
      ParameterTensors values,
      Workspace workspace,
      @Nullable DataSet data,
      Training training) {
    if (data != null) {
      return new Validator(architecture, values, workspace, data, training);
    }
    if (training.earlyStopping() != null || !training.metrics().isEmpty()) {
      throw new IllegalArgumentException(
          Message.of(
              "fit: %s needs records that validate; name some with Training.validation, or a share"
                  + " of the data with Training.validationShare",
              training.earlyStopping() != null ? "early stopping" : "a metric"));
    }
    return null;
  }

  /**
   * Allocates.
   *
   * @param values of the network in training
   * @param workspace for all tensors, which the caller closes
   * @param data what validates
   * @throws IllegalArgumentException if the data or a metric does not suit the network
   */
  private Validator(
      Architecture architecture,
      ParameterTensors values,
      Workspace workspace,
      DataSet data,
      Training training) {
    this.architecture = architecture;
    this.data = data;
    this.values = values;
    requireFits();
    metrics = metrics(training);
    best = training.keepsLast() ? null : new ParameterTensors(architecture, workspace);
    int width = Math.min(architecture.recordsAtOnce(), data.records());
    int rest = data.records() % width;
    propagation = new Propagation(architecture, values, null, workspace, width, 0);
    last =
        rest == 0 ? propagation : new Propagation(architecture, values, null, workspace, rest, 0);
    outputs = new double[Math.multiplyExact(data.records(), data.outputs())];
    Decision decision = architecture.cost().decision();
    predictions =
        new Predictions(decision, outputs, data.targets(), data.outputs(), data.weights());
    countsAccuracy =
        decision != Decision.NONE
            && metrics.stream().noneMatch(metric -> metric.name().equals("accuracy"));
    List<String> names = new ArrayList<>(List.of("cost"));
    if (countsAccuracy) {
      names.add("accuracy");
    }
    metrics.forEach(metric -> names.add(metric.name()));
    measured = new double[names.size()];
    metrics.forEach(metric -> metric.value(predictions)); // one that does not suit fails now
    Metric monitored = monitored(training);
    history =
        monitored == null
            ? new ValidationHistory(training, names, 0, false)
            : new ValidationHistory(
                training, names, names.indexOf(monitored.name()), monitored.isGreaterBetter());
  }

  private static @Nullable Metric monitored(Training training) {
    EarlyStopping stopping = training.earlyStopping();
    return stopping == null ? null : stopping.metric();
  }

  /** Those of the training, and the monitored one where it is not among them. */
  private static List<Metric> metrics(Training training) {
    List<Metric> metrics = new ArrayList<>(training.metrics());
    Metric monitored = monitored(training);
    if (monitored != null
        && metrics.stream().noneMatch(metric -> metric.name().equals(monitored.name()))) {
      metrics.add(monitored);
    }
    return metrics;
  }

  private void requireFits() {
    if (data.inputs() != architecture.inputs() || data.outputs() != architecture.outputs()) {
      throw new IllegalArgumentException(
          Message.of(
              "fit: the validation records must have the network's numbers of inputs and outputs:"
                  + " the network has %d and %d, the records %d and %d",
              architecture.inputs(), architecture.outputs(), data.inputs(), data.outputs()));
    }
    if (data.weightSum() == 0) {
      throw new IllegalArgumentException(
          Message.of(
              "fit: a validation record must have a weight above 0: all %d have weight 0",
              data.records()));
    }
    data.requireTargets(architecture.cost());
    architecture.requireCategories(data);
  }

  /** What was measured. */
  ValidationHistory history() {
    return history;
  }

  /**
   * Measures after an epoch, and keeps the parameters if it is the best.
   *
   * @param epoch 0 for the first
   */
  void epochEnded(int epoch) {
    if (history.isDue(epoch)) {
      measure();
      boolean isBest = history.add(epoch, measured);
      if (isBest && best != null) {
        best.copyAll(values);
      }
    }
  }

  private void measure() {
    double lossSum = 0;
    double correct = 0;
    int from = 0;
    while (from < data.records()) {
      Propagation part = data.records() - from >= propagation.records() ? propagation : last;
      part.records(data, from);
      part.forward();
      part.judge();
      part.outputs(outputs, from);
      lossSum = FiniteSums.add(lossSum, part.lossSum());
      correct += part.correct();
      from += part.records();
    }
    Cost cost = architecture.cost();
    measured[0] = lossSum / data.weightSum();
    int next = 1;
    if (countsAccuracy) {
      measured[next++] = Classes.share(cost.decision(), correct, data.weightSum());
    }
    for (int m = 0; m < metrics.size(); m++) { // an iterator would be allocated
      measured[next++] = metrics.get(m).value(predictions);
    }
  }

  /** Gives the network the best epoch's parameters, if there is one and the last are not kept. */
  void restore() {
    if (best != null && history.bestEpoch() >= 0) {
      values.copyAll(best);
    }
  }

  // ---- state in and out

  void save(Map<String, double[]> arrays, int epochs) {
    history.save(arrays, epochs);
    if (best != null && history.bestEpoch() >= 0) {
      best.save(BEST, arrays);
    }
  }

  /**
   * Takes over what a state has.
   *
   * @throws IllegalArgumentException if it is of another network
   */
  void load(TrainingState state, Map<String, double[]> arrays) {
    history.load(state);
    if (best != null && history.bestEpoch() >= 0) {
      best.load(BEST, arrays);
    }
  }
}
