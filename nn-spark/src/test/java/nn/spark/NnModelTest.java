package nn.spark;

import static nn.spark.TestModels.BINARY;
import static nn.spark.TestModels.backend;
import static nn.spark.TestModels.column;
import static nn.spark.TestModels.doubles;
import static nn.spark.TestModels.vectors;
import static nn.spark.TestSession.row;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.training.Training;
import nn.io.model.ModelFile;
import nn.io.table.CsvTable;
import nn.io.table.TableModel;
import nn.io.table.TableNetwork;
import nn.io.table.TableSpec;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NnModelTest {
  private static final SparkSession SPARK = TestSession.get(); // which what is loaded needs
  private static final Path IRIS = Path.of("../examples/data/iris.csv");
  private static final Backend BACKEND = Backends.open(); // what a loaded model computes on

  @AfterAll
  static void close() {
    BACKEND.close();
  }

  @Test
  void aPipelineIsFittedSavedAndLoaded(@TempDir Path folder) throws IOException {
    String saved = folder.resolve("pipeline").toString();
    try (Network network = TestModels.multiclass(BACKEND, 2)) {
      Dataset<Row> table = numbers(30);
      Pipeline pipeline =
          new Pipeline()
              .setStages(
                  new PipelineStage[] {
                    assembler(), NnModel.of(SparkPredictor.of(network)).setProbabilityCol("p")
                  });
      PipelineModel fitted = pipeline.fit(table);
      fitted.save(saved);
      PipelineModel loaded = PipelineModel.load(saved);

      double[] expected = network.predict(flat(30), 30);
      assertArrayEquals(expected, vectors(fitted.transform(table), "p"));
      assertArrayEquals(expected, vectors(loaded.transform(table), "p"));
      assertEquals(
          fitted.transform(table).collectAsList(), loaded.transform(table).collectAsList());
      assertEquals(fitted.stages()[1].uid(), loaded.stages()[1].uid());
      assertEquals(
          List.of("a", "b", "features", "prediction", "p"),
          List.of(loaded.transform(table).columns()));
      pipeline.save(folder.resolve("unfitted").toString());
      Pipeline again = Pipeline.load(folder.resolve("unfitted").toString());
      assertArrayEquals(expected, vectors(again.fit(table).transform(table), "p"));
    }
  }

  @Test
  void aFolderHasSparksMetadataAndAModelFile(@TempDir Path folder) throws IOException {
    Path saved = folder.resolve("model");
    try (Network network = TestModels.binary(BACKEND, 2)) {
      NnModel model = NnModel.of(SparkPredictor.of(network)).setPredictionCol("y");
      model.save(saved.toString());
      String line = Files.readString(saved.resolve("metadata/part-00000"));
      assertTrue(line.contains("\"class\":\"nn.spark.NnModel\""), line);
      assertTrue(line.contains("\"uid\":\"" + model.uid() + "\""), line);
      assertTrue(line.contains("\"paramMap\":{\"predictionCol\":\"y\"}"), line);
      assertTrue(line.contains("\"sparkVersion\":\"" + SPARK.version() + "\""), line);
      assertTrue(line.contains("\"timestamp\":"), line);
      assertTrue(line.contains("\"probabilityCol\":\"probability\""), line);
      try (Network opened = ModelFile.open(saved.resolve("model.safetensors"), BACKEND)) {
        assertEquals(network.weightsSha256(), opened.weightsSha256());
      }
      assertThrows(IOException.class, () -> model.save(saved.toString()));
      model.setPredictionCol("z").write().overwrite().save(saved.toString());
      NnModel loaded = NnModel.load(saved.toString());
      assertEquals("z", loaded.getPredictionCol());
      assertEquals("features", loaded.getFeaturesCol());
      assertEquals(model.uid(), loaded.uid());
      assertEquals(
          model.extractParamMap().toString().length(),
          loaded.extractParamMap().toString().length());
    }
  }

  @Test
  void aModelOfATableIsEvaluatedBySpark(@TempDir Path folder) throws IOException {
    CsvTable iris = CsvTable.read(IRIS);
    try (TableModel model =
        TableModel.fit(
            iris,
            TableSpec.ofTarget("species"),
            TableNetwork.usual(),
            Training.epochs(20).batch(32).learningRate(0.1),
            BACKEND)) {
      NnModel stage = NnModel.of(SparkPredictor.of(model));
      stage.save(folder.resolve("iris").toString());
      NnModel loaded = NnModel.load(folder.resolve("iris").toString());
      Dataset<Row> table =
          SPARK
              .read()
              .option("header", "true")
              .option("inferSchema", "true")
              .csv(IRIS.toString())
              .coalesce(1);
      Dataset<Row> indexed =
          new StringIndexer()
              .setInputCol("species")
              .setOutputCol("label")
              .setStringOrderType("alphabetAsc")
              .fit(table)
              .transform(table);
      Dataset<Row> scored = loaded.transform(indexed);
      assertEquals(
          model.evaluate(iris).value("accuracy"),
          new MulticlassClassificationEvaluator().setMetricName("accuracy").evaluate(scored),
          1e-15);
      assertEquals(
          model.evaluate(iris).cost(),
          new MulticlassClassificationEvaluator().setMetricName("logLoss").evaluate(scored),
          1e-12);
      assertArrayEquals(
          vectors(stage.transform(indexed), "probability"), vectors(scored, "probability"));
      List<String> names = column(scored, "predicted_species");
      for (int i = 0; i < names.size(); i++) {
        assertEquals(model.predict(iris).className(i), names.get(i));
      }
    }
  }

  @Test
  void aNumberIsEvaluatedBySpark() {
    try (Network network = TestModels.regression(BACKEND, 2, 1)) {
      Dataset<Row> table =
          assembler().transform(numbers(30)).withColumn("label", functions.lit(0.5));
      Dataset<Row> scored = NnModel.of(SparkPredictor.of(network)).transform(table);
      double[] outputs = network.predict(flat(30), 30);
      double sum = Arrays.stream(outputs).map(output -> (output - 0.5) * (output - 0.5)).sum();
      assertEquals(
          Math.sqrt(sum / 30),
          new RegressionEvaluator().setMetricName("rmse").evaluate(scored),
          1e-12);
    }
  }

  @Test
  void singlePrecisionIsLoadedAsSuch(@TempDir Path folder) throws IOException {
    String saved = folder.resolve("single").toString();
    try (Backend naive = backend("naive", DType.FLOAT32);
        Network network = TestModels.multiclass(naive, 2)) {
      NnModel model = NnModel.of(SparkPredictor.of(network));
      model.save(saved);
      Dataset<Row> table = assembler().transform(numbers(30));
      double[] expected = network.predict(flat(30), 30);
      assertArrayEquals(expected, vectors(model.transform(table), "probability"));
      assertArrayEquals(
          expected, vectors(NnModel.load(saved).setBackend(naive).transform(table), "probability"));
      Dataset<Row> chosen = NnModel.load(saved).transform(table);
      assertArrayEquals(expected, vectors(chosen, "probability"), 1e-5);
    }
  }

  @Test
  void parametersAreColumnsWhichACopyHasToo() {
    try (Network network = TestModels.binary(BACKEND, 2);
        TableModel table = TestModels.numbers(BACKEND, BINARY)) {
      NnModel model = NnModel.of(SparkPredictor.of(network).features("v").prediction("y"));
      assertEquals(
          List.of("classNameCol", "featuresCol", "predictionCol", "probabilityCol"),
          Arrays.stream(model.params()).map(param -> param.name()).toList());
      assertEquals("v", model.getFeaturesCol());
      assertEquals("y", model.getPredictionCol());
      assertEquals("probability", model.setFeaturesCol("w").getProbabilityCol());
      NnModel copy = model.copy(new ParamMap().put(model.predictionCol().w("z")));
      assertEquals(model.uid(), copy.uid());
      assertEquals("w", copy.getFeaturesCol());
      assertEquals("z", copy.getPredictionCol());
      assertEquals("y", model.getPredictionCol());
      assertNotEquals(model.uid(), NnModel.of(SparkPredictor.of(network)).uid());
      assertSame(model.uid(), model.uid());
      assertTrue(model.explainParams().contains("featuresCol: column of vectors"));

      NnModel named = NnModel.of(SparkPredictor.of(table)).setClassNameCol("who");
      assertEquals("who", named.getClassNameCol());
      assertEquals(
          List.of("a", "b", "prediction", "probability", "who"),
          List.of(named.transformSchema(numbers(1).schema()).fieldNames()));
      assertEquals(
          named.transform(numbers(1)).schema(), named.transformSchema(numbers(1).schema()));
    }
  }

  @Test
  void aPipelineRefusesColumnsBeforeItRuns() {
    try (Network network = TestModels.binary(BACKEND, 2)) {
      Pipeline pipeline =
          new Pipeline()
              .setStages(
                  new PipelineStage[] {
                    assembler(), NnModel.of(SparkPredictor.of(network)).setFeaturesCol("other")
                  });
      IllegalArgumentException failure =
          assertThrows(IllegalArgumentException.class, () -> pipeline.fit(numbers(1)));
      assertEquals(
          "transform: the table must have each column that the model reads, once; rename its"
              + " columns or name another: there is no column 'other'; its columns are a, b,"
              + " features",
          failure.getMessage());
    }
  }

  @Test
  void aFolderOfAnotherStageOrNoneIsRefused(@TempDir Path folder) throws IOException {
    String other = folder.resolve("other").toString();
    assembler().save(other);
    IllegalArgumentException stage =
        assertThrows(IllegalArgumentException.class, () -> NnModel.load(other));
    assertEquals(
        "load model: the folder must hold a model of nn; load it by its own class: "
            + other
            + " holds org.apache.spark.ml.feature.VectorAssembler, not nn.spark.NnModel",
        stage.getMessage());
    String none = folder.resolve("none").toString();
    UncheckedIOException missing =
        assertThrows(UncheckedIOException.class, () -> NnModel.load(none));
    assertTrue(
        String.valueOf(missing.getMessage())
            .startsWith(
                "load model: the folder must hold what NnModel.save wrote; check the path: "
                    + none),
        missing.getMessage());
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    try (Network network = TestModels.binary(BACKEND, 2)) {
      NnModel model = NnModel.of(SparkPredictor.of(network));
      String inFile = file.resolve("model").toString();
      UncheckedIOException failure =
          assertThrows(UncheckedIOException.class, () -> model.save(inFile));
      assertTrue(
          String.valueOf(failure.getMessage())
              .startsWith(
                  "save model: the folder must be writable; look at the disk or the network: "
                      + inFile),
          failure.getMessage());
    }
  }

  private static VectorAssembler assembler() {
    return new VectorAssembler().setInputCols(new String[] {"a", "b"}).setOutputCol("features");
  }

  private static double[] flat(int count) {
    double[] features = new double[2 * count];
    for (int i = 0; i < count; i++) {
      features[2 * i] = 3 * Math.sin(i);
      features[2 * i + 1] = i % 7 - 2.5;
    }
    return features;
  }

  private static Dataset<Row> numbers(int count) {
    double[] features = flat(count);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(row(features[2 * i], features[2 * i + 1]));
    }
    StructType schema =
        new StructType().add("a", DataTypes.DoubleType).add("b", DataTypes.DoubleType);
    return TestSession.table(schema, rows);
  }

  @Test
  void predictionsOfALoadedModelHaveTheSameBits(@TempDir Path folder) throws IOException {
    try (Network network = TestModels.regression(BACKEND, 2, 1)) {
      String saved = folder.resolve("m").toString();
      NnModel.of(SparkPredictor.of(network)).save(saved);
      Dataset<Row> table = assembler().transform(numbers(30));
      assertArrayEquals(
          network.predict(flat(30), 30),
          doubles(NnModel.load(saved).transform(table), "prediction"));
    }
  }
}
