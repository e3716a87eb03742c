package nn.spark;

import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static nn.core.activation.Activations.tanh;
import static org.junit.jupiter.api.Assertions.assertEquals;

import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.data.Moons;
import nn.core.optimiser.Adam;
import nn.core.optimiser.GradientDescent;
import nn.core.training.Fit;
import nn.core.training.Training;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A cluster trains the network that one machine trains, bit for bit. */
class SparkTrainingTest {
  private static Cluster cluster;

  @BeforeAll
  static void start() {
    cluster = Cluster.start("local[2]");
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static Network network(Backend backend) {
    return Network.inputs(2)
        .seed(2)
        .dense(9, tanh())
        .dropout(0.25)
        .dense(5, relu())
        .dense(1, sigmoid())
        .build(backend);
  }

  private static Training training(int batch, int shards, int accumulate, boolean adam) {
    return Training.epochs(3)
        .batch(batch)
        .shards(shards)
        .accumulate(accumulate)
        .optimiser(adam ? new Adam(0.01) : new GradientDescent(0.1))
        .seed(8);
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT64, 60, 12, 3, 1, true, DRIVER",
    "FLOAT32, 60, 12, 3, 1, true, SHUFFLE",
    "FLOAT64, 23, 7, 4, 1, false, SHUFFLE", // shares of 1, 2, 2 and 2 of shards of 5, 6, 6 and 6
    "FLOAT32, 1400, 0, 2, 1, false, DRIVER", // shares of 700, so in parts
    "FLOAT32, 1400, 0, 8, 1, true, SHUFFLE",
    "FLOAT64, 61, 8, 4, 3, true, DRIVER", // three batches make a step
    "FLOAT64, 50, 16, 1, 1, true, DRIVER", // a single shard
  })
  void theClusterTrainsWhatOneMachineDoes(
      DType dtype,
      int records,
      int batch,
      int shards,
      int accumulate,
      boolean adam,
      Reduction way) {
    DataSet data = Moons.make(records, 0.2, 3);
    Training training = training(batch, shards, accumulate, adam);
    Dataset<Row> table = TrainingTables.of(cluster.session(), data, 5);
    try (Backend backend = Backends.open("vector", new BackendOptions(dtype, 2));
        Network here = network(backend);
        Network there = network(backend)) {
      Fit expected = here.fit(data, training);
      Fit fit =
          SparkTraining.of(training)
              .orderBy("id")
              .reduction(way)
              .fit(there, table, "features", "label");
      assertEquals(here.weightsSha256(), there.weightsSha256());
      for (int epoch = 0; epoch < training.epochs(); epoch++) {
        assertEquals(expected.history().cost(epoch), fit.history().cost(epoch));
        assertEquals(expected.history().accuracy(epoch), fit.history().accuracy(epoch));
      }
    }
  }
}
