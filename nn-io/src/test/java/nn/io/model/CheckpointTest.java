package nn.io.model;

import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static nn.core.activation.Activations.tanh;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.data.Moons;
import nn.core.metric.Metrics;
import nn.core.optimiser.Adam;
import nn.core.schedule.Cosine;
import nn.core.training.EarlyStopping;
import nn.core.training.End;
import nn.core.training.Epoch;
import nn.core.training.Fit;
import nn.core.training.History;
import nn.core.training.Training;
import nn.core.training.TrainingListener;
import nn.core.training.TrainingState;
import nn.core.training.TrainingStep;
import nn.io.file.FileFormatException;
import nn.io.file.FileProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CheckpointTest {
  private static final int PLACES = 40;
  private static final DataSet DATA = Moons.make(23, 0.2, 4);

  @TempDir Path folder;

  private static Backend backend(DType dtype) {
    return Backends.open("naive", BackendOptions.defaults().dtype(dtype));
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

  /** 14 epochs of 3 steps: validation cannot improve by so much again, so patience ends it. */
  private static Training plan() {
    return Training.epochs(30)
        .batch(8)
        .optimiser(new Adam(0.2))
        .schedule(new Cosine(0.1))
        .validation(Moons.make(11, 0.9, 5))
        .metrics(Metrics.rocAuc())
        .earlyStopping(EarlyStopping.patience(13).minImprovement(10))
        .seed(9);
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

  private static void assertSame(TrainingState expected, TrainingState actual, String where) {
    assertEquals(expected.plan(), actual.plan(), where);
    assertEquals(expected.arrays(), actual.arrays(), where);
    for (String name : expected.arrays()) {
      double[] numbers = expected.array(name);
      double[] others = actual.array(name);
      if (name.equals("sums")) {
        numbers[1] = 0; // the seconds
        others[1] = 0;
      }
      assertArrayEquals(numbers, others, where + ", " + name);
    }
    assertEquals(expected.counters(), actual.counters(), where);
    expected
        .counters()
        .forEach(name -> assertEquals(expected.counter(name), actual.counter(name), where));
  }

  private static void assertSame(History expected, History actual, String where) {
    assertEquals(expected.size(), actual.size(), where);
    assertEquals(expected.metrics(), actual.metrics(), where);
    for (int epoch = 0; epoch < expected.size(); epoch++) {
      assertEquals(expected.cost(epoch), actual.cost(epoch), where);
      assertEquals(expected.accuracy(epoch), actual.accuracy(epoch), where);
      for (String metric : expected.metrics()) {
        assertEquals(expected.metric(metric, epoch), actual.metric(metric, epoch), where);
      }
    }
    assertEquals(expected.bestEpoch(), actual.bestEpoch(), where);
  }

  @ParameterizedTest
  @EnumSource
  void aTrainingThatStopsAnywhereGoesOnAsIfItHadNot(DType dtype) {
    try (Backend backend = backend(dtype);
        Network whole = network(backend)) {
      Fit expected = whole.fit(DATA, plan());
      assertEquals(End.STOPPED_EARLY, expected.end());
      assertTrue(expected.state().steps() > PLACES, "steps: " + expected.state().steps());
      assertTrue(expected.bestEpoch() < expected.history().size() - 1, "the best is not the last");
      Path file = folder.resolve("checkpoint");
      for (int steps = 1; steps <= PLACES; steps++) {
        String where = "stopped after step " + steps;
        try (Network stopped = network(backend)) {
          Fit first = stopped.fit(DATA, plan().listener(stopsAfter(steps)));
          Checkpoint.save(file, stopped, first.state());
          assertSame(first.state(), Checkpoint.read(file).state(), where);
        }
        Checkpoint checkpoint = Checkpoint.read(file);
        assertEquals(steps, checkpoint.state().steps());
        try (Network fresh = checkpoint.model().network(backend)) {
          Fit fit = checkpoint.resume(fresh, DATA, plan());
          assertSame(expected.state(), fit.state(), where);
          assertSame(expected.history(), fit.history(), where);
          assertEquals(expected.end(), fit.end(), where);
          assertEquals(whole.weightsSha256(), fresh.weightsSha256(), where);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyKindOfParameterComesBack(DType dtype) {
    Training once = Training.epochs(1).batch(2).optimiser(new Adam(0.01));
    try (Backend backend = backend(dtype);
        Network images = Models.images().build(backend);
        Network nested = Models.nested().build(backend)) {
      for (Network network : List.of(images, nested)) {
        double[][] targets = new double[6][network.outputs()];
        for (double[] target : targets) {
          target[0] = 1;
        }
        DataSet data = DataSet.of(Models.records(network, targets.length), targets);
        TrainingState state = network.fit(data, once).state();
        Path file = folder.resolve("checkpoint");
        Checkpoint.save(file, network, state);
        assertSame(state, Checkpoint.read(file).state(), network.layers().toString());
      }
    }
  }

  /** After the training the network has the best parameters, the checkpoint those of its step. */
  @Test
  void aCheckpointOpensAsTheModelOfItsLastStep() {
    try (Backend backend = backend(DType.FLOAT64);
        Network network = network(backend)) {
      Fit fit = network.fit(DATA, plan());
      String best = network.weightsSha256();
      Path file = folder.resolve("checkpoint");
      Checkpoint.save(file, network, fit.state());
      assertEquals(best, network.weightsSha256());
      try (Network last = network(backend);
          Network opened = ModelFile.open(file, backend)) {
        last.fit(DATA, plan().keepLast());
        assertEquals(last.weightsSha256(), opened.weightsSha256());
      }
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
    Path file = folder.resolve("checkpoint");
    try (Backend backend = backend(DType.FLOAT64);
        Backend floats = backend(DType.FLOAT32);
        Network network = network(backend);
        Network ofFloats = network(floats);
        Network other =
            Network.inputs(2)
                .dense(7, relu())
                .batchNormalisation()
                .activation(relu())
                .dropout(0.25)
                .dense(1, sigmoid())
                .build(backend)) {
      Checkpoint.save(file, network, network.fit(DATA, plan().listener(stopsAfter(5))).state());
      Checkpoint checkpoint = Checkpoint.read(file);
      String hash = network.weightsSha256();
      refuses(
          "resume: the training must be planned as before: the state is of epochs 30, batch 8, ",
          () -> checkpoint.resume(network, DATA, plan().batch(4)));
      refuses(
          "resume: the records must be the same, in the same order: DataSet[23 records, ",
          () -> checkpoint.resume(network, Moons.make(23, 0.2, 5), plan()));
      refuses(
          "resume: the network must be the checkpoint's: " + file + " has the layers [",
          () -> checkpoint.resume(other, DATA, plan()));
      refuses(
          "resume: the backend must have the checkpoint's number type: "
              + file
              + " is of FLOAT64, naive of FLOAT32",
          () -> checkpoint.resume(ofFloats, DATA, plan()));
      assertEquals(hash, network.weightsSha256());
    }
  }

  @Test
  void aBackendOfAnotherTierIsRefusedAndNothingChanges() {
    Path file = folder.resolve("checkpoint");
    try (Backend separate = backend(DType.FLOAT64);
        Backend fused = Backends.open("naive-fma");
        Network trained = network(separate);
        Network other = network(fused)) {
      Checkpoint.save(file, trained, trained.fit(DATA, plan().listener(stopsAfter(5))).state());
      Checkpoint checkpoint = Checkpoint.read(file);
      String hash = other.weightsSha256();
      FileFormatException refused =
          assertThrows(FileFormatException.class, () -> checkpoint.resume(other, DATA, plan()));
      assertEquals(
          "resume: "
              + file
              + ": the backend must be of the checkpoint's tier: it is of EXACT_SEPARATE, by naive,"
              + " and naive-fma is of EXACT_FUSED; name a backend of that tier, as by"
              + " NN_BACKEND=naive [NN-209]",
          refused.getMessage());
      assertEquals(FileProblem.INCONSISTENT, refused.problem());
      assertEquals(hash, other.weightsSha256());
      Checkpoint.save(file, other, other.fit(DATA, plan().listener(stopsAfter(5))).state());
      assertEquals(End.STOPPED_EARLY, Checkpoint.read(file).resume(other, DATA, plan()).end());
    }
  }

  @Test
  void aModelIsNoCheckpoint() {
    Path file = folder.resolve("model");
    try (Backend backend = backend(DType.FLOAT64);
        Network network = network(backend)) {
      ModelFile.save(file, network);
    }
    FileFormatException refused =
        assertThrows(FileFormatException.class, () -> Checkpoint.read(file));
    assertEquals(
        "resume: " + file + ": this is a model without a training; name a checkpoint [NN-202]",
        refused.getMessage());
  }

  @Test
  void aStateOfAnotherNetworkIsNotSaved() {
    Path file = folder.resolve("checkpoint");
    try (Backend backend = backend(DType.FLOAT64);
        Network network = network(backend);
        Network small = Network.inputs(2).dense(1, sigmoid()).build(backend)) {
      TrainingState state = small.fit(DATA, Training.epochs(1).learningRate(0.1)).state();
      assertThrows(IllegalArgumentException.class, () -> Checkpoint.save(file, network, state));
    }
    assertTrue(Files.notExists(file));
  }

  // ---- several in a folder

  private List<String> names(Path in) throws IOException {
    try (Stream<Path> files = Files.list(in)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Test
  void theLastOnesAreKept() throws IOException {
    Path in = folder.resolve("a/checkpoints");
    Checkpoints checkpoints = Checkpoints.in(in).keep(2).every(3);
    assertEquals(List.of(), checkpoints.files());
    Files.createDirectories(in);
    Files.writeString(in.resolve("checkpoint-1.safetensors"), "something else");
    Files.writeString(in.resolve("checkpoint-000000000999.safetensors"), "of a later step");
    Training training = Training.epochs(10).batch(8).optimiser(new Adam(0.01));
    try (Backend backend = backend(DType.FLOAT64);
        Network network = network(backend)) {
      network.fit(DATA, training.listener(checkpoints.listener(network)));
      assertEquals(
          List.of(
              "checkpoint-000000000027.safetensors", // epoch 9
              "checkpoint-000000000030.safetensors", // the last
              "checkpoint-000000000999.safetensors",
              "checkpoint-1.safetensors"),
          names(in));
    }
  }

  @Test
  void theyMayBeCountedInSteps() throws IOException {
    Checkpoints checkpoints = Checkpoints.in(folder).keep(9).everySteps(4);
    try (Backend backend = backend(DType.FLOAT64);
        Network network = network(backend)) {
      Training training = Training.epochs(3).batch(8).optimiser(new Adam(0.01)).seed(1);
      Fit expected = network.fit(DATA, training.listener(checkpoints.listener(network)));
      assertEquals(
          List.of(
              "checkpoint-000000000004.safetensors", // within an epoch
              "checkpoint-000000000008.safetensors",
              "checkpoint-000000000009.safetensors"), // the last
          names(folder));
      Checkpoint checkpoint = Checkpoint.read(checkpoints.files().get(0));
      try (Network fresh = checkpoint.model().network(backend)) {
        assertSame(expected.state(), checkpoint.resume(fresh, DATA, training).state(), "resumed");
      }
    }
  }

  @Test
  void theLatestThatIsWholeIsFound() throws IOException {
    Checkpoints checkpoints = Checkpoints.in(folder);
    try (Backend backend = backend(DType.FLOAT64);
        Network network = network(backend)) {
      Training training = Training.epochs(4).batch(8).optimiser(new Adam(0.01)).seed(1);
      Fit expected = network.fit(DATA, training.listener(checkpoints.listener(network)));
      List<Path> files = checkpoints.files();
      assertEquals(3, files.size());
      byte[] damaged = Files.readAllBytes(files.get(2));
      damaged[damaged.length / 2] ^= 4;
      Files.write(files.get(2), damaged);
      List<FileProblem> skipped = new ArrayList<>();
      Optional<Checkpoint> latest = checkpoints.latest(problem -> skipped.add(problem.problem()));
      assertEquals(List.of(FileProblem.CORRUPT), skipped);
      Checkpoint checkpoint = latest.orElseThrow();
      assertEquals(files.get(1), checkpoint.file());
      assertEquals(3, checkpoint.state().epochs());
      try (Network fresh = checkpoint.model().network(backend)) {
        Fit fit = checkpoint.resume(fresh, DATA, training);
        assertSame(expected.state(), fit.state(), "resumed");
      }
    }
    assertEquals(Optional.empty(), Checkpoints.in(folder.resolve("none")).latest(problem -> {}));
  }

  @Test
  void numbersOfCheckpointsMustBePositive() {
    refuses("checkpoints: at least 1 must be kept: 0", () -> Checkpoints.in(folder).keep(0));
    refuses(
        "checkpoints: there must be at least 1 epoch between them: 0",
        () -> Checkpoints.in(folder).every(0));
    refuses(
        "checkpoints: there must be at least 1 step between them: 0",
        () -> Checkpoints.in(folder).everySteps(0));
  }
}
