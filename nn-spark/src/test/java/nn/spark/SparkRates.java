package nn.spark;

import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static nn.core.activation.Activations.softmax;
import static nn.core.cost.Costs.categoricalCrossEntropy;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.data.Moons;
import nn.core.optimiser.Adam;
import nn.core.training.Classes;
import nn.core.training.Epoch;
import nn.core.training.Training;
import nn.core.training.TrainingListener;
import nn.core.training.TrainingStep;
import nn.io.array.Idx;
import nn.io.array.NumberArray;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/**
 * Rates on Spark beside those of one machine, in turns in one run, as ratios: {@code nn-spark/rates
 * FOLDER}, where the folder has Fashion-MNIST's files.
 */
final class SparkRates {
  private static final int[] SIZES = {784, 512, 256, 10};
  private static final int BATCH = 16_384;
  private static final int TURNS = 7;
  private static final PrintStream OUT = System.out;

  private final DataSet train;
  private final DataSet test;
  private final Cluster cluster;

  private SparkRates(DataSet train, DataSet test, Cluster cluster) {
    this.train = train;
    this.test = test;
    this.cluster = cluster;
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    List<String> works =
        arguments.length > 1
            ? List.of(arguments[1].split(","))
            : List.of("train", "step", "score", "mllib");
    DataSet train = images(folder, "train", 60_000);
    DataSet test = images(folder, "t10k", 10_000);
    try (Cluster cluster = Cluster.start("local[2]")) {
      SparkRates rates = new SparkRates(train, test, cluster);
      if (works.contains("train")) {
        rates.training();
      }
      if (works.contains("step")) {
        rates.steps();
      }
      if (works.contains("score")) {
        rates.scoring();
      }
      if (works.contains("mllib")) {
        rates.mllib();
      }
    }
  }

  private static DataSet images(Path folder, String name, int records) {
    NumberArray pixels = Idx.read(folder.resolve(name + "-images-idx3-ubyte.gz"));
    NumberArray labels = Idx.read(folder.resolve(name + "-labels-idx1-ubyte.gz"));
    double[] values = pixels.toDoubles();
    double[] classes = labels.toDoubles();
    return DataSet.ofFloats(
        records,
        SIZES[0],
        SIZES[3],
        (record, features, targets) -> {
          for (int i = 0; i < features.length; i++) {
            features[i] = (float) (values[record * features.length + i] / 255);
          }
          targets[(int) classes[record]] = 1;
        });
  }

  private static Network network(Backend backend) {
    return Network.inputs(SIZES[0])
        .seed(1)
        .dense(SIZES[1], relu())
        .dense(SIZES[2], relu())
        .dense(SIZES[3], softmax())
        .cost(categoricalCrossEntropy())
        .build(backend);
  }

  /** The medians of two things that are done in turns, and what each took in all turns. */
  private static void compare(
      String what, String one, String other, double[] ones, double[] others) {
    double[] ratios = new double[ones.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = others[i] / ones[i];
    }
    OUT.printf(
        Locale.ROOT,
        "%s: %s %.1f ms, %s %.1f ms (medians of %d); rate of the first to the second %.2f (%.2f to %.2f)%n",
        what,
        one,
        median(ones),
        other,
        median(others),
        ones.length,
        median(ratios),
        Arrays.stream(ratios).min().orElse(0),
        Arrays.stream(ratios).max().orElse(0));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  // ---- training

  /** Times of steps, the first of which is not counted. */
  private static final class Steps implements TrainingListener {
    final List<Double> milliseconds = new ArrayList<>();
    private long last = System.nanoTime();

    @Override
    public void epochEnded(Epoch epoch) {}

    @Override
    public void stepEnded(TrainingStep step) {
      long now = System.nanoTime();
      milliseconds.add((now - last) / 1e6);
      last = now;
    }

    double[] counted(int from) {
      return milliseconds.stream().skip(from).mapToDouble(x -> x).toArray();
    }
  }

  private void training() {
    DataSet batch = train.select(IntStream.range(0, BATCH).toArray());
    Dataset<Row> table =
        TrainingTables.of(cluster.session(), batch, 4).persist(StorageLevel.MEMORY_ONLY());
    table.count();
    for (Reduction reduction : Reduction.values()) {
      double[] there = new double[TURNS];
      double[] here = new double[TURNS];
      for (int turn = -2; turn < TURNS; turn++) {
        double spark = step(batch, table, reduction);
        double plain = step(batch, null, reduction);
        if (turn >= 0) {
          there[turn] = spark;
          here[turn] = plain;
        }
      }
      compare(
          "a step of 16,384 records in 8 shards, " + reduction,
          "local[2]",
          "two threads",
          there,
          here);
    }
    table.unpersist();
  }

  /** The median time of a step, on Spark where there is a table. */
  private double step(DataSet batch, @Nullable Dataset<Row> table, Reduction reduction) {
    Steps steps = new Steps();
    Training training = Training.epochs(4).shards(8).optimiser(new Adam(0.001)).listener(steps);
    try (Backend backend = Backends.open("vector", new BackendOptions(DType.FLOAT32, 2));
        Network network = network(backend)) {
      if (table == null) {
        network.fit(batch, training);
      } else {
        SparkTraining.of(training)
            .orderBy("id")
            .reduction(reduction)
            .fit(network, table, "features", "targets");
      }
    }
    return median(steps.counted(1));
  }

  // ---- what a step costs beside its arithmetic

  private void steps() {
    DataSet pixels = train.select(IntStream.range(0, 64).toArray());
    DataSet moons = Moons.make(64, 0.2, 1);
    for (int shards : new int[] {2, 8, 32}) {
      for (Reduction reduction : Reduction.values()) {
        OUT.printf(
            Locale.ROOT,
            "a step of 64 records in %d shards, %s: 33 parameters %.1f ms, 535,818 parameters %.1f ms"
                + " (medians of 60)%n",
            shards,
            reduction,
            small(moons, shards, reduction, SparkRates::smallNetwork, "label"),
            small(pixels, shards, reduction, SparkRates::network, "targets"));
      }
    }
  }

  private static Network smallNetwork(Backend backend) {
    return Network.inputs(2).seed(1).dense(8, relu()).dense(1, sigmoid()).build(backend);
  }

  private double small(
      DataSet data,
      int shards,
      Reduction reduction,
      Function<Backend, Network> create,
      String target) {
    Steps steps = new Steps();
    Training training = Training.epochs(80).shards(shards).listener(steps);
    try (Backend backend = Backends.open("vector", new BackendOptions(DType.FLOAT32, 1));
        Network network = create.apply(backend)) {
      SparkTraining.of(training)
          .orderBy("id")
          .reduction(reduction)
          .fit(network, TrainingTables.of(cluster.session(), data, 2), "features", target);
    }
    return median(steps.counted(20));
  }

  // ---- scoring

  private void scoring() throws Exception {
    Dataset<Row> table =
        TrainingTables.of(cluster.session(), train, 4)
            .select("features")
            .persist(StorageLevel.MEMORY_ONLY());
    table.count();
    double[] features = train.features();
    try (Backend backend = Backends.open("vector", new BackendOptions(DType.FLOAT32, 1));
        Network network = network(backend)) {
      Dataset<Row> scored =
          SparkPredictor.of(network).transform(table).select(functions.sum("prediction"));
      double[] there = new double[TURNS];
      double[] here = new double[TURNS];
      for (int turn = -3; turn < TURNS; turn++) {
        long start = System.nanoTime();
        double sum = scored.first().getDouble(0);
        long between = System.nanoTime();
        double same = plain(network, features);
        long end = System.nanoTime();
        if (sum != same) {
          throw new IllegalStateException("predictions differ: " + sum + " and " + same);
        }
        if (turn >= 0) {
          there[turn] = (between - start) / 1e6;
          here[turn] = (end - between) / 1e6;
        }
      }
      compare("scoring 60,000 records", "local[2]", "two plain threads", there, here);
    }
    table.unpersist();
  }

  /** The sum of the classes, by two threads that take 1,000 records at a time. */
  private double plain(Network network, double[] features) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      List<Future<Double>> sums = new ArrayList<>();
      for (int thread = 0; thread < 2; thread++) {
        int first = thread * train.records() / 2;
        sums.add(pool.submit(() -> classes(network, features, first, train.records() / 2)));
      }
      return sums.get(0).get() + sums.get(1).get();
    } finally {
      pool.shutdown();
    }
  }

  private static double classes(Network network, double[] features, int first, int count) {
    double sum = 0;
    for (int from = first; from < first + count; from += 1000) {
      double[] part = Arrays.copyOfRange(features, from * SIZES[0], (from + 1000) * SIZES[0]);
      double[] outputs = network.predict(part, 1000);
      for (int record = 0; record < 1000; record++) {
        sum += Classes.firstMaximum(outputs, record * SIZES[3], SIZES[3]);
      }
    }
    return sum;
  }

  // ---- Spark's own

  private void mllib() {
    int passes = 10;
    int turns = 3;
    Dataset<Row> table =
        TrainingTables.of(cluster.session(), train, 2).persist(StorageLevel.MEMORY_ONLY());
    Dataset<Row> unseen = TrainingTables.of(cluster.session(), test, 2).persist();
    table.count();
    unseen.count();
    double[] ours = new double[turns];
    double[] sparks = new double[turns];
    Run nn = ours(table, unseen, 1); // nothing is counted of the first
    Run mllib = nn;
    for (int turn = 0; turn < turns; turn++) {
      nn = ours(table, unseen, passes);
      mllib = sparks(table, unseen, passes);
      ours[turn] = nn.milliseconds;
      sparks[turn] = mllib.milliseconds;
    }
    compare(
        train.records() + " records, " + passes + " passes",
        "SparkTraining",
        "MLlib",
        ours,
        sparks);
    Run onePass = ours(table, unseen, 1);
    OUT.printf(
        Locale.ROOT,
        "accuracy on 10,000 unseen images: SparkTraining %.3f, MLlib %.3f; SparkTraining after one"
            + " pass %.3f, %.1f ms%n",
        nn.accuracy,
        mllib.accuracy,
        onePass.accuracy,
        onePass.milliseconds);
  }

  /** What a training took, and came to. */
  private record Run(double milliseconds, double accuracy) {}

  private static Run ours(Dataset<Row> table, Dataset<Row> unseen, int passes) {
    long start = System.nanoTime();
    try (Backend backend = Backends.open("vector", new BackendOptions(DType.FLOAT32, 1));
        Network network = network(backend)) {
      Training training = Training.epochs(passes).batch(4096).shards(4).optimiser(new Adam(0.001));
      SparkTraining.of(training).orderBy("id").fit(network, table, "features", "label");
      double milliseconds = (System.nanoTime() - start) / 1e6;
      return new Run(milliseconds, accuracy(SparkPredictor.of(network).transform(unseen)));
    }
  }

  private static Run sparks(Dataset<Row> table, Dataset<Row> unseen, int passes) {
    long start = System.nanoTime();
    MultilayerPerceptronClassificationModel model =
        new MultilayerPerceptronClassifier()
            .setLayers(SIZES)
            .setMaxIter(passes)
            .setTol(0)
            .setSeed(1)
            .fit(table);
    double milliseconds = (System.nanoTime() - start) / 1e6;
    return new Run(milliseconds, accuracy(model.transform(unseen)));
  }

  private static double accuracy(Dataset<Row> scored) {
    return new MulticlassClassificationEvaluator().setMetricName("accuracy").evaluate(scored);
  }
}
