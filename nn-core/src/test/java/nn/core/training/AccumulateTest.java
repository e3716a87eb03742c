package nn.core.training;

import static nn.core.activation.Activations.identity;
import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static nn.core.activation.Activations.tanh;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import nn.api.Backend;
import nn.api.DType;
import nn.api.ForwardingBackend;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.core.Matrices;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.data.Moons;
import nn.core.optimiser.Adam;
import nn.core.optimiser.Momentum;
import nn.core.random.RandomState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** An update by several batches: that of one large batch, in the memory of one small one. */
class AccumulateTest {
  private static final DataSet DATA = Moons.make(50, 0.2, 3);

  private static Network network(Backend backend) {
    return Network.inputs(2)
        .seed(2)
        .dense(9, tanh())
        .dropout(0.25)
        .dense(5, relu())
        .dense(1, sigmoid())
        .build(backend);
  }

  private static Network normalised(Backend backend) {
    return Network.inputs(2)
        .batchNormalisation()
        .dense(4, tanh())
        .batchNormalisation()
        .dense(1, sigmoid())
        .build(backend);
  }

  private static Training plan() {
    return Training.epochs(4).seed(5).optimiser(new Momentum(0.1, 0.9));
  }

  /** Dropout, too, drops the same: a record has its place in the update. */
  @ParameterizedTest
  @CsvSource({"8, 3, 24", "7, 2, 14", "8, 7, 50", "8, 100, 50"})
  void anUpdateIsThatOfTheRecordsOfAllItsBatches(int batch, int batches, int records) {
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network pieces = network(backend);
        Network whole = network(backend)) {
      Fit fit = pieces.fit(DATA, plan().batch(batch).accumulate(batches));
      // A batch of all records would be in the data's own order, in which sums round otherwise.
      Fit expected = whole.fit(DATA, plan().batch(records));
      assertEquals(expected.state().steps(), fit.state().steps());
      if (records < DATA.records()) {
        assertArrayEquals(whole.parameters(), pieces.parameters(), 1e-13);
        for (int epoch = 0; epoch < 4; epoch++) {
          assertEquals(expected.history().cost(epoch), fit.history().cost(epoch), 1e-14);
          assertEquals(expected.history().accuracy(epoch), fit.history().accuracy(epoch));
        }
      }
    }
  }

  /** By hand: workers add the pieces of their shards, and a driver the shards. */
  @ParameterizedTest
  @CsvSource({"FLOAT64, 8, 3, 1", "FLOAT32, 8, 3, 1", "FLOAT64, 9, 2, 2", "FLOAT64, 7, 3, 3"})
  void aLaptopReplaysACluster(DType dtype, int batch, int batches, int shards) {
    Training plan =
        Training.epochs(2)
            .batch(batch)
            .accumulate(batches)
            .shards(shards)
            .seed(5)
            .optimiser(new Adam(0.01));
    int n = DATA.records();
    int update = batch * batches;
    try (Backend backend = Matrices.naive(dtype);
        Network laptop = network(backend);
        Network driver = network(backend);
        GradientWorker worker = driver.gradientWorker(plan.seed());
        Updater updater = driver.updater(plan)) {
      laptop.fit(DATA, plan);
      RandomState random = new RandomState(plan.seed());
      int[] order = random.permutation(n);
      long step = 0;
      for (int epoch = 0; epoch < plan.epochs(); epoch++) {
        if (epoch > 0) {
          random.shuffle(order);
        }
        for (int number = 0; number * update < n; number++) {
          step++;
          GradientSums sums = null;
          int place = 0;
          for (int shard = 0; shard < shards; shard++) {
            int from = shard * n / shards;
            int size = (shard + 1) * n / shards - from;
            int[] own =
                shards == 1
                    ? order
                    : Arrays.stream(RandomState.of(plan.seed(), shard, epoch).permutation(size))
                        .map(i -> from + i)
                        .toArray();
            int share = (shard + 1) * update / shards - shard * update / shards;
            int piece = (share + batches - 1) / batches;
            GradientSums ofShard = null;
            int end = Math.min(size, (number + 1) * share);
            for (int at = number * share; at < end; at += piece) {
              int[] records = Arrays.copyOfRange(own, at, Math.min(end, at + piece));
              GradientSums more = worker.sum(DATA.select(records), step, place);
              place += records.length;
              ofShard = ofShard == null ? more : ofShard.plus(more);
            }
            if (ofShard != null) {
              sums = sums == null ? ofShard : sums.plus(ofShard);
            }
          }
          updater.update(step, java.util.Objects.requireNonNull(sums), 1);
        }
      }
      assertEquals(driver.weightsSha256(), laptop.weightsSha256());
    }
  }

  /** Those of the first layer depend on the records alone. */
  @Test
  void everyBatchUpdatesTheRunningStatistics() {
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network each = normalised(backend);
        Network together = normalised(backend)) {
      each.fit(DATA, plan().batch(8));
      together.fit(DATA, plan().batch(8).accumulate(3));
      for (String name : new String[] {"running_mean", "running_var"}) {
        assertArrayEquals(each.parameter(0, name), together.parameter(0, name), name);
      }
      assertNotEquals(each.weightsSha256(), together.weightsSha256());
    }
  }

  /** In the first update the statistics of a batch are those of a batch of its size alone. */
  @Test
  void batchStatisticsAreThoseOfOneBatch() {
    int[] order = new RandomState(5).permutation(DATA.records());
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network network = normalised(backend);
        GradientWorker worker = network.gradientWorker(5)) {
      double sum = 0;
      for (int batch = 0; batch < 3; batch++) {
        int[] records = Arrays.copyOfRange(order, 8 * batch, 8 * batch + 8);
        sum += worker.sum(DATA.select(records), 1, 0).lossSum();
      }
      double[] cost = new double[1];
      network.fit(DATA, plan().batch(8).accumulate(3).listener(firstCost(cost)));
      assertEquals(sum / 24, cost[0], 1e-15);
    }
  }

  private static TrainingListener firstCost(double[] cost) {
    return new TrainingListener() {
      @Override
      public void epochEnded(Epoch epoch) {}

      @Override
      public void stepEnded(TrainingStep step) {
        cost[0] = step.cost();
        step.stop();
      }
    };
  }

  @Test
  void theFullBatchIsOneBatch() {
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network one = network(backend);
        Network two = network(backend)) {
      one.fit(DATA, plan());
      two.fit(DATA, plan().accumulate(4));
      assertEquals(one.weightsSha256(), two.weightsSha256());
    }
  }

  @ParameterizedTest
  @EnumSource
  void resumesAfterAnyStep(DType dtype) {
    Training plan = plan().batch(8).accumulate(3); // 3 updates an epoch: 24, 24 and 2 records
    try (Backend backend = Matrices.naive(dtype);
        Network whole = normalised(backend);
        Network other = normalised(backend)) {
      double[] begin = whole.parameters();
      whole.fit(DATA, plan);
      for (int last = 1; last <= 12; last++) {
        int steps = last;
        TrainingListener stopping =
            new TrainingListener() {
              @Override
              public void epochEnded(Epoch epoch) {}

              @Override
              public void stepEnded(TrainingStep step) {
                if (step.number() == steps) {
                  step.stop();
                }
              }
            };
        other.parameters(begin);
        TrainingState state = other.fit(DATA, plan.listener(stopping)).state();
        other.resume(DATA, plan, state);
        assertArrayEquals(whole.parameters(), other.parameters(), "after step " + steps);
      }
    }
  }

  /** Counts the numbers of its tensors. */
  private static final class Counting extends ForwardingBackend {
    long numbers;

    Counting(Backend delegate) {
      super(delegate);
    }

    @Override
    public Workspace workspace() {
      Workspace inner = super.workspace();
      return new Workspace() {
        @Override
        public Backend backend() {
          return Counting.this;
        }

        @Override
        public Tensor tensor(Shape shape) {
          numbers += shape.size();
          return inner.tensor(shape);
        }

        @Override
        public void close() {
          inner.close();
        }
      };
    }
  }

  private static long numbers(Training training) {
    Counting backend = new Counting(Matrices.naive(DType.FLOAT64));
    try (backend;
        Network network = Network.inputs(2).dense(100, tanh()).dense(1, sigmoid()).build(backend)) {
      backend.numbers = 0;
      network.fit(Moons.make(512, 0.2, 1), training);
      return backend.numbers;
    }
  }

  @Test
  void memoryIsThatOfOneBatchAndItsGradients() {
    Training training = Training.epochs(1).batch(16);
    long one = numbers(training);
    long more = numbers(training.accumulate(16));
    int parameters = 2 * 100 + 100 + 100 + 1;
    assertEquals(one + parameters, more);
    assertTrue(more < numbers(training.batch(256)) / 4);
  }

  /** The second batch of the first update has a target that overflows. */
  @Test
  void aBatchThatIsNotFiniteEndsTheTraining() {
    double[] targets = IntStream.range(0, 8).mapToDouble(j -> 1).toArray();
    double[] features = IntStream.range(0, 8).mapToDouble(j -> j).toArray();
    int[] order = new RandomState(5).permutation(8);
    features[order[5]] = 1e300;
    DataSet data = DataSet.of(8, features, 1, targets, 1);
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network network =
            Network.inputs(1).dense(2, identity()).dense(1, identity()).build(backend)) {
      network.weights(0, new double[][] {{1e300}, {1}});
      double[] before = network.parameters();
      assertThrows(DivergedException.class, () -> network.fit(data, plan().batch(4).accumulate(2)));
      assertArrayEquals(before, network.parameters());
    }
  }

  @Test
  void itIsPartOfThePlan() {
    Training training = Training.epochs(3).batch(8);
    assertEquals(1, training.accumulate());
    assertEquals(4, training.accumulate(4).accumulate());
    String expected = "epochs 3, batch 8, accumulate 4, shards 1, seed 0, optimiser ";
    String plan = training.accumulate(4).plan();
    assertTrue(plan.startsWith(expected), plan);
    assertEquals(training.plan(), training.accumulate(4).accumulate(1).plan());
    assertEquals(
        "training: batches to accumulate must be at least 1: 0",
        assertThrows(IllegalArgumentException.class, () -> training.accumulate(0)).getMessage());
  }
}
