package example;

import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;

import nn.api.Backend;
import nn.api.provider.Backends;
import nn.core.training.Evaluation;
import nn.core.data.Moons;
import nn.core.Network;
import nn.core.training.Training;

/** Trains a network on whichever backend is there: no line of it names one. */
public final class TwoMoons {
  public static void main(String[] args) {
    try (Backend backend = Backends.open();
        Network network =
            Network.inputs(2).seed(100)
                .dense(25, relu()).dense(25, relu()).dense(1, sigmoid()).build(backend)) {
      network.fit(Moons.make(1000, 0.2, 100), Training.epochs(1000).learningRate(0.1));
      Evaluation fresh = network.evaluate(Moons.make(1000, 0.2, 101));
      System.out.println(Backends.report());
      System.out.println("computed by: " + backend.name());
      System.out.println("accuracy on fresh moons: " + fresh.accuracy());
      System.out.println("weights: " + network.weightsSha256());
    }
  }
}
