package nn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import nn.api.network.Activation;
import nn.api.network.PlugInProvider;
import nn.core.activation.LeakyRelu;
import nn.core.activation.Relu;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Activations by kind, of other people's jars too. */
class ModelTest {
  @TempDir Path folder;

  /** Has an activation that needs a setting. */
  public static final class Fussy implements PlugInProvider {
    @Override
    public Map<String, Factory<? extends Activation>> activations() {
      return Map.of("fussy", (config, catalogue) -> new LeakyRelu(config.number("alpha")));
    }
  }

  /** Offers what {@link Fussy} offers. */
  public static final class Rival implements PlugInProvider {
    @Override
    public Map<String, Factory<? extends Activation>> activations() {
      return Map.of("fussy", (config, catalogue) -> new Relu());
    }
  }

  @Test
  void anActivationThatNeedsSettingsIsWrongUse() throws IOException {
    ToolException failure = failure("fussy", Fussy.class);
    assertEquals(ExitCode.WRONG_USE, failure.exitCode());
    assertTrue(("" + failure.getMessage()).endsWith("setting is missing: alpha, given are []"));
  }

  @Test
  void rivalsAreNamed() throws IOException {
    ToolException failure = failure("fussy", Fussy.class, Rival.class);
    assertEquals(ExitCode.WRONG_USE, failure.exitCode());
    for (Class<?> rival : List.of(Fussy.class, Rival.class)) {
      assertTrue(("" + failure.getMessage()).contains(rival.getName()), failure::getMessage);
    }
  }

  /** What asking for a kind says where a provider is on the class path as well. */
  private ToolException failure(String kind, Class<?>... providers) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.write(
        services.resolve(PlugInProvider.class.getName()),
        Arrays.stream(providers).map(Class::getName).toList());
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      return assertThrows(ToolException.class, () -> CommandPlugIns.load("train").activation(kind));
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
