package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  private static Settings of(Map<String, String> given) {
    return Settings.of(key -> Optional.ofNullable(given.get(key)));
  }

  @Test
  void whatIsNotGivenIsStandard() {
    assertEquals(
        new Settings(
            Level.STANDARD,
            1,
            null,
            null,
            null,
            null,
            Duration.ofSeconds(60),
            null,
            null,
            null,
            List.of()),
        of(Map.of()));
  }

  @Test
  void everySettingIsRead() {
    assertEquals(
        new Settings(
            Level.SOAK,
            -7,
            42L,
            CaseId.of(901),
            Path.of("cert.json"),
            Path.of("list.txt"),
            Duration.ofMillis(2500),
            "naive-fma",
            "elu{alpha=1}",
            3,
            List.of(1, 8)),
        of(
            Map.ofEntries(
                Map.entry("tck.level", "soak"),
                Map.entry("tck.seed", "-7"),
                Map.entry("tck.fresh", "42"),
                Map.entry("tck.case", "901"),
                Map.entry("tck.report", "cert.json"),
                Map.entry("tck.expected", "list.txt"),
                Map.entry("tck.timeout", "2.5"),
                Map.entry("tck.backend", "naive-fma"),
                Map.entry("tck.plug-in", "elu{alpha=1}"),
                Map.entry("tck.inputs", "3"),
                Map.entry("tck.threads", "1, 8"))));
  }

  @Test
  void aSeedIsAWholeNumber() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> of(Map.of("tck.seed", "one")));
    assertEquals("tck.seed: 'one' is not a whole number", refused.getMessage());
  }

  @Test
  void aFreshSeedIsDrawnWhereAReportIsAskedFor() {
    assertNull(of(Map.of()).fresh());
    assertNotNull(of(Map.of("tck.report", "cert.json")).fresh());
    assertNotNull(of(Map.of("tck.fresh", "drawn")).fresh());
    assertNull(of(Map.of("tck.report", "cert.json", "tck.level", "smoke")).fresh());
    assertNull(of(Map.of("tck.report", "cert.json", "tck.fresh", "none")).fresh());
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> of(Map.of("tck.fresh", "new")));
    assertEquals("tck.fresh: 'new' is not a whole number", refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"two", "1;3", "0", "1,-3", "", ",", "1.5"})
  void threadsArePositiveNumbers(String threads) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> of(Map.of("tck.threads", threads)));
    assertEquals(
        "tck.threads: '" + threads + "' is not positive whole numbers separated by commas",
        refused.getMessage());
  }

  @Test
  void aTimeoutIsANumber() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> of(Map.of("tck.timeout", "soon")));
    assertEquals("tck.timeout: 'soon' is not a number of seconds", refused.getMessage());
  }
}
