package nn.spark;

import static nn.core.activation.Activations.identity;
import static nn.core.activation.Activations.sigmoid;
import static nn.spark.TestModels.backend;
import static nn.spark.TestModels.doubles;
import static nn.spark.TestModels.messages;
import static nn.spark.TestModels.network;
import static nn.spark.TestModels.vectors;
import static nn.spark.TestSession.row;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import nn.api.Backend;
import nn.api.DType;
import nn.core.Network;
import nn.core.cost.BinaryCrossEntropy;
import nn.core.cost.Hinge;
import nn.core.training.Classes;
import nn.io.model.ModelFile;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks alone: what Spark computes is what the network predicts here. */
class SparkPredictorNetworkTest {
  private static final int INPUTS = 3;
  private static final Backend BACKEND = backend("naive", DType.FLOAT64);

  @AfterAll
  static void close() {
    BACKEND.close();
  }

  @Test
  void oneOutputIsTheProbabilityOfTheSecondClass() {
    try (Network network = TestModels.binary(BACKEND, INPUTS)) {
      Dataset<Row> scored = SparkPredictor.of(network).transform(dense(records(50)));
      double[] outputs = network.predict(flat(records(50)), 50);
      double[] prediction = doubles(scored, "prediction");
      double[] probability = vectors(scored, "probability");
      for (int i = 0; i < outputs.length; i++) {
        assertEquals(outputs[i] > 0.5 ? 1 : 0, prediction[i]);
        assertEquals(1 - outputs[i], probability[2 * i]);
        assertEquals(outputs[i], probability[2 * i + 1]);
      }
      assertTrue(Arrays.stream(prediction).distinct().count() == 2);
    }
  }

  @Test
  void theLargestOfSeveralOutputsIsTheClass() {
    try (Network network = TestModels.multiclass(BACKEND, INPUTS)) {
      assertClasses(network, SparkPredictor.of(network).transform(dense(records(50))), 50);
    }
  }

  @Test
  void quantitiesAreNumbersOrVectors() {
    try (Network one = TestModels.regression(BACKEND, INPUTS, 1);
        Network two = TestModels.regression(BACKEND, INPUTS, 2)) {
      Dataset<Row> numbers = SparkPredictor.of(one).transform(dense(records(20)));
      assertArrayEquals(one.predict(flat(records(20)), 20), doubles(numbers, "prediction"));
      assertEquals(List.of("features", "prediction"), List.of(numbers.columns()));
      Dataset<Row> vectors = SparkPredictor.of(two).transform(dense(records(20)));
      assertArrayEquals(two.predict(flat(records(20)), 20), vectors(vectors, "prediction"));
      assertEquals(List.of("features", "prediction"), List.of(vectors.columns()));
    }
  }

  @Test
  void outputsThatAreClassesOfTheirOwnAreVectorsOfZerosAndOnes() {
    try (Network network = network(BACKEND, INPUTS, 2, sigmoid(), new BinaryCrossEntropy())) {
      double[] outputs = network.predict(flat(records(20)), 20);
      Dataset<Row> scored = SparkPredictor.of(network).transform(dense(records(20)));
      assertArrayEquals(outputs, vectors(scored, "probability"));
      int[] classes = Classes.of(network.cost().decision(), outputs, 2);
      assertArrayEquals(
          Arrays.stream(classes).asDoubleStream().toArray(), vectors(scored, "prediction"));
    }
  }

  @Test
  void marginsAreClassesWithoutProbabilities() {
    try (Network network = network(BACKEND, INPUTS, 1, identity(), new Hinge())) {
      double[] outputs = network.predict(flat(records(20)), 20);
      Dataset<Row> scored = SparkPredictor.of(network).transform(dense(records(20)));
      assertEquals(List.of("features", "prediction"), List.of(scored.columns()));
      double[] expected = Arrays.stream(outputs).map(margin -> margin > 0 ? 1 : 0).toArray();
      assertArrayEquals(expected, doubles(scored, "prediction"));
    }
  }

  @Test
  void bothNumberTypesHaveTheBitsOfTheDriver() {
    for (DType dtype : DType.values()) {
      try (Backend vector = backend("vector", dtype);
          Network network = TestModels.multiclass(vector, INPUTS)) {
        assertClasses(network, SparkPredictor.of(network).transform(dense(records(50))), 50);
      }
    }
  }

  @Test
  void featuresAreVectorsOrArraysOfNumbers() {
    double[][] whole = {{1, 0, -2}, {0, 0, 0}, {0, 3, 0}};
    assertFeatures(
        SQLDataTypes.VectorType(),
        List.of(
            row(Vectors.sparse(3, new int[] {0, 2}, new double[] {1, -2})),
            row(Vectors.sparse(3, new int[0], new double[0])),
            row(Vectors.dense(new double[] {0, 3, 0}))),
        whole);
    assertFeatures(DataTypes.DoubleType, whole, value -> value);
    assertFeatures(DataTypes.FloatType, whole, value -> (float) value);
    assertFeatures(DataTypes.LongType, whole, value -> (long) value);
    assertFeatures(DataTypes.IntegerType, whole, value -> (int) value);
    assertFeatures(DataTypes.ShortType, whole, value -> (short) value);
    assertFeatures(DataTypes.ByteType, whole, value -> (byte) value);
    assertFeatures(DataTypes.createDecimalType(10, 2), whole, BigDecimal::valueOf);
    double tenth = 0.1f; // as Java widens it
    assertFeatures(DataTypes.FloatType, new double[][] {{tenth, tenth, 0}}, value -> (float) value);
  }

  /** How an array's type has a number. */
  private interface Cell {
    Object of(double value);
  }

  private static void assertFeatures(DataType type, double[][] records, Cell cell) {
    List<Row> rows = new ArrayList<>();
    for (double[] record : records) {
      rows.add(row(Arrays.stream(record).mapToObj(cell::of).toList()));
    }
    assertFeatures(DataTypes.createArrayType(type), rows, records);
  }

  private static void assertFeatures(DataType type, List<Row> rows, double[][] records) {
    try (Network network = TestModels.multiclass(BACKEND, INPUTS)) {
      Dataset<Row> table = TestSession.table(new StructType().add("x", type), rows);
      assertClasses(network, SparkPredictor.of(network).features("x").transform(table), records);
    }
  }

  @Test
  void aLargePartitionIsReadInBatches() {
    int count = 100_000;
    Dataset<Row> ids = TestSession.get().range(0, count, 1, 1).toDF();
    Dataset<Row> table =
        ids.withColumn(
            "features",
            functions.array(
                functions.col("id").cast("double"),
                functions.col("id").divide(7.0),
                functions.lit(-1.5)));
    try (Network network = TestModels.multiclass(BACKEND, INPUTS)) {
      Dataset<Row> scored = SparkPredictor.of(network).transform(table);
      assertEquals(1, scored.rdd().getNumPartitions());
      double[] features = new double[count * INPUTS];
      for (int i = 0; i < count; i++) {
        features[3 * i] = i;
        features[3 * i + 1] = i / 7.0;
        features[3 * i + 2] = -1.5;
      }
      Dataset<Row> kept = scored.select("id", "probability").cache();
      assertArrayEquals(network.predict(features, count), vectors(kept, "probability"));
      List<Long> order = TestModels.column(kept, "id");
      assertEquals(IntStream.range(0, count).mapToObj(i -> (long) i).toList(), order);
    }
  }

  @Test
  void noMoreThanABatchIsReadAhead() {
    try (Network network = TestModels.binary(BACKEND, INPUTS)) {
      int[] read = {0};
      List<Row> rows = dense(records(10)).collectAsList();
      ScoredRows scored =
          new ScoredRows(
              rows.stream().peek(row -> read[0]++).iterator(),
              new NetworkRowModel(network, 4),
              new InputColumns(List.of("features"), List.of(0)),
              new OutputColumns("prediction", "", ""));
      assertTrue(scored.hasNext());
      scored.next();
      assertTrue(read[0] <= 5, "read " + read[0]); // a stream's iterator looks one ahead
      int count = 1;
      while (scored.hasNext()) {
        scored.next();
        count++;
      }
      assertEquals(10, count);
      assertThrows(java.util.NoSuchElementException.class, scored::next);
    }
  }

  @Test
  void aFileOfANetworkAloneIsRead(@TempDir Path folder) {
    Path file = folder.resolve("network.safetensors");
    try (Network network = TestModels.multiclass(BACKEND, INPUTS)) {
      ModelFile.save(file, network);
      Dataset<Row> table = dense(records(20));
      assertClasses(network, SparkPredictor.of(file).backend(BACKEND).transform(table), 20);
      byte[] bytes = ModelFile.of(network).toBytes("n");
      assertClasses(network, SparkPredictor.of("n", bytes).backend(BACKEND).transform(table), 20);
    }
  }

  @Test
  void aPredictorCanBeSerialised() throws IOException, ClassNotFoundException {
    try (Network network = TestModels.multiclass(BACKEND, INPUTS)) {
      SparkPredictor predictor = SparkPredictor.of(network);
      predictor.transform(dense(records(1))); // it has been sent before
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream stream = new ObjectOutputStream(bytes)) {
        stream.writeObject(predictor);
      }
      try (ObjectInputStream stream =
          new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        SparkPredictor read = (SparkPredictor) stream.readObject();
        assertClasses(network, read.transform(dense(records(20))), 20);
      }
    }
  }

  @Test
  void featuresThatDoNotFitAreRefusedWithTheirRow() {
    DataType vector = SQLDataTypes.VectorType();
    DataType array = DataTypes.createArrayType(DataTypes.DoubleType);
    assertRefused(
        vector,
        Vectors.dense(new double[] {1, 2}),
        "predict: features must be as many as the network's inputs: 3 inputs, 2 features in row"
            + " [7,[1.0,2.0]], column 2 (features)");
    assertRefused(
        vector,
        Vectors.sparse(4, new int[] {3}, new double[] {1}),
        "predict: features must be as many as the network's inputs: 3 inputs, 4 features in row"
            + " [7,(4,[3],[1.0])], column 2 (features)");
    assertRefused(
        array,
        List.of(1.0),
        "predict: features must be as many as the network's inputs: 3 inputs, 1 features in row");
    assertRefused(
        vector,
        null,
        "predict: features must not be null; fill them in or remove the row: row [7,null], column 2"
            + " (features)");
    assertRefused(
        array,
        null,
        "predict: features must not be null; fill them in or remove the row: row [7,null]");
    assertRefused(
        array,
        Arrays.asList(1.0, null, 2.0),
        "predict: no feature may be null; fill it in or remove the row: number 2 of row [7,");
  }

  private static void assertRefused(DataType type, @Nullable Object cell, String message) {
    StructType schema = new StructType().add("id", DataTypes.IntegerType).add("features", type);
    try (Network network = TestModels.binary(BACKEND, INPUTS)) {
      Dataset<Row> scored =
          SparkPredictor.of(network).transform(TestSession.table(schema, List.of(row(7, cell))));
      Exception spark = assertThrows(Exception.class, scored::collectAsList);
      assertTrue(messages(spark).contains(message), messages(spark));
      SparkJobException own =
          assertThrows(SparkJobException.class, () -> Jobs.run("score", scored::collectAsList));
      assertTrue(String.valueOf(own.getMessage()).startsWith(message), own.getMessage());
    }
  }

  @Test
  void aColumnOfAnotherTypeIsRefusedAtOnce() {
    try (Network network = TestModels.binary(BACKEND, INPUTS)) {
      SparkPredictor predictor = SparkPredictor.of(network);
      IllegalArgumentException text =
          assertThrows(
              IllegalArgumentException.class,
              () -> predictor.features("id").transform(TestSession.get().range(1).toDF()));
      assertEquals(
          "transform: features must be a column of vectors of Spark ML or of arrays of numbers;"
              + " make one with VectorAssembler: column 'id' is bigint",
          text.getMessage());
      IllegalArgumentException none =
          assertThrows(
              IllegalArgumentException.class,
              () -> predictor.transform(TestSession.get().range(1).toDF()));
      assertEquals(
          "transform: the table must have each column that the model reads, once; rename its"
              + " columns or name another: there is no column 'features'; its columns are id",
          none.getMessage());
      Dataset<Row> texts =
          TestSession.get().range(1).select(functions.array(functions.lit("a")).as("features"));
      assertThrows(IllegalArgumentException.class, () -> predictor.transform(texts));
    }
  }

  private static void assertClasses(Network network, Dataset<Row> scored, int count) {
    assertClasses(network, scored, records(count));
  }

  private static void assertClasses(Network network, Dataset<Row> scored, double[][] records) {
    double[] outputs = network.predict(flat(records), records.length);
    assertArrayEquals(outputs, vectors(scored, "probability"));
    double[] prediction = doubles(scored, "prediction");
    assertEquals(records.length, prediction.length);
    for (int i = 0; i < records.length; i++) {
      assertEquals(Classes.firstMaximum(outputs, 3 * i, 3), prediction[i]);
    }
  }

  private static double[][] records(int count) {
    double[][] records = new double[count][INPUTS];
    for (int i = 0; i < count * INPUTS; i++) {
      records[i / INPUTS][i % INPUTS] = 3 * Math.sin(1 + 1.7 * i);
    }
    return records;
  }

  private static double[] flat(double[][] records) {
    return Arrays.stream(records).flatMapToDouble(Arrays::stream).toArray();
  }

  private static Dataset<Row> dense(double[][] records) {
    List<Row> rows = new ArrayList<>();
    for (double[] record : records) {
      rows.add(row(Vectors.dense(record)));
    }
    return TestSession.table(new StructType().add("features", SQLDataTypes.VectorType()), rows);
  }
}
