package nn.core.plugins;

import java.util.Map;
import nn.api.network.Activation;
import nn.api.network.Cost;
import nn.api.network.Initialiser;
import nn.api.network.Layer;
import nn.api.network.Optimiser;
import nn.api.network.PlugInProvider;
import nn.core.activation.Identity;
import nn.core.activation.LeakyRelu;
import nn.core.activation.Relu;
import nn.core.activation.Sigmoid;
import nn.core.activation.Softmax;
import nn.core.activation.Tanh;
import nn.core.cost.BinaryCrossEntropy;
import nn.core.cost.CategoricalCrossEntropy;
import nn.core.cost.MeanSquaredError;
import nn.core.initialiser.Constant;
import nn.core.initialiser.HeNormal;
import nn.core.initialiser.HeUniform;
import nn.core.initialiser.Normal;
import nn.core.initialiser.Uniform;
import nn.core.initialiser.XavierNormal;
import nn.core.initialiser.XavierUniform;
import nn.core.initialiser.Zeros;
import nn.core.layer.ActivationLayer;
import nn.core.layer.BatchNormalisation;
import nn.core.layer.Dense;
import nn.core.layer.Dropout;
import nn.core.optimiser.Adam;
import nn.core.optimiser.GradientDescent;

/** The plug-ins of this jar. */
public final class CorePlugIns implements PlugInProvider {

  /** For the service loader. */
  public CorePlugIns() {}

  @Override
  public Map<String, Factory<? extends Activation>> activations() {
    return Map.of(
        "identity", (config, catalogue) -> new Identity(),
        "leaky-relu", (config, catalogue) -> new LeakyRelu(config.number("slope")),
        "relu", (config, catalogue) -> new Relu(),
        "sigmoid", (config, catalogue) -> new Sigmoid(),
        "softmax", (config, catalogue) -> new Softmax(),
        "tanh", (config, catalogue) -> new Tanh());
  }

  @Override
  public Map<String, Factory<? extends Layer>> layers() {
    return Map.of(
        "activation",
        (config, catalogue) ->
            new ActivationLayer(catalogue.activation(config.plugIn("activation"))),
        "batch-normalisation",
        (config, catalogue) ->
            new BatchNormalisation(config.number("epsilon"), config.number("momentum")),
        "dense",
        (config, catalogue) ->
            new Dense(
                config.integer("units"),
                catalogue.activation(config.plugIn("activation")),
                catalogue.initialiser(config.plugIn("initialiser"))),
        "dropout",
        (config, catalogue) -> new Dropout(config.number("rate")));
  }

  @Override
  public Map<String, Factory<? extends Cost>> costs() {
    return Map.of(
        "binary-cross-entropy", (config, catalogue) -> new BinaryCrossEntropy(),
        "categorical-cross-entropy", (config, catalogue) -> new CategoricalCrossEntropy(),
        "mean-squared-error", (config, catalogue) -> new MeanSquaredError());
  }

  @Override
  public Map<String, Factory<? extends Optimiser>> optimisers() {
    return Map.of(
        "adam",
        (config, catalogue) ->
            new Adam(
                config.number("learning-rate"),
                config.number("beta1"),
                config.number("beta2"),
                config.number("epsilon")),
        "gradient-descent",
        (config, catalogue) -> new GradientDescent(config.number("learning-rate")));
  }

  @Override
  public Map<String, Factory<? extends Initialiser>> initialisers() {
    return Map.of(
        "constant", (config, catalogue) -> new Constant(config.number("value")),
        "he-normal", (config, catalogue) -> new HeNormal(),
        "he-uniform", (config, catalogue) -> new HeUniform(),
        "normal", (config, catalogue) -> new Normal(config.number("deviation")),
        "uniform", (config, catalogue) -> new Uniform(config.number("scale")),
        "xavier-normal", (config, catalogue) -> new XavierNormal(),
        "xavier-uniform", (config, catalogue) -> new XavierUniform(),
        "zeros", (config, catalogue) -> new Zeros());
  }
}
