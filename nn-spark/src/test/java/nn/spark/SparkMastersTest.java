package nn.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import nn.api.DType;
import nn.core.optimiser.GradientDescent;
import nn.core.training.Training;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One hash of the weights, wherever they are trained. */
class SparkMastersTest {
  private static final Training DESCENT = Machine.training().optimiser(new GradientDescent(0.1));

  @ParameterizedTest
  @ValueSource(strings = {"local[1]", "local[2]", Cluster.TWO_PROCESSES})
  void everyMasterTrainsWhatOneMachineDoes(String master) {
    try (Cluster cluster = Cluster.start(master)) {
      for (DType dtype : DType.values()) {
        trainsWhatOneMachineDoes(cluster, dtype, Machine.training());
        trainsWhatOneMachineDoes(cluster, dtype, DESCENT);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"local[2]", Cluster.TWO_PROCESSES})
  void soDoesOneThatWritesWithKryo(String master) {
    Map<String, String> kryo =
        Map.of("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
    try (Cluster cluster = Cluster.start(master, kryo)) {
      trainsWhatOneMachineDoes(cluster, DType.FLOAT32, Machine.training());
    }
  }

  private static void trainsWhatOneMachineDoes(Cluster cluster, DType dtype, Training training) {
    Dataset<Row> table = TrainingTables.of(cluster.session(), Machine.DATA, 4);
    String expected = Machine.weights(dtype, training);
    for (Reduction reduction : Reduction.values()) {
      SparkTraining there = SparkTraining.of(training).orderBy("id").reduction(reduction);
      assertEquals(
          expected,
          Machine.weights(dtype, network -> there.fit(network, table, "features", "label")),
          () -> dtype + ", " + training.plan() + ", " + reduction);
    }
  }
}
