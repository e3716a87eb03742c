package nn.tck;

import java.util.Locale;
import java.util.SortedSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import nn.api.network.Activation;
import nn.api.network.Catalogue;
import nn.api.network.Clip;
import nn.api.network.Config;
import nn.api.network.Cost;
import nn.api.network.Layer;
import nn.api.network.Penalty;
import nn.api.network.PlugIn;
import nn.api.network.Schedule;

/** What plug-ins there are suites for, and the suite of each for one that the catalogue has. */
@SuppressWarnings("ImmutableEnumChecker") // references to methods keep nothing
public enum PlugInType {
  /** Chapter 10xx. */
  ACTIVATION(ProvidedPlugIns.OfActivation.class, Catalogue::activations, Catalogue::activation),
  /** Chapter 11xx. */
  LAYER(ProvidedPlugIns.OfLayer.class, Catalogue::layers, Catalogue::layer),
  /** Chapter 12xx. */
  COST(ProvidedPlugIns.OfCost.class, Catalogue::costs, Catalogue::cost),
  /** Chapter 13xx. */
  OPTIMISER(ProvidedPlugIns.OfOptimiser.class, Catalogue::optimisers, Catalogue::optimiser),
  /** Chapter 15xx. */
  PENALTY(ProvidedPlugIns.OfPenalty.class, Catalogue::penalties, Catalogue::penalty),
  /** Chapter 16xx. */
  SCHEDULE(ProvidedPlugIns.OfSchedule.class, Catalogue::schedules, Catalogue::schedule),
  /** Chapter 17xx. */
  CLIP(ProvidedPlugIns.OfClip.class, Catalogue::clips, Catalogue::clip);

  private final Class<? extends PlugInConformance> suite;
  private final Function<Catalogue, SortedSet<String>> kinds;
  private final BiFunction<Catalogue, Config.Nested, PlugIn> factory;

  PlugInType(
      Class<? extends PlugInConformance> suite,
      Function<Catalogue, SortedSet<String>> kinds,
      BiFunction<Catalogue, Config.Nested, PlugIn> factory) {
    this.suite = suite;
    this.kinds = kinds;
    this.factory = factory;
  }

  /**
   * A class for JUnit that tests what the settings name: {@code tck.plug-in}, a kind with its
   * settings as {@link #create(Catalogue, String)} reads it, {@code tck.inputs}, how many a layer
   * has, and {@code tck.backend}, what computes.
   */
  public Class<?> suite() {
    return suite;
  }

  /** The kinds of this type that a catalogue has, sorted. */
  public SortedSet<String> kinds(Catalogue catalogue) {
    return kinds.apply(catalogue);
  }

  PlugIn create(Catalogue catalogue, Config.Nested description) {
    return factory.apply(catalogue, description);
  }

  /**
   * The plug-in of a kind with its settings, such as {@code relu}, {@code elu{alpha=1}} or {@code
   * dense{units=5,activation=tanh{},initialiser=zeros{}}}.
   *
   * @throws IllegalArgumentException if the text cannot be read, no provider offers the kind, or a
   *     setting is wrong
   */
  public PlugIn create(Catalogue catalogue, String text) {
    return create(catalogue, PlugInText.parse(text));
  }

  /** The type of a plug-in that has a suite. */
  static PlugInType of(PlugIn plugIn) {
    if (plugIn instanceof Activation) {
      return ACTIVATION;
    }
    if (plugIn instanceof Layer) {
      return LAYER;
    }
    if (plugIn instanceof Cost) {
      return COST;
    }
    if (plugIn instanceof Penalty) {
      return PENALTY;
    }
    if (plugIn instanceof Schedule) {
      return SCHEDULE;
    }
    return plugIn instanceof Clip ? CLIP : OPTIMISER;
  }

  /** For instance {@code activation}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
