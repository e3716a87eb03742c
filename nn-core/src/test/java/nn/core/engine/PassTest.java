package nn.core.engine;

import static nn.core.activation.Activations.identity;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.network.Layer;
import nn.api.network.Parameter;
import nn.api.network.Pass;
import nn.api.network.Role;
import nn.core.Matrices;
import nn.core.Network;
import nn.core.NetworkBuilder;
import nn.core.data.DataSet;
import nn.core.initialiser.Zeros;
import nn.core.random.Philox;
import nn.core.training.PropagationException;
import nn.core.training.Training;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a layer is given by its {@link Pass}. */
class PassTest {
  private static final int SEED = 9;
  private static final DataSet FIVE =
      DataSet.of(5, new double[] {0, 1, 2, 3, 4}, 1, new double[5], 1);

  private final Backend backend = Matrices.naive(DType.FLOAT64);
  private final List<String> seen = new ArrayList<>();

  @AfterEach
  void close() {
    backend.close();
  }

  private interface Work {
    void run(Pass pass);
  }

  /** The identity with a statistic, that does some work on its way. */
  private record Probe(Work forward, Work backward, Work commit) implements Layer {
    @Override
    public String kind() {
      return "probe";
    }

    @Override
    public int units(int inputs) {
      return inputs;
    }

    @Override
    public List<Parameter> parameters(int inputs) {
      return List.of(new Parameter("mean", new Shape(inputs, 1), new Zeros(), Role.STATISTIC));
    }

    @Override
    public void forward(Pass pass, Tensor x, Tensor y) {
      forward.run(pass);
      pass.backend().copy(x, y);
    }

    @Override
    public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
      backward.run(pass);
      if (dx != null) {
        pass.backend().copy(dy, dx);
      }
    }

    @Override
    public void commit(Pass pass) {
      commit.run(pass);
    }
  }

  private static void nothing(Pass pass) {}

  private Network network(Layer... layers) {
    NetworkBuilder builder = Network.inputs(1);
    for (Layer layer : layers) {
      builder = builder.layer(layer);
    }
    return builder.dense(1, identity()).build(backend);
  }

  private void train(Training training, Layer... layers) {
    try (Network network = network(layers)) {
      network.fit(FIVE, training.learningRate(0.01));
    }
  }

  private static Probe forward(Work work) {
    return new Probe(work, PassTest::nothing, PassTest::nothing);
  }

  @Test
  void aTrainingStepGoesForwardBackwardAndCommits() {
    Probe probe =
        new Probe(
            pass -> seen.add("forward " + pass.records()),
            pass -> seen.add("backward " + pass.records()),
            pass -> seen.add("commit " + pass.records()));
    train(Training.epochs(1).batch(3), probe);
    assertEquals(
        List.of("forward 3", "backward 3", "commit 3", "forward 2", "backward 2", "commit 2"),
        seen);
    seen.clear();
    try (Network network = network(probe)) {
      network.predict(new double[][] {{1}, {2}});
    }
    assertEquals(List.of("forward 2"), seen);
  }

  @Test
  void theFirstLayerIsNotAskedForTheFeaturesGradient() {
    Recorder first = new Recorder();
    Recorder second = new Recorder();
    train(Training.epochs(1), first, second);
    assertEquals(List.of(false), first.wanted);
    assertEquals(List.of(true), second.wanted);
  }

  /** The identity that notes whether the gradient of its input was wanted. */
  private static final class Recorder implements Layer {
    final List<Boolean> wanted = new ArrayList<>();

    @Override
    public String kind() {
      return "recorder";
    }

    @Override
    public int units(int inputs) {
      return inputs;
    }

    @Override
    public List<Parameter> parameters(int inputs) {
      return List.of();
    }

    @Override
    public void forward(Pass pass, Tensor x, Tensor y) {
      pass.backend().copy(x, y);
    }

    @Override
    public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
      wanted.add(dx != null);
      if (dx != null) {
        pass.backend().copy(dy, dx);
      }
    }
  }

  @Test
  void whatForwardKeptIsThereForBackwardAndCommit() {
    train(
        Training.epochs(2),
        new Probe(
            pass -> pass.backend().fill(7, pass.keep("kept", 2, 3)),
            pass -> assertArrayEquals(filled(6, 7), values(pass.keep("kept", 2, 3))),
            pass -> {
              assertArrayEquals(filled(6, 7), values(pass.keep("kept", 2, 3)));
              seen.add("kept");
            }));
    assertEquals(List.of("kept", "kept"), seen);
  }

  private static double[] filled(int count, double value) {
    double[] values = new double[count];
    Arrays.fill(values, value);
    return values;
  }

  private static double[] values(Tensor tensor) {
    double[] values = new double[tensor.shape().size()];
    tensor.backend().read(tensor, values);
    return values;
  }

  @Test
  void aNameKeepsItsTensorAndEachLayerHasItsOwn() {
    List<Tensor> kept = new ArrayList<>();
    Probe probe = forward(pass -> kept.add(pass.keep("kept", 2, 3)));
    train(Training.epochs(2), probe, probe);
    assertSame(kept.get(0), kept.get(2));
    assertSame(kept.get(1), kept.get(3));
    assertNotSame(kept.get(0), kept.get(1));
  }

  @Test
  void aKeptNameHasOneShape() {
    for (int[] other : new int[][] {{3, 2}, {2, 2}, {1, 3}}) {
      Probe probe =
          forward(
              pass -> {
                pass.keep("another", 3, 2);
                pass.keep("kept", 2, 3);
                pass.keep("kept", other[0], other[1]);
              });
      RuntimeException refused =
          cause(
              "step 1, layer 1 (probe, 1 units), forward", () -> train(Training.epochs(1), probe));
      assertInstanceOf(IllegalArgumentException.class, refused);
      assertEquals(
          "keep: the name was used for another shape: 'kept' is [2, 3], asked for ["
              + other[0]
              + ", "
              + other[1]
              + "]",
          refused.getMessage());
    }
  }

  @Test
  void layersShareWorkingTensorsOfOneNameAndShape() {
    List<Tensor> scratch = new ArrayList<>();
    Probe probe =
        forward(
            pass -> {
              scratch.add(pass.scratch("one", 2, 3));
              scratch.add(pass.scratch("one", 3, 2));
              scratch.add(pass.scratch("other", 2, 3));
            });
    train(Training.epochs(1), probe, probe);
    assertNotSame(scratch.get(0), scratch.get(1));
    assertNotSame(scratch.get(0), scratch.get(2));
    assertEquals(scratch.subList(0, 3), scratch.subList(3, 6));
    assertEquals(2, scratch.get(0).shape().rows());
    assertEquals(3, scratch.get(1).shape().rows());
  }

  @Test
  void uniformNumbersAreThoseOfSeedStepAndLayer() {
    List<double[]> drawn = new ArrayList<>();
    Probe probe =
        forward(
            pass -> {
              for (int columns : new int[] {3, 1, 4}) { // shorter and longer than before
                Tensor out = pass.scratch("uniform", 1, columns);
                pass.uniform(out);
                drawn.add(values(out));
              }
            });
    train(Training.epochs(2).seed(SEED), probe, probe);
    int next = 0;
    for (int step = 1; step <= 2; step++) {
      for (int layer = 0; layer < 2; layer++) {
        for (int columns : new int[] {3, 1, 4}) {
          double[] expected = new double[columns];
          new Philox(SEED).uniform(step, layer, 0, expected, columns);
          assertArrayEquals(expected, drawn.get(next++));
        }
      }
    }
  }

  @Test
  void aStatisticIsNoTrainedNumber() {
    try (Network network = network(forward(PassTest::nothing))) {
      assertEquals(2, network.parameterCount()); // w and b of the dense layer
    }
  }

  @Test
  void aStatisticHasNoGradient() {
    Probe probe = new Probe(PassTest::nothing, pass -> pass.gradient("mean"), PassTest::nothing);
    assertEquals(
        "gradient: a statistic has none: parameter 'mean'",
        cause("step 1, layer 1 (probe, 1 units), backward", () -> train(Training.epochs(1), probe))
            .getMessage());
  }

  /** What was thrown in a place, which the message begins with. */
  private static RuntimeException cause(String place, Runnable work) {
    PropagationException thrown = assertThrows(PropagationException.class, work::run);
    RuntimeException cause = (RuntimeException) Objects.requireNonNull(thrown.getCause());
    assertEquals(place + ": " + cause.getMessage(), thrown.getMessage());
    return cause;
  }

  @Test
  void aPredictionHasNoGradients() {
    Probe probe = forward(pass -> pass.gradient("mean"));
    try (Network network = network(probe)) {
      assertEquals(
          "gradient: this pass only predicts: parameter 'mean'",
          cause(
                  "record 0 and following, layer 1 (probe, 1 units), forward",
                  () -> network.predict(new double[][] {{1}}))
              .getMessage());
    }
  }
}
