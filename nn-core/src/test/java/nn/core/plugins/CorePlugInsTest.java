package nn.core.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import nn.api.network.Catalogue;
import nn.api.network.Config;
import nn.api.network.Layer;
import nn.api.network.Optimiser;
import nn.api.network.PlugIn;
import nn.api.network.PlugInProvider;
import nn.api.network.Schedule;
import nn.core.Samples;
import nn.core.activation.LeakyRelu;
import nn.core.activation.Relu;
import nn.core.clip.ClipByNorm;
import nn.core.clip.ClipByValue;
import nn.core.initialiser.Normal;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorePlugInsTest {
  private static final List<Optimiser> OPTIMISERS =
      List.of(
          new Adagrad(0.25, 0.5, 0.75, 0.125),
          new Adam(0.25, 0.5, 0.75, 0.125),
          new AdamW(0.25, 0.5, 0.75, 0.125, 0.0625),
          new GradientDescent(0.125),
          new Lamb(0.25, 0.5, 0.75, 0.125, 0.0625),
          new Momentum(0.25, 0.5, true),
          new RmsProp(0.25, 0.5, 0.125, 0.75, true));
  private static final List<Schedule> SCHEDULES =
      List.of(
          new Cosine(0.25),
          new Exponential(0.5),
          new OneCycle(0.25, 0.5, 0.125),
          new ReduceOnPlateau(3, 0.5, 0.25, 2, 0.125),
          new StepDecay(4, 0.5),
          new WarmUp(7, new WarmUp(3, new Cosine(0.25))));
  private static final List<Layer> LAYERS =
      List.of(
          new ActivationLayer(new Relu()),
          new AveragePooling(new ImageShape(2, 6, 8), 2, 3, 2),
          new BatchNormalisation(1e-3, 0.5),
          new BatchNormalisation(new ImageShape(2, 3, 4), 1e-3, 0.5),
          new Convolution(new ImageShape(2, 6, 8), 3, 2, 4, new LeakyRelu(0.2))
              .stride(2)
              .padding(1)
              .initialiser(new Normal(0.3))
              .withoutBias(),
          new Convolution(new ImageShape(2, 6, 8), 3, 2, new Relu()),
          new Dropout(0.25),
          new Dense(7, new LeakyRelu(0.2), new Normal(0.3)),
          new Dense(7, new LeakyRelu(0.2), new Normal(0.3)).withoutBias(),
          new Embedding(7, 3, new Normal(0.3)),
          new LayerNormalisation(1e-3),
          new MaxPooling(new ImageShape(2, 6, 8), 2, 3, 2),
          new Frozen(new Dropout(0.5)),
          new Residual(new Sequence(new Dropout(0.5), new Frozen(new Dropout(0.25)))),
          new Sequence(new Dropout(0.5), new Residual(new BatchNormalisation())));

  private final Catalogue catalogue = Catalogue.load();

  private static <T extends PlugIn> void rebuilds(
      List<T> originals, Set<String> known, Function<Config.Nested, T> factory) {
    Set<String> tried = new TreeSet<>();
    for (T original : originals) {
      T again = factory.apply(new Config.Nested(original.kind(), original.config()));
      assertEquals(original, again);
      assertEquals(original.config(), again.config());
      tried.add(original.kind());
    }
    assertEquals(known, tried, "every kind is tried");
  }

  @Test
  void everyPlugInIsRebuiltFromKindAndConfig() {
    rebuilds(Samples.ACTIVATIONS, catalogue.activations(), catalogue::activation);
    rebuilds(Samples.INITIALISERS, catalogue.initialisers(), catalogue::initialiser);
    rebuilds(Samples.COSTS, catalogue.costs(), catalogue::cost);
    rebuilds(OPTIMISERS, catalogue.optimisers(), catalogue::optimiser);
    rebuilds(LAYERS, catalogue.layers(), catalogue::layer);
    rebuilds(List.of(new L1(0.25), new L2(0.5)), catalogue.penalties(), catalogue::penalty);
    rebuilds(SCHEDULES, catalogue.schedules(), catalogue::schedule);
    rebuilds(
        List.of(new ClipByNorm(0.5), new ClipByValue(0.25)), catalogue.clips(), catalogue::clip);
  }

  private static void refuses(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }

  private static Config.Nested bare(String kind) {
    return new Config.Nested(kind, Config.EMPTY);
  }

  @Test
  void anUnknownKindIsRefusedWithTheKnownOnes() {
    refuses(
        "catalogue: no activation of this kind; add the jar that provides it: 'swish', known are "
            + "[elu, gelu, identity, leaky-relu, mish, relu, selu, sigmoid, silu, softmax, softplus, tanh]",
        () -> catalogue.activation(bare("swish")));
    refuses(
        "catalogue: no layer of this kind; add the jar that provides it: 'relu', known are "
            + "[activation, average-pooling, batch-normalisation, convolution, dense, dropout, embedding, frozen, "
            + "layer-normalisation, max-pooling, residual, sequence]",
        () -> catalogue.layer(bare("relu")));
    refuses(
        "catalogue: no cost of this kind; add the jar that provides it: 'sine', known are "
            + "[binary-cross-entropy, categorical-cross-entropy, hinge, huber, mean-absolute-error,"
            + " mean-squared-error, poisson, quantile, squared-hinge]",
        () -> catalogue.cost(bare("sine")));
    refuses(
        "catalogue: no optimiser of this kind; add the jar that provides it: 'sgd', known are "
            + "[adagrad, adam, adamw, gradient-descent, lamb, momentum, rmsprop]",
        () -> catalogue.optimiser(bare("sgd")));
    refuses(
        "catalogue: no initialiser of this kind; add the jar that provides it: '', known are "
            + "[constant, he-normal, he-uniform, lecun-normal, normal, uniform, xavier-normal, xavier-uniform, zeros]",
        () -> catalogue.initialiser(bare("")));
  }

  @Test
  void aMissingSettingIsRefusedByName() {
    refuses(
        "catalogue: activation 'leaky-relu': config: setting is missing: slope, given are []",
        () -> catalogue.activation(bare("leaky-relu")));
    refuses(
        "catalogue: optimiser 'gradient-descent': config: setting is missing: learning-rate, given are [rate]",
        () ->
            catalogue.optimiser(
                new Config.Nested("gradient-descent", Config.EMPTY.with("rate", 1))));
    refuses(
        "catalogue: layer 'dense': config: setting is missing: activation, given are [units]",
        () -> catalogue.layer(new Config.Nested("dense", Config.EMPTY.with("units", 3))));
  }

  @Test
  void aSequenceNamesTheLayerThatIsMissing() {
    refuses(
        "catalogue: layer 'sequence': config: setting is missing: 1, given are [0, 2]",
        () ->
            catalogue.layer(
                new Config.Nested(
                    "sequence",
                    Config.EMPTY.with("0", new Dropout(0.5)).with("2", new Dropout(0.5)))));
  }

  @Test
  void aWrongSettingIsRefused() {
    refuses(
        "catalogue: layer 'dense': config: setting must be a whole number: units is 2.5",
        () -> catalogue.layer(new Config.Nested("dense", Config.EMPTY.with("units", 2.5))));
    refuses(
        "catalogue: activation 'leaky-relu': config: setting must be a number: slope is steep",
        () ->
            catalogue.activation(
                new Config.Nested("leaky-relu", Config.EMPTY.with("slope", "steep"))));
    refuses(
        "catalogue: activation 'leaky-relu': leaky-relu: slope must be above 0 and at most 1 (for 0 use relu): 2.0",
        () -> catalogue.activation(new Config.Nested("leaky-relu", Config.EMPTY.with("slope", 2))));
    Config nested =
        Config.EMPTY
            .with("units", 1)
            .with("activation", bare("swish"))
            .with("initialiser", bare("zeros"));
    refuses(
        "catalogue: layer 'dense': catalogue: no activation of this kind; add the jar that provides it: 'swish', known are "
            + "[elu, gelu, identity, leaky-relu, mish, relu, selu, sigmoid, silu, softmax, softplus, tanh]",
        () -> catalogue.layer(new Config.Nested("dense", nested)));
  }

  @Test
  void whatAnotherJarOffersUnderOneOfTheseKindsIsHiddenAndSaid(@TempDir Path folder)
      throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(PlugInProvider.class.getName()), "com.example.rival.Rival\n");
    URL[] urls = {folder.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(urls, getClass().getClassLoader())) {
      Catalogue both = Catalogue.load(loader);
      Config half = Config.EMPTY.with("rate", 0.5);
      assertEquals(new Dropout(0.5), both.layer(new Config.Nested("dropout", half)));
      assertEquals(new Dropout(0.125), both.layer(bare("rival-dropout")));
      assertEquals(
          List.of(
              "layer 'dropout' is nn's own; that of com.example.rival.Rival is not used, give it a"
                  + " prefix"),
          both.hidden());
    }
    assertEquals(List.of(), catalogue.hidden());
  }
}
