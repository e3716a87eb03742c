package nn.spark;

import static nn.core.activation.Activations.sigmoid;
import static nn.core.activation.Activations.tanh;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.data.Moons;
import nn.core.optimiser.Adam;
import nn.core.training.EarlyStopping;
import nn.core.training.Training;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NnEstimatorTest {
  private static final DataSet DATA = Moons.make(200, 0.2, 3);
  private static final Training TRAINING = training(20);

  private static Cluster cluster;
  private static Backend backend;
  private static Dataset<Row> table;

  private static Training training(int epochs) {
    return Training.epochs(epochs).batch(40).shards(2).optimiser(new Adam(0.05)).seed(4);
  }

  @BeforeAll
  static void start() {
    cluster = Cluster.start("local[2]");
    backend = Backends.open("naive", new BackendOptions(DType.FLOAT64, 1));
    table = TrainingTables.of(cluster.session(), DATA, 3);
  }

  @AfterAll
  static void stop() {
    backend.close();
    cluster.close();
  }

  private static Network network() {
    return Network.inputs(2).seed(1).dense(8, tanh()).dense(1, sigmoid()).build(backend);
  }

  private static NnEstimator estimator() {
    return NnEstimator.of(NnEstimatorTest::network, TRAINING).setOrderCol("id");
  }

  private static double[] probabilities(Dataset<Row> scored) {
    return TestModels.vectors(scored.orderBy("id"), "probability");
  }

  /** What one machine says, as vectors of two probabilities. */
  private static double[] expected(DataSet data, Training training) {
    try (Network network = network()) {
      network.fit(data, training);
      double[] outputs = network.predict(DATA.features(), DATA.records());
      double[] both = new double[2 * outputs.length];
      for (int i = 0; i < outputs.length; i++) {
        both[2 * i] = 1 - outputs[i];
        both[2 * i + 1] = outputs[i];
      }
      return both;
    }
  }

  @Test
  void itTrainsWhatOneMachineDoes() {
    Training training = training(3); // each step is a job
    NnEstimator estimator = NnEstimator.of(NnEstimatorTest::network, training).setOrderCol("id");
    double[] expected = expected(DATA, training);
    assertArrayEquals(expected, probabilities(estimator.fit(table).transform(table)));
    assertArrayEquals(
        expected,
        probabilities(estimator.reduction(Reduction.SHUFFLE).fit(table).transform(table)));
    assertArrayEquals(
        expected(DATA, training.batch(20).shards(4).seed(9)),
        probabilities(
            estimator
                .fit(
                    table,
                    new ParamMap()
                        .put(estimator.batch(), 20)
                        .put(estimator.shards(), 4)
                        .put(estimator.seed(), 9))
                .transform(table)));
  }

  /** Rows that are marked validate; the others are weighted. */
  @Test
  void rowsMayValidateAndHaveWeights() {
    Dataset<Row> marked =
        table
            .withColumn("validates", functions.col("id").leq(-7 + 10 * 49))
            .withColumn("weight", functions.lit(1).plus(functions.col("id").mod(2).multiply(-0.5)));
    int[] first = java.util.stream.IntStream.range(0, 50).toArray();
    int[] rest = java.util.stream.IntStream.range(50, 200).toArray();
    double[] weights = new double[200];
    java.util.Arrays.setAll(weights, i -> i == 0 ? 1.5 : 0.5);
    DataSet weighted = DATA.weighted(weights);
    Training training = TRAINING.earlyStopping(EarlyStopping.patience(2));
    NnModel model =
        NnEstimator.of(NnEstimatorTest::network, training)
            .setOrderCol("id")
            .setWeightCol("weight")
            .setValidationIndicatorCol("validates")
            .fit(marked);
    assertArrayEquals(
        expected(weighted.select(rest), training.validation(weighted.select(first))),
        probabilities(model.transform(table)));
  }

  @Test
  void itIsAStageOfAPipelineWhichIsSavedAndLoaded(@TempDir Path folder) throws Exception {
    PipelineStage[] stages = {
      new StandardScaler().setInputCol("features").setOutputCol("scaled").setWithMean(true),
      estimator().setFeaturesCol("scaled").setPredictionCol("said").setProbabilityCol("probability")
    };
    PipelineModel model = new Pipeline().setStages(stages).fit(table);
    double accuracy =
        new MulticlassClassificationEvaluator()
            .setMetricName("accuracy")
            .setPredictionCol("said")
            .evaluate(model.transform(table));
    assertTrue(accuracy > 0.9, "accuracy " + accuracy);
    String saved = folder.resolve("model").toString();
    model.save(saved);
    assertArrayEquals(
        probabilities(model.transform(table)),
        probabilities(PipelineModel.load(saved).transform(table)));
  }

  @Test
  void sparksCrossValidatorVariesIt() {
    NnEstimator estimator = estimator();
    ParamMap[] grid = new ParamGridBuilder().addGrid(estimator.batch(), new int[] {0, 20}).build();
    CrossValidatorModel model =
        new CrossValidator()
            .setEstimator(estimator)
            .setEstimatorParamMaps(grid)
            .setEvaluator(new BinaryClassificationEvaluator().setRawPredictionCol("probability"))
            .setNumFolds(2)
            .setSeed(1)
            .fit(table);
    assertEquals(2, model.avgMetrics().length);
    assertTrue(model.avgMetrics()[1] > model.avgMetrics()[0], "more steps are better");
    assertEquals(200, model.transform(table).count());
  }

  @Test
  void whatIsMissingIsSaid() {
    assertEquals(
        "fit: a column must order the rows; name one with orderBy: none is named",
        assertThrows(
                IllegalArgumentException.class,
                () -> NnEstimator.of(NnEstimatorTest::network, TRAINING).fit(table))
            .getMessage());
    assertEquals(
        "fit: the table must have the column 'y': it has [id, features, label, targets, weight]",
        assertThrows(
                IllegalArgumentException.class,
                () -> estimator().setLabelCol("y").transformSchema(table.schema()))
            .getMessage());
    assertEquals(
        7, estimator().transformSchema(table.schema()).size(), "prediction and probability");
  }
}
