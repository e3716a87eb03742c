package com.example.plugins;

import static nn.core.activation.Activations.sigmoid;

import nn.api.Backend;
import nn.api.network.Catalogue;
import nn.api.provider.Backends;
import nn.core.data.Moons;
import nn.core.Network;
import nn.core.training.Training;
import nn.core.initialiser.Uniform;

/** Trains the two moons with both plug-ins, which are used as nn's own are. */
public final class SwishMoons {
  public static void main(String[] args) {
    try (Backend backend = Backends.open();
        Network network =
            Network.inputs(2).seed(100)
                .layer(new Scale(new Uniform(1)))
                .dense(25, new Swish(1)).dense(25, new Swish(1)).dense(1, sigmoid()).build(backend)) {
      network.fit(Moons.make(1000, 0.2, 100), Training.epochs(1000).learningRate(0.5));
      System.out.println("activations: " + Catalogue.load().activations());
      System.out.println("layers: " + Catalogue.load().layers());
      System.out.println("accuracy on fresh moons: " + network.evaluate(Moons.make(1000, 0.2, 101)).accuracy());
    }
  }
}
