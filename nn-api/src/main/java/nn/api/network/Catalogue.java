package nn.api.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import nn.api.Message;
import org.jspecify.annotations.Nullable;

/**
 * All plug-ins that can be rebuilt by kind. Immutable and thread-safe.
 *
 * <p>A kind that two jars offer is refused where somebody asks for it, and hinders nobody else.
 * What nn itself offers always wins; {@link #hidden()} tells what it hides, which is also logged as
 * a warning when the catalogue is loaded. Others avoid both by a prefix of their own: {@code
 * acme-swish}.
 */
public final class Catalogue {

  private final Shelf<Activation> activations = new Shelf<>("activation");
  private final Shelf<Layer> layers = new Shelf<>("layer");
  private final Shelf<Cost> costs = new Shelf<>("cost");
  private final Shelf<Optimiser> optimisers = new Shelf<>("optimiser");
  private final Shelf<Initialiser> initialisers = new Shelf<>("initialiser");
  private final Shelf<Penalty> penalties = new Shelf<>("penalty");
  private final Shelf<Schedule> schedules = new Shelf<>("schedule");
  private final Shelf<Clip> clips = new Shelf<>("clip");

  private Catalogue() {}

  /** Who offers a kind, and how it is made. */
  private record Offer<T extends PlugIn>(
      PlugInProvider.Factory<? extends T> factory, PlugInProvider provider) {

    String name() {
      return provider.getClass().getName();
    }

    /** The packages below nn.core are nn-core's, so a name tells. */
    boolean isOurs() {
      return name().startsWith("nn.core.");
    }
  }

  /** Everything of one sort. */
  private static final class Shelf<T extends PlugIn> {
    private final String what;
    private final Map<String, List<Offer<T>>> offers = new TreeMap<>();

    Shelf(String what) {
      this.what = what;
    }

    void add(
        PlugInProvider provider,
        Map<String, ? extends PlugInProvider.Factory<? extends T>> factories) {
      factories.forEach(
          (kind, factory) ->
              offers
                  .computeIfAbsent(kind, unknown -> new ArrayList<>())
                  .add(new Offer<>(factory, provider)));
    }

    T create(Catalogue catalogue, Config.Nested description) {
      Offer<T> offer = offer(description.kind());
      try {
        return offer.factory().create(description.config(), catalogue);
      } catch (IllegalArgumentException refused) {
        throw new IllegalArgumentException(
            Message.of("catalogue: %s '%s': %s", what, description.kind(), refused.getMessage()),
            refused);
      }
    }

    private Offer<T> offer(String kind) {
      List<Offer<T>> all = offers.getOrDefault(kind, List.of());
      if (all.isEmpty()) {
        throw new UnknownKindException(
            Message.of(
                "catalogue: no %s of this kind; add the jar that provides it: '%s', known are %s",
                what, kind, kinds()),
            kind);
      }
      Offer<T> ours = ours(all);
      if (ours != null) {
        return ours;
      }
      if (all.size() > 1) {
        throw new IllegalArgumentException(
            Message.of(
                    "catalogue: two providers offer one %s kind; remove one jar, or ask its author for a",
                    what)
                + Message.of(" prefix: '%s' by %s", kind, names(all)));
      }
      return all.get(0);
    }

    private static <T extends PlugIn> @Nullable Offer<T> ours(List<Offer<T>> all) {
      return all.stream().filter(Offer::isOurs).findFirst().orElse(null);
    }

    private static <T extends PlugIn> String names(List<Offer<T>> all) {
      return String.join(" and ", all.stream().map(Offer::name).sorted().toList());
    }

    void addHidden(List<String> hidden) {
      offers.forEach(
          (kind, all) -> {
            if (all.size() > 1 && ours(all) != null) {
              List<Offer<T>> others = all.stream().filter(offer -> !offer.isOurs()).toList();
              hidden.add(
                  Message.of(
                      "%s '%s' is nn's own; that of %s is not used, give it a prefix",
                      what, kind, names(others)));
            }
          });
    }

    SortedSet<String> kinds() {
      return new TreeSet<>(offers.keySet());
    }
  }

  /**
   * The plug-ins of every {@link PlugInProvider} that a class loader finds.
   *
   * @throws IllegalStateException if a provider cannot be loaded; the message names it
   */
  public static Catalogue load(ClassLoader loader) {
    Catalogue catalogue = new Catalogue();
    try {
      for (PlugInProvider provider : ServiceLoader.load(PlugInProvider.class, loader)) {
        catalogue.add(provider);
      }
    } catch (ServiceConfigurationError broken) {
      throw new IllegalStateException(
          "catalogue: a plug-in provider cannot be loaded: " + broken.getMessage(), broken);
    }
    // a logger is made only where there is something to say, as that takes long
    for (String line : catalogue.hidden()) {
      System.getLogger(Catalogue.class.getName())
          .log(System.Logger.Level.WARNING, "catalogue: " + line);
    }
    return catalogue;
  }

  /** {@link #load(ClassLoader)} with the thread's context class loader. */
  public static Catalogue load() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return load(context != null ? context : Catalogue.class.getClassLoader());
  }

  private void add(PlugInProvider provider) {
    activations.add(provider, provider.activations());
    layers.add(provider, provider.layers());
    costs.add(provider, provider.costs());
    optimisers.add(provider, provider.optimisers());
    initialisers.add(provider, provider.initialisers());
    penalties.add(provider, provider.penalties());
    schedules.add(provider, provider.schedules());
    clips.add(provider, provider.clips());
  }

  /** What nn's own plug-ins hide, a line each; empty in the usual case. */
  public List<String> hidden() {
    List<String> hidden = new ArrayList<>();
    for (Shelf<?> shelf :
        List.of(
            activations, layers, costs, optimisers, initialisers, penalties, schedules, clips)) {
      shelf.addHidden(hidden);
    }
    return List.copyOf(hidden);
  }

  /**
   * The activation of a kind.
   *
   * @throws UnknownKindException if no provider offers it; where that is so of a plug-in within, it
   *     is the cause
   * @throws IllegalArgumentException if two others than nn offer it, or a setting is wrong
   */
  public Activation activation(Config.Nested description) {
    return activations.create(this, description);
  }

  /** The layer of a kind; like {@link #activation}. */
  public Layer layer(Config.Nested description) {
    return layers.create(this, description);
  }

  /** The cost of a kind; like {@link #activation}. */
  public Cost cost(Config.Nested description) {
    return costs.create(this, description);
  }

  /** The optimiser of a kind; like {@link #activation}. */
  public Optimiser optimiser(Config.Nested description) {
    return optimisers.create(this, description);
  }

  /** The initialiser of a kind; like {@link #activation}. */
  public Initialiser initialiser(Config.Nested description) {
    return initialisers.create(this, description);
  }

  /** The penalty of a kind; like {@link #activation}. */
  public Penalty penalty(Config.Nested description) {
    return penalties.create(this, description);
  }

  /** The schedule of a kind; like {@link #activation}. */
  public Schedule schedule(Config.Nested description) {
    return schedules.create(this, description);
  }

  /** The clip of a kind; like {@link #activation}. */
  public Clip clip(Config.Nested description) {
    return clips.create(this, description);
  }

  /** The kinds of activations, sorted. */
  public SortedSet<String> activations() {
    return activations.kinds();
  }

  /** The kinds of layers, sorted. */
  public SortedSet<String> layers() {
    return layers.kinds();
  }

  /** The kinds of costs, sorted. */
  public SortedSet<String> costs() {
    return costs.kinds();
  }

  /** The kinds of optimisers, sorted. */
  public SortedSet<String> optimisers() {
    return optimisers.kinds();
  }

  /** The kinds of initialisers, sorted. */
  public SortedSet<String> initialisers() {
    return initialisers.kinds();
  }

  /** The kinds of penalties, sorted. */
  public SortedSet<String> penalties() {
    return penalties.kinds();
  }

  /** The kinds of schedules, sorted. */
  public SortedSet<String> schedules() {
    return schedules.kinds();
  }

  /** The kinds of clips, sorted. */
  public SortedSet<String> clips() {
    return clips.kinds();
  }
}
