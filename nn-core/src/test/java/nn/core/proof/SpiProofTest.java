package nn.core.proof;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import nn.api.Backend;
import nn.api.DType;
import nn.api.RequiredKernels;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.Cost;
import nn.api.network.Layer;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Explicit;
import nn.core.NetworkBuilder;
import nn.core.check.GradientCheck;
import nn.core.check.GradientReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The backend interface carries a network with batch normalisation, dropout, softmax and Adam. */
class SpiProofTest {
  private static final int INPUTS = 4;
  private static final int CLASSES = 3;
  private static final int RECORDS = 8;
  private static final Adam ADAM = new Adam(0.01, 0.9, 0.999, 1e-8);

  /** Dense, batch normalisation, ReLU, dropout, dense, softmax. */
  static List<Layer> layers() {
    return List.of(
        new Dense(6, Plain.IDENTITY),
        new BatchNormalisation(1e-5, 0.9),
        new Activate(Plain.RELU),
        new Dropout(0.25),
        new Dense(5, Plain.TANH),
        new Dense(CLASSES, new Softmax()));
  }

  private static Backend open(String name, int threads) {
    return Backends.open(name, new BackendOptions(DType.FLOAT64, threads));
  }

  /** Records of normal numbers, and a class of each. */
  record Batch(Tensor x, Tensor y) {

    static Batch random(Backend backend, Workspace workspace, int inputs, int units, int records) {
      Random random = new Random(7);
      Tensor x = workspace.tensor(inputs, records);
      Tensor y = workspace.tensor(units, records);
      double[] values = new double[inputs * records];
      double[] targets = new double[units * records];
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextGaussian();
      }
      for (int j = 0; j < records; j++) {
        targets[units == 1 ? j : j * units + random.nextInt(units)] =
            units == 1 ? random.nextInt(2) : 1;
      }
      backend.write(values, x);
      backend.write(targets, y);
      return new Batch(x, y);
    }
  }

  @ParameterizedTest
  @CsvSource({"naive, true", "naive, false", "naive-fma, true", "naive-fma, false"})
  void backwardMatchesFiniteDifferences(String name, boolean fuse) {
    Cost cost = CrossEntropy.CATEGORICAL;
    NetworkBuilder builder =
        nn.core.Network.inputs(INPUTS).seed(7).cost(fuse ? cost : new Explicit(cost));
    layers().forEach(builder::layer);
    Random random = new Random(7);
    double[][] features = new double[RECORDS][INPUTS];
    double[][] targets = new double[RECORDS][CLASSES];
    for (int record = 0; record < RECORDS; record++) {
      Arrays.setAll(features[record], i -> random.nextGaussian());
      targets[record][random.nextInt(CLASSES)] = 1;
    }
    try (Backend backend = open(name, 2);
        nn.core.Network network = builder.build(backend)) {
      GradientReport report = GradientCheck.of(network).on(features, targets);
      assertTrue(report.passed(), report::toString);
    }
  }

  @Test
  void adamMatchesItsFormula() {
    MathContext digits = new MathContext(40);
    double[] gradients = {0.5, -3.0, 1e-9};
    try (Backend backend = open("naive", 1);
        Workspace workspace = backend.workspace()) {
      Tensor[] operands = new Tensor[4]; // gradient, parameter, mean, variance
      for (int p = 0; p < operands.length; p++) {
        operands[p] = workspace.tensor(gradients.length, 1);
      }
      BigDecimal[] w = {BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO};
      BigDecimal[] mean = w.clone();
      BigDecimal[] variance = w.clone();
      BigDecimal beta1 = new BigDecimal("0.9");
      BigDecimal beta2 = new BigDecimal("0.999");
      double[] scalars = new double[6];
      for (int step = 1; step <= 4; step++) {
        double[] g = new double[gradients.length];
        for (int i = 0; i < g.length; i++) {
          g[i] = gradients[i] / step;
        }
        backend.write(g, operands[0]);
        ADAM.scalars(step, scalars);
        backend.apply(ADAM.update(), scalars, operands);
        double[] moved = new double[g.length];
        backend.read(operands[1], moved);
        for (int i = 0; i < g.length; i++) {
          BigDecimal slope = new BigDecimal(g[i]);
          mean[i] =
              beta1.multiply(mean[i]).add(BigDecimal.ONE.subtract(beta1).multiply(slope), digits);
          variance[i] =
              beta2
                  .multiply(variance[i])
                  .add(BigDecimal.ONE.subtract(beta2).multiply(slope.pow(2)), digits);
          BigDecimal mHat = mean[i].divide(BigDecimal.ONE.subtract(beta1.pow(step)), digits);
          BigDecimal vHat = variance[i].divide(BigDecimal.ONE.subtract(beta2.pow(step)), digits);
          w[i] =
              w[i].subtract(
                  new BigDecimal("0.01")
                      .multiply(mHat)
                      .divide(vHat.sqrt(digits).add(new BigDecimal("1e-8")), digits));
          assertEquals(w[i].doubleValue(), moved[i], 1e-12 * Math.abs(moved[i]));
        }
      }
    }
  }

  @Test
  void onlyCommitChangesStatistics() {
    try (Backend backend = open("naive", 1);
        Workspace workspace = backend.workspace();
        Network network =
            new Network(backend, layers(), CrossEntropy.CATEGORICAL, ADAM, INPUTS, RECORDS, true)) {
      Batch batch = Batch.random(backend, workspace, INPUTS, CLASSES, RECORDS);
      Map<String, double[]> first = values(backend, network);
      network.forward(batch.x(), true);
      network.backward(batch.x(), batch.y(), null);
      changed(first, values(backend, network), List.of());
      network.commit();
      changed(first, values(backend, network), List.of("1 running-mean", "1 running-variance"));
    }
  }

  private static Map<String, double[]> values(Backend backend, Network network) {
    Map<String, double[]> values = new LinkedHashMap<>();
    for (int l = 0; l < network.parameters().size(); l++) {
      int layer = l;
      network
          .parameters()
          .get(l)
          .forEach(
              (name, tensor) -> {
                double[] numbers = new double[tensor.shape().size()];
                backend.read(tensor, numbers);
                values.put(layer + " " + name, numbers);
              });
    }
    return values;
  }

  private static void changed(
      Map<String, double[]> before, Map<String, double[]> after, List<String> expected) {
    List<String> changed = new ArrayList<>();
    before.forEach(
        (name, numbers) -> {
          if (!Arrays.equals(numbers, after.get(name))) {
            changed.add(name);
          }
        });
    assertEquals(expected, changed);
  }

  @Test
  void inferenceTreatsEachRecordAlone() {
    try (Backend backend = open("naive", 1);
        Workspace workspace = backend.workspace();
        Network network =
            new Network(backend, layers(), CrossEntropy.CATEGORICAL, ADAM, INPUTS, RECORDS, true)) {
      Batch batch = Batch.random(backend, workspace, INPUTS, CLASSES, RECORDS);
      for (int i = 0; i < 3; i++) {
        network.step(batch.x(), batch.y());
      }
      double[] before = new double[CLASSES];
      double[] after = new double[CLASSES];
      backend.read(network.forward(batch.x(), false), 0, CLASSES, before, 0);
      backend.write(new double[] {9, 9, 9, 9}, 0, batch.x(), INPUTS, 2 * INPUTS);
      backend.read(network.forward(batch.x(), false), 0, CLASSES, after, 0);
      assertArrayEquals(before, after);
      backend.read(network.forward(batch.x(), true), 0, CLASSES, after, 0);
      assertFalse(Arrays.equals(before, after));
    }
  }

  @ParameterizedTest
  @CsvSource({"naive", "naive-fma"})
  void threadsChangeNoBit(String name) {
    try (Backend one = open(name, 1);
        Backend two = open(name, 2)) {
      assertEquals(hashAfterTraining(one, true), hashAfterTraining(two, true));
    }
  }

  @Test
  void networksTrainSideBySideOnOneBackend() {
    try (Backend backend = open("naive", 2)) {
      long alone = hashAfterTraining(backend, true);
      List<CompletableFuture<Long>> others = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        others.add(CompletableFuture.supplyAsync(() -> hashAfterTraining(backend, true)));
      }
      others.forEach(other -> assertEquals(alone, other.join()));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void derivedKernelsHaveTheBitsOfTheirDefaults(boolean fuse) {
    try (Backend backend = open("naive", 1)) {
      assertEquals(
          hashAfterTraining(backend, fuse), hashAfterTraining(new RequiredKernels(backend), fuse));
    }
  }

  @Test
  void aDecoratorsWorkspaceNamesTheDecorator() {
    try (Backend backend = open("naive", 1)) {
      Backend decorator = new RequiredKernels(backend);
      try (Workspace workspace = decorator.workspace()) {
        assertSame(decorator, workspace.backend());
      }
    }
  }

  private static long hashAfterTraining(Backend backend, boolean fuse) {
    List<Layer> layers =
        List.of(
            new Dense(100, Plain.RELU),
            new BatchNormalisation(1e-5, 0.9),
            new Dropout(0.25),
            new Dense(100, Plain.TANH),
            new Dense(10, new Softmax()));
    try (Workspace workspace = backend.workspace();
        Network network =
            new Network(backend, layers, CrossEntropy.CATEGORICAL, ADAM, 60, 700, fuse)) {
      Batch batch = Batch.random(backend, workspace, 60, 10, 700);
      for (int i = 0; i < 10; i++) {
        network.step(batch.x(), batch.y());
      }
      return network.hash();
    }
  }

  @Test
  void noTensorIsAllocatedAfterTheFirstStep() {
    try (Backend naive = open("naive", 1)) {
      CountingBackend backend = new CountingBackend(naive);
      try (Workspace workspace = backend.workspace();
          Network network =
              new Network(
                  backend, layers(), CrossEntropy.CATEGORICAL, ADAM, INPUTS, RECORDS, true)) {
        Batch batch = Batch.random(backend, workspace, INPUTS, CLASSES, RECORDS);
        network.step(batch.x(), batch.y());
        int tensors = backend.tensors();
        for (int i = 0; i < 5; i++) {
          network.step(batch.x(), batch.y());
        }
        assertEquals(tensors, backend.tensors());
      }
    }
  }
}
