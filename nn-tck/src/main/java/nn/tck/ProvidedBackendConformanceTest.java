package nn.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import nn.api.provider.BackendProvider;
import org.jspecify.annotations.Nullable;

/**
 * The suite for the backend on the class path, whose provider the service loader finds: for a build
 * that scans the jar of the suite for tests and has no class of its own. The system property {@code
 * tck.backend} names the backend where there are several. None found is a failure.
 */
public final class ProvidedBackendConformanceTest extends BackendConformance {
  private @Nullable String name;

  /** For JUnit. */
  public ProvidedBackendConformanceTest() {}

  @Override
  void begin(ConformanceRun run) {
    name = run.settings().backend();
  }

  /**
   * The provider on the class path.
   *
   * @throws IllegalStateException if there is none, none of the name, or several and no name
   */
  @Override
  protected BackendProvider provider() {
    return choose(found(), name);
  }

  private static List<BackendProvider> found() {
    List<BackendProvider> found = new ArrayList<>();
    try {
      ServiceLoader.load(BackendProvider.class).forEach(found::add);
    } catch (ServiceConfigurationError broken) {
      throw new IllegalStateException(
          "tck: a provider of a backend cannot be loaded: " + broken.getMessage(), broken);
    }
    return found;
  }

  static BackendProvider choose(List<BackendProvider> found, @Nullable String name) {
    List<String> names = found.stream().map(BackendProvider::name).sorted().toList();
    if (found.isEmpty()) {
      throw new IllegalStateException(
          "tck: no provider of a backend is on the class path; add the backend's jar, and to it"
              + " META-INF/services/"
              + BackendProvider.class.getName());
    }
    if (name == null && found.size() > 1) {
      throw new IllegalStateException(
          "tck: several backends are on the class path; choose one with -Dtck.backend=NAME: "
              + names);
    }
    return found.stream()
        .filter(provider -> name == null || provider.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "tck: no backend '" + name + "' is on the class path; there are " + names));
  }
}
