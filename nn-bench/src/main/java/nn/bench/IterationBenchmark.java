package nn.bench;

import java.util.concurrent.TimeUnit;
import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.DataSet;
import nn.core.History;
import nn.core.Network;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One iteration of the article's training run, cost and accuracy included. The first hundred are
 * not timed: the last of their costs is compared with NumPy's.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // set by open, which runs first
public class IterationBenchmark {
  /** Iterations of one run, which share its tensors. */
  static final int ITERATIONS = 50;

  private static final int JUDGED = 100;

  /** The cost of iteration 100, computed with NumPy in FLOAT64. */
  private static final double COST = 0.5745440931383649;

  /** The backend's name. */
  @Param("naive")
  public String contender;

  /** The number type. */
  @Param("FLOAT64")
  public DType dtype;

  /** Threads that one kernel may use. */
  @Param("1")
  public int threads;

  private final DataSet data = Article.data();
  private Backend backend;
  private Network network;

  /** Builds the network and judges a short run. */
  @Setup
  public void open() {
    backend = Backends.open(contender, new BackendOptions(dtype, threads));
    network = Article.network(backend);
    History history = network.fit(data, Article.training(JUDGED));
    double cost = history.cost(JUDGED - 1);
    double tolerance = dtype == DType.FLOAT64 ? 1e-12 : 1e-4;
    if (!(Math.abs(cost - COST) <= tolerance)) {
      throw new IllegalStateException(
          "iteration: wrong cost of iteration "
              + JUDGED
              + ": "
              + cost
              + ", expected "
              + COST
              + " to within "
              + tolerance);
    }
  }

  /** Closes the backend. */
  @TearDown
  public void close() {
    network.close();
    backend.close();
  }

  /** One iteration, in runs of 50. */
  @Benchmark
  @OperationsPerInvocation(ITERATIONS)
  public History iteration() {
    return network.fit(data, Article.training(ITERATIONS));
  }
}
