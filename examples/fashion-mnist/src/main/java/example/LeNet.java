package example;

import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.softmax;

import nn.core.Network;
import nn.core.layer.Convolution;
import nn.core.metric.Metrics;
import nn.core.optimiser.Adam;
import nn.core.penalty.L2;
import nn.core.schedule.Cosine;
import nn.core.training.EarlyStopping;
import nn.core.training.Training;

/** LeNet-5's sizes (Y. LeCun et al., Proceedings of the IEEE 86(11), 1998, figure 2) with ReLU, max pooling and some dropout. */
public final class LeNet {
  public static void main(String[] args) {
    FashionMnist.train(
        args,
        Network.images(1, 28, 28)
            .layer(image -> new Convolution(image, 6, 5, relu()).padding(2)) // 6 × 28 × 28
            .maxPooling(2) // 6 × 14 × 14
            .convolution(16, 5, relu()) // 16 × 10 × 10
            .maxPooling(2) // 16 × 5 × 5
            .dropout(0.1)
            .dense(120, relu())
            .dropout(0.1)
            .dense(84, relu())
            .dense(10, softmax()),
        20,
        epochs ->
            Training.epochs(epochs)
                .batch(64)
                .optimiser(new Adam(0.002))
                .schedule(new Cosine(0))
                .penalty(new L2(2e-4))
                .earlyStopping(EarlyStopping.patience(20).monitor(Metrics.accuracy())));
  }
}
