package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The quotas are those of the table in docs/SPEC.md. */
class LevelTest {

  /** The numbers of the row that begins so, one for each level. */
  private static List<Long> row(String title) throws IOException {
    Path spec = Path.of("docs/SPEC.md");
    String line =
        Files.readAllLines(Files.exists(spec) ? spec : Path.of("..").resolve(spec)).stream()
            .filter(written -> written.startsWith("| " + title))
            .findFirst()
            .orElseThrow();
    return Arrays.stream(line.split("\\|"))
        .skip(2)
        .map(cell -> Long.parseLong(cell.strip().replace(",", "")))
        .toList();
  }

  private interface Quota {
    long of(Level level);
  }

  private static void assertRow(String title, Quota quota) throws IOException {
    assertEquals(row(title), Arrays.stream(Level.values()).map(quota::of).toList(), title);
  }

  @Test
  void quotasAreThoseOfTheSpecification() throws IOException {
    assertRow("products compared element by element", Counted.PRODUCTS::quota);
    assertRow("– with m, n and k above 32", Counted.ABOVE_32::quota);
    assertRow("– with k above 1,000", Counted.LONG::quota);
    assertRow("– that span two tiles of 64", Counted.TWO_TILES::quota);
    assertRow("products of integers, exact", Counted.INTEGERS::quota);
    assertRow("products with NaN and infinities", Counted.SPECIALS::quota);
    assertRow("elements of element-wise functions", Counted.POINTS::quota);
    assertRow("sequences of calls", Counted.SEQUENCES::quota);
    assertRow("kernels that each of 64 threads calls", level -> level.calls);
    assertRow("cycles of open, use and close", level -> level.cycles);
    assertRow("seeds of each trained network", level -> level.seeds);
  }

  @Test
  void everythingAboveSmokeIsStandard() {
    assertFalse(Level.SMOKE.isStandard());
    assertTrue(Level.STANDARD.isStandard() && Level.FULL.isStandard() && Level.SOAK.isStandard());
  }

  @Test
  void levelsAreFoundByName() {
    assertSame(Level.SOAK, Level.of("soak"));
    assertSame(Level.SMOKE, Level.of("SMOKE"));
    assertEquals("full", Level.FULL.toString());
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Level.of("long"));
    assertEquals(
        "tck.level: there is no level 'long'; choose one of [smoke, standard, full, soak]",
        refused.getMessage());
  }
}
