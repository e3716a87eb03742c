package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.Tier;
import nn.api.Workspace;
import nn.api.provider.BackendProvider;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;

/** What the suite must not reject, and how it speaks. */
class SuiteTest {

  private static Map<Integer, Throwable> failures(BackendProvider provider) {
    Map<Integer, Throwable> failures = new TreeMap<>();
    SuiteRun.run(provider, 3)
        .forEach(
            (rule, outcome) -> {
              if (outcome.getStatus() == Status.FAILED) {
                failures.put(rule, outcome.getThrowable().orElseThrow());
              }
            });
    return failures;
  }

  private static Status status(Map<Integer, TestExecutionResult> outcomes, int rule) {
    return Objects.requireNonNull(outcomes.get(rule)).getStatus();
  }

  private static TestProvider naive(UnaryOperator<Backend> wrapper) {
    return new TestProvider(EnumSet.allOf(DType.class), wrapper);
  }

  @Test
  void theDefaultKernelsOfTheInterfacePass() {
    assertEquals(Map.of(), failures(naive(PlainDefaults::new)));
  }

  @Test
  void aDecoratorPasses() {
    assertEquals(Map.of(), failures(naive(WrappedBackend::new)));
  }

  @Test
  void anHonestlyBoundedBackendPasses() {
    assertEquals(Map.of(), failures(ProductSaboteurs.honestlyBounded()));
  }

  @Test
  void rulesOfOtherTiersAreSkippedInSight() {
    Map<Integer, TestExecutionResult> outcomes = SuiteRun.run(naive(backend -> backend), 1);
    for (int rule : Set.of(306, 307, 514)) {
      assertEquals(Status.ABORTED, status(outcomes, rule));
    }
    assertEquals(Status.SUCCESSFUL, status(outcomes, 305));
  }

  @Test
  void aFailureSaysWhatWhereAndHowToRepeatIt() {
    Saboteur saboteur =
        ProductSaboteurs.all().stream().filter(s -> s.rule() == 301).findFirst().orElseThrow();
    String message =
        String.valueOf(
            failures(saboteur.provider()).getOrDefault(301, new AssertionError()).getMessage());
    for (String part :
        new String[] {
          "rule 301: matmul",
          "wrong value at [64, ",
          "operands [[65, ",
          "expected ",
          "actual ",
          "bound ",
          "naive, FLOAT64, EXACT_SEPARATE, 3 thread(s)",
          "-Dtck.seed=" + Generator.seed()
        }) {
      assertTrue(message.contains(part), () -> "no '" + part + "' in: " + message);
    }
  }

  /** Forwards what is required and nothing else, so that the default kernels run. */
  private record PlainDefaults(Backend delegate) implements Backend {

    @Override
    public String name() {
      return delegate.name();
    }

    @Override
    public DType dtype() {
      return delegate.dtype();
    }

    @Override
    public int threads() {
      return delegate.threads();
    }

    @Override
    public Tier tier() {
      return delegate.tier();
    }

    @Override
    public Workspace workspace() {
      return delegate.workspace();
    }

    @Override
    public void write(double[] source, int offset, Tensor out, int from, int to) {
      delegate.write(source, offset, out, from, to);
    }

    @Override
    public void write(float[] source, int offset, Tensor out, int from, int to) {
      delegate.write(source, offset, out, from, to);
    }

    @Override
    public void read(Tensor a, int from, int to, double[] target, int offset) {
      delegate.read(a, from, to, target, offset);
    }

    @Override
    public void read(Tensor a, int from, int to, float[] target, int offset) {
      delegate.read(a, from, to, target, offset);
    }

    @Override
    public void matmul(Tensor a, Tensor b, Tensor out) {
      delegate.matmul(a, b, out);
    }

    @Override
    public void matmulTransA(Tensor a, Tensor b, Tensor out) {
      delegate.matmulTransA(a, b, out);
    }

    @Override
    public void matmulTransB(Tensor a, Tensor b, Tensor out) {
      delegate.matmulTransB(a, b, out);
    }

    @Override
    public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
      delegate.apply(loop, scalars, operands);
    }

    @Override
    public void combine(CombineOperation op, Tensor a, Tensor b, Tensor out) {
      delegate.combine(op, a, b, out);
    }

    @Override
    public void sumOverRecords(Tensor a, Tensor out) {
      delegate.sumOverRecords(a, out);
    }

    @Override
    public void sumOverUnits(Tensor a, Tensor out) {
      delegate.sumOverUnits(a, out);
    }

    @Override
    public void maxOverUnits(Tensor a, Tensor out) {
      delegate.maxOverUnits(a, out);
    }

    @Override
    public void close() {
      delegate.close();
    }
  }
}
