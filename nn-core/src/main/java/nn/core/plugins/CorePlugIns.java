package nn.core.plugins;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import nn.api.network.Activation;
import nn.api.network.Catalogue;
import nn.api.network.Clip;
import nn.api.network.Config;
import nn.api.network.Cost;
import nn.api.network.Initialiser;
import nn.api.network.Layer;
import nn.api.network.Optimiser;
import nn.api.network.Penalty;
import nn.api.network.PlugInProvider;
import nn.api.network.Schedule;
import nn.core.activation.Elu;
import nn.core.activation.Gelu;
import nn.core.activation.Identity;
import nn.core.activation.LeakyRelu;
import nn.core.activation.Mish;
import nn.core.activation.Relu;
import nn.core.activation.Selu;
import nn.core.activation.Sigmoid;
import nn.core.activation.Silu;
import nn.core.activation.Softmax;
import nn.core.activation.Softplus;
import nn.core.activation.Tanh;
import nn.core.clip.ClipByNorm;
import nn.core.clip.ClipByValue;
import nn.core.cost.BinaryCrossEntropy;
import nn.core.cost.CategoricalCrossEntropy;
import nn.core.cost.Hinge;
import nn.core.cost.Huber;
import nn.core.cost.MeanAbsoluteError;
import nn.core.cost.MeanSquaredError;
import nn.core.cost.Poisson;
import nn.core.cost.Quantile;
import nn.core.cost.SquaredHinge;
import nn.core.initialiser.Constant;
import nn.core.initialiser.HeNormal;
import nn.core.initialiser.HeUniform;
import nn.core.initialiser.LecunNormal;
import nn.core.initialiser.Normal;
import nn.core.initialiser.Uniform;
import nn.core.initialiser.XavierNormal;
import nn.core.initialiser.XavierUniform;
import nn.core.initialiser.Zeros;
import nn.core.layer.ActivationLayer;
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
import nn.core.optimiser.Adagrad;
import nn.core.optimiser.Adam;
import nn.core.optimiser.AdamW;
import nn.core.optimiser.GradientDescent;
import nn.core.optimiser.Lamb;
import nn.core.optimiser.Momentum;
import nn.core.optimiser.RmsProp;
import nn.core.penalty.L1;
import nn.core.penalty.L2;
import nn.core.schedule.Cosine;
import nn.core.schedule.Exponential;
import nn.core.schedule.OneCycle;
import nn.core.schedule.ReduceOnPlateau;
import nn.core.schedule.StepDecay;
import nn.core.schedule.WarmUp;

/** The plug-ins of this jar. */
public final class CorePlugIns implements PlugInProvider {

  /** For the service loader. */
  public CorePlugIns() {}

  @Override
  public Map<String, Factory<? extends Activation>> activations() {
    return Map.ofEntries(
        entry("elu", (config, catalogue) -> new Elu(config.number("alpha"))),
        entry("gelu", (config, catalogue) -> Gelu.of(config.text("approximate"))),
        entry("identity", (config, catalogue) -> new Identity()),
        entry("leaky-relu", (config, catalogue) -> new LeakyRelu(config.number("slope"))),
        entry("mish", (config, catalogue) -> new Mish()),
        entry("relu", (config, catalogue) -> new Relu()),
        entry("selu", (config, catalogue) -> new Selu()),
        entry("sigmoid", (config, catalogue) -> new Sigmoid()),
        entry("silu", (config, catalogue) -> new Silu()),
        entry("softmax", (config, catalogue) -> new Softmax()),
        entry("softplus", (config, catalogue) -> new Softplus()),
        entry("tanh", (config, catalogue) -> new Tanh()));
  }

  @Override
  public Map<String, Factory<? extends Layer>> layers() {
    return Map.ofEntries(
        entry(
            "activation",
            (config, catalogue) ->
                new ActivationLayer(catalogue.activation(config.plugIn("activation")))),
        entry("average-pooling", (config, catalogue) -> averagePooling(config)),
        entry(
            "batch-normalisation",
            (config, catalogue) ->
                new BatchNormalisation(
                    config.settings().containsKey("input-channels") ? image(config) : null,
                    config.number("epsilon"),
                    config.number("momentum"))),
        entry("convolution", CorePlugIns::convolution),
        entry("dense", CorePlugIns::dense),
        entry("dropout", (config, catalogue) -> new Dropout(config.number("rate"))),
        entry(
            "embedding",
            (config, catalogue) ->
                new Embedding(
                    config.integer("categories"),
                    config.integer("size"),
                    catalogue.initialiser(config.plugIn("initialiser")))),
        entry("frozen", (config, catalogue) -> new Frozen(catalogue.layer(config.plugIn("layer")))),
        entry(
            "layer-normalisation",
            (config, catalogue) -> new LayerNormalisation(config.number("epsilon"))),
        entry("max-pooling", (config, catalogue) -> maxPooling(config)),
        entry(
            "residual",
            (config, catalogue) -> new Residual(catalogue.layer(config.plugIn("body")))),
        entry("sequence", CorePlugIns::sequence));
  }

  private static Dense dense(Config config, Catalogue catalogue) {
    Dense dense =
        new Dense(
            config.integer("units"),
            catalogue.activation(config.plugIn("activation")),
            catalogue.initialiser(config.plugIn("initialiser")));
    boolean bias = !config.settings().containsKey("bias") || config.flag("bias");
    return bias ? dense : dense.withoutBias();
  }

  private static Convolution convolution(Config config, Catalogue catalogue) {
    return new Convolution(
        image(config),
        config.integer("channels"),
        config.integer("height"),
        config.integer("width"),
        config.integer("stride"),
        config.integer("padding"),
        catalogue.activation(config.plugIn("activation")),
        catalogue.initialiser(config.plugIn("initialiser")),
        config.flag("bias"));
  }

  private static MaxPooling maxPooling(Config config) {
    return new MaxPooling(
        image(config), config.integer("height"), config.integer("width"), config.integer("stride"));
  }

  private static AveragePooling averagePooling(Config config) {
    return new AveragePooling(
        image(config), config.integer("height"), config.integer("width"), config.integer("stride"));
  }

  private static ImageShape image(Config config) {
    return new ImageShape(
        config.integer("input-channels"),
        config.integer("input-height"),
        config.integer("input-width"));
  }

  private static Sequence sequence(Config config, Catalogue catalogue) {
    List<Layer> layers =
        IntStream.range(0, config.settings().size())
            .mapToObj(i -> catalogue.layer(config.plugIn(Integer.toString(i))))
            .toList();
    return new Sequence(layers);
  }

  @Override
  public Map<String, Factory<? extends Cost>> costs() {
    return Map.of(
        "binary-cross-entropy", (config, catalogue) -> BinaryCrossEntropy.of(config),
        "categorical-cross-entropy", (config, catalogue) -> CategoricalCrossEntropy.of(config),
        "hinge", (config, catalogue) -> new Hinge(),
        "huber", (config, catalogue) -> new Huber(config.number("delta")),
        "mean-absolute-error", (config, catalogue) -> new MeanAbsoluteError(),
        "mean-squared-error", (config, catalogue) -> new MeanSquaredError(),
        "poisson", (config, catalogue) -> new Poisson(),
        "quantile", (config, catalogue) -> new Quantile(config.number("tau")),
        "squared-hinge", (config, catalogue) -> new SquaredHinge());
  }

  @Override
  public Map<String, Factory<? extends Optimiser>> optimisers() {
    return Map.of(
        "adagrad",
        (config, catalogue) ->
            new Adagrad(
                config.number("learning-rate"),
                config.number("rate-decay"),
                config.number("initial-accumulator"),
                config.number("epsilon")),
        "adam",
        (config, catalogue) ->
            new Adam(
                config.number("learning-rate"),
                config.number("beta1"),
                config.number("beta2"),
                config.number("epsilon")),
        "adamw",
        (config, catalogue) ->
            new AdamW(
                config.number("learning-rate"),
                config.number("beta1"),
                config.number("beta2"),
                config.number("epsilon"),
                config.number("weight-decay")),
        "gradient-descent",
        (config, catalogue) -> new GradientDescent(config.number("learning-rate")),
        "lamb",
        (config, catalogue) ->
            new Lamb(
                config.number("learning-rate"),
                config.number("beta1"),
                config.number("beta2"),
                config.number("epsilon"),
                config.number("weight-decay")),
        "momentum",
        (config, catalogue) ->
            new Momentum(
                config.number("learning-rate"), config.number("momentum"), config.flag("nesterov")),
        "rmsprop",
        (config, catalogue) ->
            new RmsProp(
                config.number("learning-rate"),
                config.number("alpha"),
                config.number("epsilon"),
                config.number("momentum"),
                config.flag("centred")));
  }

  @Override
  public Map<String, Factory<? extends Initialiser>> initialisers() {
    return Map.of(
        "constant", (config, catalogue) -> new Constant(config.number("value")),
        "he-normal", (config, catalogue) -> new HeNormal(),
        "he-uniform", (config, catalogue) -> new HeUniform(),
        "lecun-normal", (config, catalogue) -> new LecunNormal(),
        "normal", (config, catalogue) -> new Normal(config.number("deviation")),
        "uniform", (config, catalogue) -> new Uniform(config.number("scale")),
        "xavier-normal", (config, catalogue) -> new XavierNormal(),
        "xavier-uniform", (config, catalogue) -> new XavierUniform(),
        "zeros", (config, catalogue) -> new Zeros());
  }

  @Override
  public Map<String, Factory<? extends Penalty>> penalties() {
    return Map.of(
        "l1", (config, catalogue) -> new L1(config.number("lambda")),
        "l2", (config, catalogue) -> new L2(config.number("lambda")));
  }

  @Override
  public Map<String, Factory<? extends Schedule>> schedules() {
    return Map.of(
        "cosine",
        (config, catalogue) -> new Cosine(config.number("floor")),
        "exponential",
        (config, catalogue) -> new Exponential(config.number("gamma")),
        "one-cycle",
        (config, catalogue) ->
            new OneCycle(config.number("rise"), config.number("start"), config.number("end")),
        "reduce-on-plateau",
        (config, catalogue) ->
            new ReduceOnPlateau(
                config.integer("patience"),
                config.number("gamma"),
                config.number("threshold"),
                config.integer("cooldown"),
                config.number("floor")),
        "step-decay",
        (config, catalogue) -> new StepDecay(config.integer("epochs"), config.number("gamma")),
        "warm-up",
        (config, catalogue) ->
            new WarmUp(config.integer("steps"), catalogue.schedule(config.plugIn("then"))));
  }

  @Override
  public Map<String, Factory<? extends Clip>> clips() {
    return Map.of(
        "clip-by-norm", (config, catalogue) -> new ClipByNorm(config.number("max")),
        "clip-by-value", (config, catalogue) -> new ClipByValue(config.number("max")));
  }
}
