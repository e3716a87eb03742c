package nn.core.engine;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import nn.api.Message;
import nn.api.Workspace;
import nn.api.network.Progress;
import nn.api.network.Schedule;
import nn.core.data.DataSet;
import nn.core.training.Classes;
import nn.core.training.DivergedException;
import nn.core.training.End;
import nn.core.training.Epoch;
import nn.core.training.FiniteSums;
import nn.core.training.Fit;
import nn.core.training.History;
import nn.core.training.Training;
import nn.core.training.TrainingState;
import nn.core.training.TrainingStep;

/**
 * Gradient descent, from top to bottom. The parameters have been initialised when it begins:
 *
 * <pre>
 * for each epoch
 *   for each batch of records X with targets Y
 *     A  = g(W·X + b), layer by layer          forward     {@link Propagation#forward}
 *     L  = cost(A, Y)                          cost        {@link Propagation#judge}
 *     dW = ∂L/∂W, db = ∂L/∂b, layer by layer   backward    {@link Propagation#backward}
 *     W ← W − η·dW/m, b ← b − η·db/m           update      {@link ParameterUpdater#update}
 * </pre>
 *
 * <p>{@link ShareGradients} takes the first three over the records of a share of the batch, {@link
 * Gradients} adds the shares. Belongs to one thread.
 */
public final class Trainer {

  /** Epochs for which there is room at first. */
  private static final int ROOM = 1 << 16;

  private final Architecture architecture;
  private final ParameterTensors values;
  private final DataSet data;
  private final Training training;
  private final RecordOrder order;
  private final Gradients gradients;
  private final ParameterUpdater updater;
  private final EpochReport epochReport = new EpochReport();
  private final StepReport stepReport = new StepReport();
  private final ScheduleProgress progress = new ScheduleProgress();

  // where the training is
  private long step; // that have been done
  private int epoch; // that have ended
  private int batch; // that have been done in this epoch
  private double costSum; // of the records of this epoch
  private int correct; // of the records of this epoch
  private double stepCost; // of the last step
  private double[] costs; // of the epochs that have ended
  private double[] accuracies;
  private double seconds; // before this run
  private long start; // of this run
  private boolean stopped;

  /**
   * Allocates all that training needs.
   *
   * @param workspace for all tensors, which the caller closes
   */
  public Trainer(
      Architecture architecture,
      ParameterTensors values,
      Workspace workspace,
      DataSet data,
      Training training) {
    this.architecture = architecture;
    this.values = values;
    this.data = data;
    this.training = training;
    order = new RecordOrder(data.records(), training.batch(), training.shards(), training.seed());
    if (training.shards() > 1 && architecture.mixesRecords()) {
      throw new IllegalArgumentException(
          "fit: a layer that mixes records needs the whole batch: shards must be 1, they are "
              + training.shards());
    }
    gradients = new Gradients(architecture, values, workspace, data, training, order);
    updater = new ParameterUpdater(architecture, values, gradients.sums(), workspace, training);
    int room = Math.min(training.epochs(), ROOM);
    costs = new double[room];
    accuracies = new double[room];
  }

  /**
   * Trains until all epochs are done or somebody stops it.
   *
   * @throws DivergedException if the cost, an output or, in the end, a parameter is not finite
   */
  public Fit run() {
    start = System.nanoTime();
    stopped = false;
    while (epoch < training.epochs() && !stopped) {
      if (batch == 0) {
        beginEpoch();
      }
      if (batch < order.batches()) { // a state from within an epoch's last step has no batch left
        step();
      }
      if (batch == order.batches()) {
        endEpoch();
      }
      stopped |= training.stopWhen().getAsBoolean();
    }
    requireFiniteParameters(); // no further cost would show what the last update did
    End end = epoch == training.epochs() ? End.COMPLETED : End.STOPPED;
    return new Fit(history(), end, state());
  }

  private void beginEpoch() {
    order.begin(epoch);
    costSum = 0;
    correct = 0;
  }

  /** Forward, cost, backward, update. */
  private void step() {
    step++;
    int records = order.count(batch);
    gradients.sum(step, batch);
    double lossSum = gradients.lossSum();
    if (!Double.isFinite(lossSum)) {
      throw diverged(lossSum);
    }
    double penalty = updater.penalty();
    stepCost = lossSum / records + penalty;
    costSum = FiniteSums.add(costSum, lossSum + penalty * records);
    correct += gradients.correct();
    updater.update(step, records, stepCost, rateFactor());
    gradients.commit();
    batch++;
    training.listener().stepEnded(stepReport);
  }

  private void endEpoch() {
    if (epoch == costs.length) {
      costs = Arrays.copyOf(costs, 2 * epoch);
      accuracies = Arrays.copyOf(accuracies, 2 * epoch);
    }
    costs[epoch] = costSum / data.records();
    accuracies[epoch] = Classes.share(architecture.cost().decision(), correct, data.records());
    epoch++;
    batch = 0;
    training.listener().epochEnded(epochReport);
  }

  private double rateFactor() {
    Schedule schedule = training.schedule();
    if (schedule == null) {
      return 1;
    }
    double factor = schedule.factor(progress);
    if (!(factor >= 0 && factor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          Message.of(
              "fit: a schedule's factor must be a finite number of at least 0: %s %s gave %s for step %d",
              schedule.kind(), schedule.config(), factor, step));
    }
    return factor;
  }

  // ---- what others are shown

  private final class EpochReport implements Epoch {
    @Override
    public int number() {
      return epoch;
    }

    @Override
    public int of() {
      return training.epochs();
    }

    @Override
    public double cost() {
      return costs[epoch - 1];
    }

    @Override
    public double accuracy() {
      return accuracies[epoch - 1];
    }

    @Override
    public void stop() {
      stopped = true;
    }

    @Override
    public TrainingState state() {
      return Trainer.this.state();
    }
  }

  private final class StepReport implements TrainingStep {
    @Override
    public long number() {
      return step;
    }

    @Override
    public int epoch() {
      return epoch + 1;
    }

    @Override
    public double cost() {
      return stepCost;
    }

    @Override
    public void stop() {
      stopped = true;
    }

    @Override
    public TrainingState state() {
      return Trainer.this.state();
    }
  }

  private final class ScheduleProgress implements Progress {
    @Override
    public long step() {
      return step;
    }

    @Override
    public long plannedSteps() {
      return (long) training.epochs() * order.batches();
    }

    @Override
    public int epochs() {
      return epoch;
    }

    @Override
    public double cost(int ended) {
      return costs[Objects.checkIndex(ended, epoch)];
    }
  }

  // ---- state in and out

  private History history() {
    double now = seconds + (System.nanoTime() - start) / 1e9;
    return new History(Arrays.copyOf(costs, epoch), Arrays.copyOf(accuracies, epoch), now);
  }

  private TrainingState state() {
    Map<String, double[]> arrays = new TreeMap<>();
    values.forEach(
        (layer, parameter, tensor) ->
            arrays.put(layer + "." + parameter.name(), values.read(tensor)));
    updater.save(arrays);
    History history = history();
    arrays.put("history.cost", Arrays.copyOf(costs, epoch));
    arrays.put("history.accuracy", Arrays.copyOf(accuracies, epoch));
    arrays.put("sums", new double[] {costSum, history.seconds()});
    return new TrainingState(
        training.plan(),
        arrays,
        Map.of(
            "step", step,
            "epoch", (long) epoch,
            "batch", (long) batch,
            "correct", (long) correct,
            "data", data.fingerprint()));
  }

  /**
   * Goes on from a state.
   *
   * @throws IllegalArgumentException if it is of another plan, other data or another network; then
   *     nothing is changed
   */
  public void resume(TrainingState state) {
    requireSame(state);
    values.forEach(
        (layer, parameter, tensor) ->
            values.write(state.array(layer + "." + parameter.name()), tensor));
    updater.load(state.toMap());
    step = state.steps();
    epoch = state.epochs();
    batch = (int) state.counter("batch");
    correct = (int) state.counter("correct");
    double[] sums = state.array("sums");
    costSum = sums[0];
    seconds = sums[1];
    costs = Arrays.copyOf(state.array("history.cost"), Math.max(epoch, costs.length));
    accuracies = Arrays.copyOf(state.array("history.accuracy"), Math.max(epoch, costs.length));
    int begun = batch == 0 ? epoch : epoch + 1;
    for (int e = 0; e < begun; e++) {
      order.begin(e); // each is made from the one before
    }
  }

  private void requireSame(TrainingState state) {
    if (!state.plan().equals(training.plan())) {
      throw new IllegalArgumentException(
          Message.of(
              "resume: the training must be planned as before: the state is of %s; this is %s",
              state.plan(), training.plan()));
    }
    if (state.counter("data") != data.fingerprint()) {
      throw new IllegalArgumentException(
          Message.of(
              "resume: the records must be the same, in the same order: %s is other data", data));
    }
    values.forEach(
        (layer, parameter, tensor) -> {
          int size = state.array(layer + "." + parameter.name()).length;
          if (size != tensor.shape().size()) {
            throw new IllegalArgumentException(
                Message.of(
                    "resume: the network must have the state's parameters: %d.%s is %s, in the state it has %d numbers",
                    layer, parameter.name(), tensor.shape(), size));
          }
        });
    updater.requireSame(state.toMap());
  }

  // ---- divergence

  private void requireFiniteParameters() {
    int layer = values.firstNotFinite();
    if (layer >= 0) {
      throw new DivergedException(
          Message.of(
              "fit: the parameters of %s are no longer finite numbers after the last update%s",
              architecture.describe(layer), advice()),
          epoch,
          layer + 1,
          history());
    }
  }

  private DivergedException diverged(double cost) {
    int layer = gradients.firstNotFinite();
    String where =
        layer < 0
            ? "all layers' values are finite, the losses are not"
            : Message.of(
                "the values of %s were the first that are not finite numbers",
                architecture.describe(layer));
    String unit = order.batches() == 1 ? "iteration" : "epoch";
    return new DivergedException(
        Message.of("fit: the cost is %s at %s %d: %s%s", cost, unit, epoch + 1, where, advice()),
        epoch + 1,
        layer + 1,
        history());
  }

  private String advice() {
    return Message.of(
        "; lower the learning rate (%s %s) or standardise the features",
        training.optimiser().kind(), training.optimiser().config());
  }
}
