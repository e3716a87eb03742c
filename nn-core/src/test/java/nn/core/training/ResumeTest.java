package nn.core.training;

import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static nn.core.activation.Activations.tanh;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import nn.api.Backend;
import nn.api.DType;
import nn.api.network.Progress;
import nn.api.network.Schedule;
import nn.core.Matrices;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.data.Moons;
import nn.core.metric.Metric;
import nn.core.metric.Predictions;
import nn.core.optimiser.Adam;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A training that is stopped after any step and resumed ends as if it had not been. */
class ResumeTest {
  private static final DataSet DATA = Moons.make(23, 0.2, 4);

  private final Backend backend = Matrices.naive(DType.FLOAT64);

  @AfterEach
  void close() {
    backend.close();
  }

  /** Halves the rate once an epoch was worse than the one before it: looks at step and history. */
  private record Careful() implements Schedule {
    @Override
    public String kind() {
      return "careful";
    }

    @Override
    public double factor(Progress progress) {
      double factor = 1 - 0.5 * progress.step() / progress.plannedSteps();
      for (int epoch = 1; epoch < progress.epochs(); epoch++) {
        factor *= progress.cost(epoch) > progress.cost(epoch - 1) ? 0.5 : 1;
      }
      return factor;
    }
  }

  /** With statistics and random numbers. */
  private static Network network(Backend backend) {
    return Network.inputs(2)
        .seed(6)
        .dense(7, tanh())
        .batchNormalisation()
        .activation(relu())
        .dropout(0.25)
        .dense(1, sigmoid())
        .build(backend);
  }

  private static Training plan() {
    return Training.epochs(4)
        .batch(8) // 8, 8 and 7
        .optimiser(new Adam(0.01))
        .schedule(new Careful())
        .seed(9);
  }

  private static void assertSame(Fit expected, Fit actual, int steps) {
    String where = "stopped after step " + steps;
    assertEquals(expected.state().arrays(), actual.state().arrays(), where);
    for (String name : expected.state().arrays()) {
      if (!name.equals("sums")) { // which has the seconds
        assertArrayEquals(expected.state().array(name), actual.state().array(name), where);
      }
    }
    assertEquals(expected.history().size(), actual.history().size(), where);
    for (int epoch = 0; epoch < expected.history().size(); epoch++) {
      assertEquals(expected.history().cost(epoch), actual.history().cost(epoch), where);
      assertEquals(expected.history().accuracy(epoch), actual.history().accuracy(epoch), where);
    }
    assertEquals(expected.history().metrics(), actual.history().metrics(), where);
    for (String name : expected.history().metrics()) {
      for (int epoch = 0; epoch < expected.history().size(); epoch++) {
        assertEquals(
            expected.history().metric(name, epoch), actual.history().metric(name, epoch), where);
      }
    }
    assertEquals(expected.bestEpoch(), actual.bestEpoch(), where);
    assertEquals(expected.end(), actual.end(), where);
  }

  /** The largest output. */
  private record Largest() implements Metric {
    @Override
    public String name() {
      return "largest";
    }

    @Override
    public double value(Predictions predictions) {
      double largest = predictions.output(0, 0);
      for (int record = 1; record < predictions.records(); record++) {
        largest = Math.max(largest, predictions.output(record, 0));
      }
      return largest;
    }

    @Override
    public boolean isGreaterBetter() {
      return false;
    }
  }

  private static Stream<Training> plans() {
    Training validated = plan().validation(Moons.make(11, 0.2, 5)).metrics(new Largest());
    EarlyStopping stopping = EarlyStopping.patience(2);
    return Stream.of(
        plan(),
        validated,
        validated.validateEvery(3).keepLast(),
        validated.earlyStopping(stopping.monitor(new Largest())),
        validated.earlyStopping(stopping.minImprovement(10)), // ends after 3 epochs
        plan().validationShare(0.1).earlyStopping(EarlyStopping.patience(1)));
  }

  private static Stream<Arguments> plansInBothTypes() {
    return plans().flatMap(plan -> Stream.of(DType.values()).map(type -> arguments(type, plan)));
  }

  @ParameterizedTest
  @MethodSource("plansInBothTypes")
  void afterAnyStep(DType dtype, Training plan) {
    try (Backend any = Matrices.naive(dtype);
        Network whole = network(any)) {
      Fit expected = whole.fit(DATA, plan);
      long all = expected.state().steps();
      for (int steps = 1; steps <= all; steps++) {
        int last = steps;
        try (Network stopped = network(any);
            Network other = network(any)) {
          Fit first = stopped.fit(DATA, plan.listener(stopsAfter(last)));
          assertEquals(last < all ? End.STOPPED : expected.end(), first.end());
          assertEquals(last, first.state().steps());
          assertEquals(last / 3, first.history().size());
          other.biases(0, new double[7]); // whatever it has is replaced
          assertSame(expected, other.resume(DATA, plan, first.state()), last);
          assertEquals(whole.weightsSha256(), other.weightsSha256());
        }
      }
    }
  }

  private static TrainingListener stopsAfter(long steps) {
    return new TrainingListener() {
      @Override
      public void epochEnded(Epoch epoch) {}

      @Override
      public void stepEnded(TrainingStep step) {
        if (step.number() == steps) {
          step.stop();
        }
      }
    };
  }

  @Test
  void afterEveryStepInTurn() {
    try (Network whole = network(backend);
        Network pieces = network(backend)) {
      Fit expected = whole.fit(DATA, plan());
      Training oneStep =
          plan()
              .listener(
                  new TrainingListener() {
                    @Override
                    public void epochEnded(Epoch epoch) {}

                    @Override
                    public void stepEnded(TrainingStep step) {
                      step.stop();
                    }
                  });
      Fit fit = pieces.fit(DATA, oneStep);
      while (fit.end() == End.STOPPED) {
        fit = pieces.resume(DATA, oneStep, fit.state());
      }
      assertSame(expected, fit, 1);
    }
  }

  /** Also those from within the last step of an epoch, which has not ended then. */
  @ParameterizedTest
  @MethodSource("plans")
  void fromAStateThatAListenerKept(Training plan) {
    List<TrainingState> states = new ArrayList<>();
    TrainingListener keeping =
        new TrainingListener() {
          @Override
          public void epochEnded(Epoch epoch) {
            states.add(epoch.state());
          }

          @Override
          public void stepEnded(TrainingStep step) {
            states.add(step.state());
          }
        };
    try (Network whole = network(backend);
        Network other = network(backend)) {
      Fit expected = whole.fit(DATA, plan.listener(keeping));
      int epochs = expected.history().size();
      assertEquals(3 * epochs + epochs, states.size());
      for (TrainingState state : states) {
        List<Integer> told = new ArrayList<>();
        Fit fit = other.resume(DATA, plan.listener(epoch -> told.add(epoch.number())), state);
        assertSame(expected, fit, (int) state.steps());
        assertEquals(epochs - state.epochs(), told.size(), "epochs told");
        assertEquals(whole.weightsSha256(), other.weightsSha256());
      }
    }
  }

  @Test
  void withTheFullBatchAndShards() {
    for (Training plan :
        List.of(
            Training.epochs(5).learningRate(0.3),
            Training.epochs(3).learningRate(0.3).batch(6).shards(3).seed(2))) {
      try (Network whole = Network.inputs(2).dense(1, sigmoid()).build(backend);
          Network other = whole.copy()) {
        Fit expected = whole.fit(DATA, plan);
        TrainingState state = other.fit(DATA, plan.listener(stopsAfter(2))).state();
        assertSame(expected, other.resume(DATA, plan, state), 2);
      }
    }
  }

  @Test
  void aListenerStopsAfterAnEpoch() {
    try (Network network = network(backend)) {
      Fit fit =
          network.fit(
              DATA,
              plan()
                  .listener(
                      epoch -> {
                        if (epoch.number() == 2) {
                          epoch.stop();
                        }
                      }));
      assertEquals(End.STOPPED, fit.end());
      assertEquals(2, fit.history().size());
      assertEquals(6, fit.state().steps());
    }
  }

  @Test
  void severalListenersAreToldInOrder() {
    List<String> told = new ArrayList<>();
    TrainingListener one =
        new TrainingListener() {
          @Override
          public void epochEnded(Epoch epoch) {
            told.add("one, epoch");
          }

          @Override
          public void stepEnded(TrainingStep step) {
            told.add("one, step");
          }
        };
    try (Network network = network(backend)) {
      Training once = Training.epochs(1).learningRate(0.1);
      network.fit(DATA, once.listener(one.andThen(epoch -> told.add("two, epoch"))));
    }
    assertEquals(List.of("one, step", "one, epoch", "two, epoch"), told);
  }

  @Test
  void anotherThreadStopsIt() throws InterruptedException {
    AtomicBoolean stop = new AtomicBoolean();
    Thread other = new Thread(() -> stop.set(true));
    try (Network network = network(backend)) {
      Training endless =
          Training.epochs(Integer.MAX_VALUE)
              .stopWhen(stop::get)
              .listener(
                  epoch -> {
                    if (epoch.number() == 3) {
                      other.start();
                    }
                  });
      Fit fit = network.fit(DATA, endless);
      other.join();
      assertEquals(End.STOPPED, fit.end());
      assertTrue(fit.history().size() >= 3);
      assertEquals(fit.history().size(), fit.state().epochs());
    }
  }

  @Test
  void theHistoryOfADivergedTrainingIsKept() {
    DataSet two = DataSet.of(2, new double[] {1, 2}, 1, new double[] {0, 1}, 1);
    try (Network network =
        Network.inputs(1).dense(1, nn.core.activation.Activations.identity()).build(backend)) {
      DivergedException diverged =
          assertThrows(
              DivergedException.class,
              () -> network.fit(two, Training.epochs(1000).learningRate(1e30)));
      assertEquals(diverged.epoch() - 1, diverged.history().size());
      assertTrue(Double.isFinite(diverged.history().cost(0)));
    }
  }

  // ---- refused

  private static void refuses(String begin, Runnable work) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, work::run).getMessage());
    assertTrue(message.startsWith(begin), message);
  }

  @Test
  void anotherPlanDataOrNetworkIsRefusedAndNothingChanges() {
    try (Network network = network(backend);
        Network smaller = Network.inputs(2).dense(1, sigmoid()).build(backend)) {
      TrainingState state = network.fit(DATA, plan().listener(stopsAfter(2))).state();
      String hash = smaller.weightsSha256();
      refuses(
          "resume: the training must be planned as before: the state is of epochs 4, batch 8, ",
          () -> network.resume(DATA, plan().seed(1), state));
      refuses(
          "resume: the records must be the same, in the same order: DataSet[23 records, ",
          () -> network.resume(Moons.make(23, 0.2, 5), plan(), state));
      refuses(
          "resume: the network must have the state's parameters: 0.weight is [1, 2], ",
          () -> smaller.resume(DATA, plan(), state));
      refuses(
          "resume: the state has no array of this name: '0.bias'",
          () -> withoutBias(network, state));
      assertEquals(hash, smaller.weightsSha256());
      assertNotNull(state.array("0.weight"));
    }
  }

  @Test
  void otherValidationIsRefusedAndNothingChanges() {
    Training validated = plan().validation(Moons.make(11, 0.2, 5));
    try (Network network = network(backend)) {
      TrainingState state = network.fit(DATA, validated.listener(stopsAfter(5))).state();
      String hash = network.weightsSha256();
      refuses(
          "resume: the validation records must be the same, in the same order: DataSet[11 records",
          () -> network.resume(DATA, plan().validation(Moons.make(11, 0.2, 6)), state));
      refuses(
          "resume: the training must be planned as before: ",
          () -> network.resume(DATA, plan().validationShare(0.2), state));
      var arrays = state.toMap();
      var counters = counters(state);
      arrays.remove("best.0.weight");
      refuses(
          "resume: the state has no array of this name: 'best.0.weight'",
          () -> network.resume(DATA, validated, new TrainingState(state.plan(), arrays, counters)));
      arrays.put("validation.cost", new double[7]);
      refuses(
          "resume: the state must have a number for each epoch: 1 epochs, validation.cost has 7",
          () -> network.resume(DATA, validated, new TrainingState(state.plan(), arrays, counters)));
      assertEquals(hash, network.weightsSha256());
    }
  }

  /** As of a file that somebody changed. */
  @Test
  void numbersThatContradictEachOtherAreRefused() {
    try (Network network = network(backend)) {
      TrainingState state = network.fit(DATA, plan().listener(stopsAfter(5))).state();
      String reachable =
          "resume: the state must be one of this training, of 4 epochs with 3 batches";
      refuses(reachable, () -> network.resume(DATA, plan(), with(state, "step", 6)));
      refuses(reachable, () -> network.resume(DATA, plan(), with(state, "epoch", 1L << 32 | 1)));
      refuses(reachable, () -> network.resume(DATA, plan(), with(state, "batch", -1)));
      refuses(
          "resume: the state's 'sums' must have 4 numbers: it has 3",
          () -> network.resume(DATA, plan(), with(state, "sums", new double[3])));
      refuses(
          "resume: the state's 'history.cost' must have 1 numbers: it has 2",
          () -> network.resume(DATA, plan(), with(state, "history.cost", new double[2])));
    }
  }

  private static TrainingState with(TrainingState state, String counter, long value) {
    Map<String, Long> counters = counters(state);
    counters.put(counter, value);
    return new TrainingState(state.plan(), state.toMap(), counters);
  }

  private static TrainingState with(TrainingState state, String array, double[] values) {
    Map<String, double[]> arrays = state.toMap();
    arrays.put(array, values);
    return new TrainingState(state.plan(), arrays, counters(state));
  }

  private static Map<String, Long> counters(TrainingState state) {
    Map<String, Long> counters = new HashMap<>();
    state.counters().forEach(name -> counters.put(name, state.counter(name)));
    return counters;
  }

  private static void withoutBias(Network network, TrainingState state) {
    var arrays = state.toMap();
    arrays.remove("0.bias");
    network.resume(DATA, plan(), new TrainingState(state.plan(), arrays, counters(state)));
  }
}
