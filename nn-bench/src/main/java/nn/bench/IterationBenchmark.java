package nn.bench;

import java.util.Map;
import nn.api.Backend;
import nn.api.DType;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.training.History;
import nn.core.training.Training;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * One iteration of the article's training run, cost and accuracy included. The first hundred are
 * not timed: the last of their costs is compared with NumPy's.
 */
public class IterationBenchmark extends TrainingBenchmark {
  /** Iterations of one run, which share its tensors. */
  static final int ITERATIONS = 50;

  private static final int JUDGED = 100;

  /** The cost of iteration 100, computed with NumPy in FLOAT64. */
  private static final double COST = 0.5745440931383649;

  /** The work. */
  static Workload workload(DType dtype) {
    String title = BenchCommand.spelling(dtype) + " iteration of the article";
    return new JmhWorkload(
        title,
        new Workload.Place("training", title),
        dtype,
        Rate.perSecond("iterations", 1),
        IterationBenchmark.class,
        Map.of(),
        pace -> pace.longer(5));
  }

  @Override
  DataSet data() {
    return Article.data();
  }

  @Override
  Network network(Backend backend) {
    return Article.network(backend);
  }

  @Override
  Training training(int epochs) {
    return Article.training(epochs);
  }

  @Override
  int judged() {
    return JUDGED;
  }

  @Override
  int operations() {
    return 1;
  }

  @Override
  void judge(DataSet data, History history) {
    double tolerance = dtype == DType.FLOAT64 ? 1e-12 : 1e-4;
    requireNear("cost of iteration " + JUDGED, history.cost(JUDGED - 1), COST, tolerance);
  }

  /** One iteration, in runs of 50. */
  @Benchmark
  @OperationsPerInvocation(ITERATIONS)
  public History iteration() {
    return train(ITERATIONS);
  }
}
