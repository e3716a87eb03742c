package nn.spark;

import static nn.spark.TestModels.BINARY;
import static nn.spark.TestModels.COLOUR;
import static nn.spark.TestModels.NUMBER;
import static nn.spark.TestModels.backend;
import static nn.spark.TestModels.column;
import static nn.spark.TestModels.doubles;
import static nn.spark.TestModels.memory;
import static nn.spark.TestModels.messages;
import static nn.spark.TestModels.vectors;
import static nn.spark.TestSession.row;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Date;
import java.util.ArrayList;
import java.util.List;
import nn.api.Backend;
import nn.api.DType;
import nn.io.file.FileFormatException;
import nn.io.model.ModelFile;
import nn.io.table.CategoricalFeature;
import nn.io.table.MissingPolicy;
import nn.io.table.NumericFeature;
import nn.io.table.TableModel;
import nn.io.table.TablePredictions;
import nn.io.table.TargetColumn;
import nn.io.table.Task;
import nn.io.table.UnknownPolicy;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of tables: what Spark computes is what one machine computes of the same values. */
class SparkPredictorTest {
  private static final Backend BACKEND = backend("naive", DType.FLOAT64);
  private static final StructType NUMBERS =
      new StructType().add("a", DataTypes.DoubleType).add("b", DataTypes.DoubleType);

  @AfterAll
  static void close() {
    BACKEND.close();
  }

  @Test
  void twoClassesGetAnIndexTheirProbabilitiesAndAName() {
    try (TableModel model = TestModels.numbers(BACKEND, BINARY)) {
      Dataset<Row> scored = assertSame(model, numbers(50));
      assertEquals(
          List.of("a", "b", "prediction", "probability", "predicted_y"), List.of(scored.columns()));
      assertTrue(column(scored, "predicted_y").containsAll(List.of("no", "yes")));
    }
  }

  @Test
  void severalClassesGetAProbabilityEach() {
    try (TableModel model = TestModels.numbers(BACKEND, COLOUR)) {
      Dataset<Row> scored = assertSame(model, numbers(50));
      assertEquals(150, vectors(scored, "probability").length);
      assertEquals("predicted_colour", scored.columns()[4]);
    }
  }

  @Test
  void aNumberIsInTheTargetsUnitAndHasNoProbability() {
    try (TableModel model = TestModels.numbers(BACKEND, NUMBER)) {
      Dataset<Row> scored = assertSame(model, numbers(50));
      assertEquals(List.of("a", "b", "prediction"), List.of(scored.columns()));
    }
  }

  @Test
  void theThresholdDecides() {
    try (TableModel model = TestModels.numbers(BACKEND, BINARY)) {
      Dataset<Row> table = numbers(50);
      double[] usual = doubles(assertSame(model, table), "prediction");
      double[] strict = doubles(assertSame(model.withThreshold(0.7), table), "prediction");
      assertTrue(sum(usual) > sum(strict) && sum(strict) > 0);
    }
  }

  @Test
  void singlePrecisionHasItsOwnBits() {
    try (Backend single = backend("vector", DType.FLOAT32);
        TableModel model = TestModels.numbers(single, COLOUR)) {
      assertSame(model, numbers(50));
    }
  }

  @Test
  void everyTypeOfSparkIsReadAsItsText() {
    StructType schema =
        new StructType()
            .add("byte", DataTypes.ByteType)
            .add("short", DataTypes.ShortType)
            .add("int", DataTypes.IntegerType)
            .add("long", DataTypes.LongType)
            .add("float", DataTypes.FloatType)
            .add("double", DataTypes.DoubleType)
            .add("small", DataTypes.createDecimalType(10, 3))
            .add("large", DataTypes.createDecimalType(38, 18))
            .add("text", DataTypes.StringType)
            .add("flag", DataTypes.BooleanType)
            .add("day", DataTypes.DateType)
            .add("zip", DataTypes.IntegerType)
            .add("rate", DataTypes.DoubleType)
            .add("word", DataTypes.StringType);
    try (TableModel model =
        TestModels.table(
            BACKEND,
            COLOUR,
            number("byte"),
            number("short"),
            number("int"),
            number("long"),
            number("float"),
            number("double"),
            number("small"),
            number("large"),
            number("text"),
            category("flag", "false", "true"),
            category("day", "2026-01-31", "2026-02-01"),
            category("zip", "1010", "8010", "x"),
            category("rate", "0.5", "1.0", "2"),
            category("word", "a", "b"))) {
      Date day = Date.valueOf("2026-02-01");
      BigDecimal small = new BigDecimal("1.100");
      BigDecimal large = new BigDecimal("1.123456789012345678");
      @Nullable Object none = null;
      Dataset<Row> table =
          TestSession.table(
              schema,
              List.of(
                  row(
                      (byte) 1, (short) 2, 1, 2L, 0.1f, 0.1, small, large, "1.5", true, day, 1010,
                      0.5, "a"),
                  row(
                      (byte) -1,
                      (short) -2,
                      -999,
                      3L,
                      1e-3f,
                      -0.0,
                      small,
                      large,
                      " 2 ",
                      false,
                      day,
                      8010,
                      1.0,
                      " b "),
                  row(
                      none, none, none, none, none, none, none, none, none, none, none, none, none,
                      none),
                  row(
                      (byte) 0,
                      (short) 0,
                      0,
                      -999L,
                      Float.NaN,
                      Double.NaN,
                      new BigDecimal("-999"),
                      large,
                      "NA",
                      none,
                      none,
                      7,
                      2.0,
                      "c"),
                  row(
                      (byte) 3,
                      (short) 1,
                      5,
                      1L,
                      3.3f,
                      1.0 / 3,
                      new BigDecimal("0.001"),
                      new BigDecimal("12345678901234567890.123456789012345678"),
                      "-999",
                      true,
                      Date.valueOf("1999-12-31"),
                      -999,
                      0.1,
                      "")));
      Dataset<Row> scored = assertSame(model, table);
      assertEquals(
          table.collectAsList().toString(),
          scored.drop("prediction", "probability", "predicted_colour").collectAsList().toString());
    }
  }

  @Test
  void missingCellsAreFilledAndToldAsTheModelSays() {
    StructType schema =
        new StructType().add("x", DataTypes.IntegerType).add("k", DataTypes.StringType);
    Dataset<Row> table =
        TestSession.table(
            schema, List.of(row(1, "a"), row(null, "b"), row(2, null), row(null, null)));
    try (TableModel told =
            TestModels.table(
                BACKEND,
                BINARY,
                new NumericFeature("x", MissingPolicy.MEAN, 1.25, true),
                CategoricalFeature.of(
                    "k",
                    List.of("a", "b"),
                    MissingPolicy.MOST_FREQUENT,
                    "b",
                    true,
                    UnknownPolicy.REFUSE));
        TableModel filled =
            TestModels.table(
                BACKEND,
                BINARY,
                new NumericFeature("x", MissingPolicy.MOST_FREQUENT, 2, false),
                category("k", "a", "b"))) {
      assertSame(told, table);
      double[] probability = vectors(assertSame(filled, table), "probability");
      Dataset<Row> same =
          TestSession.table(schema, List.of(row(1, "a"), row(2, "b"), row(2, "a"), row(2, "a")));
      assertArrayEquals(vectors(assertSame(filled, same), "probability"), probability);
    }
  }

  @Test
  void aMissingCellIsRefusedWithItsRow() {
    Dataset<Row> table =
        TestSession.table(NUMBERS, List.of(row(1.0, 2.0), row(3.5, null), row(1.0, 1.0)));
    try (TableModel model = TestModels.numbers(BACKEND, BINARY)) {
      Dataset<Row> scored = SparkPredictor.of(model).transform(table);
      String expected =
          "table: row [3.5,null], column 2 (b): the cell is empty; fill it in, remove the record,"
              + " or choose a policy for missing cells";
      Exception spark = assertThrows(Exception.class, scored::collectAsList);
      assertTrue(messages(spark).contains(expected), messages(spark));
      SparkJobException own =
          assertThrows(SparkJobException.class, () -> Jobs.run("score", scored::collectAsList));
      assertEquals(expected, own.getMessage());
    }
  }

  @Test
  void whatIsNoNumberIsRefusedWithItsRow() {
    assertRefused(DataTypes.DoubleType, Double.POSITIVE_INFINITY, "this is 'Infinity'");
    assertRefused(DataTypes.StringType, "1,5", "write it with a decimal point");
    assertRefused(DataTypes.BooleanType, true, "this is 'true'");
    assertRefused(DataTypes.DoubleType, Double.NaN, "this is 'NaN', which counts as missing");
    assertRefused(DataTypes.IntegerType, -999, "this is '-999', which counts as missing");
  }

  private static void assertRefused(DataType type, Object value, String rule) {
    StructType schema = new StructType().add("a", type).add("b", DataTypes.DoubleType);
    try (TableModel model = TestModels.numbers(BACKEND, NUMBER)) {
      Dataset<Row> scored =
          SparkPredictor.of(model).transform(TestSession.table(schema, List.of(row(value, 1.0))));
      Exception failure = assertThrows(Exception.class, scored::collectAsList);
      String message = messages(failure);
      assertTrue(message.contains("row [" + value + ",1.0], column 1 (a)"), message);
      assertTrue(message.contains(rule), message);
    }
  }

  @Test
  void unknownCategoriesAreZerosOrRefused() {
    StructType schema = new StructType().add("k", DataTypes.StringType);
    Dataset<Row> table = TestSession.table(schema, List.of(row("a"), row("z")));
    try (TableModel zeros = TestModels.table(BACKEND, BINARY, category("k", "a", "b"));
        TableModel strict =
            TestModels.table(
                BACKEND,
                BINARY,
                CategoricalFeature.of(
                    "k",
                    List.of("a", "b"),
                    MissingPolicy.REFUSE,
                    null,
                    false,
                    UnknownPolicy.REFUSE))) {
      assertSame(zeros, table);
      Dataset<Row> scored = SparkPredictor.of(strict).transform(table);
      Exception failure = assertThrows(Exception.class, scored::collectAsList);
      assertTrue(
          messages(failure)
              .contains("row [z], column 1 (k): 'z' is none of the known values a, b"));
    }
  }

  @Test
  void otherColumnsAndTheOrderOfRowsAreKept() {
    Dataset<Row> table =
        numbers(3000)
            .withColumn("id", functions.monotonically_increasing_id())
            .withColumn("pair", functions.struct(functions.col("id"), functions.lit("x")))
            .withColumn("list", functions.array(functions.col("a"), functions.col("b")))
            .withColumn("time", functions.current_timestamp())
            .withColumn("map", functions.map(functions.lit("k"), functions.col("id")))
            .withColumn("bytes", functions.lit(new byte[] {1, 2}))
            .withColumn("none", functions.lit(null).cast("string"))
            .coalesce(1)
            .select("pair", "b", "list", "time", "map", "none", "id", "a", "bytes")
            .cache();
    try (TableModel model = TestModels.numbers(BACKEND, COLOUR)) {
      Dataset<Row> scored = assertSame(model, table);
      String[] columns = table.columns();
      Dataset<Row> kept =
          scored
              .drop("prediction", "probability", "predicted_colour")
              .withColumn("bytes", functions.hex(functions.col("bytes")));
      assertEquals(List.of(columns), List.of(kept.columns()));
      assertEquals(
          table.withColumn("bytes", functions.hex(functions.col("bytes"))).collectAsList(),
          kept.collectAsList());
    }
  }

  @Test
  void columnsKeepTheirNullabilityAndMetadata() {
    Metadata unit = new MetadataBuilder().putString("unit", "cm").build();
    StructType schema =
        new StructType()
            .add("a", DataTypes.DoubleType, false, unit)
            .add("b", DataTypes.DoubleType, true);
    Dataset<Row> table = TestSession.table(schema, List.of(row(1.0, 2.0)));
    try (TableModel model = TestModels.numbers(BACKEND, BINARY)) {
      SparkPredictor predictor = SparkPredictor.of(model);
      StructType result = predictor.transform(table).schema();
      assertEquals(predictor.schema(schema), result);
      assertEquals("cm", result.apply("a").metadata().getString("unit"));
    }
  }

  @Test
  void otherColumnsMayHaveAnyNames() {
    try (TableModel model = TestModels.numbers(BACKEND, BINARY)) {
      Dataset<Row> table =
          numbers(3)
              .withColumn("c.d", functions.lit(1))
              .withColumn("`", functions.lit(2))
              .withColumn("", functions.lit(3))
              .withColumn("e", functions.lit(4));
      Dataset<Row> twice = table.select(functions.col("*"), functions.lit(5).as("e"));
      Dataset<Row> scored = SparkPredictor.of(model).transform(twice);
      assertEquals(
          List.of("a", "b", "c.d", "`", "", "e", "e", "prediction", "probability", "predicted_y"),
          List.of(scored.columns()));
      for (int i = 1; i <= 5; i++) {
        assertEquals(i, scored.first().getInt(i + 1));
      }
    }
  }

  @Test
  void partitionsMayBeManyAndEmpty() {
    try (TableModel model = TestModels.numbers(BACKEND, COLOUR)) {
      assertSame(model, numbers(100).repartition(10));
      Dataset<Row> few = numbers(2).repartition(10);
      assertEquals(10, SparkPredictor.of(model).transform(few).rdd().getNumPartitions());
      assertSame(model, few);
      Dataset<Row> none = SparkPredictor.of(model).transform(numbers(5).where("a > 1e9"));
      assertEquals(0, none.count());
      assertEquals(5, none.columns().length);
    }
  }

  @Test
  void aLimitNeedsNotAllRows() {
    try (TableModel model = TestModels.numbers(BACKEND, COLOUR)) {
      Dataset<Row> table = numbers(5000).coalesce(1);
      List<Row> all = SparkPredictor.of(model).transform(table).collectAsList();
      assertEquals(
          all.subList(0, 3), SparkPredictor.of(model).transform(table).limit(3).collectAsList());
    }
  }

  @Test
  void aFileIsReadWithTheNumberTypeThatItWasSavedIn(@TempDir Path folder) {
    Path file = folder.resolve("model.safetensors");
    Dataset<Row> table = numbers(20);
    try (Backend single = backend("vector", DType.FLOAT32);
        TableModel model = TestModels.numbers(single, COLOUR)) {
      ModelFile.save(file, model);
      TablePredictions expected = model.predict(memory(table));
      assertSame(expected, SparkPredictor.of(file).backend(single).transform(table));
      double[] chosen = vectors(SparkPredictor.of(file).transform(table), "probability");
      try (TableModel opened =
          ModelFile.openTable(
              file,
              nn.api.provider.Backends.open(
                  nn.api.provider.BackendOptions.defaults().dtype(DType.FLOAT32)))) {
        assertArrayEquals(probabilities(opened.predict(memory(table))), chosen);
      }
      assertThrows(FileFormatException.class, () -> SparkPredictor.of(folder.resolve("none")));
      assertThrows(FileFormatException.class, () -> SparkPredictor.of("b", new byte[] {1}));
    }
  }

  @Test
  void anotherBackendComputes() {
    try (Backend single = backend("naive", DType.FLOAT32);
        TableModel model = TestModels.numbers(BACKEND, NUMBER);
        TableModel rounded = TableModel.of(model.preparation(), model.network().copy(single))) {
      Dataset<Row> table = numbers(20);
      assertSame(
          rounded.predict(memory(table)),
          SparkPredictor.of(model).backend(single).transform(table));
    }
  }

  @Test
  void columnsThatAreAddedCanBeNamedAndLeftOut() {
    try (TableModel model = TestModels.numbers(BACKEND, COLOUR)) {
      SparkPredictor predictor = SparkPredictor.of(model);
      assertEquals(
          List.of("a", "b", "index", "p", "class"),
          List.of(
              predictor
                  .prediction("index")
                  .probability("p")
                  .className("class")
                  .transform(numbers(2))
                  .columns()));
      Dataset<Row> name = predictor.prediction("").probability("").transform(numbers(9));
      assertEquals(List.of("a", "b", "predicted_colour"), List.of(name.columns()));
      assertEquals(
          column(predictor.transform(numbers(9)), "predicted_colour"),
          column(name, "predicted_colour"));
      assertRefused(
          predictor.prediction("").probability("").className(""),
          numbers(1),
          "transform: at least one column must be added; name one: no name was left");
    }
  }

  @Test
  void tablesThatDoNotFitAreRefusedAtOnce() {
    try (TableModel model = TestModels.numbers(BACKEND, BINARY)) {
      SparkPredictor predictor = SparkPredictor.of(model);
      assertRefused(
          predictor,
          numbers(1).drop("b"),
          "transform: the table must have each column that the model reads, once; rename its"
              + " columns or name another: there is no column 'b'; its columns are a");
      assertRefused(
          predictor,
          numbers(1).withColumnRenamed("b", "B"),
          "transform: the table must have each column that the model reads, once; rename its"
              + " columns or name another: there is no column 'b'; its columns are a, B");
      assertRefused(
          predictor,
          numbers(1).select("a", "b", "b"),
          "transform: the table must have each column that the model reads, once; rename its"
              + " columns or name another: there are several columns 'b'; its columns are a, b, b");
      assertRefused(
          predictor,
          numbers(1).withColumn("b", functions.current_timestamp()),
          "transform: a column of the table must be numbers, text, truth values or dates; cast it:"
              + " column 'b' is timestamp");
      assertRefused(
          predictor,
          numbers(1).withColumn("Prediction", functions.lit(1)),
          "transform: a column that is added must have a name of its own; drop the other or choose"
              + " another name: 'prediction'; the table's columns are a, b, Prediction");
      assertRefused(
          predictor.probability("prediction"),
          numbers(1),
          "transform: a column that is added must have a name of its own; drop the other or choose"
              + " another name: 'prediction'; the table's columns are a, b");
      IllegalArgumentException failure =
          assertThrows(IllegalArgumentException.class, () -> predictor.features("v"));
      assertEquals(
          "transform: a column of features can be named for a network alone; leave it out: 'v'; the"
              + " model of a table reads a, b",
          failure.getMessage());
    }
  }

  @Test
  void executorsMustHaveTheBackend() {
    WorkerBackend other = new WorkerBackend("none", "1", DType.FLOAT64, BACKEND.tier(), 1);
    SparkJobException failure =
        assertThrows(
            SparkJobException.class,
            () ->
                new SentModel(new byte[1])
                    .to(
                        org.apache.spark.api.java.JavaSparkContext.fromSparkContext(
                            TestSession.get().sparkContext()),
                        other));
    assertTrue(
        String.valueOf(failure.getMessage())
            .startsWith("open backend: every executor must have the driver's backend 'none'"),
        failure.getMessage());
  }

  @Test
  void aJvmOpensAModelOnce() {
    try (TableModel model =
        TestModels.table(BACKEND, NUMBER, new NumericFeature("b", MissingPolicy.MEAN, 17, false))) {
      int before = ModelCache.OF_JVM.opened();
      Dataset<Row> table = numbers(200).repartition(10);
      SparkPredictor predictor = SparkPredictor.of(model);
      assertSame(model.predict(memory(table)), predictor.transform(table));
      assertSame(model.predict(memory(table)), SparkPredictor.of(model).transform(table));
      assertEquals(before + 1, ModelCache.OF_JVM.opened());
    }
  }

  private static void assertRefused(SparkPredictor predictor, Dataset<Row> table, String message) {
    IllegalArgumentException failure =
        assertThrows(IllegalArgumentException.class, () -> predictor.transform(table));
    assertEquals(message, failure.getMessage());
  }

  private static Dataset<Row> assertSame(TableModel model, Dataset<Row> table) {
    Dataset<Row> scored = SparkPredictor.of(model).transform(table);
    assertSame(model.predict(memory(table)), scored);
    return scored;
  }

  /** Bits, as assertEquals compares doubles without a tolerance. */
  private static void assertSame(TablePredictions expected, Dataset<Row> scored) {
    TargetColumn target = expected.target();
    double[] prediction = doubles(scored, "prediction");
    assertEquals(expected.records(), prediction.length);
    for (int i = 0; i < prediction.length; i++) {
      assertEquals(
          target.task() == Task.REGRESSION ? expected.number(i) : expected.classIndex(i),
          prediction[i]);
    }
    if (target.task() != Task.REGRESSION) {
      assertArrayEquals(probabilities(expected), vectors(scored, "probability"));
      List<String> names = column(scored, "predicted_" + target.name());
      for (int i = 0; i < prediction.length; i++) {
        assertEquals(expected.className(i), names.get(i));
      }
    }
  }

  private static double[] probabilities(TablePredictions predictions) {
    List<Double> all = new ArrayList<>();
    for (int i = 0; i < predictions.records(); i++) {
      all.addAll(predictions.probabilities(i).values());
    }
    return all.stream().mapToDouble(p -> p).toArray();
  }

  private static NumericFeature number(String name) {
    return new NumericFeature(name, MissingPolicy.MEAN, 0.25, true);
  }

  private static CategoricalFeature category(String name, String... categories) {
    return CategoricalFeature.of(
        name,
        List.of(categories),
        MissingPolicy.MOST_FREQUENT,
        categories[0],
        false,
        UnknownPolicy.ZEROS);
  }

  private static Dataset<Row> numbers(int count) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(row(3 * Math.sin(i), i % 7 - 2.5));
    }
    return TestSession.table(NUMBERS, rows);
  }

  private static double sum(double[] numbers) {
    double sum = 0;
    for (double number : numbers) {
      sum += number;
    }
    return sum;
  }
}
