package nn.spark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import nn.api.DType;
import nn.api.Message;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.training.GradientSource;
import nn.core.training.GradientSums;
import nn.core.training.Shares;
import nn.core.training.Training;
import nn.io.model.ModelFile;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * The records of a table, on the executors: a partition for each shard, which gives the gradients
 * of a training's steps.
 */
final class SparkRecords implements GradientSource, AutoCloseable {
  private static final String OPERATION = "fit";

  /** What errors call the bytes of the network. */
  static final String MODEL = "the network in training";

  private final JavaSparkContext context;
  private final Network network;
  private final Training training;
  private final Shares shares;
  private final Reduction reduction;
  private final WorkerBackend backend;
  private final JavaRDD<Shard> shards;
  private final long fingerprint;
  private final String name = "nn-training-" + java.util.UUID.randomUUID();
  private final Broadcast<byte[]> model;

  /**
   * Sorts the rows, cuts them into shards and loads those.
   *
   * @throws IllegalArgumentException if there are fewer rows than shards
   * @throws SparkJobException if a row does not suit, or two have one key
   */
  SparkRecords(
      JavaSparkContext context,
      Network network,
      Training training,
      Reduction reduction,
      WorkerBackend backend,
      TrainingColumns columns,
      Dataset<Row> table) {
    this.context = context;
    this.network = network;
    this.training = training;
    this.reduction = reduction;
    this.backend = backend;
    try (Chunks chunks = new Chunks(columns, backend.dtype(), table)) {
      shares = training.shares(chunks.records());
      shards = chunks.shards(shares).persist(StorageLevel.MEMORY_AND_DISK());
      model = context.broadcast(ModelFile.of(network).toBytes(MODEL));
      try {
        fingerprint = load();
      } catch (RuntimeException failure) {
        close();
        throw failure;
      }
    }
  }

  /** Loads all shards, which stay on the executors, and looks whether they suit the network. */
  private long load() {
    WorkerBackend own = backend;
    Broadcast<byte[]> network = model;
    List<Long> fingerprints =
        Jobs.run(
            OPERATION,
            () -> shards.map(shard -> fingerprint(shard, own, network.value())).collect());
    long combined = 0;
    for (long ofShard : fingerprints) {
      combined = combined * 31 + ofShard;
    }
    return combined;
  }

  /** A number that depends on all records of a shard, which suit the network. */
  private static long fingerprint(Shard shard, WorkerBackend backend, byte[] model) {
    try (Network network = ModelFile.of(MODEL, model).network(backend.open())) {
      network.requireSuits(OPERATION, shard.data());
    }
    return shard.data().fingerprint();
  }

  @Override
  public int records() {
    return shares.records();
  }

  @Override
  public long fingerprint() {
    return fingerprint;
  }

  @Override
  public GradientSums sum(long step, int epoch, int number) {
    Broadcast<byte[]> parameters =
        context.broadcast(
            backend.dtype() == DType.FLOAT32
                ? Numbers.toBytes(network.parametersAsFloats())
                : Numbers.toBytes(network.parameters()));
    ShareTask task =
        new ShareTask(
            name, model, backend, shares, training.seed(), parameters, step, epoch, number);
    try {
      return Jobs.run(OPERATION + ", step " + step, () -> sum(task));
    } finally {
      parameters.destroy();
    }
  }

  private GradientSums sum(ShareTask task) {
    JavaRDD<Shard> concerned = shards.filter(task::concerns);
    if (reduction == Reduction.DRIVER) {
      return add(concerned.map(shard -> new ShareSums(shard.number(), task.sum(shard))).collect());
    }
    int slices = Math.min(shares.shards(), Math.max(1, context.defaultParallelism()));
    List<ShareSums> added =
        concerned
            .flatMapToPair(shard -> slices(shard.number(), task.sum(shard), slices).iterator())
            .partitionBy(new HashPartitioner(slices)) // slice s to partition s
            .mapPartitions(
                slice -> {
                  List<ShareSums> ofShards = new ArrayList<>();
                  slice.forEachRemaining(share -> ofShards.add(share._2()));
                  return List.of(new ShareSums(0, add(ofShards))).iterator();
                })
            .collect();
    return GradientSums.join(added.stream().map(ShareSums::toSums).toList());
  }

  /** A share's slices, of about the same size, each with its place. */
  private static List<Tuple2<Integer, ShareSums>> slices(
      int shard, GradientSums share, int slices) {
    long size = share.size();
    List<Tuple2<Integer, ShareSums>> cut = new ArrayList<>();
    for (int slice = 0; slice < slices; slice++) {
      GradientSums own =
          share.slice((int) (slice * size / slices), (int) ((slice + 1) * size / slices));
      cut.add(new Tuple2<>(slice, new ShareSums(shard, own)));
    }
    return cut;
  }

  /** The sum of shares, in the order of their shards. */
  private static GradientSums add(List<ShareSums> shares) {
    List<ShareSums> ordered = new ArrayList<>(shares);
    ordered.sort(Comparator.comparingInt(ShareSums::shard)); // a shuffle brings them in any order
    GradientSums sum = ordered.get(0).toSums();
    for (int i = 1; i < ordered.size(); i++) {
      sum = sum.plus(ordered.get(i).toSums());
    }
    return sum;
  }

  /** All records, in their order, on the driver. */
  DataSet collect() {
    return Shard.together(Jobs.run("collect", shards::collect));
  }

  /** Releases what the executors hold. */
  @Override
  public void close() {
    Replicas.release(name);
    shards.unpersist(false);
    model.destroy();
  }

  @Override
  public String toString() {
    return Message.of("%d rows in %d shards", shares.records(), shares.shards());
  }
}
