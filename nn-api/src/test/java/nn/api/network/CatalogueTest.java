package nn.api.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import nn.api.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueTest {

  @TempDir private Path folder;

  /** Fills with one value. */
  public record Constant(double value) implements Initialiser {
    @Override
    public String kind() {
      return "constant";
    }

    @Override
    public Config config() {
      return Config.EMPTY.with("value", value);
    }

    @Override
    public void fill(double[] values, Shape shape, RandomStream random) {
      Arrays.fill(values, value);
    }
  }

  /** Fills with the values of another one. */
  public record Copy(Initialiser of) implements Initialiser {
    @Override
    public String kind() {
      return "copy";
    }

    @Override
    public Config config() {
      return Config.EMPTY.with("of", of);
    }

    @Override
    public void fill(double[] values, Shape shape, RandomStream random) {
      of.fill(values, shape, random);
    }
  }

  /** Offers {@code constant}. */
  public static final class Constants implements PlugInProvider {
    @Override
    public Map<String, Factory<? extends Initialiser>> initialisers() {
      return Map.of("constant", (config, catalogue) -> new Constant(config.number("value")));
    }
  }

  /** Offers {@code copy}. */
  public static final class Copies implements PlugInProvider {
    @Override
    public Map<String, Factory<? extends Initialiser>> initialisers() {
      return Map.of(
          "copy", (config, catalogue) -> new Copy(catalogue.initialiser(config.plugIn("of"))));
    }
  }

  /** Offers {@code constant} too. */
  public static final class Rival implements PlugInProvider {
    @Override
    public Map<String, Factory<? extends Initialiser>> initialisers() {
      return Map.of("constant", (config, catalogue) -> new Constant(0));
    }
  }

  private Catalogue load(String... providers) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(PlugInProvider.class.getName()), String.join("\n", providers));
    return Catalogue.load(loader());
  }

  private ClassLoader loader() throws MalformedURLException {
    return new URLClassLoader(
        new URL[] {folder.toUri().toURL()}, CatalogueTest.class.getClassLoader());
  }

  private Catalogue load(Class<?>... providers) throws IOException {
    return load(
        Arrays.stream(providers)
            .map(Class::getName)
            .collect(Collectors.toList())
            .toArray(String[]::new));
  }

  @Test
  void rebuildsAnEqualPlugInNestedOnesToo() throws IOException {
    Catalogue catalogue = load(Constants.class, Copies.class);
    assertEquals(Set.of("constant", "copy"), catalogue.initialisers());
    Copy copy = new Copy(new Copy(new Constant(0.5)));
    assertEquals(copy, catalogue.initialiser(new Config.Nested(copy.kind(), copy.config())));
    assertTrue(catalogue.layers().isEmpty());
  }

  @Test
  void saysWhichKindIsMissingAndWhichAreKnown() throws IOException {
    Catalogue catalogue = load(Constants.class, Copies.class);
    assertEquals(
        "catalogue: no initialiser of this kind; add the jar that provides it: 'orthogonal', "
            + "known are [constant, copy]",
        assertThrows(
                IllegalArgumentException.class,
                () -> catalogue.initialiser(new Config.Nested("orthogonal", Config.EMPTY)))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> catalogue.activation(new Config.Nested("constant", Config.EMPTY)));
  }

  @Test
  void aKindOfTwoProvidersIsRefusedWhereItIsAskedFor() throws IOException {
    Catalogue catalogue = load(Constants.class, Rival.class);
    String message =
        ""
            + assertThrows(
                    IllegalArgumentException.class,
                    () -> catalogue.initialiser(new Config.Nested("constant", Config.EMPTY)))
                .getMessage();
    for (String part :
        List.of("initialiser", "'constant'", Constants.class.getName(), Rival.class.getName())) {
      assertTrue(message.contains(part), message);
    }
    assertTrue(catalogue.initialisers().contains("constant"));
  }

  @Test
  void saysWhichProviderCannotBeLoaded() {
    String message =
        "" + assertThrows(IllegalStateException.class, () -> load("no.such.Provider")).getMessage();
    assertTrue(message.startsWith("catalogue: a plug-in provider cannot be loaded: "), message);
    assertTrue(message.contains("no.such.Provider"), message);
  }

  @Test
  void namesThePlugInWhoseFactoryRefuses() throws IOException {
    Catalogue catalogue = load(Constants.class);
    assertEquals(
        "catalogue: initialiser 'constant': config: setting is missing: value, given are []",
        assertThrows(
                IllegalArgumentException.class,
                () -> catalogue.initialiser(new Config.Nested("constant", Config.EMPTY)))
            .getMessage());
  }
}
