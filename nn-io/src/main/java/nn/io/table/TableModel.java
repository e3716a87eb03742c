package nn.io.table;

import java.util.List;
import java.util.stream.IntStream;
import nn.api.Backend;
import nn.api.Message;
import nn.api.network.Decision;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.metric.Metric;
import nn.core.metric.Metrics;
import nn.core.metric.Predictions;
import nn.core.selection.Model;
import nn.core.training.Training;

/**
 * A trained network with all that leads from a table to predictions: how cells become inputs, the
 * network, and what its outputs mean.
 *
 * <pre>{@code
 * TableModel model = TableModel.fit(CsvTable.read(path), TableSpec.ofTarget("species"));
 * TablePredictions predictions = model.predict(CsvTable.read(other));
 * System.out.println(predictions.className(0) + " " + predictions.probabilities(0));
 * }</pre>
 *
 * <p>It does not change, and any number of threads may use it. Closing it releases the network.
 */
public final class TableModel implements Model {
  private static final int RECORDS_AT_ONCE = 4096;
  private static final int INPUTS_AT_ONCE = 1 << 27;

  private final TablePreparation preparation;
  private final double threshold;
  private final Network network;
  private final Runnable release;

  private TableModel(
      TablePreparation preparation, double threshold, Network network, Runnable release) {
    this.preparation = preparation;
    this.threshold = threshold;
    this.network = network;
    this.release = release;
  }

  /**
   * A model of its parts, which decides at one half where there are two classes.
   *
   * @param network which the model takes over, closes, and nobody else changes any more
   * @throws IllegalArgumentException if the network's inputs, outputs or cost do not fit
   */
  public static TableModel of(TablePreparation preparation, Network network) {
    TargetColumn target = preparation.encoding().target();
    int inputs = preparation.encoding().inputCount();
    Decision decision = network.cost().decision();
    if (network.inputs() != inputs
        || network.outputs() != target.outputs()
        || decision != TableNetwork.decision(target.task())) {
      throw new IllegalArgumentException(
          Message.of(
              "model: the network must have the encoding's inputs, an output for each target and a"
                  + " cost that suits the task: the encoding has %d inputs, %d targets, %s; the"
                  + " network %d, %d and the cost %s, whose outputs are decided by %s",
              inputs,
              target.outputs(),
              target.task(),
              network.inputs(),
              network.outputs(),
              network.cost().kind(),
              decision));
    }
    return new TableModel(preparation, TargetColumn.USUAL_THRESHOLD, network, network::close);
  }

  /**
   * Trains {@linkplain TableNetwork#usual a usual network} {@linkplain TableTraining#usual as is
   * usual} on all records of a table, on the backend that {@link Backends#open()} chooses.
   *
   * @throws IllegalArgumentException if the specification does not fit the table
   * @throws TableException if the table cannot be encoded
   * @throws nn.core.training.DivergedException if the training fails
   */
  public static TableModel fit(Table table, TableSpec spec) {
    Backend backend = Backends.open();
    try {
      TableModel model =
          fit(table, spec, TableNetwork.usual(), TableTraining.usual(table.records()), backend);
      return new TableModel(
          model.preparation,
          model.threshold,
          model.network,
          () -> {
            model.close();
            backend.close();
          });
    } catch (Throwable failure) {
      backend.close();
      throw failure;
    }
  }

  /**
   * Trains on all records of a table.
   *
   * @param backend which must stay open as long as the model
   * @throws IllegalArgumentException if the specification does not fit the table, or the network or
   *     the training does not fit its records
   * @throws TableException if the table cannot be encoded
   * @throws nn.core.training.DivergedException if the training fails
   */
  public static TableModel fit(
      Table table, TableSpec spec, TableNetwork network, Training training, Backend backend) {
    TableEncoding encoding = TableEncoding.fit(table, spec);
    return fit(encoding, encoding.encode(table), network, training, backend);
  }

  /**
   * Trains on encoded records, as a fold of a cross-validation does. What stands for missing cells,
   * and all scales, are learnt anew from these records.
   *
   * @param train encoded by the encoding, targets in their own unit
   */
  public static TableModel fit(
      TableEncoding encoding,
      DataSet train,
      TableNetwork network,
      Training training,
      Backend backend) {
    TablePreparation preparation = TablePreparation.fit(encoding, train);
    Network trained = network.build(encoding, backend);
    try {
      trained.fit(preparation.apply(train), training);
      return of(preparation, trained);
    } catch (Throwable failure) {
      trained.close();
      throw failure;
    }
  }

  /**
   * This with another threshold of the second class's probability. Both share their network:
   * closing one closes the other.
   *
   * @param threshold from 0 to 1; the second class is an output above it, as {@link
   *     nn.core.metric.Thresholds} chooses it
   * @throws IllegalArgumentException if there are not two classes, or it is out of its range
   */
  public TableModel withThreshold(double threshold) {
    if (target().task() != Task.BINARY || !(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException(
          Message.of(
              "model: a threshold must be from 0 to 1, and the task binary: %s, target '%s' is %s",
              threshold, target().name(), target().task()));
    }
    return new TableModel(preparation, threshold, network, release);
  }

  /** How tables become inputs and outputs become numbers. */
  public TablePreparation preparation() {
    return preparation;
  }

  /** How cells become numbers. */
  public TableEncoding encoding() {
    return preparation.encoding();
  }

  /** What is predicted. */
  public TargetColumn target() {
    return encoding().target();
  }

  /** What the second class's probability must exceed where there are two; one half elsewhere. */
  public double threshold() {
    return threshold;
  }

  /** A copy of the network, on the same backend, which the caller closes. */
  public Network network() {
    return network.copy();
  }

  /**
   * What the network says of every record.
   *
   * @param table with the feature columns, in any order; others are ignored
   * @throws TableException if a column is missing or a cell does not fit
   */
  public TablePredictions predict(Table table) {
    int width = target().outputs();
    double[] outputs = new double[Math.multiplyExact(table.records(), width)];
    int most = recordsAtOnce(encoding().inputCount());
    for (int first = 0; first < table.records(); first += most) {
      int count = Math.min(most, table.records() - first);
      double[] predicted = network.predict(preparation.inputs(table, first, count), count);
      System.arraycopy(predicted, 0, outputs, first * width, predicted.length);
    }
    return new TablePredictions(target(), threshold, inOwnUnit(outputs));
  }

  /**
   * The outputs for encoded records: probabilities, or numbers in the target's own unit.
   *
   * @param encoded by the {@link #encoding}
   * @return as many as targets for each record, one record after another
   */
  @Override
  public double[] predict(DataSet encoded) {
    int width = target().outputs();
    double[] outputs = new double[Math.multiplyExact(encoded.records(), width)];
    int most = recordsAtOnce(encoding().inputCount());
    for (int first = 0; first < encoded.records(); first += most) {
      int count = Math.min(most, encoded.records() - first);
      DataSet part = encoded.select(IntStream.range(first, first + count).toArray());
      DataSet prepared = preparation.standardiser().apply(encoding().fill(part));
      double[] predicted = network.predict(prepared.features(), count);
      System.arraycopy(predicted, 0, outputs, first * width, predicted.length);
    }
    return inOwnUnit(outputs);
  }

  /** As many as are predicted fast, but no more than fit in an array. */
  static int recordsAtOnce(int inputs) {
    return Math.max(1, Math.min(RECORDS_AT_ONCE, INPUTS_AT_ONCE / inputs));
  }

  private double[] inOwnUnit(double[] outputs) {
    if (target().task() == Task.REGRESSION) {
      for (int i = 0; i < outputs.length; i++) {
        outputs[i] = preparation.scale().number(outputs[i]);
      }
    }
    return outputs;
  }

  @Override
  public Decision decision() {
    return network.cost().decision();
  }

  /** The metrics that suit the target. */
  public List<Metric> metrics() {
    return metrics(target());
  }

  /** The metrics that suit a target. */
  public static List<Metric> metrics(TargetColumn target) {
    return Metrics.suited(TableNetwork.decision(target.task()), target.outputs());
  }

  /**
   * What the network says of encoded records beside what is right, decided by the threshold;
   * numbers are in their own unit.
   *
   * @param encoded by the {@link #encoding}
   */
  public Predictions predictions(DataSet encoded) {
    Predictions predictions =
        new Predictions(
            decision(),
            predict(encoded),
            encoded.targets(),
            encoded.outputs(),
            encoded.isWeighted() ? encoded.weights() : null);
    return predictions.hasThreshold() ? predictions.withThreshold(threshold) : predictions;
  }

  /**
   * How well the model does on a table, with 95 % intervals of the metrics that suit its target.
   *
   * @param table with the target, too
   * @throws TableException if there is no record, a column is missing or a cell does not fit
   */
  public TableScores evaluate(Table table) {
    return evaluate(encoding().encode(table), metrics(), true);
  }

  /**
   * How well the model does on encoded records.
   *
   * @param encoded by the {@link #encoding}
   * @param intervals whether to resample the records for 95 % intervals, which say nothing of
   *     records that trained
   */
  public TableScores evaluate(DataSet encoded, List<Metric> metrics, boolean intervals) {
    Predictions predictions = predictions(encoded);
    double cost = network.evaluate(preparation.apply(encoded)).cost();
    TableScores scores = TableScores.of(cost, predictions, metrics);
    return intervals ? scores.withIntervals(predictions, metrics) : scores;
  }

  /** Releases the network, and the backend if the model has opened it. */
  @Override
  public void close() {
    release.run();
  }
}
