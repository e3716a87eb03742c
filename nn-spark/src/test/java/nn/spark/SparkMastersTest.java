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

  @ParameterizedTest
  @ValueSource(strings = {"local[1]", "local[2]", "local[3]", Cluster.TWO_PROCESSES})
  void everyMasterTrainsWhatOneMachineDoes(String master) {
    try (Cluster cluster = Cluster.start(master)) {
      trainsWhatOneMachineDoes(cluster);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"local[2]", Cluster.TWO_PROCESSES})
  void soDoesOneThatWritesWithKryo(String master) {
    Map<String, String> kryo =
        Map.of("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
    try (Cluster cluster = Cluster.start(master, kryo)) {
      trainsWhatOneMachineDoes(cluster);
    }
  }

  private static void trainsWhatOneMachineDoes(Cluster cluster) {
    Dataset<Row> table = TrainingTables.of(cluster.session(), Machine.DATA, 4);
    Training descent = Machine.training().optimiser(new GradientDescent(0.1));
    for (DType dtype : DType.values()) {
      for (Training training : new Training[] {Machine.training(), descent}) {
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
  }
}
