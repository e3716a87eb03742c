package nn.core.selection;

import java.util.function.UnaryOperator;
import nn.api.network.Decision;
import nn.core.Network;
import nn.core.data.DataSet;

/** A trained network with the preparation of its data: what a fold tests. */
public interface Model extends AutoCloseable {

  /**
   * The outputs for the features of records, on the scale of the targets as they are given.
   *
   * @return as many as targets for each record, one record after another
   */
  double[] predict(DataSet data);

  /** How outputs become classes. */
  Decision decision();

  /** Releases the network. */
  @Override
  void close();

  /** A network that takes the data as it is. The model closes it. */
  static Model of(Network network) {
    return of(data -> data, network);
  }

  /**
   * A network that takes the data prepared, as by {@code standardiser::apply}. The model closes it.
   */
  static Model of(UnaryOperator<DataSet> preparation, Network network) {
    return new Model() {
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
    };
  }
}
