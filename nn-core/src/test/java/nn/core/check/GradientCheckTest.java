package nn.core.check;

import static nn.core.activation.Activations.leakyRelu;
import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static nn.core.activation.Activations.softmax;
import static nn.core.activation.Activations.tanh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import nn.api.Backend;
import nn.api.ClosedException;
import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.ForwardingBackend;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.Activation;
import nn.api.network.Layer;
import nn.api.network.Parameter;
import nn.api.network.Pass;
import nn.core.Matrices;
import nn.core.Network;
import nn.core.cost.BinaryCrossEntropy;
import nn.core.cost.MeanSquaredError;
import nn.core.data.DataSet;
import nn.core.initialiser.Normal;
import nn.core.initialiser.XavierNormal;
import nn.core.layer.Dense;
import nn.core.training.Objective;
import nn.core.training.Training;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradientCheckTest {
  private static final double[][] FEATURES = {{0.3, -0.7}, {-0.2, 0.9}, {0.8, 0.4}};

  /** A function of one number with a claim about its slope. */
  private static final class Curve implements Objective {
    private final DoubleUnaryOperator f;
    private final double claim;
    private double x;

    Curve(double x, double claim, DoubleUnaryOperator f) {
      this.x = x;
      this.claim = claim;
      this.f = f;
    }

    @Override
    public List<Variable> variables() {
      return List.of(new Variable(INPUT, "x", new Shape(1, 1)));
    }

    @Override
    public double get(int variable, int element) {
      return x;
    }

    @Override
    public void set(int variable, int element, double value) {
      x = value;
    }

    @Override
    public double value() {
      return f.applyAsDouble(x);
    }

    @Override
    public double[][] gradient() {
      return new double[][] {{claim}};
    }

    @Override
    public void close() {}
  }

  private static GradientReport check(double x, double claim, DoubleUnaryOperator f) {
    Curve curve = new Curve(x, claim, f);
    GradientReport report = GradientCheck.check(curve);
    assertEquals(x, curve.x, "the variable ends as it began");
    return report;
  }

  @ParameterizedTest
  @ValueSource(doubles = {-50, -1, 0.001, 1, 3.7, 1000, 1e6})
  void derivativesOfSmoothFunctionsAreRight(double x) {
    assertTrue(check(x, Math.cos(x / 1e6) / 1e6, v -> Math.sin(v / 1e6)).passed());
    assertTrue(check(x, 3 * x * x, v -> v * v * v).passed());
    assertTrue(check(x, 2 * x, v -> v * v + 1e3).passed());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-3, -2e-8, 2e-8, 1e-3, 1, Double.NaN, Double.POSITIVE_INFINITY})
  void aDerivativeThatIsOffIsWrong(double relativeError) {
    GradientReport report = check(0.5, Math.exp(0.5) * (1 + relativeError), Math::exp);
    assertEquals(1, report.wrong(), report::toString);
    assertFalse(report.passed());
  }

  @Test
  void aGradientOfZerosIsWrong() {
    assertEquals(1, check(0.5, 0, Math::exp).wrong());
  }

  @Test
  void aRightDerivativeNearAKinkIsNeverWrong() {
    int kinks = 0;
    for (int i = -3000; i <= 3000; i++) {
      double kink = i * 0x1p-20; // within 3h, and at x itself
      GradientReport report =
          check(
              0,
              2 + (kink < 0 ? 1 : -1),
              v -> 2 * v + Math.abs(v - kink) + 0.1 * Math.sin(v) - 0.1 * v);
      assertEquals(0, report.wrong(), report::toString);
      kinks += (int) report.kinks();
    }
    assertTrue(kinks > 0 && kinks < 600, "between h/4 to either side: " + kinks);
  }

  @Test
  void aWrongDerivativeIsNotExcusedByAKinkFurtherOff() {
    assertEquals(1, check(0, 0.9, v -> v + Math.abs(v - 0.01)).wrong());
  }

  @Test
  void aReportWithTooManyKinksHasNotPassed() {
    GradientReport right = check(1, 1, v -> v);
    GradientReport kink = check(0, 1, Math::abs);
    assertEquals(new GradientReport(0, 1, 0, null), kink);
    assertFalse(kink.passed());
    assertTrue(right.plus(kink).passed());
    GradientReport report = right.plus(kink).plus(kink);
    assertFalse(report.passed());
    for (int i = 0; i < 37; i++) {
      report = report.plus(right);
    }
    assertTrue(report.passed(), report::toString); // 2 of 40
    report = report.plus(kink);
    assertFalse(report.passed());
    assertEquals(
        "38 derivatives checked, 3 left out at kinks, 0 wrong; too many were left out: take other"
            + " values; worst: x[0, 0]: analytic 1.0, numeric 1.0, bound 1.0E-8",
        report.toString());
  }

  @Test
  void networksLayersActivationsAndCostsAreRight() {
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network network =
            Network.inputs(2).seed(3).dense(4, tanh()).dense(1, sigmoid()).build(backend)) {
      String before = network.weightsSha256();
      GradientReport report =
          GradientCheck.of(network).on(FEATURES, new double[][] {{1}, {0}, {1}});
      assertTrue(report.passed(), report::toString);
      assertEquals(4 * 2 + 4 + 4 + 1 + 6, report.checked());
      assertEquals(before, network.weightsSha256());

      Layer dense = new Dense(3, softmax(), new XavierNormal());
      report = GradientCheck.of(dense, backend).on(FEATURES, new double[3][3]);
      assertTrue(report.passed(), report::toString); // the sum of nothing
      double[][] weights = {{1, -2, 3}, {0.5, 0.25, 4}, {-1, -1, 2}};
      report = GradientCheck.of(dense, backend).on(FEATURES, weights);
      assertTrue(report.passed(), report::toString);
      assertEquals(3 * 2 + 3 + 6, report.checked());

      for (Activation activation : List.of(relu(), leakyRelu(), sigmoid(), tanh(), softmax())) {
        report = GradientCheck.of(activation, backend).on(FEATURES, FEATURES);
        assertTrue(report.passed(), report::toString);
        assertEquals(6, report.checked());
      }
      double[][] probabilities = {{0.3, 0.9}, {0.5, 0.01}};
      double[][] targets = {{1, 0}, {0.25, 0}};
      report = GradientCheck.of(new BinaryCrossEntropy(), backend).on(probabilities, targets);
      assertTrue(report.passed(), report::toString);
      assertEquals(4, report.checked());
      report = GradientCheck.of(new MeanSquaredError(), backend).on(FEATURES, FEATURES);
      assertTrue(report.passed(), report::toString); // in the minimum
    }
  }

  /** {@code f = Σ slope·x} for a matrix, with a claim about each slope. */
  private static final class Linear implements Objective {
    private final Shape shape;
    private final double[] slopes;
    private final double[] claims;
    private final double[] x;

    Linear(Shape shape, double[] slopes, double[] claims) {
      this.shape = shape;
      this.slopes = slopes;
      this.claims = claims;
      x = new double[shape.size()];
    }

    @Override
    public List<Variable> variables() {
      return List.of(new Variable(0, "weight", shape));
    }

    @Override
    public double get(int variable, int element) {
      return x[element];
    }

    @Override
    public void set(int variable, int element, double value) {
      x[element] = value;
    }

    @Override
    public double value() {
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        sum += slopes[i] * x[i];
      }
      return sum;
    }

    @Override
    public double[][] gradient() {
      return new double[][] {claims};
    }

    @Override
    public void close() {}
  }

  @Test
  void smallDerivativesAreJudgedBesideTheLargest() {
    double[] slopes = {1024, 0, 0};
    Shape shape = new Shape(3, 1);
    double bound = 1e-8 * 1e-3 * 1024;
    double[] claims = {1024, 0.99 * bound, -0.99 * bound};
    assertEquals(0, GradientCheck.check(new Linear(shape, slopes, claims)).wrong());
    claims[1] = 1.01 * bound;
    assertEquals(1, GradientCheck.check(new Linear(shape, slopes, claims)).wrong());
    for (double none : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      claims[0] = none; // neither excuses the others nor makes them wrong
      claims[1] = 1e-9;
      claims[2] = 0;
      GradientReport report = GradientCheck.check(new Linear(shape, slopes, claims));
      assertEquals(2, report.wrong(), report::toString);
      assertEquals(0, Objects.requireNonNull(report.worst()).row());
    }
  }

  @Test
  void rowsAndColumnsAreThoseOfTheMatrix() {
    double[] slopes = {1, 2, 3, 4, 5, 6};
    double[] claims = {1, 2, 3, 4.5, 5, 6};
    GradientReport report = GradientCheck.check(new Linear(new Shape(2, 3), slopes, claims));
    Derivative worst = Objects.requireNonNull(report.worst());
    assertEquals(new Derivative(0, "weight", 1, 1, 4.5, 4, 4.5e-8), worst);
    assertEquals(0.5 / 4.5e-8, worst.error());
    assertEquals(
        "layer 1, parameter weight[1, 1]: analytic 4.5, numeric 4.0, bound 4.5E-8",
        worst.toString());
  }

  @Test
  void aQuotientThatRoundingHidesIsLeftOut() {
    GradientReport hidden = check(0.3, Math.cos(0.3), v -> 1e9 + Math.sin(v));
    assertEquals(new GradientReport(0, 1, 0, null), hidden);
  }

  /** Even where no rounding shows, since the sums are exact: none can be sure of it. */
  @Test
  void aQuotientThatRoundingMayHideIsLeftOut() {
    assertEquals(new GradientReport(0, 1, 0, null), check(0.25, 1 + 1e-7, v -> 0x1p22 + v));
    assertEquals(1, check(0.25, 1 + 1e-7, v -> 1 + v).wrong());
  }

  @Test
  void ofTwoThatAreAsFarOffTheFirstIsNamed() {
    Derivative first = new Derivative(0, "weight", 0, 0, 1, 1.5, 0.25);
    Derivative second = new Derivative(0, "weight", 1, 0, 2, 2.5, 0.25);
    GradientReport both =
        new GradientReport(1, 0, 1, first).plus(new GradientReport(1, 0, 1, second));
    assertEquals(first, both.worst());
  }

  @Test
  void stubsHaveKindsOfTheirOwn() {
    assertEquals("weighted-sum", new WeightedSum().kind());
  }

  /** Adds the random numbers of the training step. */
  private record Noise() implements Layer {
    @Override
    public String kind() {
      return "noise";
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
      pass.uniform(y);
      pass.backend().combine(CombineOperation.ADD, y, x, y);
    }

    @Override
    public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
      if (dx != null) {
        pass.backend().copy(dy, dx);
      }
    }
  }

  @Test
  void theObjectiveIsTheCostOfTheFirstTrainingStep() {
    DataSet data = DataSet.of(FEATURES, new double[][] {{1}, {0}, {1}});
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network network =
            Network.inputs(2).seed(3).layer(new Noise()).dense(1, sigmoid()).build(backend)) {
      double value;
      Objective objective = network.objective(data);
      value = objective.value();
      assertEquals(value, objective.value());
      objective.close();
      assertThrows(ClosedException.class, objective::value);
      assertThrows(ClosedException.class, () -> objective.get(0, 0));
      assertEquals(
          value, network.fit(data, Training.epochs(1).learningRate(0.1)).history().cost(0));
    }
  }

  /** A dense layer that forgets the last record in the gradient of its biases. */
  private record Forgetful(Dense dense) implements Layer {
    @Override
    public String kind() {
      return "forgetful";
    }

    @Override
    public int units(int inputs) {
      return dense.units(inputs);
    }

    @Override
    public List<Parameter> parameters(int inputs) {
      return dense.parameters(inputs);
    }

    @Override
    public void forward(Pass pass, Tensor x, Tensor y) {
      dense.forward(pass, x, y);
    }

    @Override
    public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
      dense.backward(pass, x, y, dy, dx);
      pass.backend().fill(0.125, pass.gradient("bias"));
    }
  }

  @Test
  void theWorstDerivativeIsNamed() {
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network network =
            Network.inputs(2)
                .seed(3)
                .dense(4, tanh())
                .layer(new Forgetful(new Dense(2, tanh(), new Normal(0.5))))
                .dense(1, sigmoid())
                .build(backend)) {
      GradientReport report =
          GradientCheck.of(network).on(FEATURES, new double[][] {{1}, {0}, {1}});
      assertEquals(2, report.wrong());
      Derivative worst = Objects.requireNonNull(report.worst());
      assertEquals(1, worst.layer());
      assertEquals("bias", worst.parameter());
      assertEquals(0.125 / 3, worst.analytic());
      assertEquals(0, worst.column());
      assertTrue(report.toString().contains("layer 2, parameter bias["), report::toString);
    }
  }

  @Test
  void float32IsRefused() {
    try (Backend backend = Matrices.naive(DType.FLOAT32)) {
      assertEquals(
          "gradient check: FLOAT64 is needed; open the backend with it, or copy the network to one"
              + " that has it: naive has FLOAT32",
          assertThrows(IllegalArgumentException.class, () -> GradientCheck.of(tanh(), backend))
              .getMessage());
    }
  }

  /** Counts the workspaces that are open. */
  private static final class Counting extends ForwardingBackend {
    private int open;

    Counting(Backend delegate) {
      super(delegate);
    }

    @Override
    public Workspace workspace() {
      Workspace workspace = delegate().workspace();
      open++;
      return new Workspace() {
        @Override
        public Backend backend() {
          return Counting.this;
        }

        @Override
        public Tensor tensor(Shape shape) {
          return workspace.tensor(shape);
        }

        @Override
        public void close() {
          open--;
          workspace.close();
        }
      };
    }
  }

  @Test
  void aCheckLeavesNothingOpen() {
    try (Counting backend = new Counting(Matrices.naive(DType.FLOAT64))) {
      assertTrue(GradientCheck.of(tanh(), backend).on(FEATURES, FEATURES).passed());
      assertEquals(0, backend.open);
      assertThrows(
          IllegalArgumentException.class,
          () -> GradientCheck.of(tanh(), backend).on(FEATURES, new double[3][1]));
      assertEquals(0, backend.open);
    }
  }
}
