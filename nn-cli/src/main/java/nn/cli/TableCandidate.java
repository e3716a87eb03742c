package nn.cli;

import nn.api.Backend;
import nn.core.data.DataSet;
import nn.core.selection.Candidate;
import nn.core.training.Training;
import nn.io.table.TableEncoding;
import nn.io.table.TableModel;
import nn.io.table.TableNetwork;

/**
 * A way to train on records of a table, which scales them anew each time.
 *
 * @param encoding of the records
 * @param backend shared by all networks
 * @param network what to train
 * @param options how to train
 * @param plugIns what plug-ins there are
 */
record TableCandidate(
    TableEncoding encoding,
    Backend backend,
    TableNetwork network,
    TrainingOptions options,
    CommandPlugIns plugIns)
    implements Candidate {

  @Override
  public TableModel train(DataSet records) {
    Training training =
        options
            .training(plugIns, records.records())
            .stopWhen(() -> Thread.currentThread().isInterrupted());
    return TableModel.fit(encoding, options.weighted(records), network, training, backend);
  }
}
