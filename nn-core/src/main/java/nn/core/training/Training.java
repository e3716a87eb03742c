package nn.core.training;

import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import nn.api.network.Clip;
import nn.api.network.Optimiser;
import nn.api.network.Penalty;
import nn.api.network.PlugIn;
import nn.api.network.Schedule;
import nn.core.data.DataSet;
import nn.core.metric.Metric;
import nn.core.optimiser.GradientDescent;
import org.jspecify.annotations.Nullable;

/**
 * How to train: an immutable value, changed by its methods into another one.
 *
 * <pre>{@code
 * Training.epochs(30).batch(32).optimiser(new Adam(0.001)).schedule(new Cosine(0.1)).penalty(new L2(1e-4))
 * }</pre>
 *
 * <p>A step takes the mean gradients of its batch, adds the penalties', clips them, and hands them
 * to the optimiser, whose learning rate the schedule multiplies.
 *
 * <p>A batch of more than 512 records is propagated in equal parts, unless a layer {@linkplain
 * nn.api.network.Layer#mixesRecords mixes records}: a parameter's gradient is the sum, from the
 * first part on, of the parts' sums over records. So memory does not grow with the batch.
 */
public final class Training {
  private final Draft settings; // never changed

  /** The settings while they are being made. */
  private static final class Draft implements Cloneable {
    private int epochs;
    private int batch;
    private int accumulate = 1;
    private int shards = 1;
    private int seed;
    private Optimiser optimiser = new GradientDescent(0.01);
    private @Nullable Schedule schedule;
    private List<Penalty> penalties = List.of();
    private @Nullable Clip clip;
    private @Nullable DataSet validation;
    private double validationShare; // 0 without one
    private int validateEvery = 1;
    private List<Metric> metrics = List.of();
    private @Nullable EarlyStopping earlyStopping;
    private boolean keepsLast;
    private TrainingListener listener = epoch -> {};
    private BooleanSupplier stop = () -> false;

    @Override
    public Draft clone() {
      try {
        return (Draft) super.clone();
      } catch (CloneNotSupportedException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  private Training(Draft settings) {
    this.settings = settings;
  }

  /**
   * The full batch, gradient descent with learning rate 0.01, seed 0.
   *
   * @param epochs how often every record is used
   * @throws IllegalArgumentException if that is below 1
   */
  public static Training epochs(int epochs) {
    if (epochs < 1) {
      throw new IllegalArgumentException("training: epochs must be at least 1: " + epochs);
    }
    Draft draft = new Draft();
    draft.epochs = epochs;
    return new Training(draft);
  }

  /** One update for each epoch, by all records. */
  public Training fullBatch() {
    return batch(0);
  }

  /**
   * An update for each {@code batch} records in random order; the last batch may be smaller.
   *
   * @param batch 0 for all records
   * @throws IllegalArgumentException if it is negative
   */
  public Training batch(int batch) {
    if (batch < 0) {
      throw new IllegalArgumentException(
          "training: batch must be at least 1, or 0 for all records: " + batch);
    }
    Draft draft = settings.clone();
    draft.batch = batch;
    return new Training(draft);
  }

  /**
   * Takes so many consecutive batches of an epoch for each update, one after another: memory, and
   * the statistics of batch normalisation, are those of one batch, and the update is that of the
   * mean gradient over the records of all. The last update of an epoch may have fewer. 1, unless it
   * is said. What tells of a step, as {@link TrainingStep} and a {@link Schedule}, means an update.
   *
   * <p>The batches' gradients, each a sum over records, are added in the order of the batches. So
   * without layers that {@linkplain nn.api.network.Layer#mixesRecords mix records} {@code
   * batch(32).accumulate(4)} differs from {@code batch(128)} in rounding alone; random numbers, as
   * of dropout, are the same. Each batch updates running statistics, as in PyTorch: where the cost
   * of a later batch of the same update is not finite, and the training ends, the earlier have done
   * so.
   *
   * <p>With {@link #shards} the batches' shares of a shard are added first, and then the shards':
   * so a worker sends one sum for each update. The update's records are taken from the shards like
   * one batch of so many records, and each shard's in as many pieces of equal size, the last of
   * which may be smaller.
   *
   * @param batches at least 1
   * @throws IllegalArgumentException if it is below 1
   */
  public Training accumulate(int batches) {
    if (batches < 1) {
      throw new IllegalArgumentException(
          "training: batches to accumulate must be at least 1: " + batches);
    }
    Draft draft = settings.clone();
    draft.accumulate = batches;
    return new Training(draft);
  }

  /**
   * Takes each batch from this many shards of the data, adding the gradients of a shard's share
   * first and those of the shares then, in the order of the shards: the arithmetic of a cluster
   * whose workers have a shard each, on one machine. 1, unless it is said: another number gives
   * other bits, and another order of the records in mini-batches.
   *
   * <p>Shard {@code s} of {@code S} has the records from {@code s·n/S} to {@code (s+1)·n/S}, both
   * rounded down.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public Training shards(int shards) {
    if (shards < 1) {
      throw new IllegalArgumentException("training: shards must be at least 1: " + shards);
    }
    Draft draft = settings.clone();
    draft.shards = shards;
    return new Training(draft);
  }

  /** The seed of the order of records in mini-batches, and of dropout. */
  public Training seed(int seed) {
    Draft draft = settings.clone();
    draft.seed = seed;
    return new Training(draft);
  }

  /** Gradient descent with this learning rate. */
  public Training learningRate(double learningRate) {
    return optimiser(new GradientDescent(learningRate));
  }

  /** How parameters follow their gradients. */
  public Training optimiser(Optimiser optimiser) {
    Draft draft = settings.clone();
    draft.optimiser = Objects.requireNonNull(optimiser, "training: optimiser");
    return new Training(draft);
  }

  /** Multiplies the optimiser's learning rate, in each step, with this schedule's factor. */
  public Training schedule(Schedule schedule) {
    Draft draft = settings.clone();
    draft.schedule = Objects.requireNonNull(schedule, "training: schedule");
    return new Training(draft);
  }

  /** Adds a penalty to the cost, beside those that it has. */
  public Training penalty(Penalty penalty) {
    Objects.requireNonNull(penalty, "training: penalty");
    Draft draft = settings.clone();
    draft.penalties =
        java.util.stream.Stream.concat(penalties().stream(), java.util.stream.Stream.of(penalty))
            .toList();
    return new Training(draft);
  }

  /** Limits the gradients, in place of the former limit. */
  public Training clip(Clip clip) {
    Draft draft = settings.clone();
    draft.clip = Objects.requireNonNull(clip, "training: clip");
    return new Training(draft);
  }

  /**
   * Validates: measures cost, accuracy and {@link #metrics} of these records after each epoch. They
   * do not train, and change no bit of how the others do. When the training ends, however it does,
   * the network has the parameters of the epoch that was best by {@link EarlyStopping#monitor} or,
   * unless that is said, by validation cost; {@link #keepLast} keeps the last ones.
   *
   * @param records in place of the former, or of a share
   */
  public Training validation(DataSet records) {
    Draft draft = settings.clone();
    draft.validation = Objects.requireNonNull(records, "training: validation");
    draft.validationShare = 0;
    return new Training(draft);
  }

  /**
   * {@link #validation} with a share of the records given to {@code fit}, which then do not train:
   * {@link DataSet#stratifiedSplit} with the training's seed draws it, before anything else.
   * Batches and shards are taken from what remains, in the data's order, as if that had been given.
   *
   * @param share in {@code (0, 1)}; in place of the former, or of a data set
   * @throws IllegalArgumentException if it is outside
   */
  public Training validationShare(double share) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException(
          "training: the validation share must be above 0 and below 1: " + share);
    }
    Draft draft = settings.clone();
    draft.validation = null;
    draft.validationShare = share;
    return new Training(draft);
  }

  /**
   * Validates after every so many epochs, and after the last that is planned; 1 unless it is said.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public Training validateEvery(int epochs) {
    if (epochs < 1) {
      throw new IllegalArgumentException(
          "training: validation must come after at least 1 epoch: " + epochs);
    }
    Draft draft = settings.clone();
    draft.validateEvery = epochs;
    return new Training(draft);
  }

  /**
   * Measures these numbers of the validation records too, in place of the former. Cost, and
   * accuracy where outputs become classes, are always measured. Each is asked once before the first
   * epoch, with outputs of 0, so that one that does not suit them fails then.
   *
   * @throws IllegalArgumentException if two have one name, or one has the name {@code cost}
   */
  public Training metrics(Metric... metrics) {
    List<String> names = java.util.stream.Stream.of(metrics).map(Metric::name).toList();
    if (names.contains("cost") || names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException(
          "training: metrics must have names of their own, other than cost: " + names);
    }
    Draft draft = settings.clone();
    draft.metrics = List.of(metrics);
    return new Training(draft);
  }

  /** Ends the training when validation has not improved for some epochs. */
  public Training earlyStopping(EarlyStopping earlyStopping) {
    Draft draft = settings.clone();
    draft.earlyStopping = Objects.requireNonNull(earlyStopping, "training: early stopping");
    return new Training(draft);
  }

  /** Leaves the network with the parameters of the last step, not of the best validated epoch. */
  public Training keepLast() {
    Draft draft = settings.clone();
    draft.keepsLast = true;
    return new Training(draft);
  }

  /** A listener, in place of the former. */
  public Training listener(TrainingListener listener) {
    Draft draft = settings.clone();
    draft.listener = Objects.requireNonNull(listener, "training: listener");
    return new Training(draft);
  }

  /**
   * Ends the training after the step after which this is true, in place of the former condition.
   * The training thread asks after each step; any other may make it true.
   */
  public Training stopWhen(BooleanSupplier stop) {
    Draft draft = settings.clone();
    draft.stop = Objects.requireNonNull(stop, "training: stopWhen");
    return new Training(draft);
  }

  /** How often every record is used. */
  public int epochs() {
    return settings.epochs;
  }

  /** Records of a batch; 0 for all. */
  public int batch() {
    return settings.batch;
  }

  /** Batches for each update. */
  public int accumulate() {
    return settings.accumulate;
  }

  /** The shards from which each batch is taken. */
  public int shards() {
    return settings.shards;
  }

  /**
   * Which records each step takes.
   *
   * @param records how many train
   * @throws IllegalArgumentException if there are more shards than records in a batch
   */
  public Shares shares(int records) {
    return new Shares(records, batch(), accumulate(), shards(), seed());
  }

  /** The seed of the order of records in mini-batches, and of dropout. */
  public int seed() {
    return settings.seed;
  }

  /** How parameters follow their gradients. */
  public Optimiser optimiser() {
    return settings.optimiser;
  }

  /** What multiplies the learning rate; null for nothing. */
  public @Nullable Schedule schedule() {
    return settings.schedule;
  }

  /** What is added to the cost. */
  public List<Penalty> penalties() {
    return settings.penalties;
  }

  /** What limits the gradients; null for nothing. */
  public @Nullable Clip clip() {
    return settings.clip;
  }

  /** The records that validate; null where a share does, or nothing. */
  public @Nullable DataSet validation() {
    return settings.validation;
  }

  /** The share of the records that validates; 0 where a data set does, or nothing. */
  public double validationShare() {
    return settings.validationShare;
  }

  /** Whether anything validates. */
  public boolean validates() {
    return validation() != null || validationShare() > 0;
  }

  /** After how many epochs each validation comes. */
  public int validateEvery() {
    return settings.validateEvery;
  }

  /** What is measured of the validation records, besides cost and accuracy. */
  public List<Metric> metrics() {
    return settings.metrics;
  }

  /** When to end before the last epoch; null for never. */
  public @Nullable EarlyStopping earlyStopping() {
    return settings.earlyStopping;
  }

  /** Whether the parameters of the last step stay, not those of the best epoch. */
  public boolean keepsLast() {
    return settings.keepsLast;
  }

  /** Who is told of each epoch. */
  public TrainingListener listener() {
    return settings.listener;
  }

  /** Whether to end, asked after each step. */
  public BooleanSupplier stopWhen() {
    return settings.stop;
  }

  /**
   * Everything that the bits of the result depend on, as text: two trainings with the same plan do
   * the same. For instance {@code epochs 30, batch 32, shards 1, seed 0, optimiser adam
   * {learning-rate=0.001, …}}.
   */
  public String plan() {
    StringBuilder plan = new StringBuilder();
    plan.append("epochs ").append(epochs()).append(", batch ").append(batch());
    if (accumulate() > 1) {
      plan.append(", accumulate ").append(accumulate());
    }
    plan.append(", shards ").append(shards()).append(", seed ").append(seed());
    add(plan, "optimiser", optimiser());
    add(plan, "schedule", schedule());
    penalties().forEach(penalty -> add(plan, "penalty", penalty));
    add(plan, "clip", clip());
    addValidation(plan);
    return plan.toString();
  }

  private static void add(StringBuilder plan, String what, @Nullable PlugIn plugIn) {
    if (plugIn != null) {
      plan.append(", ").append(what).append(' ').append(plugIn.kind());
      plan.append(' ').append(plugIn.config());
    }
  }

  private void addValidation(StringBuilder plan) {
    DataSet records = validation();
    if (records != null) {
      plan.append(", validation ").append(records);
    } else if (validationShare() > 0) {
      plan.append(", validation share ").append(validationShare());
    }
    if (validateEvery() > 1) {
      plan.append(", validated every ").append(validateEvery()).append(" epochs");
    }
    if (!metrics().isEmpty()) {
      plan.append(", metrics ").append(metrics().stream().map(Metric::name).toList());
    }
    if (earlyStopping() != null) {
      plan.append(", early stopping ").append(earlyStopping());
    }
    if (keepsLast()) {
      plan.append(", last parameters kept");
    }
  }

  /** The {@link #plan}. */
  @Override
  public String toString() {
    return "Training[" + plan() + "]";
  }
}
