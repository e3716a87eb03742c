package nn.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nn.api.DType;
import nn.core.training.Epoch;
import nn.core.training.Training;
import nn.core.training.TrainingListener;
import nn.core.training.TrainingStep;
import nn.io.model.Checkpoint;
import nn.io.model.Checkpoints;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong on a cluster changes no bit. */
@Timeout(300)
class SparkFailuresTest {
  @TempDir Path folder;

  @AfterEach
  void noTrap() {
    System.clearProperty(Trap.FOLDER);
  }

  /** What Spark tells of tasks. */
  private static final class Events extends SparkListener {
    final AtomicInteger removed = new AtomicInteger();
    final AtomicInteger copies = new AtomicInteger();
    final AtomicInteger failed = new AtomicInteger();

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
      removed.incrementAndGet();
    }

    @Override
    public void onTaskStart(SparkListenerTaskStart event) {
      if (event.taskInfo().speculative()) {
        copies.incrementAndGet();
      }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd event) {
      if (event.taskInfo().failed()) {
        failed.incrementAndGet();
      }
    }
  }

  /** Sets a trap after the second step, so that it springs in the middle of the third. */
  private TrainingListener trap(String what) {
    return new TrainingListener() {
      @Override
      public void epochEnded(Epoch epoch) {}

      @Override
      public void stepEnded(TrainingStep step) {
        if (step.number() == 2) {
          Trap.set(folder, what);
        }
      }
    };
  }

  private String train(Cluster cluster, Events events, String what, Reduction reduction) {
    cluster.context().sc().addSparkListener(events);
    Dataset<Row> table = TrainingTables.of(cluster.session(), Machine.DATA, 4);
    AtomicInteger steps = new AtomicInteger();
    Training training = Machine.training().listener(trap(what).andThen(counting(steps)));
    String hash =
        Machine.weights(
            DType.FLOAT32,
            network ->
                SparkTraining.of(training)
                    .orderBy("id")
                    .reduction(reduction)
                    .fit(network, table, "features", "label"));
    assertEquals(6, steps.get(), "every step has ended once");
    assertTrue(Files.notExists(folder.resolve(what)), "the trap has sprung");
    return hash;
  }

  private static TrainingListener counting(AtomicInteger steps) {
    return new TrainingListener() {
      @Override
      public void epochEnded(Epoch epoch) {}

      @Override
      public void stepEnded(TrainingStep step) {
        steps.incrementAndGet();
      }
    };
  }

  private static String expected() {
    return Machine.weights(DType.FLOAT32, Machine.training());
  }

  @Test
  void anExecutorIsKilledInTheMiddleOfAStep() {
    Map<String, String> settings =
        Map.of(
            "spark.executor.extraJavaOptions",
            "--add-modules=jdk.incubator.vector -D" + Trap.FOLDER + "=" + folder);
    Events events = new Events();
    try (Cluster cluster = Cluster.start(Cluster.TWO_PROCESSES, settings)) {
      assertEquals(expected(), train(cluster, events, Trap.KILL, Reduction.SHUFFLE));
    } // which has told its listeners all
    assertTrue(events.removed.get() >= 1, "an executor was lost");
  }

  @ParameterizedTest
  @EnumSource
  void aTaskFailsAtItsFirstAttempt(Reduction reduction) {
    String right = expected(); // before the trap is there
    System.setProperty(Trap.FOLDER, folder.toString());
    Events events = new Events();
    try (Cluster cluster = Cluster.start("local[2,4]")) {
      assertEquals(right, train(cluster, events, Trap.FAIL, reduction));
    }
    assertEquals(1, events.failed.get(), "one task has failed");
  }

  @Test
  void aTaskThatHangsIsCopied() throws Exception {
    Map<String, String> settings =
        Map.of(
            "spark.speculation", "true",
            "spark.speculation.interval", "50ms",
            "spark.speculation.quantile", "0.5",
            "spark.speculation.multiplier", "1.1",
            "spark.executor.extraJavaOptions",
                "--add-modules=jdk.incubator.vector -D" + Trap.FOLDER + "=" + folder);
    Events events = new Events();
    try (StandaloneCluster machines = new StandaloneCluster(folder);
        Cluster cluster = Cluster.start(machines.master(), settings)) {
      assertEquals(expected(), train(cluster, events, Trap.SLEEP, Reduction.DRIVER));
    }
    assertTrue(events.copies.get() >= 1, "a copy was started");
  }

  @Test
  void executorsWithoutTheBackendsJarAreRefusedBeforeWorkIsSent() {
    String withoutVector =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> !entry.contains("nn-backend-vector"))
            .collect(Collectors.joining(File.pathSeparator));
    try (Cluster cluster =
        Cluster.start(
            Cluster.TWO_PROCESSES, Map.of("spark.executor.extraClassPath", withoutVector))) {
      Dataset<Row> table = TrainingTables.of(cluster.session(), Machine.DATA, 2);
      SparkTraining training = SparkTraining.of(Machine.training()).orderBy("id");
      String message =
          String.valueOf(
              assertThrows(
                      SparkJobException.class,
                      () ->
                          Machine.weights(
                              DType.FLOAT32,
                              network -> training.fit(network, table, "features", "label")))
                  .getMessage());
      assertTrue(
          message.startsWith(
              "open backend: every executor must have the driver's backend 'vector'; add its jar"
                  + " with --jars: NN-102 "),
          message);
      String seen = message.substring(message.indexOf("backends seen:"));
      assertTrue(seen.contains("naive") && !seen.contains("vector-fma"), message);
    }
  }

  /** The driver is stopped after the fourth step, and another goes on from the last checkpoint. */
  @Test
  void aDriverThatStopsGoesOnFromItsCheckpoint() {
    Checkpoints checkpoints = Checkpoints.in(folder).everySteps(2);
    try (Cluster cluster = Cluster.start("local[2]")) {
      Dataset<Row> table = TrainingTables.of(cluster.session(), Machine.DATA, 4);
      Machine.weights(
          DType.FLOAT32,
          network ->
              SparkTraining.of(
                      Machine.training()
                          .listener(checkpoints.listener(network).andThen(stopping(5))))
                  .orderBy("id")
                  .fit(network, table, "features", "label"));
    }
    Checkpoint last = checkpoints.latest(skipped -> {}).orElseThrow();
    assertEquals(4, last.state().steps());
    try (Cluster cluster = Cluster.start("local[1]")) {
      Dataset<Row> table = TrainingTables.of(cluster.session(), Machine.DATA, 2);
      assertEquals(
          expected(),
          Machine.weights(
              DType.FLOAT32,
              network ->
                  SparkTraining.of(Machine.training())
                      .orderBy("id")
                      .reduction(Reduction.SHUFFLE)
                      .resume(network, table, "features", "label", last.state())));
    }
  }

  private static TrainingListener stopping(long step) {
    return new TrainingListener() {
      @Override
      public void epochEnded(Epoch epoch) {}

      @Override
      public void stepEnded(TrainingStep ended) {
        if (ended.number() == step) {
          ended.stop();
        }
      }
    };
  }
}
