package nn.api.provider;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recognises a provider whose services file was lost. A tool that merges jars keeps one of several
 * files of a name unless it is told to join them, and every backend's services file has the same
 * name. So a backend's jar also has a file of the backend's own name, {@code
 * META-INF/nn-backends/<name>}, which says its provider's class and is not lost.
 */
final class MergedJars {
  static final String SERVICES = "META-INF/services/" + BackendProvider.class.getName();
  static final String MARKERS = "META-INF/nn-backends/";

  private MergedJars() {}

  /** The jar or folder of a lost provider, or null if the backend of this name was not lost. */
  static @Nullable String lost(ClassLoader loader, String name) {
    try {
      for (String provider : lines(loader, MARKERS + name)) {
        String file = provider.replace('.', '/') + ".class";
        URL found = loader.getResource(file);
        if (found != null && !lines(loader, SERVICES).contains(provider)) {
          String path = found.getPath();
          return path.substring(0, path.length() - file.length()).replaceFirst("!/$", "");
        }
      }
    } catch (IOException | UncheckedIOException unreadable) {
      System.getLogger(MergedJars.class.getName())
          .log(System.Logger.Level.DEBUG, "cannot read what a backend's jar says", unreadable);
    }
    return null;
  }

  private static List<String> lines(ClassLoader loader, String resource) throws IOException {
    return Collections.list(loader.getResources(resource)).stream()
        .flatMap(url -> lines(url).stream())
        .toList();
  }

  private static List<String> lines(URL url) {
    try {
      URLConnection connection = url.openConnection();
      connection.setUseCaches(false); // a cached jar stays open when its class loader is closed
      try (InputStream stream = connection.getInputStream();
          BufferedReader reader =
              new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
        return reader
            .lines()
            .map(line -> line.replaceFirst("#.*", "").strip())
            .filter(line -> !line.isEmpty())
            .toList();
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
