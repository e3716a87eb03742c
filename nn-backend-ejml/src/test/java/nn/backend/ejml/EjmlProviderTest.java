package nn.backend.ejml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import nn.api.provider.BackendReport;
import nn.api.provider.Backends;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EjmlProviderTest {

  @Test
  void itsPriorityIsAboveNaives() {
    BackendReport report = Backends.report();
    assertEquals("ejml", report.entries().get(0).name());
    assertEquals("naive", report.entries().get(1).name());
  }

  @ParameterizedTest
  @ValueSource(strings = {"services/nn.api.provider.BackendProvider", "nn-backends"})
  void itsJarNamesIt(String file) throws IOException {
    try (InputStream stream =
        EjmlProvider.class.getModule().getResourceAsStream("META-INF/" + file)) {
      byte[] content = Objects.requireNonNull(stream, file).readAllBytes();
      assertEquals(
          EjmlProvider.class.getName(), new String(content, StandardCharsets.UTF_8).strip());
    }
  }
}
