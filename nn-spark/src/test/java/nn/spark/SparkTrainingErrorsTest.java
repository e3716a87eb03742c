package nn.spark;

import static nn.core.activation.Activations.identity;
import static nn.core.activation.Activations.sigmoid;
import static nn.core.activation.Activations.softmax;
import static nn.core.cost.Costs.categoricalCrossEntropy;
import static nn.core.cost.Costs.meanSquaredError;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Date;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import nn.api.Backend;
import nn.api.DType;
import nn.api.ForwardingBackend;
import nn.api.Tier;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.training.Training;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What rows a training takes, and what it says of others. */
class SparkTrainingErrorsTest {
  private static final Training TRAINING = Training.epochs(1).shards(2).learningRate(0.1);
  private static Cluster cluster;

  private Backend backend;
  private Network network;

  @BeforeAll
  static void start() {
    cluster = Cluster.start("local[2]");
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void open() {
    backend = Backends.open("naive", new BackendOptions(DType.FLOAT64, 1));
    network = Network.inputs(2).dense(1, sigmoid()).build(backend);
  }

  @AfterEach
  void close() {
    network.close();
    backend.close();
  }

  private static Dataset<Row> table(DataType key, DataType features, DataType label, Row... rows) {
    StructType schema =
        new StructType()
            .add("id", key)
            .add("features", features)
            .add("label", label)
            .add("weight", DataTypes.DoubleType);
    return cluster.session().createDataFrame(Arrays.asList(rows), schema);
  }

  private static Dataset<Row> vectors(Row... rows) {
    return table(DataTypes.LongType, SQLDataTypes.VectorType(), DataTypes.DoubleType, rows);
  }

  private static Row row(@Nullable Object key, @Nullable Object features, @Nullable Object label) {
    return RowFactory.create(key, features, label, 1.0);
  }

  private static Row good(long key) {
    return row(key, Vectors.dense((double) key, 1), (double) (key % 2));
  }

  private static SparkTraining byId() {
    return SparkTraining.of(TRAINING).orderBy("id");
  }

  /** Refused before a job is run. */
  private static void refuses(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }

  /** Refused by a row, on an executor. */
  private static void fails(String message, Runnable action) {
    assertEquals(message, assertThrows(SparkJobException.class, action::run).getMessage());
  }

  private void fit(SparkTraining training, Dataset<Row> table) {
    training.fit(network, table, "features", "label");
  }

  @Test
  void columnsMustBeThereAndSuit() {
    Dataset<Row> table = vectors(good(1), good(2));
    refuses(
        "fit: a column must order the rows; name one with orderBy: none is named",
        () -> fit(SparkTraining.of(TRAINING), table));
    refuses(
        "fit: the table must have the column 'key': it has [id, features, label, weight]",
        () -> fit(byId().orderBy("key"), table));
    refuses(
        "fit: the table must have the column 'x': it has [id, features, label, weight]",
        () -> byId().fit(network, table, "x", "label"));
    refuses(
        "fit: the table must have the column 'y': it has [id, features, label, weight]",
        () -> byId().fit(network, table, "features", "y"));
    refuses(
        "fit: the table must have the column 'w': it has [id, features, label, weight]",
        () -> fit(byId().weighted("w"), table));
    refuses(
        "fit: column 'label' must hold whole numbers, text, dates or timestamps: it is of type"
            + " double",
        () -> fit(byId().orderBy("label"), table));
    refuses(
        "fit: column 'id' must hold vectors: it is of type bigint",
        () -> byId().fit(network, table, "id", "label"));
    refuses(
        "fit: column 'features' must hold numbers: it is of type vector",
        () -> fit(byId().weighted("features"), table));
    Dataset<Row> text =
        table(
            DataTypes.LongType,
            SQLDataTypes.VectorType(),
            DataTypes.StringType,
            row(1L, Vectors.dense(1, 2), "a"));
    refuses("fit: column 'label' must hold numbers: it is of type string", () -> fit(byId(), text));
  }

  @Test
  void rowsMustSuit() {
    fails(
        "fit: column 'features' must hold vectors of 2 numbers: that of the row where id is 3 has 3",
        () -> fit(byId(), vectors(good(1), row(3L, Vectors.dense(1, 2, 3), 1.0))));
    fails(
        "fit: column 'features' must hold vectors of 2 numbers; fill or drop what is missing: the"
            + " row where id is 3 has null",
        () -> fit(byId(), vectors(good(1), row(3L, null, 1.0))));
    fails(
        "fit: column 'features' must hold finite numbers; fill or drop what is missing: number 2 of"
            + " the row where id is 3 is NaN",
        () -> fit(byId(), vectors(good(1), row(3L, Vectors.dense(1, Double.NaN), 1.0))));
    fails(
        "fit: column 'label' must hold finite numbers; fill or drop what is missing: the row where"
            + " id is 3 has null",
        () -> fit(byId(), vectors(good(1), row(3L, Vectors.dense(1, 2), null))));
    fails(
        "fit: column 'id' must order the rows: one has null",
        () -> fit(byId(), vectors(good(1), row(null, Vectors.dense(1, 2), 1.0))));
    String domain =
        String.valueOf(
            assertThrows(
                    SparkJobException.class,
                    () -> fit(byId(), vectors(good(1), row(3L, Vectors.dense(1, 2), 7.0))))
                .getMessage());
    assertTrue(domain.contains("binary"), domain);
  }

  @Test
  void noTwoRowsMayHaveOneKey() {
    String message =
        "fit: column 'id' must order the rows, so no two may have the same value: two have 2";
    fails(message, () -> fit(byId(), vectors(good(1), good(2), good(2), good(3), good(4))));
    fails(message, () -> fit(byId(), vectors(good(1), good(2), good(2), good(3)))); // two shards
  }

  @Test
  void shardsMustHaveRows() {
    refuses(
        "fit: a batch must have a record of each shard: 2 shards, batches of 1 records",
        () -> fit(byId(), vectors(good(1))));
    refuses(
        "fit: a table must have from 1 to 2147483647 rows: it has 0", () -> fit(byId(), vectors()));
    fails(
        "weighted: a weight must be 0, or from 1.0E-20 to 1.0E20: that of record 0 is -1.0",
        () ->
            fit(
                byId().weighted("weight"),
                vectors(good(1), RowFactory.create(2L, Vectors.dense(1, 2), 1.0, -1.0))));
  }

  @Test
  void backendsAndLayersMustSuit() {
    Dataset<Row> table = vectors(good(1), good(2));
    try (Backend bounded = bounded();
        Network other = Network.inputs(2).dense(1, sigmoid()).build(bounded)) {
      assertEquals(Tier.BOUNDED, bounded.tier());
      refuses(
          "fit: shards need an exact backend, as others compute other bits on other machines: naive"
              + " is BOUNDED, 2 shards",
          () -> byId().fit(other, table, "features", "label"));
    }
    try (Network mixing =
        Network.inputs(2).batchNormalisation().dense(1, sigmoid()).build(backend)) {
      refuses(
          "fit: a layer with statistics of the records needs them on this machine: layer 1"
              + " (batch-normalisation, 2 units) has running_mean",
          () -> byId().fit(mixing, table, "features", "label"));
    }
    refuses(
        "fit: records that are elsewhere cannot be split; name those that validate with"
            + " Training.validation: the validation share is 0.5",
        () -> fit(SparkTraining.of(TRAINING.validationShare(0.5)).orderBy("id"), table));
  }

  private static Backend bounded() {
    return new ForwardingBackend(Backends.open("naive", new BackendOptions(DType.FLOAT64, 1))) {
      @Override
      public Tier tier() {
        return Tier.BOUNDED;
      }
    };
  }

  @Test
  void anExecutorWithoutTheBackendSaysWhatItHas() {
    WorkerBackend missing =
        new WorkerBackend("no-such-backend", "1", DType.FLOAT64, Tier.EXACT_SEPARATE, 1);
    String message =
        String.valueOf(
            assertThrows(SparkJobException.class, () -> missing.require(cluster.context()))
                .getMessage());
    assertTrue(
        message.startsWith(
            "open backend: every executor must have the driver's backend 'no-such-backend'; add its"
                + " jar with --jars: NN-102 "),
        message);
    assertTrue(message.contains("backends seen:") && message.contains("naive"), message);
    WorkerBackend other =
        new WorkerBackend("naive", "0.0.7", DType.FLOAT64, Tier.EXACT_SEPARATE, 1);
    String differs =
        String.valueOf(
            assertThrows(SparkJobException.class, () -> other.require(cluster.context()))
                .getMessage());
    assertTrue(
        differs.startsWith(
            "open backend: every executor must have the driver's backend; use the same jars"
                + " everywhere: the driver has naive 0.0.7, EXACT_SEPARATE, the executor "),
        differs);
  }

  // ---- types

  private double[] features(Dataset<Row> table) {
    return byId().collect(network, table, "features", "label").features();
  }

  @Test
  void vectorsMayBeDenseSparseOrArrays() {
    double[] expected = {1, 0, 0, 2.5};
    assertArrayEquals(
        expected,
        features(
            vectors(
                row(1L, Vectors.dense(1, 0), 0.0),
                row(2L, Vectors.sparse(2, new int[] {1}, new double[] {2.5}), 1.0))));
    for (DataType element : List.of(DataTypes.DoubleType, DataTypes.FloatType)) {
      boolean isDouble = element.equals(DataTypes.DoubleType);
      assertArrayEquals(
          expected,
          features(
              table(
                  DataTypes.LongType,
                  DataTypes.createArrayType(element),
                  DataTypes.DoubleType,
                  row(1L, isDouble ? List.of(1.0, 0.0) : List.of(1f, 0f), 0.0),
                  row(2L, isDouble ? List.of(0.0, 2.5) : List.of(0f, 2.5f), 1.0))));
    }
    fails(
        "fit: column 'features' must hold finite numbers; fill or drop what is missing: number 2 of"
            + " the row where id is 1 is null",
        () ->
            features(
                table(
                    DataTypes.LongType,
                    DataTypes.createArrayType(DataTypes.DoubleType),
                    DataTypes.DoubleType,
                    row(1L, Arrays.asList(1.0, null), 0.0))));
  }

  /** Numbers are ordered as numbers, text as text, times as times. */
  @Test
  void keysMayBeNumbersTextDatesAndTimes() {
    ordered(DataTypes.LongType, List.of(-5L, 2L, 10L));
    ordered(DataTypes.IntegerType, List.of(-5, 2, 10));
    ordered(DataTypes.ShortType, List.of((short) -5, (short) 2, (short) 10));
    ordered(DataTypes.ByteType, List.of((byte) -5, (byte) 2, (byte) 10));
    ordered(DataTypes.StringType, List.of("", "10", "2"));
    ordered(
        DataTypes.DateType,
        List.of(
            Date.valueOf("1969-12-31"), Date.valueOf("2000-01-01"), Date.valueOf("2000-01-02")));
    ordered(
        DataTypes.TimestampType, List.of(new Timestamp(-1), new Timestamp(7), new Timestamp(8)));
  }

  private void ordered(DataType type, List<?> keys) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      rows.add(row(keys.get(i), Vectors.dense(i, 1), 0.0));
    }
    Collections.swap(rows, 0, 2);
    Dataset<Row> table =
        table(type, SQLDataTypes.VectorType(), DataTypes.DoubleType, rows.toArray(Row[]::new));
    assertArrayEquals(new double[] {0, 1, 1, 1, 2, 1}, features(table), type.simpleString());
  }

  @Test
  void targetsMayBeClassesVectorsAndNumbers() {
    Dataset<Row> classes =
        vectors(
            row(1L, Vectors.dense(1, 2), 2.0),
            row(2L, Vectors.dense(1, 2), 0.0),
            row(3L, Vectors.dense(1, 2), 1.0));
    try (Network three =
        Network.inputs(2).dense(3, softmax()).cost(categoricalCrossEntropy()).build(backend)) {
      assertArrayEquals(
          new double[] {0, 0, 1, 1, 0, 0, 0, 1, 0},
          byId().collect(three, classes, "features", "label").targets());
      fails(
          "fit: column 'label' must hold classes, whole numbers from 0 to 2: the row where id is 2"
              + " has 3.0",
          () ->
              byId()
                  .fit(
                      three,
                      vectors(good(1), row(2L, Vectors.dense(1, 2), 3.0)),
                      "features",
                      "label"));
    }
    try (Network two =
        Network.inputs(2).dense(2, identity()).cost(meanSquaredError()).build(backend)) {
      DataSet data = byId().weighted("weight").collect(two, classes, "features", "features");
      assertArrayEquals(new double[] {1, 2, 1, 2, 1, 2}, data.targets());
      assertTrue(data.isWeighted());
      refuses(
          "fit: column 'label' must hold vectors, as the network has several outputs: it is of type"
              + " double",
          () -> byId().fit(two, classes, "features", "label"));
    }
  }
}
