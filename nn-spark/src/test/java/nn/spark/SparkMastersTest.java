package nn.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import nn.api.DType;
import nn.core.optimiser.GradientDescent;
import nn.core.training.Training;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One hash of the weights, wherever they are trained. */
class SparkMastersTest {
  private static final Training DESCENT = Machine.training().optimiser(new GradientDescent(0.1));

  @ParameterizedTest
  @ValueSource(strings = {"local[1]", "local[2]"})
  void everyMasterTrainsWhatOneMachineDoes(String master) {
    try (Cluster cluster = Cluster.start(master)) {
      for (DType dtype : DType.values()) {
        for (Reduction reduction : Reduction.values()) {
          trainsWhatOneMachineDoes(cluster, dtype, Machine.training(), reduction);
          trainsWhatOneMachineDoes(cluster, dtype, DESCENT, reduction);
        }
      }
    }
  }

  /** Every type with each optimiser and each reduction, and every optimiser with each reduction. */
  @Test
  void soDoExecutorsInProcessesOfTheirOwn() {
    try (Cluster cluster = Cluster.start(Cluster.TWO_PROCESSES)) {
      trainsWhatOneMachineDoes(cluster, DType.FLOAT64, Machine.training(), Reduction.DRIVER);
      trainsWhatOneMachineDoes(cluster, DType.FLOAT64, DESCENT, Reduction.SHUFFLE);
      trainsWhatOneMachineDoes(cluster, DType.FLOAT32, Machine.training(), Reduction.SHUFFLE);
      trainsWhatOneMachineDoes(cluster, DType.FLOAT32, DESCENT, Reduction.DRIVER);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"local[2]", Cluster.TWO_PROCESSES})
  void soDoesOneThatWritesWithKryo(String master) {
    Map<String, String> kryo =
        Map.of("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
    try (Cluster cluster = Cluster.start(master, kryo)) {
      trainsWhatOneMachineDoes(cluster, DType.FLOAT32, Machine.training(), Reduction.SHUFFLE);
    }
  }

  private static void trainsWhatOneMachineDoes(
      Cluster cluster, DType dtype, Training training, Reduction reduction) {
    Dataset<Row> table = TrainingTables.of(cluster.session(), Machine.DATA, 4);
    SparkTraining there = SparkTraining.of(training).orderBy("id").reduction(reduction);
    assertEquals(
        Machine.weights(dtype, training),
        Machine.weights(dtype, network -> there.fit(network, table, "features", "label")),
        () -> dtype + ", " + training.plan() + ", " + reduction);
  }
}
