package nn.api.provider;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The backends that are published together with nn-api, so that a message can say what to add. */
final class KnownBackends {
  private static final Map<String, String> ARTIFACTS =
      new TreeMap<>(
          Map.of(
              "naive", "dev.nn:nn-backend-naive",
              "naive-fma", "dev.nn:nn-backend-naive",
              "ejml", "dev.nn:nn-backend-ejml",
              "nd4j", "dev.nn:nn-backend-nd4j",
              "vector", "dev.nn:nn-backend-vector",
              "vector-fma", "dev.nn:nn-backend-vector"));

  private KnownBackends() {}

  static List<String> names() {
    return List.copyOf(ARTIFACTS.keySet());
  }

  /** The artifact that has the backend, in nn-api's own version where that is known; or null. */
  static @Nullable String artifact(String name) {
    String artifact = ARTIFACTS.get(name);
    String version = version();
    return artifact == null || version == null ? artifact : artifact + ":" + version;
  }

  /** Where to find those that are not among {@code present}; empty if all are. */
  static String whereToFindOthers(Collection<String> present) {
    return ARTIFACTS.keySet().stream()
        .filter(name -> !present.contains(name))
        .map(name -> name + " is in " + artifact(name))
        .collect(Collectors.joining(", "));
  }

  /**
   * As the file says that Maven puts into nn-api's jar, and merged jars keep; null without a jar.
   */
  private static @Nullable String version() {
    Properties properties = new Properties();
    try (InputStream file =
        KnownBackends.class.getResourceAsStream("/META-INF/maven/dev.nn/nn-api/pom.properties")) {
      if (file != null) {
        properties.load(file);
      }
    } catch (IOException unreadable) {
      return null;
    }
    return properties.getProperty("version");
  }
}
