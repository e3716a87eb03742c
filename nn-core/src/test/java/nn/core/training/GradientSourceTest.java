package nn.core.training;

import static nn.core.activation.Activations.identity;
import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static nn.core.activation.Activations.tanh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nn.api.Backend;
import nn.api.DType;
import nn.core.Matrices;
import nn.core.Network;
import nn.core.clip.ClipByNorm;
import nn.core.data.DataSet;
import nn.core.data.Moons;
import nn.core.optimiser.Adam;
import nn.core.penalty.L2;
import nn.core.schedule.Cosine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records that are elsewhere train the network that a data set trains. */
class GradientSourceTest {
  private static final DataSet VALIDATION = Moons.make(40, 0.2, 9);

  private static Network network(Backend backend) {
    return Network.inputs(2)
        .seed(2)
        .dense(9, tanh())
        .dropout(0.25)
        .dense(5, relu())
        .dense(1, sigmoid())
        .build(backend);
  }

  /** Workers for the shards of a data set, on this thread. */
  private static final class Workers implements GradientSource, AutoCloseable {
    private final Network network;
    private final DataSet data;
    private final Shares shares;
    private final GradientWorker worker;

    Workers(Network network, DataSet data, Training training) {
      this.network = network;
      this.data = data;
      shares = training.shares(data.records());
      worker = network.gradientWorker(training.seed());
    }

    @Override
    public int records() {
      return data.records();
    }

    @Override
    public long fingerprint() {
      return data.fingerprint();
    }

    @Override
    public GradientSums sum(long step, int epoch, int number) {
      GradientSums sums = null;
      for (int shard = 0; shard < shares.shards(); shard++) {
        int count = shares.count(shard, number);
        if (count > 0) {
          GradientSums share = share(shard, step, epoch, number, count);
          sums = sums == null ? share : sums.plus(share);
        }
      }
      return java.util.Objects.requireNonNull(sums);
    }

    private GradientSums share(int shard, long step, int epoch, int number, int count) {
      int start = shares.start(shard);
      int first = shares.first(shard, number);
      int[] indices =
          Arrays.stream(shares.order(shard, epoch), first, first + count)
              .map(i -> start + i)
              .toArray();
      int most = shares.piece(shard);
      GradientSums sums = null;
      for (int from = 0; from < count; from += most) {
        DataSet piece =
            data.select(Arrays.copyOfRange(indices, from, Math.min(count, from + most)));
        GradientSums next = worker.sum(piece, step, shares.offset(shard, number) + from);
        sums = sums == null ? next : sums.plus(next);
      }
      return java.util.Objects.requireNonNull(sums);
    }

    @Override
    public String toString() {
      return network.inputs() + " inputs elsewhere";
    }

    @Override
    public void close() {
      worker.close();
    }
  }

  private static Fit fit(Network network, DataSet data, Training training) {
    try (Workers workers = new Workers(network, data, training)) {
      return network.fit(workers, training);
    }
  }

  private static void assertSameHistory(Fit expected, Fit actual) {
    assertEquals(expected.history().size(), actual.history().size());
    for (int epoch = 0; epoch < expected.history().size(); epoch++) {
      assertEquals(expected.history().cost(epoch), actual.history().cost(epoch));
      assertEquals(expected.history().accuracy(epoch), actual.history().accuracy(epoch));
      assertEquals(
          expected.history().validationCost(epoch), actual.history().validationCost(epoch));
    }
    assertEquals(expected.end(), actual.end());
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT64, 60, 12, 1, 1",
    "FLOAT32, 60, 12, 3, 1",
    "FLOAT64, 61, 8, 4, 3",
    "FLOAT64, 23, 7, 4, 1",
    "FLOAT32, 1400, 0, 2, 1",
  })
  void theyEndInTheSameBits(DType dtype, int records, int batch, int shards, int accumulate) {
    DataSet data = Moons.make(records, 0.2, 3);
    double[] weights = new double[records];
    Arrays.setAll(weights, i -> 1 + i % 3 * 0.7);
    Training training =
        Training.epochs(5)
            .batch(batch)
            .shards(shards)
            .accumulate(accumulate)
            .optimiser(new Adam(0.05))
            .penalty(new L2(1e-3))
            .clip(new ClipByNorm(1))
            .schedule(new Cosine(0.1))
            .validation(VALIDATION)
            .earlyStopping(EarlyStopping.patience(2))
            .seed(8);
    for (DataSet given : List.of(data, data.weighted(weights))) {
      try (Backend backend = Matrices.naive(dtype);
          Network here = network(backend);
          Network there = network(backend)) {
        Fit expected = here.fit(given, training);
        assertSameHistory(expected, fit(there, given, training));
        assertEquals(here.weightsSha256(), there.weightsSha256());
      }
    }
  }

  /** A state that either has left is gone on from by the other. */
  @Test
  void eitherGoesOnFromTheOthersState() {
    DataSet data = Moons.make(60, 0.2, 3);
    Training whole = Training.epochs(4).batch(12).shards(3).optimiser(new Adam(0.01)).seed(8);
    List<TrainingState> states = new ArrayList<>();
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network here = network(backend);
        Network there = network(backend)) {
      here.fit(
          data,
          whole.listener(
              new TrainingListener() {
                @Override
                public void epochEnded(Epoch epoch) {}

                @Override
                public void stepEnded(TrainingStep step) {
                  if (step.number() == 7) {
                    states.add(step.state());
                  }
                }
              }));
      try (Workers workers = new Workers(there, data, whole)) {
        there.resume(workers, whole, states.get(0));
      }
      assertEquals(here.weightsSha256(), there.weightsSha256());
    }
  }

  /** The same message, with the same layer, as where the records are here. */
  @Test
  void aTrainingThatDivergesSaysWhere() {
    DataSet data = Moons.make(60, 0.2, 3);
    Training training = Training.epochs(50).batch(12).shards(3).learningRate(1e200);
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network here = Network.inputs(2).dense(4, relu()).dense(1, identity()).build(backend);
        Network there = here.copy()) {
      DivergedException expected =
          assertThrows(DivergedException.class, () -> here.fit(data, training));
      DivergedException actual =
          assertThrows(DivergedException.class, () -> fit(there, data, training));
      assertEquals(expected.getMessage(), actual.getMessage());
      assertEquals(expected.layer(), actual.layer());
    }
  }

  private static String refused(Network network, GradientSource source, Training training) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> network.fit(source, training))
            .getMessage());
  }

  @Test
  void whatNeedsTheRecordsHereIsRefused() {
    DataSet data = Moons.make(60, 0.2, 3);
    Training training = Training.epochs(1);
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network network = network(backend);
        Network mixing = Network.inputs(2).batchNormalisation().dense(1, sigmoid()).build(backend);
        Workers workers = new Workers(network, data, training)) {
      assertEquals(
          "fit: a layer with statistics of the records needs them on this machine: layer 1"
              + " (batch-normalisation, 2 units) has running_mean",
          refused(mixing, workers, training));
      assertEquals(
          "fit: records that are elsewhere cannot be split; name those that validate with"
              + " Training.validation: the validation share is 0.2",
          refused(network, workers, training.validationShare(0.2)));
    }
  }

  @Test
  void sumsOfAnythingElseAreRefused() {
    DataSet data = Moons.make(60, 0.2, 3);
    Training training = Training.epochs(1).batch(20);
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network network = network(backend)) {
      assertEquals(
          "fit: the gradients of step 1 must be of its records: of 20, given of 19",
          refused(network, giving(data, DType.FLOAT64, 19, 83), training));
      assertEquals(
          "fit: the sums must be of this network: 82 numbers of FLOAT64, it has 83 of FLOAT64",
          refused(network, giving(data, DType.FLOAT64, 20, 82), training));
      assertEquals(
          "fit: the sums must be of this network: 83 numbers of FLOAT32, it has 83 of FLOAT64",
          refused(network, giving(data, DType.FLOAT32, 20, 83), training));
    }
  }

  private static GradientSource giving(DataSet data, DType dtype, int records, int numbers) {
    return new GradientSource() {
      @Override
      public int records() {
        return data.records();
      }

      @Override
      public long fingerprint() {
        return data.fingerprint();
      }

      @Override
      public GradientSums sum(long step, int epoch, int number) {
        return new GradientSums(dtype, 1, 1, records, records, new double[numbers]);
      }
    };
  }
}
