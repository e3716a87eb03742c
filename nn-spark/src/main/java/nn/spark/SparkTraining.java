package nn.spark;

import java.util.Objects;
import nn.api.Message;
import nn.api.Tier;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.training.Fit;
import nn.core.training.Training;
import nn.core.training.TrainingState;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network with the rows of a table on a cluster, by synchronous data-parallel steps: an
 * immutable value, changed by its methods into another one.
 *
 * <pre>{@code
 * Training training = Training.epochs(10).batch(16_384).shards(64).optimiser(new Adam(0.001));
 * SparkTraining.of(training).orderBy("id").fit(network, table, "features", "label");
 * }</pre>
 *
 * <p>It is {@link Network#fit}: the same loop, on the driver, with the training's listeners,
 * validation, schedule and early stopping. Executors take the gradients of the {@linkplain
 * Training#shards shards}, a task for each; their sums are added in the order of the shards. So the
 * bits of the result depend on the seed, the order of the rows, the batch and the number of shards,
 * and never on executors, retries or speculation: {@code Network.fit} with the same rows in a data
 * set, sorted by the column of {@link #orderBy}, ends in the same bits on one machine.
 *
 * <p>The rows are sorted, cut and loaded once; they stay in the memory of the executors, or on
 * their disks. Each step sends the parameters to every executor and gets a sum from each shard, or
 * in all with {@link Reduction#SHUFFLE}. A backend that is not exact computes other bits on other
 * machines, so it is refused with several shards, and so are layers that need all records of a
 * batch in one place.
 */
public final class SparkTraining {
  private final Training training;
  private final @Nullable String key;
  private final @Nullable String weight;
  private final Reduction reduction;

  private SparkTraining(
      Training training, @Nullable String key, @Nullable String weight, Reduction reduction) {
    this.training = training;
    this.key = key;
    this.weight = weight;
    this.reduction = reduction;
  }

  /** A training whose shards are added on the driver; {@link #orderBy} must follow. */
  public static SparkTraining of(Training training) {
    Objects.requireNonNull(training, "spark training: training");
    return new SparkTraining(training, null, null, Reduction.DRIVER);
  }

  /**
   * Orders the records by a column of whole numbers, text, dates or timestamps. No two rows may
   * have the same value: their order would depend on the cluster.
   */
  public SparkTraining orderBy(String column) {
    return new SparkTraining(
        training, Objects.requireNonNull(column, "spark training: column"), weight, reduction);
  }

  /** Weighs each record by a column of numbers, as {@link nn.core.data.DataSet#weighted}. */
  public SparkTraining weighted(String column) {
    return new SparkTraining(
        training, key, Objects.requireNonNull(column, "spark training: column"), reduction);
  }

  /** Adds gradients elsewhere; no bit depends on it. */
  public SparkTraining reduction(Reduction other) {
    return new SparkTraining(
        training, key, weight, Objects.requireNonNull(other, "spark training: reduction"));
  }

  /**
   * Trains a network, which stays on its backend on the driver. Executors compute on their own of
   * that name, version and tier.
   *
   * @param network changed as by {@link Network#fit}
   * @param table with the columns; sorted and loaded once
   * @param features the name of a column of vectors, Spark ML's or arrays, with the network's
   *     inputs
   * @param target the name of a column: of numbers where the network has one output; of classes,
   *     whole numbers from 0, or of vectors where it has several
   * @throws IllegalArgumentException before any work is sent if a column is missing or has another
   *     type, nothing orders the rows, or the training or the backend does not suit
   * @throws SparkJobException if a row does not suit, two have the same place in the order, an
   *     executor has no such backend, or a job fails for good
   */
  public Fit fit(Network network, Dataset<Row> table, String features, String target) {
    try (SparkRecords records = records(network, table, features, target)) {
      return network.fit(records, training);
    }
  }

  /**
   * Goes on with a training that was stopped, as {@link
   * Network#resume(nn.core.training.GradientSource, Training, TrainingState)}, and ends in the bits
   * of the uninterrupted one.
   *
   * @param from what {@code fit} returned, or what a checkpoint has
   */
  public Fit resume(
      Network network, Dataset<Row> table, String features, String target, TrainingState from) {
    try (SparkRecords records = records(network, table, features, target)) {
      return network.resume(records, training, from);
    }
  }

  /**
   * The records on this machine, in the order in which they train: {@code Network.fit} with them
   * and the same training ends in the same bits.
   *
   * @param network says how many features and targets there are, and in which number type; not
   *     changed
   * @throws IllegalArgumentException as {@link #fit}, or if they do not fit in an array
   */
  public DataSet collect(Network network, Dataset<Row> table, String features, String target) {
    try (SparkRecords records = records(network, table, features, target)) {
      return records.collect();
    }
  }

  private SparkRecords records(
      Network network, Dataset<Row> table, String features, String target) {
    if (key == null) {
      throw new IllegalArgumentException(
          "fit: a column must order the rows; name one with orderBy: none is named");
    }
    TrainingColumns columns =
        TrainingColumns.of(table.schema(), network, key, features, target, weight);
    network.requireRemote(training);
    if (network.backend().tier() == Tier.BOUNDED && training.shards() > 1) {
      throw new IllegalArgumentException(
          Message.of(
              "fit: shards need an exact backend, as others compute other bits on other machines: %s"
                  + " is %s, %d shards",
              network.backend().name(), network.backend().tier(), training.shards()));
    }
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(table.sparkSession().sparkContext());
    WorkerBackend backend = WorkerBackend.of(network.backend(), context.sc());
    backend.require(context);
    return new SparkRecords(context, network, training, reduction, backend, columns, table);
  }
}
