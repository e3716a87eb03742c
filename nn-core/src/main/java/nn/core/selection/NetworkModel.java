package nn.core.selection;

import nn.api.network.Decision;
import nn.core.Network;
import nn.core.data.DataSet;

/**
 * A network, and what is done to features before it sees them.
 *
 * @param preparation as by {@code standardiser::apply}
 * @param network which the model closes
 */
public record NetworkModel(Preparation preparation, Network network) implements Model {

  @Override
  public double[] predict(DataSet data) {
    return network.predict(preparation.apply(data).features(), data.records());
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
