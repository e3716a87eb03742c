package nn.tck;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.core.check.GradientReport;
import nn.tck.model.PlugInModel;
import nn.tck.reference.Generator;
import nn.tck.reference.Interval;
import nn.tck.reference.Matrix;
import org.jspecify.annotations.Nullable;

/** One opened backend, operands for a plug-in, and comparisons that say what failed. */
final class Trial implements AutoCloseable {

  /** Shapes that hurt: ones in each place, a vector's length and more, prime numbers. */
  static final int[][] SHAPES = {{1, 1}, {1, 7}, {5, 1}, {3, 4}, {8, 2}, {17, 33}, {257, 3}};

  final Backend backend;
  final DType dtype;
  final Generator random;
  private final Suite suite;
  private final String plugIn;
  private final Workspace workspace;
  private volatile String about = ""; // of the operands, for messages

  /** The random operands depend on seed, rule and dtype alone. */
  Trial(Backend backend, Suite suite, String plugIn) {
    this.backend = backend;
    this.suite = suite;
    this.plugIn = plugIn;
    dtype = backend.dtype();
    random = new Generator(suite.run().settings().seed() + 1000L * suite.rule() + dtype.bytes());
    workspace = backend.workspace();
  }

  @Override
  public void close() {
    backend.close();
  }

  /** Uniform numbers between {@code −scale} and {@code scale}, rounded to float. */
  Matrix draw(int rows, int columns, double scale) {
    return Matrix.generate(rows, columns, (i, j) -> (float) (scale * random.uniform()));
  }

  /** Numbers of the model, each multiplied with {@code scale} where they are uniform. */
  Matrix draw(int rows, int columns, PlugInModel.Data data, double scale) {
    return data == PlugInModel.Data.UNIFORM
        ? draw(rows, columns, scale)
        : Matrix.generate(rows, columns, (i, j) -> data.draw(random, dtype));
  }

  /** Runs a check with each row, and names the row where it fails. */
  void each(List<PlugInModel.Row> rows, Consumer<PlugInModel.Row> check) {
    for (PlugInModel.Row row : rows) {
      about = String.format("%n  case     %s", row);
      check.accept(row);
    }
    about = "";
  }

  /** The model's rows with each class once, at level smoke the smaller ones. */
  List<PlugInModel.Row> rows() {
    return suite.level().isStandard() ? PlugInModel.rows(random) : PlugInModel.few(random);
  }

  /** The model's rows with each two classes; at level smoke as {@link #rows}. */
  List<PlugInModel.Row> pairs() {
    return suite.level().isStandard() ? PlugInModel.pairs(random) : PlugInModel.few(random);
  }

  /** So many elements, records or steps; at level smoke a tenth. */
  int many(int standard) {
    return suite.level().isStandard() ? standard : standard / 10;
  }

  /** A tensor with these values; in any thread. */
  synchronized Tensor tensor(Matrix values) {
    suite.verdict().heard();
    Tensor tensor = workspace.tensor(values.shape());
    backend.write(values.values(), tensor);
    return tensor;
  }

  /** A destination full of NaN, which must not reach a result. */
  Tensor dirty(Shape shape) {
    return tensor(Matrix.filled(shape, Double.NaN));
  }

  Matrix values(Tensor tensor) {
    suite.verdict().heard();
    double[] values = new double[tensor.shape().size()];
    backend.read(tensor, values);
    return new Matrix(tensor.shape(), values);
  }

  /** Compares to the bit, all NaNs being equal. */
  void equal(String method, Matrix expected, Matrix actual) {
    for (int at = 0; at < expected.values().length; at++) {
      double wanted = expected.values()[at];
      double found = actual.values()[at];
      if (Double.doubleToLongBits(wanted) != Double.doubleToLongBits(found)) {
        wrong(method, Interval.exactly(wanted), found, at, actual.shape());
      }
    }
  }

  /** Compares within {@code tolerance · max(1, |expected|)}. */
  void near(String method, Matrix expected, Matrix actual, double tolerance) {
    for (int at = 0; at < expected.values().length; at++) {
      double wanted = expected.values()[at];
      double found = actual.values()[at];
      double bound = tolerance * Math.max(1, Math.abs(wanted));
      Interval interval = new Interval(wanted - bound, wanted + bound);
      if (!interval.contains(found)) {
        wrong(method, interval, found, at, actual.shape());
      }
    }
  }

  private void wrong(String method, Interval expected, double actual, int at, Shape shape) {
    String held =
        Difference.unexpectedNan(expected, actual)
            ? String.format("%n  destinations held NaN: one was read, or not written")
            : "";
    fail(method, Difference.wrong(expected, actual, at, shape, held));
  }

  /** That an operand still has the values it was given. */
  void unchanged(String method, String name, Matrix before, Tensor operand) {
    Matrix after = values(operand);
    for (int at = 0; at < before.values().length; at++) {
      double given = dtype.round(before.values()[at]);
      if (Double.doubleToLongBits(given) != Double.doubleToLongBits(after.values()[at])) {
        fail(
            method,
            Difference.modified(name, given, after.values()[at], at, before.shape()),
            operand);
      }
    }
  }

  /** That a gradient check has passed. */
  void passed(String method, GradientReport report) {
    check(report.passed(), method, report.toString());
  }

  void check(boolean holds, String method, String problem, Tensor... operands) {
    if (!holds) {
      fail(method, problem, operands);
    }
  }

  void fail(String method, String problem, Tensor... operands) {
    throw failure(method, problem, null, operands);
  }

  AssertionError failure(
      String method, String problem, @Nullable Throwable cause, Tensor... operands) {
    return new AssertionError(
        String.format(
                Locale.ROOT,
                "rule %d: %s of %s: %s%n  operands %s",
                suite.rule(),
                method,
                plugIn,
                problem,
                Arrays.stream(operands).map(operand -> operand.shape().toString()).toList())
            + circumstances(),
        cause);
  }

  /** What computes, and how to repeat the rule. */
  String circumstances() {
    return about
        + String.format(
            Locale.ROOT,
            "%n  backend  %s, %s, %s, %d thread(s)%n  replay   %s",
            backend.name(),
            dtype,
            backend.tier(),
            backend.threads(),
            suite.replay(CaseId.of(suite.rule())));
  }
}
