package nn.core.selection;

import java.util.function.BooleanSupplier;
import nn.api.network.Decision;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.training.Training;

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

  /**
   * Trains a network with prepared data and makes a model of it: what a {@link Candidate} ends
   * with. The training ends after the step in which its thread is interrupted.
   *
   * @param preparation as by {@code standardiser::apply}
   * @param network which the model closes; if the training fails, it is closed at once
   * @throws nn.core.training.DivergedException and others as {@link Network#fit}
   */
  static NetworkModel fit(
      Network network, Preparation preparation, DataSet train, Training training) {
    BooleanSupplier stop = training.stopWhen();
    try {
      network.fit(
          preparation.apply(train),
          training.stopWhen(() -> stop.getAsBoolean() || Thread.currentThread().isInterrupted()));
      return of(preparation, network);
    } catch (Throwable failure) {
      network.close();
      throw failure;
    }
  }

  /** A network that takes the data as it is. The model closes it. */
  static NetworkModel of(Network network) {
    return of(data -> data, network);
  }

  /**
   * A network that takes the data prepared, as by {@code standardiser::apply}. The model closes it.
   */
  static NetworkModel of(Preparation preparation, Network network) {
    return new NetworkModel(preparation, network);
  }
}
