package nn.backend.ejml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import nn.api.provider.Availability;
import nn.api.provider.BackendReport;
import nn.api.provider.Backends;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EjmlProviderTest {

  @Test
  void itsPriorityIsBetweenNaivesAndThatOfOtherBits() {
    BackendReport report = Backends.report();
    assertEquals("naive", report.entries().get(0).name());
    assertEquals("ejml", report.entries().get(1).name());
    assertEquals("naive-fma", report.entries().get(2).name());
  }

  @ParameterizedTest
  @ValueSource(strings = {"services/nn.api.provider.BackendProvider", "nn-backends/ejml"})
  void itsJarNamesIt(String file) throws IOException {
    try (InputStream stream =
        EjmlProvider.class.getModule().getResourceAsStream("META-INF/" + file)) {
      byte[] content = Objects.requireNonNull(stream, file).readAllBytes();
      assertEquals(
          EjmlProvider.class.getName(), new String(content, StandardCharsets.UTF_8).strip());
    }
  }

  @Test
  void whereEjmlIsThereNothingIsToAdd() {
    assertSame(Availability.AVAILABLE, new EjmlProvider().availability());
  }

  @Test
  void itNamesTheJarsOfEjmlThatAreMissing() throws IOException {
    assertEquals(
        "EJML itself is not on the class path: add org.ejml:ejml-core:0.46.1 and"
            + " org.ejml:ejml-ddense:0.46.1 and org.ejml:ejml-fdense:0.46.1",
        reasonWith());
    assertEquals(
        "EJML itself is not on the class path: add org.ejml:ejml-fdense:0.46.1",
        reasonWith("ejml-core", "ejml-ddense"));
  }

  /** What is said where only these jars are present. */
  private static String reasonWith(String... jars) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (Stream.of(jars).anyMatch(entry::contains)) {
        urls.add(Path.of(entry).toUri().toURL());
      }
    }
    assertEquals(jars.length, urls.size());
    try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), null)) {
      return EjmlJars.availability(loader).reason();
    }
  }

  @Test
  void theVersionIsThatOfTheBuild() throws IOException {
    String pom = Files.readString(Path.of("..", "pom.xml"));
    assertTrue(pom.contains("<ejml.version>" + EjmlJars.VERSION + "<"));
  }
}
