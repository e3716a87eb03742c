package nn.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import nn.api.Backend;
import nn.api.network.Activation;
import nn.api.network.Cost;
import nn.api.network.Initialiser;
import nn.api.network.Layer;
import nn.api.network.OutputRange;
import nn.core.cost.BinaryCrossEntropy;
import nn.core.cost.CategoricalCrossEntropy;
import nn.core.cost.MeanSquaredError;
import nn.core.engine.Architecture;
import nn.core.initialiser.HeNormal;
import nn.core.initialiser.XavierNormal;
import nn.core.layer.ActivationLayer;
import nn.core.layer.BatchNormalisation;
import nn.core.layer.Dense;
import nn.core.layer.Dropout;
import nn.core.random.RandomState;
import org.jspecify.annotations.Nullable;

/** Describes a network layer by layer; from {@link Network#inputs}. Belongs to one thread. */
public final class NetworkBuilder {
  private final int inputs;
  private final List<Layer> layers = new ArrayList<>();
  private @Nullable Initialiser initialiser;
  private @Nullable Cost cost;
  private int seed;

  NetworkBuilder(int inputs) {
    this.inputs = inputs;
  }

  /**
   * Adds a fully connected layer. Its weights are drawn by the initialiser given to {@link
   * #initialiser} before, else by He's for activations that rectify and Glorot's for others (both
   * normal).
   *
   * @throws IllegalArgumentException if {@code units} is below 1
   */
  public NetworkBuilder dense(int units, Activation activation) {
    Objects.requireNonNull(activation, "network: activation");
    return layer(new Dense(units, activation, initialiserFor(activation)));
  }

  private Initialiser initialiserFor(Activation activation) {
    if (initialiser != null) {
      return initialiser;
    }
    return activation.rectifies() ? new HeNormal() : new XavierNormal();
  }

  /** Adds an activation alone. */
  public NetworkBuilder activation(Activation activation) {
    return layer(new ActivationLayer(activation));
  }

  /**
   * Adds dropout.
   *
   * @param rate how many of the numbers are dropped in training, at least 0 and below 1
   * @throws IllegalArgumentException if it is not
   */
  public NetworkBuilder dropout(double rate) {
    return layer(new Dropout(rate));
  }

  /** Adds batch normalisation, with {@code ε = 10⁻⁵} and momentum 0.9. */
  public NetworkBuilder batchNormalisation() {
    return layer(new BatchNormalisation());
  }

  /** Adds a layer. */
  public NetworkBuilder layer(Layer layer) {
    layers.add(Objects.requireNonNull(layer, "network: layer"));
    return this;
  }

  /** Draws the weights of the dense layers added from now on. */
  public NetworkBuilder initialiser(Initialiser initialiser) {
    this.initialiser = Objects.requireNonNull(initialiser, "network: initialiser");
    return this;
  }

  /**
   * What training lowers. Without it: binary cross-entropy after sigmoid, categorical after
   * softmax, mean squared error otherwise.
   */
  public NetworkBuilder cost(Cost cost) {
    this.cost = Objects.requireNonNull(cost, "network: cost");
    return this;
  }

  /** The seed of the initial weights; 0 without it. */
  public NetworkBuilder seed(int seed) {
    this.seed = seed;
    return this;
  }

  /**
   * The network with its initial weights, on a backend.
   *
   * @throws IllegalArgumentException if there is no layer, or the cost cannot judge the outputs
   */
  public Network build(Backend backend) {
    Architecture architecture = new Architecture(inputs, layers, cost == null ? usualCost() : cost);
    return Network.of(
        architecture, backend, network -> network.tensors().initialise(new RandomState(seed)));
  }

  private Cost usualCost() {
    OutputRange range =
        layers.isEmpty() ? OutputRange.UNKNOWN : layers.get(layers.size() - 1).range();
    return switch (range) {
      case PROBABILITY -> new BinaryCrossEntropy();
      case DISTRIBUTION -> new CategoricalCrossEntropy();
      case REAL, UNKNOWN -> new MeanSquaredError();
    };
  }
}
