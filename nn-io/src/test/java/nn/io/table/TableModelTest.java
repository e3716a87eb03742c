package nn.io.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import nn.api.Backend;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.activation.Identity;
import nn.core.activation.Sigmoid;
import nn.core.data.DataSet;
import nn.core.data.Standardiser;
import nn.core.metric.Metrics;
import nn.core.training.Training;
import org.junit.jupiter.api.Test;

class TableModelTest {
  private static final CsvTable IRIS = CsvTable.read(Path.of("../examples/data/iris.csv"));
  private static final TableSpec SPECIES = TableSpec.ofTarget("species");

  @Test
  void threeLinesLeadFromAFileToClassesWithProbabilities() {
    try (TableModel model = TableModel.fit(IRIS, SPECIES)) {
      TablePredictions predictions =
          model.predict(
              table("petal_width,sepal_width,petal_length,sepal_length,n\n0.2,3.5,1.4,5.1,1\n"));

      assertEquals("Iris-setosa", predictions.className(0));
      Map<String, Double> probabilities = predictions.probabilities(0);
      assertEquals(
          List.of("Iris-setosa", "Iris-versicolor", "Iris-virginica"),
          List.copyOf(probabilities.keySet()));
      assertEquals(1, probabilities.values().stream().mapToDouble(p -> p).sum(), 1e-12);
      assertTrue(predictions.probability(0, "Iris-setosa") > 0.9);
      assertTrue(model.evaluate(IRIS).value("accuracy") > 0.96);
    }
  }

  /**
   * Weights, scale and unit by hand: (7 − 5) / 2 = 1, times 3 is 3, times 10 and 100 more is 130.
   */
  @Test
  void aModelOfPartsPredictsInTheTargetsUnit() {
    TableEncoding encoding =
        TableEncoding.of(
            List.of(new NumericFeature("x")),
            TargetColumn.of("y", Task.REGRESSION, List.of()),
            List.of(""));
    TablePreparation preparation =
        new TablePreparation(
            encoding,
            Standardiser.of(new double[] {5}, new double[] {2}),
            new TargetScale(100, 10));
    try (Backend backend = Backends.open();
        TableModel model = TableModel.of(preparation, single(backend, 3, new Identity()))) {
      Table table = table("y,x\n130,7\n120,6\n");
      TablePredictions predictions = model.predict(table);
      assertEquals(130, predictions.number(0));
      assertEquals(115, predictions.number(1));
      TableScores scores = model.evaluate(table);
      assertEquals(2.5, scores.value("mae"), 1e-12);
      assertEquals(0.125, scores.cost(), 1e-12); // (0² + 0.5²) / 2
      assertThrows(IllegalStateException.class, () -> predictions.className(0));
    }
  }

  /** σ(ln 4) = 0.8. */
  @Test
  void theThresholdDecidesBetweenTwoClasses() {
    TableEncoding encoding =
        TableEncoding.of(
            List.of(new NumericFeature("x")),
            TargetColumn.of("y", Task.BINARY, List.of("no", "yes")),
            List.of(""));
    TablePreparation preparation =
        new TablePreparation(
            encoding, Standardiser.of(new double[] {0}, new double[] {1}), TargetScale.NONE);
    try (Backend backend = Backends.open();
        TableModel model =
            TableModel.of(preparation, single(backend, Math.log(4), new Sigmoid()))) {
      Table table = table("x,y\n1,no\n");
      assertEquals("yes", model.predict(table).className(0));
      assertEquals(0.8, model.predict(table).probability(0, "yes"), 1e-12);
      assertEquals(0.2, model.predict(table).probability(0, 0), 1e-12);
      TableModel strict = model.withThreshold(0.81);
      assertEquals("no", strict.predict(table).className(0));
      assertEquals(1, strict.evaluate(table).value("accuracy"));
      assertEquals(0, model.evaluate(table).value("accuracy"));
      assertThrows(IllegalArgumentException.class, () -> model.withThreshold(1.5));
      assertThrows(IllegalStateException.class, () -> model.predict(table).number(0));
    }
  }

  @Test
  void manyThreadsGetTheSamePredictions() throws Exception {
    try (TableModel model = fit(IRIS)) {
      String expected = model.predict(IRIS).toString();
      ExecutorService threads = Executors.newFixedThreadPool(4);
      List<Future<String>> found = new ArrayList<>();
      Callable<String> task = () -> model.predict(IRIS).toString();
      for (int i = 0; i < 40; i++) {
        found.add(threads.submit(task));
      }
      for (Future<String> one : found) {
        assertEquals(expected, one.get());
      }
      threads.shutdown();
    }
  }

  @Test
  void encodedRecordsAndTablesGetTheSamePredictions() {
    try (TableModel model = fit(IRIS)) {
      TablePredictions predictions = model.predict(IRIS);
      double[] outputs = model.predict(model.encoding().encode(IRIS));
      for (int record = 0; record < IRIS.records(); record++) {
        assertEquals(outputs[3 * record + 2], predictions.probability(record, 2));
      }
    }
  }

  @Test
  void inputsOfRecordsThatArePredictedAtOnceFitInAnArray() {
    assertEquals(4096, TableModel.recordsAtOnce(1));
    assertEquals(4096, TableModel.recordsAtOnce(32_768));
    for (int inputs : new int[] {524_287, 524_289, 100_000_000, Integer.MAX_VALUE}) {
      int records = TableModel.recordsAtOnce(inputs);
      assertTrue(records >= 1, "records " + records);
      assertTrue((long) records * inputs <= Integer.MAX_VALUE, inputs + " inputs");
    }
  }

  @Test
  void noOneChangesTheNetworkFromOutside() {
    try (TableModel model = fit(IRIS)) {
      String before = model.predict(IRIS).toString();
      try (Network network = model.network()) {
        network.parameters(new double[network.parameters().length]);
      }
      assertEquals(before, model.predict(IRIS).toString());
    }
  }

  @Test
  void aMissingColumnIsNamed() {
    try (TableModel model = fit(IRIS)) {
      TableException failure =
          assertThrows(
              TableException.class,
              () -> model.predict(table("sepal_length,sepal_width,petal_length\n1,2,3\n")));
      assertEquals(
          "table: t.csv: there is no column 'petal_width'; its columns are sepal_length, sepal_width, petal_length",
          failure.getMessage());
      assertThrows(
          TableException.class,
          () ->
              model.evaluate(
                  table("sepal_length,sepal_width,petal_length,petal_width\n1,2,3,4\n")));
    }
  }

  @Test
  void partsThatDoNotFitAreRefused() {
    TableEncoding encoding = TableEncoding.fit(IRIS, SPECIES);
    TablePreparation preparation = TablePreparation.fit(encoding, encoding.encode(IRIS));
    try (Backend backend = Backends.open();
        Network network = single(backend, 1, new Identity())) {
      assertMessage(
          () -> TableModel.of(preparation, network),
          "has 4 inputs, 3 targets, MULTICLASS; the network 1, 1");
      assertMessage(
          () ->
              new TablePreparation(
                  encoding, Standardiser.of(new double[1], new double[] {1}), TargetScale.NONE),
          "4 and 1");
      assertMessage(
          () -> new TablePreparation(encoding, preparation.standardiser(), new TargetScale(0, 2)),
          "classes cannot be scaled");
    }
  }

  @Test
  void aSplitLearnsItsScalesFromTrainingRecordsAlone() {
    Table table = table("x,y\n1,1\n3,5\n100,1000\n");
    TableEncoding encoding = TableEncoding.fit(table, TableSpec.ofTarget("y"));
    DataSet train = encoding.encode(table).select(0, 1);
    TablePreparation preparation = TablePreparation.fit(encoding, train);
    assertArrayEquals(new double[] {2}, preparation.standardiser().means());
    assertEquals(new TargetScale(3, 2), preparation.scale());
  }

  @Test
  void metricsSuitTheTarget() {
    assertEquals(
        Metrics.rmse(),
        TableModel.metrics(TargetColumn.of("y", Task.REGRESSION, List.of())).get(0));
  }

  private static TableModel fit(Table table) {
    Backend backend = Backends.open(); // the JVM's end closes it
    return TableModel.fit(
        table,
        SPECIES,
        TableNetwork.usual(),
        Training.epochs(5).batch(32).learningRate(0.1),
        backend);
  }

  /** One unit without bias. */
  private static Network single(
      Backend backend, double weight, nn.api.network.Activation activation) {
    Network network = Network.inputs(1).dense(1, activation).build(backend);
    network.weights(0, new double[][] {{weight}});
    return network;
  }

  private static void assertMessage(org.junit.jupiter.api.function.Executable wrong, String part) {
    IllegalArgumentException failure = assertThrows(IllegalArgumentException.class, wrong);
    assertTrue(String.valueOf(failure.getMessage()).contains(part), failure.getMessage());
  }

  private static CsvTable table(String text) {
    try {
      return CsvTable.read(
          "t.csv", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
