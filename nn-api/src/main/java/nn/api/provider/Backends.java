package nn.api.provider;

import nn.api.Backend;

/**
 * Opens a backend that is on the class path.
 *
 * <p>Which one: the name given here; else the system property {@code nn.backend}; else the
 * environment variable {@code NN_BACKEND}; else the highest priority among those that are
 * available. A backend asked for by name is never replaced by another. These methods look with the
 * thread's context class loader, then with the one that loaded this class; to look elsewhere use
 * {@link BackendLookup}.
 */
public final class Backends {

  private Backends() {}

  /** {@link #open(BackendOptions)} with {@link BackendOptions#defaults()}. */
  public static Backend open() {
    return open(BackendOptions.defaults());
  }

  /**
   * Opens the backend that property, environment or priority choose.
   *
   * @throws BackendException NN-101 if there is none, else as {@link #open(String, BackendOptions)}
   */
  public static Backend open(BackendOptions options) {
    return BackendLookup.standard().open(options);
  }

  /** {@link #open(String, BackendOptions)} with {@link BackendOptions#defaults()}. */
  public static Backend open(String name) {
    return open(name, BackendOptions.defaults());
  }

  /**
   * Opens the backend of this name.
   *
   * @throws BackendException NN-102 if there is none, NN-103 if several have the name, NN-104 if it
   *     is not available here, NN-106 if it was built for a newer nn-api
   */
  public static Backend open(String name, BackendOptions options) {
    return BackendLookup.standard().open(name, options);
  }

  /** Every provider seen and the rule that decides; never throws for a broken provider. */
  public static BackendReport report() {
    return BackendLookup.standard().report();
  }
}
