package nn.bench;

import nn.api.Backend;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.training.History;
import nn.core.training.Training;

/**
 * Training by {@link Network#fit}. A short run from the first weights is judged. Further ones count
 * what an epoch allocates when the run's tensors are there already and the compiler has done with
 * it: until then vectors are objects.
 */
@SuppressWarnings("NullAway.Init") // set by prepare, which runs first
public abstract class TrainingBenchmark extends BackendBenchmark {

  /** Runs at most whose allocation is counted; the least counts. */
  private static final int COUNTED_RUNS = 10;

  /** Below this nothing but the counting itself allocates. */
  private static final double FEW_BYTES = 100;

  private DataSet data;
  private Network network;

  /** For JMH. */
  protected TrainingBenchmark() {}

  /** What is learnt. */
  abstract DataSet data();

  /** What learns. */
  abstract Network network(Backend backend);

  /** What the judged run learns. */
  DataSet judgedData() {
    return data();
  }

  /** How; the seed does not change. */
  abstract Training training(int epochs);

  /** Epochs of the run that is judged, at least 2. */
  abstract int judged();

  /** Operations of an epoch, as they are counted. */
  abstract int operations();

  /** Compares the costs of the judged run with a reference. */
  abstract void judge(DataSet data, History history);

  @Override
  final void prepare(Backend backend) {
    data = data();
    network = network(backend);
  }

  @Override
  final Verdict judge(Backend backend) {
    DataSet learnt = judgedData();
    History history = network.fit(learnt, training(judged())).history();
    judge(learnt, history);
    String weights = network.weightsSha256();
    double bytes = Double.POSITIVE_INFINITY;
    for (int run = 0; run < COUNTED_RUNS && bytes >= FEW_BYTES; run++) {
      bytes = Math.min(bytes, bytes(learnt));
    }
    return new Verdict(backend.tier(), weights, Math.floor(bytes));
  }

  /** Allocated for each operation in the second half of a run like the one that is judged. */
  private double bytes(DataSet learnt) {
    int epochs = judged();
    long[] allocated = new long[2];
    network.fit(
        learnt,
        training(epochs)
            .listener(
                epoch -> {
                  if (epoch.number() == epochs / 2 || epoch.number() == epochs) {
                    allocated[epoch.number() == epochs ? 1 : 0] = Allocation.bytes();
                  }
                }));
    return (allocated[1] - allocated[0]) / ((double) (epochs - epochs / 2) * operations());
  }

  /** What learns, with the weights that it has now. */
  final Network network() {
    return network;
  }

  /** Trains on. */
  final History train(int epochs) {
    return network.fit(data, training(epochs)).history();
  }
}
