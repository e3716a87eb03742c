package example;

import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.softmax;

import nn.core.Network;
import nn.core.metric.Metrics;
import nn.core.optimiser.Adam;
import nn.core.penalty.L2;
import nn.core.schedule.Cosine;
import nn.core.training.EarlyStopping;
import nn.core.training.Training;

/** Fully connected layers of 784, 512, 256 and 10 units with dropout. */
public final class DenseNetwork {
  public static void main(String[] args) {
    FashionMnist.train(
        args,
        Network.inputs(28 * 28)
            .dense(512, relu())
            .dropout(0.3)
            .dense(256, relu())
            .dropout(0.3)
            .dense(10, softmax()),
        30,
        epochs ->
            Training.epochs(epochs)
                .batch(128)
                .optimiser(new Adam(0.001))
                .schedule(new Cosine(0))
                .penalty(new L2(1e-4))
                .earlyStopping(EarlyStopping.patience(8).monitor(Metrics.accuracy())));
  }
}
