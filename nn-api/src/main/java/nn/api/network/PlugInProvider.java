package nn.api.network;

import java.util.Map;

/**
 * Offers a jar's plug-ins by kind; found by {@link java.util.ServiceLoader}.
 *
 * <p>Kinds and the names of settings are lower-case words joined by hyphens: {@code leaky-relu},
 * {@code learning-rate}. Others than nn begin a kind with a prefix of their own ({@code
 * acme-swish}), so that no two jars offer the same; see {@link Catalogue}.
 */
public interface PlugInProvider {

  /**
   * Rebuilds a plug-in from its configuration.
   *
   * @param <T> the plug-in's type
   */
  @FunctionalInterface
  interface Factory<T extends PlugIn> {

    /**
     * A plug-in equal to the one whose {@link PlugIn#config()} this is.
     *
     * @param catalogue rebuilds nested plug-ins
     * @throws IllegalArgumentException if a setting is missing or out of range
     */
    T create(Config config, Catalogue catalogue);
  }

  /** Activations by kind. */
  default Map<String, Factory<? extends Activation>> activations() {
    return Map.of();
  }

  /** Layers by kind. */
  default Map<String, Factory<? extends Layer>> layers() {
    return Map.of();
  }

  /** Costs by kind. */
  default Map<String, Factory<? extends Cost>> costs() {
    return Map.of();
  }

  /** Optimisers by kind. */
  default Map<String, Factory<? extends Optimiser>> optimisers() {
    return Map.of();
  }

  /** Initialisers by kind. */
  default Map<String, Factory<? extends Initialiser>> initialisers() {
    return Map.of();
  }

  /** Penalties by kind. */
  default Map<String, Factory<? extends Penalty>> penalties() {
    return Map.of();
  }

  /** Schedules by kind. */
  default Map<String, Factory<? extends Schedule>> schedules() {
    return Map.of();
  }

  /** Clips by kind. */
  default Map<String, Factory<? extends Clip>> clips() {
    return Map.of();
  }
}
