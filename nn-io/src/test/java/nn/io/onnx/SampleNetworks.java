package nn.io.onnx;

import static nn.core.activation.Activations.elu;
import static nn.core.activation.Activations.gelu;
import static nn.core.activation.Activations.identity;
import static nn.core.activation.Activations.leakyRelu;
import static nn.core.activation.Activations.mish;
import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.selu;
import static nn.core.activation.Activations.sigmoid;
import static nn.core.activation.Activations.silu;
import static nn.core.activation.Activations.softmax;
import static nn.core.activation.Activations.softplus;
import static nn.core.activation.Activations.tanh;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nn.api.network.Activation;
import nn.core.Network;
import nn.core.NetworkBuilder;
import nn.core.activation.Gelu;
import nn.core.cost.Hinge;
import nn.core.initialiser.Initialisers;
import nn.core.layer.AveragePooling;
import nn.core.layer.BatchNormalisation;
import nn.core.layer.Convolution;
import nn.core.layer.Dense;
import nn.core.layer.Dropout;
import nn.core.layer.Embedding;
import nn.core.layer.Frozen;
import nn.core.layer.ImageShape;
import nn.core.layer.LayerNormalisation;
import nn.core.layer.MaxPooling;
import nn.core.layer.Residual;
import nn.core.layer.Sequence;

/** Twelve networks that have every layer and every activation of nn between them. */
final class SampleNetworks {
  /** What the embedding knows. */
  static final int CATEGORIES = 20;

  private SampleNetworks() {}

  /** By name. */
  static Map<String, NetworkBuilder> all() {
    Map<String, NetworkBuilder> all = new LinkedHashMap<>();
    all.put("sigmoid", Network.inputs(2).dense(25, relu()).dense(1, sigmoid()));
    all.put("tanh", Network.inputs(4).dense(25, tanh()).dense(25, tanh()).dense(3, softmax()));
    all.put(
        "leaky",
        Network.inputs(8).dense(50, leakyRelu()).dense(20, leakyRelu(0.3)).dense(1, identity()));
    all.put("elu", Network.inputs(6).dense(30, elu()).dense(30, elu(0.7)).dense(4, softmax()));
    all.put(
        "selu", Network.inputs(10).dense(32, selu()).dense(32, softplus()).dense(2, identity()));
    all.put("gelu", gelus());
    all.put(
        "hinge",
        Network.inputs(9).dense(31, silu()).dense(33, mish()).dense(1, tanh()).cost(new Hinge()));
    all.put("wide", Network.inputs(300).dense(280, relu()).dense(10, softmax()));
    all.put("normalised", normalised());
    all.put("embedding", embedding());
    all.put("lenet", lenet());
    all.put("residual-images", residualImages());
    return all;
  }

  /** Every activation of single numbers. */
  static List<Activation> activations() {
    return List.of(
        elu(),
        elu(0.7),
        gelu(),
        new Gelu(Gelu.Approximation.TANH),
        identity(),
        leakyRelu(),
        mish(),
        relu(),
        selu(),
        sigmoid(),
        silu(),
        softplus(),
        tanh());
  }

  private static NetworkBuilder gelus() {
    return Network.inputs(12)
        .dense(40, gelu())
        .dense(40, new Gelu(Gelu.Approximation.TANH))
        .dense(5, softmax());
  }

  private static NetworkBuilder normalised() {
    Dense inner = new Dense(16, tanh(), Initialisers.usual(tanh()));
    return Network.inputs(7)
        .denseWithoutBias(16, identity())
        .batchNormalisation()
        .activation(relu())
        .dropout(0.25)
        .layer(new Residual(new Sequence(new LayerNormalisation(), inner, new Dropout(0.1))))
        .layer(new Frozen(new Sequence(new Dense(16, relu()), new BatchNormalisation())))
        .dense(3, softmax());
  }

  private static NetworkBuilder embedding() {
    return Network.inputs(5)
        .layer(new Embedding(CATEGORIES, 4))
        .layerNormalisation()
        .dense(12, tanh())
        .dense(4, softmax());
  }

  private static NetworkBuilder lenet() {
    return Network.images(1, 12, 12)
        .layer(image -> new Convolution(image, 4, 5, relu()).padding(2))
        .maxPooling(2)
        .convolution(6, 3, tanh())
        .averagePooling(2)
        .dense(20, relu())
        .dense(10, softmax());
  }

  /** Windows that are not square, strides that leave pixels over, windows that overlap. */
  private static NetworkBuilder residualImages() {
    ImageShape inner = new ImageShape(3, 5, 5);
    return Network.images(2, 10, 8)
        .layer(
            image -> new Convolution(image, 3, 3, 2, identity()).stride(2).padding(1).withoutBias())
        .batchNormalisation()
        .activation(elu())
        .layer(new Residual(new Convolution(inner, 3, 3, silu()).padding(1)))
        .layer(new MaxPooling(inner, 2, 3, 2))
        .layer(new AveragePooling(new ImageShape(3, 2, 2), 2, 1, 1))
        .dense(6, softmax());
  }
}
