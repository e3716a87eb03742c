package nn.api.network;

/**
 * What activations, layers, costs, optimisers, initialisers, penalties, schedules and clips have in
 * common: a kind and a configuration, from which {@link Catalogue} rebuilds an equal value. A saved
 * model names kinds, never classes.
 */
public interface PlugIn {

  /** The name under which a {@link PlugInProvider} offers this, for instance {@code leaky-relu}. */
  String kind();

  /** What the factory needs besides the kind, for instance a slope of 0.01. */
  default Config config() {
    return Config.EMPTY;
  }
}
