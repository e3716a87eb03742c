package nn.api.network;

import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** All plug-ins that can be rebuilt by kind. Immutable and thread-safe. */
public final class Catalogue {
  private final Map<String, Entry<Activation>> activations = new TreeMap<>();
  private final Map<String, Entry<Layer>> layers = new TreeMap<>();
  private final Map<String, Entry<Cost>> costs = new TreeMap<>();
  private final Map<String, Entry<Optimiser>> optimisers = new TreeMap<>();
  private final Map<String, Entry<Initialiser>> initialisers = new TreeMap<>();

  private record Entry<T extends PlugIn>(
      PlugInProvider.Factory<? extends T> factory, PlugInProvider provider) {}

  private Catalogue() {}

  /**
   * The plug-ins of every {@link PlugInProvider} that a class loader finds.
   *
   * @throws IllegalStateException if two providers offer one kind, or one cannot be loaded; the
   *     message names them
   */
  public static Catalogue load(ClassLoader loader) {
    Catalogue catalogue = new Catalogue();
    try {
      for (PlugInProvider provider : ServiceLoader.load(PlugInProvider.class, loader)) {
        add("activation", catalogue.activations, provider, provider.activations());
        add("layer", catalogue.layers, provider, provider.layers());
        add("cost", catalogue.costs, provider, provider.costs());
        add("optimiser", catalogue.optimisers, provider, provider.optimisers());
        add("initialiser", catalogue.initialisers, provider, provider.initialisers());
      }
    } catch (ServiceConfigurationError broken) {
      throw new IllegalStateException(
          "catalogue: a plug-in provider cannot be loaded: " + broken.getMessage(), broken);
    }
    return catalogue;
  }

  /** {@link #load(ClassLoader)} with the thread's context class loader. */
  public static Catalogue load() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return load(context != null ? context : Catalogue.class.getClassLoader());
  }

  private static <T extends PlugIn> void add(
      String what,
      Map<String, Entry<T>> known,
      PlugInProvider provider,
      Map<String, ? extends PlugInProvider.Factory<? extends T>> more) {
    more.forEach(
        (kind, factory) -> {
          Entry<T> other = known.put(kind, new Entry<>(factory, provider));
          if (other != null) {
            throw new IllegalStateException(
                "catalogue: two providers offer one "
                    + what
                    + " kind: '"
                    + kind
                    + "' by "
                    + other.provider().getClass().getName()
                    + " and "
                    + provider.getClass().getName());
          }
        });
  }

  /**
   * The activation of a kind.
   *
   * @throws IllegalArgumentException if no provider offers it or a setting is wrong
   */
  public Activation activation(Config.Nested description) {
    return create("activation", activations, description);
  }

  /** The layer of a kind; like {@link #activation}. */
  public Layer layer(Config.Nested description) {
    return create("layer", layers, description);
  }

  /** The cost of a kind; like {@link #activation}. */
  public Cost cost(Config.Nested description) {
    return create("cost", costs, description);
  }

  /** The optimiser of a kind; like {@link #activation}. */
  public Optimiser optimiser(Config.Nested description) {
    return create("optimiser", optimisers, description);
  }

  /** The initialiser of a kind; like {@link #activation}. */
  public Initialiser initialiser(Config.Nested description) {
    return create("initialiser", initialisers, description);
  }

  private <T extends PlugIn> T create(
      String what, Map<String, Entry<T>> known, Config.Nested description) {
    Entry<T> entry = known.get(description.kind());
    if (entry == null) {
      throw new IllegalArgumentException(
          "catalogue: no "
              + what
              + " of this kind; add the jar that provides it: '"
              + description.kind()
              + "', known are "
              + known.keySet());
    }
    try {
      return entry.factory().create(description.config(), this);
    } catch (IllegalArgumentException refused) {
      throw new IllegalArgumentException(
          "catalogue: " + what + " '" + description.kind() + "': " + refused.getMessage(), refused);
    }
  }

  /** The kinds of activations, sorted. */
  public SortedSet<String> activations() {
    return new TreeSet<>(activations.keySet());
  }

  /** The kinds of layers, sorted. */
  public SortedSet<String> layers() {
    return new TreeSet<>(layers.keySet());
  }

  /** The kinds of costs, sorted. */
  public SortedSet<String> costs() {
    return new TreeSet<>(costs.keySet());
  }

  /** The kinds of optimisers, sorted. */
  public SortedSet<String> optimisers() {
    return new TreeSet<>(optimisers.keySet());
  }

  /** The kinds of initialisers, sorted. */
  public SortedSet<String> initialisers() {
    return new TreeSet<>(initialisers.keySet());
  }
}
