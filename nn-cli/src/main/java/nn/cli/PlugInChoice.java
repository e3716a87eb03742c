package nn.cli;

import java.util.ArrayList;
import java.util.List;
import nn.api.network.Catalogue;
import nn.tck.PlugInType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose plug-ins to check. */
final class PlugInChoice {

  /** A plug-in of the catalogue, by its kind with its settings. */
  record Chosen(PlugInType type, String text) {
    @Override
    public String toString() {
      return type + " " + text;
    }
  }

  @Option(names = "--activation", paramLabel = "KIND", description = "Checks an activation.")
  @Nullable String activation;

  @Option(names = "--layer", paramLabel = "KIND", description = "Checks a layer.")
  @Nullable String layer;

  @Option(names = "--cost", paramLabel = "KIND", description = "Checks a cost.")
  @Nullable String cost;

  @Option(names = "--optimiser", paramLabel = "KIND", description = "Checks an optimiser.")
  @Nullable String optimiser;

  @Option(names = "--penalty", paramLabel = "KIND", description = "Checks a penalty.")
  @Nullable String penalty;

  @Option(names = "--schedule", paramLabel = "KIND", description = "Checks a schedule.")
  @Nullable String schedule;

  @Option(names = "--clip", paramLabel = "KIND", description = "Checks a clip.")
  @Nullable String clip;

  @Option(
      names = "--plug-ins",
      description = "Checks every plug-in on the class path that can be made without settings.")
  boolean all;

  /** What is to be checked; what cannot be made is told of. */
  List<Chosen> chosen(String settings, Screen screen) {
    Catalogue catalogue = catalogue();
    if (all) {
      return everything(catalogue, screen);
    }
    Chosen chosen = one(settings);
    try {
      chosen.type().create(catalogue, chosen.text());
    } catch (IllegalArgumentException refused) {
      throw ToolException.wrongUse(
          "tck: give an existing kind, and all its settings with --config: "
              + refused.getMessage());
    }
    return List.of(chosen);
  }

  private Chosen one(String settings) {
    if (activation != null) {
      return new Chosen(PlugInType.ACTIVATION, activation + settings);
    }
    if (layer != null) {
      return new Chosen(PlugInType.LAYER, layer + settings);
    }
    if (cost != null) {
      return new Chosen(PlugInType.COST, cost + settings);
    }
    if (penalty != null) {
      return new Chosen(PlugInType.PENALTY, penalty + settings);
    }
    if (schedule != null) {
      return new Chosen(PlugInType.SCHEDULE, schedule + settings);
    }
    return clip != null
        ? new Chosen(PlugInType.CLIP, clip + settings)
        : new Chosen(PlugInType.OPTIMISER, optimiser + settings);
  }

  private static List<Chosen> everything(Catalogue catalogue, Screen screen) {
    List<Chosen> chosen = new ArrayList<>();
    for (PlugInType type : PlugInType.values()) {
      for (String kind : type.kinds(catalogue)) {
        Chosen one = new Chosen(type, kind);
        try {
          type.create(catalogue, kind);
          chosen.add(one);
        } catch (IllegalArgumentException unsettled) {
          screen
              .out()
              .println(
                  "not checked: "
                      + one
                      + "; check it with --"
                      + type
                      + " "
                      + kind
                      + " --config SETTINGS: "
                      + unsettled.getMessage());
        }
      }
    }
    return chosen;
  }

  private static Catalogue catalogue() {
    try {
      return Catalogue.load();
    } catch (IllegalStateException broken) {
      throw ToolException.failed(
          "tck: a jar on the class path must go or be mended: " + broken.getMessage());
    }
  }
}
