package nn.core.selection;

import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import nn.api.Backend;
import nn.api.DType;
import nn.api.network.Decision;
import nn.core.Matrices;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.data.Moons;
import nn.core.data.Standardiser;
import nn.core.metric.Metrics;
import nn.core.metric.Predictions;
import nn.core.optimiser.Adam;
import nn.core.training.Training;
import org.junit.jupiter.api.Test;

/** Bagging: samples, means, records that were left out, and the same bits on any threads. */
class BaggingTest {
  private static final DataSet MOONS = Moons.make(60, 0.2, 3);

  /** Says the same for every record. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Constant(double[] outputs, Decision decision, AtomicInteger open)
      implements Model {

    Constant(double output, AtomicInteger open) {
      this(new double[] {output}, Decision.NONE, open);
      open.incrementAndGet();
    }

    @Override
    public double[] predict(DataSet data) {
      double[] all = new double[data.records() * outputs.length];
      Arrays.setAll(all, i -> outputs[i % outputs.length]);
      return all;
    }

    @Override
    public void close() {
      open.decrementAndGet();
    }
  }

  private static double mean(DataSet data) {
    return Arrays.stream(data.targets()).sum() / data.records();
  }

  private static Candidate candidate(Backend backend) {
    return train -> {
      Standardiser standardiser = Standardiser.fit(train);
      Network network =
          Network.inputs(2).dense(5, relu()).dense(1, sigmoid()).seed(1).build(backend);
      Training training = Training.epochs(10).batch(10).optimiser(new Adam(0.05));
      return Model.fit(network, standardiser::apply, train, training);
    };
  }

  /** {@code np.random.RandomState([7, member]).choice(6, 6)} of NumPy 2.4.6. */
  @Test
  void samplesAreNumpys() {
    Bagging bagging = Bagging.of(2, 7);
    assertArrayEquals(new int[] {0, 2, 3, 4, 2, 4}, bagging.sample(6, 0));
    assertArrayEquals(new int[] {4, 1, 0, 0, 3, 2}, bagging.sample(6, 1));
  }

  @Test
  void whatIsLeftOutIsWhatWasNotDrawn() {
    Bagging bagging = Bagging.of(1, 3);
    List<Integer> expected = new ArrayList<>(IntStream.range(0, 1000).boxed().toList());
    for (int drawn : bagging.sample(1000, 0)) {
      expected.remove(Integer.valueOf(drawn));
    }
    int[] leftOut = bagging.leftOut(1000, 0);
    assertEquals(expected, IntStream.of(leftOut).boxed().toList());
    assertTrue(leftOut.length > 320 && leftOut.length < 420, leftOut.length + " of 1000");
  }

  /** Members that say the mean target of their samples. */
  @Test
  void aBagSaysTheMeanOfItsMembers() throws InterruptedException {
    double[][] targets = {{0}, {1}, {2}, {3}, {4}, {5}};
    DataSet data = DataSet.of(targets, targets).weighted(1, 2, 1, 1, 1, 1);
    AtomicInteger open = new AtomicInteger();
    Bagging bagging = Bagging.of(3, 1);
    BaggedModel model = bagging.fit(data, train -> new Constant(mean(train), open));
    double[] said = new double[3];
    for (int member = 0; member < 3; member++) {
      said[member] = IntStream.of(bagging.sample(6, member)).sum() / 6.0;
      assertEquals(said[member], model.members().get(member).predict(data)[0]);
    }
    assertEquals((said[0] + said[1] + said[2]) / 3, model.predict(data)[5]);
    assertEquals(Decision.NONE, model.decision());
    Predictions outOfBag = bagging.outOfBag(data, model);
    for (int record = 0; record < 6; record++) {
      double sum = 0;
      int voters = 0;
      for (int member = 0; member < 3; member++) {
        int wanted = record;
        if (IntStream.of(bagging.sample(6, member)).noneMatch(drawn -> drawn == wanted)) {
          sum += said[member];
          voters++;
        }
      }
      assertEquals(voters == 0 ? 0 : sum / voters, outOfBag.output(record, 0));
      assertEquals(voters == 0 ? 0 : data.weight(record), outOfBag.weight(record));
      assertEquals(record, outOfBag.target(record, 0));
    }
    assertEquals(3, open.get());
    model.close();
    assertEquals(0, open.get());
  }

  @Test
  void threadsChangeNoBit() throws InterruptedException {
    for (DType dtype : DType.values()) {
      try (Backend backend = Matrices.naive(dtype)) {
        Bagging bagging = Bagging.of(4, 9);
        double[] expected = new double[0];
        for (int threads : new int[] {1, 2, 5}) {
          try (BaggedModel model = bagging.threads(threads).fit(MOONS, candidate(backend))) {
            expected = threads == 1 ? model.predict(MOONS) : expected;
            assertArrayEquals(expected, model.predict(MOONS), threads + " threads");
            Predictions outOfBag = bagging.outOfBag(MOONS, model);
            assertTrue(Metrics.accuracy().value(outOfBag) > 0.7);
          }
        }
      }
    }
  }

  /** Member 3 fails on one thread: two were trained, and are closed. */
  @Test
  void aMemberThatFailsIsNamedAndOthersAreClosed() {
    AtomicInteger open = new AtomicInteger();
    AtomicInteger trained = new AtomicInteger();
    IOException reason = new IOException("no such file");
    BaggingException failure =
        assertThrows(
            BaggingException.class,
            () ->
                Bagging.of(5, 1)
                    .fit(
                        MOONS,
                        train -> {
                          if (trained.incrementAndGet() == 3) {
                            throw reason;
                          }
                          return new Constant(1, open);
                        }));
    assertEquals("member 3: no such file", failure.getMessage());
    assertEquals(3, failure.member());
    assertSame(reason, failure.getCause());
    assertEquals(0, open.get());
  }

  private static void refuses(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }

  @Test
  void whatDoesNotFitIsRefused() {
    AtomicInteger open = new AtomicInteger();
    refuses(
        "bagging: at least 1 member and 1 thread are needed: 0 members, 1 threads",
        () -> Bagging.of(0, 1));
    refuses(
        "bagging: at least 1 member and 1 thread are needed: 2 members, 0 threads",
        () -> Bagging.of(2, 1).threads(0));
    refuses(
        "bagging: there must be a member, and outputs of all must be decided alike: 0 members, []",
        () -> new BaggedModel(List.of()));
    Model quantity = new Constant(1, open);
    Model sign = new Constant(new double[] {1}, Decision.SIGN, open);
    refuses(
        "bagging: there must be a member, and outputs of all must be decided alike: 2 members,"
            + " [NONE, SIGN]",
        () -> new BaggedModel(List.of(quantity, sign)));
    Model wide = new Constant(new double[] {1, 2}, Decision.NONE, open);
    refuses(
        "bagging: members must have as many outputs: 60 and 120 for 60 records",
        () -> new BaggedModel(List.of(quantity, wide)).predict(MOONS));
    refuses(
        "out of bag: the model must be of this bagging: 2 members, the model has 1",
        () -> Bagging.of(2, 1).outOfBag(MOONS, new BaggedModel(List.of(quantity))));
  }
}
