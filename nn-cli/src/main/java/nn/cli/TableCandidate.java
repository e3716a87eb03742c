package nn.cli;

import java.util.Arrays;
import nn.api.Backend;
import nn.api.network.Decision;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.data.Standardiser;
import nn.core.selection.Candidate;
import nn.core.selection.Model;
import nn.core.training.Training;
import nn.io.table.TableEncoding;
import nn.io.table.TargetScale;
import nn.io.table.Task;

/**
 * A way to train on records of a table, which scales them anew each time.
 *
 * @param encoding of the records
 * @param backend shared by all networks
 * @param model the network
 * @param options how to train
 * @param plugIns what plug-ins there are
 */
record TableCandidate(
    TableEncoding encoding,
    Backend backend,
    nn.cli.Model model,
    TrainingOptions options,
    CommandPlugIns plugIns)
    implements Candidate {

  @Override
  public Model train(DataSet records) {
    Standardiser features = Standardiser.fit(records);
    TargetScale scale =
        encoding.target().task() == Task.REGRESSION ? TargetScale.fit(records) : TargetScale.NONE;
    DataSet train = options.weighted(scale.apply(features.apply(records)));
    Training training =
        options
            .training(plugIns, train.records())
            .stopWhen(() -> Thread.currentThread().isInterrupted());
    Network network = model.build(encoding, backend);
    try {
      network.fit(train, training);
      return new Trained(features, scale, network);
    } catch (RuntimeException | Error failure) {
      network.close();
      throw failure;
    }
  }

  /** A network with its scales; numbers are in the table's own unit. */
  private record Trained(Standardiser features, TargetScale scale, Network network)
      implements Model {

    @Override
    public double[] predict(DataSet data) {
      double[] outputs = network.predict(features.apply(data).features(), data.records());
      return scale.equals(TargetScale.NONE)
          ? outputs
          : Arrays.stream(outputs).map(scale::number).toArray();
    }

    @Override
    public Decision decision() {
      return network.cost().decision();
    }

    @Override
    public void close() {
      network.close();
    }
  }
}
