package nn.core;

import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static nn.core.activation.Activations.softmax;
import static nn.core.activation.Activations.tanh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import nn.api.Backend;
import nn.api.DType;
import nn.api.ForwardingBackend;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.Activation;
import nn.api.network.Cost;
import nn.api.network.Decision;
import nn.api.network.Layer;
import nn.api.network.Optimiser;
import nn.api.network.Progress;
import nn.api.network.Schedule;
import nn.core.activation.Identity;
import nn.core.clip.ClipByNorm;
import nn.core.cost.MeanSquaredError;
import nn.core.data.DataSet;
import nn.core.initialiser.XavierNormal;
import nn.core.layer.BatchNormalisation;
import nn.core.layer.Convolution;
import nn.core.layer.Dense;
import nn.core.layer.Dropout;
import nn.core.layer.Frozen;
import nn.core.layer.Residual;
import nn.core.layer.Sequence;
import nn.core.metric.Metric;
import nn.core.metric.Predictions;
import nn.core.optimiser.Adagrad;
import nn.core.optimiser.Adam;
import nn.core.optimiser.AdamW;
import nn.core.optimiser.GradientDescent;
import nn.core.optimiser.Lamb;
import nn.core.optimiser.Momentum;
import nn.core.optimiser.RmsProp;
import nn.core.penalty.L1;
import nn.core.penalty.L2;
import nn.core.schedule.Exponential;
import nn.core.schedule.ReduceOnPlateau;
import nn.core.schedule.StepDecay;
import nn.core.schedule.WarmUp;
import nn.core.training.EarlyStopping;
import nn.core.training.Fit;
import nn.core.training.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What training and predicting allocate, and that nothing stays allocated after a failure. */
class ResourcesTest {

  /** The least that an object takes, so what allocates one in each step allocates this or more. */
  private static final int OBJECT = 16;

  private static final int WARM = 300;
  private static final int STEPS = 600;

  private static final ThreadMXBean MANAGEMENT =
      (ThreadMXBean) ManagementFactory.getThreadMXBean(); // once, since asking for it allocates

  private static long allocated() {
    return MANAGEMENT.getCurrentThreadAllocatedBytes();
  }

  private static DataSet records(int records) {
    double[][] features = new double[records][];
    double[][] targets = new double[records][];
    for (int j = 0; j < records; j++) {
      features[j] = new double[] {Math.sin(j), Math.cos(3 * j)};
      targets[j] = new double[] {j % 2};
    }
    return DataSet.of(features, targets);
  }

  private static Network small(Backend backend) {
    return Network.inputs(2).dense(5, relu()).dense(4, tanh()).dense(1, sigmoid()).build(backend);
  }

  // ---- allocations

  private static void trainsWithoutAllocating(Network network, Training training) {
    trainsWithoutAllocating(network, records(23), training);
  }

  private static void trainsWithoutAllocating(Network network, DataSet data, Training training) {
    int epochs = training.epochs();
    long[] after = new long[epochs + 1];
    network.fit(data, training.seed(1).listener(epoch -> after[epoch.number()] = allocated()));
    long bytes = after[epochs] - after[WARM];
    assertTrue(bytes < STEPS * OBJECT, bytes + " bytes in " + STEPS + " epochs: " + training);
  }

  /** From 1 to 0 in a straight line: without the functions of a JDK, which may allocate. */
  private record Falling() implements Schedule {
    @Override
    public String kind() {
      return "falling";
    }

    @Override
    public double factor(Progress progress) {
      return 1 - (progress.step() - 1) / (double) progress.plannedSteps();
    }
  }

  @ParameterizedTest
  @EnumSource
  void norDoLayersInLayersPenaltiesClipAndSchedule(DType dtype) {
    Layer block =
        new Residual(
            new Sequence(
                new Dense(4, tanh(), new XavierNormal()),
                new BatchNormalisation(),
                new Dropout(0.25),
                new Frozen(new Dense(5, relu(), new XavierNormal()))));
    try (Backend backend = Matrices.naive(dtype);
        Network network =
            Network.inputs(2)
                .dense(5, relu())
                .batchNormalisation()
                .layerNormalisation()
                .dropout(0.25)
                .denseWithoutBias(5, tanh())
                .layer(block)
                .activation(tanh())
                .dense(1, sigmoid())
                .build(backend)) {
      trainsWithoutAllocating(
          network,
          Training.epochs(WARM + STEPS)
              .batch(8)
              .optimiser(new Adam(0.001))
              .penalty(new L1(1e-4))
              .penalty(new L2(1e-4))
              .clip(new ClipByNorm(0.1))
              .schedule(new Falling()));
    }
  }

  /** The smallest output, without an object. */
  private record Smallest() implements Metric {
    @Override
    public String name() {
      return "smallest";
    }

    @Override
    public double value(Predictions predictions) {
      double smallest = predictions.output(0, 0);
      for (int record = 1; record < predictions.records(); record++) {
        smallest = Math.min(smallest, predictions.output(record, 0));
      }
      return smallest;
    }

    @Override
    public boolean isGreaterBetter() {
      return false;
    }
  }

  @ParameterizedTest
  @EnumSource
  void norDoesValidation(DType dtype) {
    try (Backend backend = Matrices.naive(dtype);
        Network network = small(backend)) {
      for (Training training :
          List.of(
              Training.epochs(WARM + STEPS).validationShare(0.3),
              Training.epochs(WARM + STEPS)
                  .batch(8)
                  .validation(records(11))
                  .metrics(new Smallest())
                  .earlyStopping(EarlyStopping.patience(WARM + STEPS).monitor(new Smallest())))) {
        trainsWithoutAllocating(network, training);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void norDoImagesAndCategories(DType dtype) {
    double[][] features = new double[23][2 * 3 * 4];
    double[][] targets = new double[23][1];
    for (int j = 0; j < 23; j++) {
      features[j][j] = 1;
      targets[j][0] = j % 2;
    }
    DataSet data = DataSet.of(features, targets);
    Training training = Training.epochs(WARM + STEPS).batch(8).optimiser(new Adam(0.001));
    try (Backend backend = Matrices.naive(dtype);
        Network images =
            Network.images(2, 3, 4)
                .convolution(3, 2, relu())
                .batchNormalisation()
                .maxPooling(2)
                .dense(1, sigmoid())
                .build(backend);
        Network averages =
            Network.images(2, 3, 4)
                .layer(image -> new Convolution(image, 3, 3, tanh()).padding(1).withoutBias())
                .averagePooling(2)
                .dense(1, sigmoid())
                .build(backend);
        Network categories =
            Network.inputs(24).embedding(2, 1).dense(1, sigmoid()).build(backend)) {
      for (Network network : List.of(images, averages, categories)) {
        trainsWithoutAllocating(network, data, training);
      }
    }
  }

  /** Every activation, every cost, and records with weights. */
  @ParameterizedTest
  @EnumSource
  void norDoActivationsCostsAndWeights(DType dtype) {
    double[] weights = new double[23];
    Arrays.setAll(weights, i -> i % 3);
    DataSet data = records(23).weighted(weights);
    Training training = Training.epochs(WARM + STEPS).batch(8).learningRate(1e-3);
    try (Backend backend = Matrices.naive(dtype)) {
      for (Cost cost : Samples.COSTS) {
        if (cost.decision() == Decision.FIRST_MAXIMUM) {
          continue; // does with several outputs what its binary form does with one
        }
        NetworkBuilder builder = Network.inputs(2).cost(cost);
        if (cost instanceof MeanSquaredError) { // one of them is enough
          for (Activation activation : Samples.ACTIVATIONS) {
            builder.dense(3, activation);
          }
        }
        Activation last = cost.decision() == Decision.THRESHOLD ? sigmoid() : new Identity();
        try (Network network = builder.dense(1, last).build(backend)) {
          trainsWithoutAllocating(network, data, training);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTrainingStepAllocatesNothing(DType dtype) {
    Training training = Training.epochs(WARM + STEPS);
    try (Backend backend = Matrices.naive(dtype);
        Network network = small(backend)) {
      List<Optimiser> optimisers =
          List.of(
              new Adagrad(0.01),
              new Adam(0.001),
              new AdamW(0.001, 0.01),
              new GradientDescent(0.01),
              new Lamb(0.001, 0.01),
              new Momentum(0.001, 0.9, true),
              new RmsProp(0.001, 0.9, 1e-8, 0.5, true));
      for (Optimiser optimiser : optimisers) {
        for (int batch : new int[] {0, 23, 8}) { // 8, 8 and 7 of 23
          trainsWithoutAllocating(network, training.batch(batch).optimiser(optimiser));
        }
      }
    }
  }

  @Test
  void norDoBatchesThatAreAccumulatedAndSchedules() {
    List<Schedule> schedules =
        List.of(
            new WarmUp(100, new StepDecay(50, 0.5)),
            new Exponential(0.99),
            new ReduceOnPlateau(10));
    Training training = Training.epochs(WARM + STEPS).batch(4).accumulate(3).learningRate(0.01);
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network network =
            Network.inputs(2)
                .dense(5, relu())
                .batchNormalisation()
                .dense(1, sigmoid())
                .build(backend)) {
      for (Schedule schedule : schedules) {
        trainsWithoutAllocating(network, training.schedule(schedule));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPredictionIntoAnArrayAllocatesNothing(DType dtype) {
    try (Backend backend = Matrices.naive(dtype);
        Network network = Network.inputs(2).dense(5, relu()).dense(3, softmax()).build(backend)) {
      double[] record = {0.1, -0.2};
      double[] outputs = new double[3];
      long warm = 0;
      for (int call = 0; call < WARM + STEPS; call++) {
        warm = call == WARM ? allocated() : warm;
        network.predict(record, outputs);
      }
      long bytes = allocated() - warm;
      assertTrue(bytes < STEPS * OBJECT, bytes + " bytes in " + STEPS + " calls");
    }
  }

  // ---- workspaces

  /** Knows its open workspaces, and can refuse to allocate a tensor. */
  private static final class Watched extends ForwardingBackend {
    final Set<Workspace> open = new HashSet<>();
    int left = Integer.MAX_VALUE; // tensors until it refuses

    Watched(Backend delegate) {
      super(delegate);
    }

    @Override
    public synchronized Workspace workspace() {
      Workspace inner = super.workspace();
      Workspace workspace =
          new Workspace() {
            @Override
            public Backend backend() {
              return Watched.this;
            }

            @Override
            public Tensor tensor(Shape shape) {
              synchronized (Watched.this) {
                if (left-- <= 0) {
                  throw new OutOfMemoryError("no room for " + shape);
                }
              }
              return inner.tensor(shape);
            }

            @Override
            public void close() {
              synchronized (Watched.this) {
                inner.close();
                open.remove(this);
              }
            }
          };
      open.add(workspace);
      return workspace;
    }
  }

  private static void leavesNothing(Watched backend, Runnable action) {
    int before = backend.open.size();
    int allowed = 0;
    boolean failed = true;
    while (failed) {
      backend.left = allowed;
      try {
        action.run();
        failed = false;
      } catch (OutOfMemoryError refused) {
        assertEquals(before, backend.open.size(), "open after " + allowed + " tensors");
        allowed++;
      }
    }
    backend.left = Integer.MAX_VALUE;
    assertTrue(allowed > 0, "it allocates tensors");
  }

  @Test
  void aFailureHalfWayClosesWhatWasOpened() {
    Watched backend = new Watched(Matrices.naive(DType.FLOAT64));
    DataSet data = records(5);
    try (Network network = small(backend)) {
      Training training = Training.epochs(1).optimiser(new Adam(0.1));
      leavesNothing(backend, () -> small(backend).close());
      leavesNothing(backend, () -> network.copy().close());
      leavesNothing(backend, () -> network.fit(data, training));
      leavesNothing(backend, () -> network.fit(data, training.batch(3)));
      leavesNothing(backend, () -> network.fit(data, training.validation(data)));
      Fit fit = network.fit(data, training);
      leavesNothing(backend, () -> network.diagnose(data, training, fit));
      leavesNothing(backend, () -> network.objective(data).close());
      leavesNothing(backend, () -> network.predict(new double[2][2]));
      leavesNothing(backend, () -> network.evaluate(data));
    }
    assertEquals(Set.of(), backend.open);
  }

  @Test
  void whatPredictsIsKeptWithinBoundsAndEndsWithTheNetwork() throws Exception {
    Watched backend = new Watched(Matrices.naive(DType.FLOAT64));
    int most = Math.max(4, Runtime.getRuntime().availableProcessors());
    Network network = small(backend);
    double[] expected = network.predict(new double[] {0.3, 0.4}, 1);
    List<Thread> threads = new ArrayList<>();
    List<Throwable> wrong = new ArrayList<>();
    for (int t = 0; t < 3 * most; t++) {
      int records = 1 + t % 7;
      Thread thread =
          new Thread(
              () -> {
                double[] features = new double[2 * records];
                features[2 * records - 2] = 0.3;
                features[2 * records - 1] = 0.4;
                for (int call = 0; call < 50; call++) {
                  assertEquals(expected[0], network.predict(features, records)[records - 1]);
                }
              });
      thread.setUncaughtExceptionHandler(
          (failed, thrown) -> {
            synchronized (wrong) {
              wrong.add(thrown);
            }
          });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(List.of(), wrong);
    assertTrue(backend.open.size() <= 1 + most, backend.open.size() + " workspaces are open");
    network.close();
    assertEquals(Set.of(), backend.open);
    assertThrows(RuntimeException.class, () -> network.predict(new double[2][2]));
    assertEquals(Set.of(), backend.open);
  }
}
