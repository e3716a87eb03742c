package nn.core.selection;

import java.io.Serializable;
import nn.core.data.DataSet;

/**
 * A way to train: from a training set to a model. Everything that learns from data, a standardiser
 * too, is made anew from the records that are given, so that nothing of the tested ones leaks.
 *
 * <pre>{@code
 * Candidate candidate =
 *     train -> {
 *       Standardiser standardiser = Standardiser.fit(train);
 *       Network network = Network.inputs(4).dense(8, relu()).dense(3, softmax()).build(backend);
 *       Training training = Training.epochs(100).learningRate(0.1);
 *       return Model.fit(network, standardiser::apply, train, training);
 *     };
 * }</pre>
 *
 * <p>It is called by several threads at once and must give the same model for the same records
 * whenever it is called. Each call makes a network of its own; they may share an exact backend,
 * best one with a single thread.
 *
 * <p>A cross-validation that is cancelled interrupts its threads and waits for them. {@link
 * Model#fit} ends then after its step; any other training with {@code
 * stopWhen(Thread.currentThread()::isInterrupted)}.
 *
 * <p>It is {@link Serializable}, so that other machines can train by it, too: then all that a
 * lambda captures must be, which a backend, a network and a training are not.
 */
@FunctionalInterface
public interface Candidate extends Serializable {

  /**
   * Trains.
   *
   * @return the model, which the caller closes
   * @throws nn.core.training.DivergedException if the training diverges: the candidate is the worst
   *     then
   * @throws Exception for any other reason: that ends the cross-validation
   */
  Model train(DataSet train) throws Exception;
}
