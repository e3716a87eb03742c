package nn.cli;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import nn.api.network.Activation;
import nn.api.network.Catalogue;
import nn.api.network.Optimiser;
import nn.api.network.Schedule;
import nn.core.activation.Elu;
import nn.core.activation.LeakyRelu;
import nn.core.optimiser.Adagrad;
import nn.core.optimiser.Adam;
import nn.core.optimiser.AdamW;
import nn.core.optimiser.GradientDescent;
import nn.core.optimiser.Lamb;
import nn.core.optimiser.Momentum;
import nn.core.optimiser.RmsProp;
import nn.core.schedule.Cosine;
import nn.core.schedule.Exponential;
import nn.core.schedule.OneCycle;
import nn.core.schedule.ReduceOnPlateau;
import nn.core.schedule.StepDecay;
import nn.core.schedule.WarmUp;

/** The plug-ins that options name, those of other jars on the class path too. */
final class CommandPlugIns {
  private static final double ADAPTIVE_RATE = 0.003;
  private static final double RATE = 0.05;

  private final String command;
  private final Catalogue catalogue;

  private CommandPlugIns(String command, Catalogue catalogue) {
    this.command = command;
    this.catalogue = catalogue;
  }

  /**
   * All that there are.
   *
   * @param command for messages
   */
  static CommandPlugIns load(String command) {
    try {
      return new CommandPlugIns(command, Catalogue.load());
    } catch (IllegalStateException broken) {
      throw ToolException.failed(
          command + ": remove or repair a jar on the class path: " + broken.getMessage());
    }
  }

  /** The activation that a text such as {@code leaky-relu(0.1)} names. */
  Activation activation(String text) {
    PlugInReader<Activation> reader =
        new PlugInReader<>(
            "activation",
            catalogue.activations(),
            List.of(new LeakyRelu(), new Elu()),
            catalogue::activation);
    return read("--activation", () -> reader.read(text));
  }

  /**
   * The optimiser that a text names.
   *
   * @param given settings that the text must not have, by the names of their options
   */
  Optimiser optimiser(String text, Map<String, Double> given) {
    PlugInReader<Optimiser> reader =
        new PlugInReader<>(
            "optimizer",
            catalogue.optimisers(),
            List.of(
                new GradientDescent(RATE),
                new Momentum(RATE, 0.9),
                new RmsProp(ADAPTIVE_RATE),
                new Adagrad(RATE),
                new Adam(ADAPTIVE_RATE),
                new AdamW(ADAPTIVE_RATE, 0.01),
                new Lamb(ADAPTIVE_RATE, 0.01)),
            catalogue::optimiser);
    return read("--optimizer", () -> reader.read(text, given));
  }

  /** The schedule that a text such as {@code warm-up(100, cosine)} names. */
  Schedule schedule(String text) {
    PlugInReader<Schedule> reader =
        new PlugInReader<>(
            "schedule",
            catalogue.schedules(),
            List.of(
                new Cosine(0),
                new Exponential(0.95),
                new OneCycle(),
                new ReduceOnPlateau(10),
                new StepDecay(30, 0.1),
                new WarmUp(100, new Cosine(0))),
            catalogue::schedule);
    return read("--schedule", () -> reader.read(text));
  }

  private <T> T read(String option, Supplier<T> read) {
    try {
      return read.get();
    } catch (IllegalArgumentException wrong) {
      throw ToolException.wrongUse(command + ": " + option + ": " + wrong.getMessage());
    }
  }
}
