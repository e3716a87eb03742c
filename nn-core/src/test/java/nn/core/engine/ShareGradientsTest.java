package nn.core.engine;

import static nn.core.activation.Activations.identity;
import static nn.core.activation.Activations.sigmoid;
import static nn.core.activation.Activations.tanh;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Tensor;
import nn.api.network.Activation;
import nn.api.network.Layer;
import nn.api.network.Parameter;
import nn.api.network.Pass;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Matrices;
import nn.core.Network;
import nn.core.cost.BinaryCrossEntropy;
import nn.core.data.DataSet;
import nn.core.data.Moons;
import nn.core.initialiser.XavierNormal;
import nn.core.layer.Dense;
import nn.core.random.Philox;
import nn.core.training.DivergedException;
import nn.core.training.History;
import nn.core.training.Training;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A batch of more than 512 records is propagated in parts, if no layer mixes records. */
class ShareGradientsTest {
  private final Backend backend = Matrices.naive(DType.FLOAT64);
  private final List<Integer> widths = Collections.synchronizedList(new ArrayList<>());
  private final List<Double> uniforms = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void close() {
    backend.close();
  }

  /** A dense layer that may say that it mixes records, and notes what it is given in training. */
  private class Noting implements Layer {
    private final Dense dense;
    private final boolean mixes;

    Noting(int units, Activation activation, boolean mixes) {
      dense = new Dense(units, activation, new XavierNormal());
      this.mixes = mixes;
    }

    @Override
    public String kind() {
      return "noting";
    }

    @Override
    public int units(int inputs) {
      return dense.units();
    }

    @Override
    public List<Parameter> parameters(int inputs) {
      return dense.parameters(inputs);
    }

    @Override
    public boolean mixesRecords() {
      return mixes;
    }

    @Override
    public void forward(Pass pass, Tensor x, Tensor y) {
      if (pass.training()) {
        widths.add(pass.records());
        Tensor drawn = pass.scratch("uniform", 3, pass.records());
        pass.uniform(drawn);
        double[] values = new double[drawn.shape().size()];
        pass.backend().read(drawn, values);
        Arrays.stream(values).forEach(uniforms::add);
      }
      dense.forward(pass, x, y);
    }

    @Override
    public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
      dense.backward(pass, x, y, dy, dx);
    }
  }

  private static DataSet line(int records) {
    double[] numbers = new double[records];
    Arrays.setAll(numbers, i -> i % 7 - 3);
    return DataSet.of(records, numbers, 1, numbers, 1);
  }

  private List<Integer> widths(int records, int batch, boolean mixes) {
    widths.clear();
    try (Network network =
        Network.inputs(1).layer(new Noting(1, identity(), mixes)).build(backend)) {
      network.fit(line(records), Training.epochs(1).batch(batch));
    }
    return widths;
  }

  @Test
  void partsAreEqualAndHaveAtMost512Records() {
    assertEquals(List.of(511), widths(511, 0, false));
    assertEquals(List.of(512), widths(512, 0, false));
    assertEquals(List.of(257, 256), widths(513, 0, false));
    assertEquals(List.of(500, 500), widths(1000, 0, false));
    assertEquals(List.of(342, 342, 341), widths(1025, 0, false));
    assertEquals(List.of(457, 457, 457, 457, 457, 457, 457), widths(3199, 3199, false));
  }

  @Test
  void largeMiniBatchesAreInPartsToo() {
    assertEquals(List.of(300, 300, 300, 300, 300), widths(1500, 600, false));
    assertEquals(List.of(100, 100, 50), widths(250, 100, false));
  }

  @Test
  void aLayerThatMixesRecordsKnowsTheWholeBatch() {
    assertEquals(List.of(2500), widths(2500, 0, true));
    assertEquals(List.of(1100, 1100, 300), widths(2500, 1100, true));
  }

  /** All sums are of whole numbers, so that no order of adding rounds. */
  @Test
  void wholeNumbersTrainTheSameBits() {
    double[][] trained = new double[2][];
    for (int run = 0; run < 2; run++) {
      try (Network network =
          Network.inputs(1).layer(new Noting(1, identity(), run == 0)).build(backend)) {
        network.weights(0, new double[][] {{4}});
        History history = network.fit(line(4096), Training.epochs(2).learningRate(0.25)).history();
        trained[run] =
            new double[] {
              network.weights(0)[0][0], network.biases(0)[0], history.cost(0), history.cost(1)
            };
      }
    }
    assertEquals(List.of(4096, 4096, 512), widths.subList(0, 3));
    assertArrayEquals(trained[0], trained[1]);
  }

  /** Both orders of adding m numbers are within m·2⁻⁵³ of their sum, relative to Σ|x|. */
  @Test
  void partsTrainLikeTheWholeBatch() {
    double[][][] trained = new double[2][][];
    double[] costs = new double[2];
    double[] accuracies = new double[2];
    for (int run = 0; run < 2; run++) {
      try (Network network =
          Network.inputs(2)
              .layer(new Noting(8, tanh(), run == 0))
              .dense(1, sigmoid())
              .cost(new BinaryCrossEntropy())
              .seed(3)
              .build(backend)) {
        History history =
            network.fit(Moons.make(3000, 0.2, 5), Training.epochs(20).learningRate(0.5)).history();
        trained[run] = network.weights(0);
        costs[run] = history.cost(19);
        accuracies[run] = history.accuracy(19);
      }
    }
    assertEquals(costs[0], costs[1], 1e-12);
    assertEquals(accuracies[0], accuracies[1]);
    for (int unit = 0; unit < 8; unit++) {
      assertArrayEquals(trained[0][unit], trained[1][unit], 1e-12);
    }
  }

  @Test
  void randomNumbersAreThoseOfTheWholeBatch() {
    int records = 1501; // parts of 501 and 499, so of 1,503 numbers, which end within a block
    try (Network network =
        Network.inputs(1).layer(new Noting(1, identity(), false)).build(backend)) {
      network.fit(line(records), Training.epochs(2).seed(9));
    }
    assertEquals(List.of(501, 501, 499), widths.subList(0, 3));
    int size = 3 * records;
    double[] expected = new double[size];
    for (int step = 1; step <= 2; step++) {
      new Philox(9).uniform(step, 0, 0, expected, size);
      assertEquals(
          Arrays.stream(expected).boxed().toList(),
          uniforms.subList((step - 1) * size, step * size));
    }
  }

  /** Three threads with parts of their own, fewer in the end; and more threads than parts. */
  @Test
  void threadsChangeNoBit() {
    DataSet data = Moons.make(2100, 0.2, 5); // five parts
    double[][] expected = {};
    for (int threads : new int[] {1, 2, 3, 7}) {
      try (Backend threaded = Backends.open("naive", new BackendOptions(DType.FLOAT32, threads));
          Network network =
              Network.inputs(2).dense(9, tanh()).dense(1, sigmoid()).seed(4).build(threaded)) {
        History history = network.fit(data, Training.epochs(5).learningRate(0.5)).history();
        double[][] trained = {
          network.weights(0)[8], network.biases(1), {history.cost(4), history.accuracy(4)}
        };
        if (threads == 1) {
          expected = trained;
        }
        assertArrayEquals(expected, trained);
      }
    }
  }

  @Test
  void partsRunAtTheSameTime() {
    CountDownLatch both = new CountDownLatch(2);
    Layer meeting =
        new Noting(1, identity(), false) {
          @Override
          public void forward(Pass pass, Tensor x, Tensor y) {
            both.countDown();
            try {
              assertTrue(both.await(20, TimeUnit.SECONDS), "the other part did not begin");
            } catch (InterruptedException interrupted) {
              throw new AssertionError(interrupted);
            }
            super.forward(pass, x, y);
          }
        };
    try (Backend threaded = Backends.open("naive", new BackendOptions(DType.FLOAT64, 2));
        Network network = Network.inputs(1).layer(meeting).build(threaded)) {
      network.fit(line(600), Training.epochs(1));
    }
  }

  @Test
  void aPartThatDivergesChangesNoParameter() {
    double[] numbers = new double[3000];
    numbers[2999] = 1e308; // times 4 an infinity, in the last part
    DataSet data = DataSet.of(3000, numbers, 1, numbers, 1);
    try (Network network = Network.inputs(1).dense(1, identity()).build(backend)) {
      network.weights(0, new double[][] {{4}});
      DivergedException diverged =
          assertThrows(DivergedException.class, () -> network.fit(data, Training.epochs(2)));
      assertEquals(1, diverged.epoch());
      assertEquals(4, network.weights(0)[0][0]);
      assertEquals(0, network.biases(0)[0]);
    }
  }
}
