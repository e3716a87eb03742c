package nn.tck;

import static nn.tck.Saboteur.DOUBLES;
import static nn.tck.Saboteur.FLOATS;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.Tensor;
import nn.api.Tier;
import nn.api.provider.BackendProvider;
import nn.backend.naive.NaiveFmaProvider;
import nn.backend.naive.NaiveProvider;
import nn.tck.reference.Form;
import nn.tck.reference.Matrix;
import nn.tck.reference.Oracle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A failure says in words what is wrong: each pattern is shown by a backend that is wrong so. */
@Tag("saboteurs")
class DiagnosesTest {

  private static Stream<Arguments> wrong() {
    return Stream.of(
        of("reads its destination", 1803, added()),
        of("is not written", 1813, forgetful()),
        of("looks fused", 1803, claiming(new NaiveFmaProvider(), Tier.EXACT_SEPARATE, true)),
        of("looks separate", 1803, claiming(new NaiveProvider(), Tier.EXACT_FUSED, false)),
        of(
            "sums in another order: from the last term to the first",
            1803,
            ProductSaboteurs.dot(Form.PLAIN, 305, "descending", DiagnosesTest::descending)
                .provider()),
        of("rounded through double", 1803, throughDouble()),
        of("flushes subnormals", 1811, copying(DOUBLES, DiagnosesTest::flushed)),
        of("loses the sign of zero", 1811, copying(DOUBLES, DiagnosesTest::unsigned)),
        of("uses a reciprocal", 1812, reciprocal()),
        of("threads disagree: right with one thread, wrong with 3", 1811, threads()),
        of("is not repeatable", 1811, everyThird()),
        of("has a stale operand", 1803, stale()),
        of("is transposed", 1811, copying(DOUBLES, DiagnosesTest::transposed)),
        of("is shifted by one element", 1811, copying(DOUBLES, DiagnosesTest::shifted)));
  }

  private static Arguments of(String words, int rule, BackendProvider provider) {
    return Arguments.of(words, rule, provider);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrong")
  void aFailureSaysSo(String words, int rule, BackendProvider provider) {
    String message =
        SuiteRun.ofRule(rule, provider, Map.of(), 3).failures().getOrDefault(rule, "passed");
    assertTrue(
        message.lines().anyMatch(line -> line.startsWith("  likely   ") && line.contains(words)),
        () -> "no '" + words + "' in: " + message);
    for (String part :
        new String[] {
          "rule " + rule + ": ",
          "\n  expected ",
          "\n  actual   ",
          "\n  call     ",
          "; data ",
          "-Dtck.case="
        }) {
      assertTrue(message.contains(part), () -> "no '" + part + "' in: " + message);
    }
  }

  private static BackendProvider wrapped(Set<DType> dtypes, UnaryOperator<Backend> wrapper) {
    return new TestProvider(dtypes, wrapper);
  }

  private static BackendProvider added() {
    return ProductSaboteurs.product(
            Form.PLAIN,
            302,
            "adds",
            (a, b, right, before, i, j) -> right.get(i, j) + before.get(i, j))
        .provider();
  }

  private static BackendProvider claiming(BackendProvider of, Tier claim, boolean fused) {
    return ProductSaboteurs.claiming(
        of,
        claim,
        (x, y) -> fused ? Oracle.fused(DType.FLOAT64, x, y) : Oracle.separate(DType.FLOAT64, x, y));
  }

  private static double descending(double[] x, double[] y) {
    double sum = 0;
    for (int k = x.length - 1; k >= 0; k--) {
      sum += x[k] * y[k];
    }
    return sum;
  }

  private static BackendProvider forgetful() {
    return wrapped(
        DOUBLES,
        backend ->
            new WrappedBackend(backend) {
              @Override
              public void combine(CombineOperation op, Tensor a, Tensor b, Tensor out) {
                Matrix before = get(out);
                super.combine(op, a, b, out);
                if (out.shape().size() > 100) {
                  put(before, out);
                }
              }
            });
  }

  private static BackendProvider throughDouble() {
    return wrapped(
        FLOATS,
        backend ->
            new WrappedBackend(backend) {
              @Override
              public void matmul(Tensor a, Tensor b, Tensor out) {
                super.matmul(a, b, out);
                Matrix x = get(a);
                Matrix y = get(b);
                put(
                    out,
                    (i, j) ->
                        Oracle.separate(
                            DType.FLOAT64, Form.PLAIN.left(x, i), Form.PLAIN.right(y, j)));
              }
            });
  }

  /** Copies that are spoilt. */
  private static BackendProvider copying(
      Set<DType> dtypes, BiFunction<Matrix, Backend, Matrix> spoilt) {
    return wrapped(
        dtypes,
        backend ->
            new WrappedBackend(backend) {
              @Override
              public void copy(Tensor a, Tensor out) {
                super.copy(a, out);
                put(spoilt.apply(get(out), this), out);
              }
            });
  }

  private static Matrix flushed(Matrix values, Backend backend) {
    return values.map(
        value -> Math.abs(value) < Double.MIN_NORMAL ? Math.copySign(0, value) : value);
  }

  private static Matrix unsigned(Matrix values, Backend backend) {
    return values.map(value -> value + 0.0);
  }

  private static Matrix transposed(Matrix values, Backend backend) {
    if (values.rows() == 1 || values.columns() == 1) {
      return values;
    }
    double[] rows = new double[values.values().length];
    for (int at = 0; at < rows.length; at++) {
      rows[at % values.rows() * values.columns() + at / values.rows()] = values.values()[at];
    }
    return new Matrix(values.shape(), rows);
  }

  private static Matrix shifted(Matrix values, Backend backend) {
    double[] all = values.values().clone();
    if (all.length > 100) {
      System.arraycopy(values.values(), 50, all, 51, all.length - 51);
    }
    return new Matrix(values.shape(), all);
  }

  private static BackendProvider threads() {
    return copying(
        DOUBLES,
        (values, backend) -> backend.threads() == 1 ? values : values.map(value -> value + 1));
  }

  private static BackendProvider everyThird() {
    AtomicInteger calls = new AtomicInteger();
    return copying(
        DOUBLES,
        (values, backend) ->
            calls.incrementAndGet() % 3 != 0 ? values : values.map(value -> value + 1));
  }

  private static BackendProvider reciprocal() {
    return wrapped(
        DOUBLES,
        backend ->
            new WrappedBackend(backend) {
              @Override
              public void divideBy(Tensor a, double divisor, Tensor out) {
                Matrix dividends = get(a);
                super.divideBy(a, divisor, out);
                put(dividends.map(value -> value * (1 / divisor)), out);
              }
            });
  }

  /** Keeps what an operand held when it was first seen. */
  private static BackendProvider stale() {
    return wrapped(
        DOUBLES,
        backend ->
            new WrappedBackend(backend) {
              private final Map<Tensor, Matrix> seen = new WeakHashMap<>();

              @Override
              public void matmul(Tensor a, Tensor b, Tensor out) {
                super.matmul(a, b, out);
                Matrix x;
                synchronized (seen) {
                  x = seen.computeIfAbsent(a, this::get);
                }
                Matrix y = get(b);
                put(
                    out,
                    (i, j) ->
                        Oracle.separate(
                            DType.FLOAT64, Form.PLAIN.left(x, i), Form.PLAIN.right(y, j)));
              }
            });
  }
}
