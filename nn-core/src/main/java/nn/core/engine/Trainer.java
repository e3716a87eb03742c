package nn.core.engine;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import nn.api.Message;
import nn.api.Workspace;
import nn.api.network.Progress;
import nn.api.network.Schedule;
import nn.core.architecture.Architecture;
import nn.core.data.DataSet;
import nn.core.training.Classes;
import nn.core.training.DivergedException;
import nn.core.training.Epoch;
import nn.core.training.Fit;
import nn.core.training.GradientSource;
import nn.core.training.Shares;
import nn.core.training.Training;
import nn.core.training.TrainingState;
import nn.core.training.TrainingStep;
import org.jspecify.annotations.Nullable;

/**
 * Gradient descent, from top to bottom. The parameters have been initialised when it begins:
 *
 * <pre>
 * for each epoch
 *   for each batch of m records X with targets Y
 *     A  = g(W·X + b), layer by layer          forward     {@link Propagation#forward}
 *     L  = cost(A, Y)                          cost        {@link Propagation#judge}
 *     dW = ∂L/∂W, db = ∂L/∂b, layer by layer   backward    {@link Propagation#backward}
 *     W ← W − η·dW/m, b ← b − η·db/m           update      {@link ParameterUpdater#update}
 * </pre>
 *
 * <p>Where records have weights, {@code m} is their sum.
 *
 * <p>{@link ShareGradients} does the first three with the records of a share of the batch, {@link
 * Gradients} adds the shares; of records that are elsewhere, {@link RemoteGradients} gets the sums.
 * Belongs to one thread.
 */
public final class Trainer {
  private final Architecture architecture;
  private final ParameterTensors values;
  private final LongSupplier fingerprint; // of the records, computed when it is asked for
  private final String records; // in words
  private final @Nullable Validator validator;
  private final Training training;
  private final Shares shares;
  private final StepGradients gradients;
  private final ParameterUpdater updater;
  private final Position position;
  private final Epoch epoch;
  private final TrainingStep trainingStep;
  private final Progress progress;

  private Trainer(
      Architecture architecture,
      ParameterTensors values,
      Workspace workspace,
      Training training,
      Shares shares,
      StepGradients gradients,
      @Nullable DataSet validation,
      LongSupplier fingerprint,
      String records) {
    this.architecture = architecture;
    this.values = values;
    this.training = training;
    this.shares = shares;
    this.gradients = gradients;
    this.fingerprint = fingerprint;
    this.records = records;
    updater = new ParameterUpdater(architecture, values, gradients.sums(), workspace, training);
    validator = Validator.of(architecture, values, workspace, validation, training);
    position =
        new Position(
            training.epochs(),
            shares.steps(),
            validator == null ? ValidationHistory.none(training) : validator.history());
    epoch = position.asEpoch(this::state);
    trainingStep = position.asStep(this::state);
    progress = position.asProgress();
  }

  /**
   * Allocates all that training needs.
   *
   * @param values updated
   * @param workspace for all tensors, which the caller closes
   * @param data what trains and, where a share of it validates, that too
   * @throws IllegalArgumentException if the training does not suit the layers or the data
   */
  public static Trainer of(
      Architecture architecture,
      ParameterTensors values,
      Workspace workspace,
      DataSet data,
      Training training) {
    Holdout holdout = Holdout.of(data, training, architecture.cost().decision());
    Shares shares = training.shares(holdout.train().records());
    return new Trainer(
        architecture,
        values,
        workspace,
        training,
        shares,
        new Gradients(architecture, values, workspace, holdout.train(), training, shares),
        holdout.validation(),
        data::fingerprint,
        data.toString());
  }

  /**
   * {@link #of(Architecture, ParameterTensors, Workspace, DataSet, Training)} with records that are
   * elsewhere.
   */
  public static Trainer of(
      Architecture architecture,
      ParameterTensors values,
      Workspace workspace,
      GradientSource source,
      Training training) {
    RemoteGradients.require(architecture, training);
    Shares shares = training.shares(source.records());
    return new Trainer(
        architecture,
        values,
        workspace,
        training,
        shares,
        new RemoteGradients(architecture, workspace, source, shares),
        training.validation(),
        source::fingerprint,
        source.toString());
  }

  /**
   * Trains until all epochs are done, validation does not improve any more, or somebody stops it.
   * However it ends, also by an exception, the network has the best validated parameters then, if
   * there are some.
   *
   * @throws DivergedException if the cost, an output or, in the end, a parameter is not finite
   */
  public Fit run() {
    Fit fit;
    try {
      fit = descend();
    } catch (RuntimeException | Error failure) {
      try {
        restoreBest();
      } catch (RuntimeException | Error alsoFailed) { // as where the backend has been closed
        failure.addSuppressed(alsoFailed);
      }
      throw failure;
    }
    restoreBest(); // after the state was taken: a resumed training goes on from the last
    return fit;
  }

  private void restoreBest() {
    if (validator != null) {
      validator.restore();
    }
  }

  private Fit descend() {
    position.beginRun();
    while (position.goesOn()) {
      if (position.isAtEpochsBegin()) {
        beginEpoch();
      }
      if (!position.isAtEpochsEnd()) { // as where a state was taken from within the last step
        step();
      }
      if (position.isAtEpochsEnd()) {
        endEpoch();
      }
      if (training.stopWhen().getAsBoolean()) {
        position.stop();
      }
    }
    requireFiniteParameters(); // no further cost would show what the last update did
    return new Fit(position.history(), position.end(), state());
  }

  private void beginEpoch() {
    gradients.beginEpoch(position.epoch());
    position.beginEpoch();
  }

  /** Forward, cost, backward, update. */
  private void step() {
    long number = position.beginStep();
    gradients.sum(number, position.batch());
    double weightSum = gradients.weightSum();
    double penalty = updater.penalty();
    double costOfRecords = gradients.lossSum() + penalty * weightSum;
    if (!Double.isFinite(costOfRecords)) {
      throw diverged(costOfRecords);
    }
    double cost = ParameterUpdater.mean(gradients.lossSum(), weightSum) + penalty;
    updater.update(number, weightSum, cost, rateFactor(number));
    gradients.commit();
    position.endStep(cost, costOfRecords, weightSum, gradients.correct());
    training.listener().stepEnded(trainingStep);
  }

  private void endEpoch() {
    position.endEpoch(
        Classes.share(architecture.cost().decision(), position.correct(), position.weightSum()));
    if (validator != null) {
      validator.epochEnded(position.epoch() - 1);
    }
    training.listener().epochEnded(epoch);
  }

  private double rateFactor(long step) {
    Schedule schedule = training.schedule();
    if (schedule == null) {
      return 1;
    }
    double factor = schedule.factor(progress);
    if (!(factor >= 0 && factor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          Message.of(
              "fit: a schedule's factor must be a finite number of at least 0: %s %s gave %s for"
                  + " step %d",
              schedule.kind(), schedule.config(), factor, step));
    }
    return factor;
  }

  // ---- state in and out

  private TrainingState state() {
    Map<String, double[]> arrays = new TreeMap<>();
    Map<String, Long> counters = new TreeMap<>();
    values.save("", arrays);
    updater.save(arrays);
    position.save(arrays, counters);
    counters.put("data", fingerprint.getAsLong());
    if (validator != null) {
      validator.save(arrays, position.epoch());
    }
    DataSet validation = training.validation();
    if (validation != null) {
      counters.put("validation", validation.fingerprint());
    }
    return new TrainingState(training.plan(), arrays, counters);
  }

  /**
   * Goes on from a state.
   *
   * @throws IllegalArgumentException if it is of another plan, other data or another network; then
   *     nothing is changed
   */
  public void resume(TrainingState state) {
    Map<String, double[]> arrays = state.toMap();
    requireSame(state);
    values.requireSame("", arrays);
    updater.load(arrays); // which refuses what is not of this optimiser
    position.load(state);
    if (validator != null) {
      validator.load(state, arrays);
    }
    values.load("", arrays);
    int begun = position.isAtEpochsBegin() ? position.epoch() : position.epoch() + 1;
    for (int ended = 0; ended < begun; ended++) {
      gradients.beginEpoch(ended); // each is made from the one before
    }
  }

  private void requireSame(TrainingState state) {
    if (!state.plan().equals(training.plan())) {
      throw new IllegalArgumentException(
          Message.of(
              "resume: the training must be planned as before: the state is of %s; this is %s",
              state.plan(), training.plan()));
    }
    requireSame(state, "data", "records", fingerprint.getAsLong(), records);
    DataSet validation = training.validation();
    if (validation != null) {
      requireSame(
          state,
          "validation",
          "validation records",
          validation.fingerprint(),
          validation.toString());
    }
  }

  private static void requireSame(
      TrainingState state, String counter, String what, long fingerprint, String data) {
    if (state.counter(counter) != fingerprint) {
      throw new IllegalArgumentException(
          Message.of(
              "resume: the %s must be the same, in the same order: %s is other data", what, data));
    }
  }

  // ---- divergence

  private void requireFiniteParameters() {
    int layer = values.firstNotFinite();
    if (layer >= 0) {
      throw new DivergedException(
          Message.of(
              "fit: the parameters of %s are no longer finite numbers after the last update%s%s",
              architecture.describe(layer), advice(), best()),
          position.epoch(),
          layer + 1,
          position.history());
    }
  }

  private DivergedException diverged(double cost) {
    boolean losses = !Double.isFinite(gradients.lossSum());
    int layer = losses ? gradients.firstNotFinite() : -1;
    String where =
        layer < 0
            ? "all layers' values are finite, the " + (losses ? "losses" : "penalties") + " are not"
            : Message.of(
                "the values of %s were the first that are not finite numbers",
                architecture.describe(layer));
    String unit = shares.steps() == 1 ? "iteration" : "epoch";
    int number = position.epoch() + 1;
    return new DivergedException(
        Message.of(
            "fit: the cost is %s at %s %d: %s%s%s", cost, unit, number, where, advice(), best()),
        number,
        layer + 1,
        position.history());
  }

  private String advice() {
    return Message.of(
        "; lower the learning rate (%s %s) or standardise the features",
        training.optimiser().kind(), training.optimiser().config());
  }

  private String best() {
    int epoch = position.history().bestEpoch();
    return epoch < 0 || training.keepsLast()
        ? ""
        : Message.of("; the network has the parameters of epoch %d, the best validated", epoch + 1);
  }
}
