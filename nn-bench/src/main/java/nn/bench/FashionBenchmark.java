package nn.bench;

import nn.api.Backend;
import nn.api.DType;
import nn.api.network.Optimiser;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.training.History;
import nn.core.training.Training;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Training on Fashion-MNIST. Before a time is taken, the costs of two epochs of a few records are
 * compared with those of naive in FLOAT64.
 */
@SuppressWarnings("NullAway.Init") // set by choose, which runs first
public abstract class FashionBenchmark extends TrainingBenchmark {
  /** Batches of an epoch that is judged. */
  static final int BATCHES = 5;

  private static final int JUDGED = 2;

  /** The kind of optimiser. */
  @Param("gradient-descent")
  public String optimiser;

  private Optimiser chosen;

  /** For JMH. */
  protected FashionBenchmark() {}

  @Setup
  @Override
  public void open() {
    chosen = Optimisers.of(optimiser);
    super.open();
  }

  @Override
  final DataSet judgedData() {
    return Fashion.training(BATCHES * Fashion.BATCH);
  }

  @Override
  final Network network(Backend backend) {
    return Fashion.network(backend);
  }

  @Override
  final Training training(int epochs) {
    return Fashion.training(epochs, chosen);
  }

  @Override
  final int judged() {
    return JUDGED;
  }

  @Override
  final int operations() {
    return BATCHES;
  }

  @Override
  final void judge(DataSet data, History history) {
    double tolerance = dtype == DType.FLOAT64 ? 1e-9 : 1e-3;
    try (Backend reference = Backends.open("naive", new BackendOptions(DType.FLOAT64, 1));
        Network network = Fashion.network(reference)) {
      History expected = network.fit(data, training(JUDGED)).history();
      requireNear("cost", history.cost(JUDGED - 1), expected.cost(JUDGED - 1), tolerance);
    }
  }
}
