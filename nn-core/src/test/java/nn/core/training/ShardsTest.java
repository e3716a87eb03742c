package nn.core.training;

import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static nn.core.activation.Activations.tanh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Matrices;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.data.Moons;
import nn.core.optimiser.Adam;
import nn.core.random.RandomState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Shards change the arithmetic as a cluster's workers would, and nothing else. */
class ShardsTest {

  private static Network network(Backend backend) {
    return Network.inputs(2)
        .seed(2)
        .dense(9, tanh())
        .dropout(0.25)
        .dense(5, relu())
        .dense(1, sigmoid())
        .build(backend);
  }

  /**
   * A cluster by hand: a worker for each shard, with a network and a backend of its own; a driver
   * that adds what they send in the order of the shards, and updates.
   */
  private static String cluster(DType dtype, DataSet data, Training plan, int batches) {
    int shards = plan.shards();
    int records = data.records();
    int batch = plan.batch() == 0 ? records : plan.batch();
    try (Backend backend = Matrices.naive(dtype);
        Network driver = network(backend);
        Updater updater = driver.updater(plan)) {
      long step = 0;
      for (int epoch = 0; epoch < plan.epochs(); epoch++) {
        for (int number = 0; number < batches; number++) {
          step++;
          GradientSums sums = null;
          int inBatch = 0;
          for (int shard = 0; shard < shards; shard++) {
            int from = shard * records / shards;
            int size = (shard + 1) * records / shards - from;
            int share = (shard + 1) * batch / shards - shard * batch / shards;
            int[] order =
                plan.batch() == 0
                    ? IntStream.range(0, size).toArray()
                    : RandomState.of(plan.seed(), shard, epoch).permutation(size);
            int[] indices =
                Arrays.stream(order)
                    .map(i -> from + i)
                    .skip((long) number * share)
                    .limit(share)
                    .toArray();
            if (indices.length > 0) {
              GradientSums own =
                  worker(dtype, driver.parameters(), data.select(indices), plan, step, inBatch);
              sums = sums == null ? own : sums.plus(own);
              inBatch += indices.length;
            }
          }
          if (sums != null) {
            updater.update(step, sums, 1);
          }
        }
      }
      return driver.weightsSha256();
    }
  }

  private static GradientSums worker(
      DType dtype, double[] parameters, DataSet share, Training plan, long step, int first) {
    try (Backend backend = Backends.open("naive", new BackendOptions(dtype, 2));
        Network network = network(backend);
        GradientWorker worker = network.gradientWorker(plan.seed())) {
      network.parameters(parameters);
      return worker.sum(share, step, first);
    }
  }

  private static String laptop(DType dtype, DataSet data, Training plan) {
    try (Backend backend = Matrices.naive(dtype);
        Network network = network(backend)) {
      network.fit(data, plan);
      return network.weightsSha256();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT64, 60, 12, 3, 5",
    "FLOAT32, 60, 12, 3, 5",
    "FLOAT64, 23, 7, 4, 5", // shares of 1, 2, 2 and 2 of shards of 5, 6, 6 and 6
    "FLOAT32, 1400, 0, 2, 1", // shares of 700, so in parts
  })
  void aLaptopReplaysACluster(DType dtype, int records, int batch, int shards, int batches) {
    DataSet data = Moons.make(records, 0.2, 3);
    Training plan =
        Training.epochs(3).batch(batch).shards(shards).optimiser(new Adam(0.01)).seed(8);
    assertEquals(cluster(dtype, data, plan, batches), laptop(dtype, data, plan));
  }

  /** Eight shares of 512 are the eight parts into which one share of 4,096 goes. */
  @ParameterizedTest
  @EnumSource
  void sharesOfTheSizeOfPartsChangeNoBit(DType dtype) {
    DataSet data = Moons.make(4096, 0.2, 3);
    Training plan = Training.epochs(2).learningRate(0.1).seed(5);
    assertEquals(laptop(dtype, data, plan), laptop(dtype, data, plan.shards(8)));
    assertNotEquals(laptop(dtype, data, plan), laptop(dtype, data, plan.shards(3)));
  }

  @Test
  void threadsChangeNoBit() {
    DataSet data = Moons.make(2500, 0.2, 3);
    Training plan = Training.epochs(2).batch(2000).shards(2).learningRate(0.1);
    String expected = laptop(DType.FLOAT64, data, plan);
    try (Backend threads = Backends.open("naive", new BackendOptions(DType.FLOAT64, 3));
        Network network = network(threads)) {
      network.fit(data, plan);
      assertEquals(expected, network.weightsSha256());
    }
  }

  @Test
  void layersThatMixRecordsAreRefused() {
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network network =
            Network.inputs(2).batchNormalisation().dense(1, sigmoid()).build(backend)) {
      assertEquals(
          "fit: a layer that mixes records needs the whole batch: shards must be 1, they are 2",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> network.fit(Moons.make(9, 0.1, 1), Training.epochs(1).shards(2)))
              .getMessage());
    }
  }

  @Test
  void sumsOfOtherNetworksAreRefused() {
    GradientSums doubles = new GradientSums(DType.FLOAT64, 1, 0, 1, 1, new double[3]);
    GradientSums floats = new GradientSums(DType.FLOAT32, 1, 0, 1, 1, new double[3]);
    assertEquals(
        "add gradients: both sums must be of one network: 3 numbers of FLOAT64 and 3 of FLOAT32",
        assertThrows(IllegalArgumentException.class, () -> doubles.plus(floats)).getMessage());
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network network = network(backend);
        Updater updater = network.updater(Training.epochs(1))) {
      String before = network.weightsSha256();
      String message =
          String.valueOf(
              assertThrows(IllegalArgumentException.class, () -> updater.update(1, doubles, 1))
                  .getMessage());
      assertTrue(message.startsWith("update: the sums must be of this network: 3 "), message);
      assertEquals(before, network.weightsSha256());
    }
  }

  /** An optimiser's state goes out of one updater and into another. */
  @Test
  void anUpdatersStateGoesOutAndIn() {
    DataSet data = Moons.make(8, 0.1, 1);
    Training plan = Training.epochs(1).optimiser(new Adam(0.01));
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network one = network(backend);
        Network two = network(backend);
        GradientWorker worker = one.gradientWorker(0);
        Updater first = one.updater(plan);
        Updater second = two.updater(plan)) {
      first.update(1, worker.sum(data, 1, 0), 1);
      two.parameters(one.parameters());
      second.state(first.state());
      GradientSums sums = worker.sum(data, 2, 0);
      assertEquals(first.update(2, sums, 0.5), second.update(2, sums, 0.5));
      assertEquals(one.weightsSha256(), two.weightsSha256());
    }
  }
}
