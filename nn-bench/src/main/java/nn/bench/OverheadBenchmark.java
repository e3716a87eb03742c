package nn.bench;

import java.util.List;
import java.util.Map;
import nn.api.Backend;
import nn.api.DType;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.training.Training;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/**
 * A full-batch step by {@link Network#fit} and by the same kernels called by hand, which must give
 * the same bits.
 */
@SuppressWarnings("NullAway.Init") // set by prepare, which runs first
public class OverheadBenchmark extends BackendBenchmark {
  /** The contender that calls kernels. */
  static final String BY_HAND = "by hand";

  /** Steps of one run, which share its tensors. */
  static final int STEPS = 50;

  private static final int JUDGED = 5;

  /** Whose network and data. */
  public enum Model {
    /** That of the article. */
    ARTICLE("the article's iteration", Article.RECORDS, 5),
    /** A batch of Fashion-MNIST. */
    FASHION("batch of Fashion-MNIST", Fashion.BATCH, 5);

    private final String title;
    private final int records;
    private final double stretch;

    Model(String title, int records, double stretch) {
      this.title = title;
      this.records = records;
      this.stretch = stretch;
    }

    private DataSet data() {
      return this == ARTICLE ? Article.data() : Fashion.training(records);
    }

    private Network network(Backend backend) {
      return this == ARTICLE ? Article.network(backend) : Fashion.network(backend);
    }
  }

  /** What is trained. */
  @Param("ARTICLE")
  public Model model;

  private DataSet data;
  private Network network;
  private HandStep hand;

  /** The work. */
  static Workload workload(DType dtype, Model model) {
    String name = BenchCommand.spelling(dtype) + " " + model.title;
    return new JmhWorkload(
        name + ", by nn-core and by hand",
        new Workload.Place("overhead", name),
        dtype,
        Rate.perSecond("steps", 1),
        OverheadBenchmark.class,
        Map.of("model", model.name()),
        pace -> pace.longer(model.stretch),
        List.of(BY_HAND));
  }

  private static Training training(int steps) {
    return Training.epochs(steps).fullBatch().learningRate(0.01);
  }

  @Override
  void prepare(Backend backend) {
    data = model.data();
    network = model.network(backend);
    hand = new HandStep(backend, network, data, training(1).optimiser());
  }

  @Override
  Verdict judge(Backend backend) {
    network.fit(data, training(JUDGED));
    for (int i = 0; i < JUDGED; i++) {
      hand.step();
    }
    String bits = network.weightsSha256();
    if (!bits.equals(hand.weightsSha256())) {
      throw new IllegalStateException(
          "wrong weights: those of nn-core and those made by hand differ after "
              + JUDGED
              + " steps");
    }
    return new Verdict(backend.tier(), bits, Double.NaN);
  }

  /** One step, in runs of 50. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public Object steps() {
    if (!contender.endsWith(BY_HAND)) {
      return network.fit(data, training(STEPS));
    }
    double sum = 0;
    for (int i = 0; i < STEPS; i++) {
      sum += hand.step();
    }
    return sum;
  }
}
