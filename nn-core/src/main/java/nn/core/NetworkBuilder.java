package nn.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import nn.api.Backend;
import nn.api.network.Activation;
import nn.api.network.Cost;
import nn.api.network.Initialiser;
import nn.api.network.Layer;
import nn.api.network.OutputRange;
import nn.core.architecture.Architecture;
import nn.core.cost.BinaryCrossEntropy;
import nn.core.cost.CategoricalCrossEntropy;
import nn.core.cost.MeanSquaredError;
import nn.core.initialiser.Initialisers;
import nn.core.layer.ActivationLayer;
import nn.core.layer.AveragePooling;
import nn.core.layer.BatchNormalisation;
import nn.core.layer.Convolution;
import nn.core.layer.Dense;
import nn.core.layer.Dropout;
import nn.core.layer.Embedding;
import nn.core.layer.Frozen;
import nn.core.layer.ImageLayer;
import nn.core.layer.ImageShape;
import nn.core.layer.LayerNormalisation;
import nn.core.layer.MaxPooling;
import nn.core.layer.Sequence;
import nn.core.random.RandomState;
import org.jspecify.annotations.Nullable;

/** Describes a network layer by layer; from {@link Network#inputs}. Belongs to one thread. */
public final class NetworkBuilder {
  private final int inputs;
  private final List<Layer> layers = new ArrayList<>();
  private @Nullable ImageShape image; // what the next layer gets, if that is an image
  private @Nullable Initialiser initialiser;
  private @Nullable Cost cost;
  private int seed;

  NetworkBuilder(int inputs) {
    this.inputs = inputs;
  }

  NetworkBuilder(ImageShape image) {
    this(image.size());
    this.image = image;
  }

  /**
   * Adds a fully connected layer. Its weights are drawn by the initialiser given to {@link
   * #initialiser} before, else by He's for activations that rectify, LeCun's for SELU and Glorot's
   * for others (all normal).
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
    return Initialisers.usual(activation);
  }

  /**
   * Adds a fully connected layer without bias, for instance before a normalisation, which would
   * take it away; else as {@link #dense}.
   *
   * @throws IllegalArgumentException if {@code units} is below 1
   */
  public NetworkBuilder denseWithoutBias(int units, Activation activation) {
    Objects.requireNonNull(activation, "network: activation");
    return layer(new Dense(units, activation, initialiserFor(activation)).withoutBias());
  }

  /**
   * Adds a convolution with square windows, stride 1 and no padding; its weights are drawn as those
   * of {@link #dense}. For others: {@code layer(image -> new Convolution(image, 6, 5,
   * relu()).padding(2))}.
   *
   * @param channels of its outputs
   * @param window height and width
   * @throws IllegalArgumentException if a number is below 1, the window does not fit, or what comes
   *     before gives no image
   */
  public NetworkBuilder convolution(int channels, int window, Activation activation) {
    Objects.requireNonNull(activation, "network: activation");
    Initialiser drawn = initialiserFor(activation);
    return layer(in -> new Convolution(in, channels, window, activation).initialiser(drawn));
  }

  /** Adds max pooling with square windows side by side; errors as of {@link #convolution}. */
  public NetworkBuilder maxPooling(int window) {
    return layer(in -> new MaxPooling(in, window));
  }

  /** Adds average pooling with square windows side by side; errors as of {@link #convolution}. */
  public NetworkBuilder averagePooling(int window) {
    return layer(in -> new AveragePooling(in, window));
  }

  /**
   * Adds vectors that are learnt in place of categories; all features have one table.
   *
   * @param categories how many there are: features are whole numbers from 0 to one less
   * @param size the length of a vector
   * @throws IllegalArgumentException if a number is outside
   */
  public NetworkBuilder embedding(int categories, int size) {
    return layer(new Embedding(categories, size));
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

  /**
   * Adds batch normalisation, with {@code ε = 10⁻⁵} and momentum 0.9: of each channel where an
   * image comes from the layers before, else of each unit.
   */
  public NetworkBuilder batchNormalisation() {
    ImageShape known = image;
    return layer(known == null ? new BatchNormalisation() : new BatchNormalisation(known));
  }

  /** Adds layer normalisation, with {@code ε = 10⁻⁵}. */
  public NetworkBuilder layerNormalisation() {
    return layer(new LayerNormalisation());
  }

  /** Adds a layer. */
  public NetworkBuilder layer(Layer layer) {
    layers.add(Objects.requireNonNull(layer, "network: layer"));
    image = after(layer, image);
    return this;
  }

  /**
   * Adds a layer for images of the shape that comes from the layers before: {@code layer(image ->
   * new Convolution(image, 6, 5, relu()).padding(2))}.
   *
   * @throws IllegalArgumentException if what comes before gives no image
   */
  public NetworkBuilder layer(Function<ImageShape, ? extends Layer> layer) {
    ImageShape known = image;
    if (known == null) {
      throw new IllegalArgumentException(
          "network: no image comes from the layers before; begin with Network.images(channels,"
              + " height, width), or give the layer its shape: layer(new Convolution(new"
              + " ImageShape(channels, height, width), …))");
    }
    return layer(layer.apply(known));
  }

  /** What a layer makes of an image: one it keeps, unless it is known not to. */
  private static @Nullable ImageShape after(Layer layer, @Nullable ImageShape image) {
    if (layer instanceof ImageLayer known) {
      return known.output();
    }
    if (layer instanceof Frozen frozen) {
      return after(frozen.layer(), image);
    }
    if (layer instanceof Sequence sequence) {
      @Nullable ImageShape last = image;
      for (Layer inner : sequence.layers()) {
        last = after(inner, last);
      }
      return last;
    }
    return layer instanceof Dense || layer instanceof Embedding ? null : image;
  }

  /** Draws the weights of the dense layers and convolutions added from now on. */
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
    return Network.of(
        architecture(), backend, network -> network.tensors().initialise(new RandomState(seed)));
  }

  /**
   * The network without numbers: nothing is drawn, and no backend is needed.
   *
   * @throws IllegalArgumentException as by {@link #build}
   */
  public Architecture architecture() {
    return new Architecture(inputs, layers, cost == null ? usualCost() : cost);
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
