package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import nn.api.DType;
import nn.tck.ExpectedFailures.Line;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The list of expected failures is strict. */
class ExpectedFailuresTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 6, 1);

  private static List<Line> parse(String text) {
    return ExpectedFailures.parse(text, Set.of(301, 704), TODAY).lines();
  }

  @Test
  void readsLinesAndSkipsComments() {
    LocalDate until = LocalDate.of(2026, 6, 1);
    assertEquals(
        List.of(
            new Line(704, DType.FLOAT32, until, "flushes to zero, reported"),
            new Line(301, null, until, "no reason")),
        parse(
            """
            # rule dtype until reason

            704  FLOAT32 2026-06-01   flushes to zero, reported
            301 * 2026-06-01 no reason
            """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "704 FLOAT32 2026-05-31 late                       | it has expired",
        "705 FLOAT32 2026-06-01 unknown                    | there is no rule 705",
        "704 FLOAT32 2026-06-01                            | needed are",
        "704 HALF 2026-06-01 why                           | HALF",
        "704 * 1.6.2026 why                                | 1.6.2026",
        "first * 2026-06-01 why                            | first",
        "704 * 2026-06-01 a\\n704 FLOAT64 2026-06-01 b     | listed twice"
      })
  void refusesAnyOtherLine(String text, String problem) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> parse("# head\n" + text.replace("\\n", "\n")));
    String message = String.valueOf(refused.getMessage());
    String line = text.contains("\\n") ? "3" : "2";
    assertTrue(message.startsWith("tck-expected-failures.txt, line " + line + ": "), message);
    assertTrue(message.contains(problem), message);
  }

  /** Of one rule, each type may have a line, but not beside one for all. */
  @Test
  void aRuleMayBeListedForEachType() {
    String lines = "704 FLOAT32 2026-06-01 a\n704 FLOAT64 2026-06-01 b\n301 * 2026-06-01 c";
    assertEquals(3, parse(lines).size());
    for (String twice :
        new String[] {
          "704 FLOAT32 2026-06-01 a\n704 FLOAT32 2026-06-01 b",
          "704 FLOAT32 2026-06-01 a\n704 * 2026-06-01 b",
          "704 * 2026-06-01 a\n704 * 2026-06-01 b"
        }) {
      assertThrows(IllegalArgumentException.class, () -> parse(twice));
    }
  }

  @Test
  void aLineIsFoundByRuleAndType() {
    ExpectedFailures expected =
        ExpectedFailures.parse(
            "704 FLOAT32 2026-06-01 a\n301 * 2026-06-01 b", Set.of(301, 704), TODAY);
    Line single = new Line(704, DType.FLOAT32, TODAY, "a");
    Line all = new Line(301, null, TODAY, "b");
    assertEquals(single, expected.of(704, DType.FLOAT32));
    assertNull(expected.of(704, DType.FLOAT64));
    assertNull(expected.of(704, null));
    assertNull(expected.of(301, DType.FLOAT32));
    assertEquals(all, expected.of(301, null));
    assertNull(expected.of(302, null));
    assertEquals("rule 704 in FLOAT32 until 2026-06-01: a", single.toString());
    assertEquals("rule 301 until 2026-06-01: b", all.toString());
  }

  @Test
  void theFileThatIsNamedIsReadOrElseTheOneOnTheClassPathOrNone(@TempDir Path folder)
      throws IOException {
    Path named = Files.writeString(folder.resolve("list.txt"), "301 * 2026-06-01 named");
    assertEquals(
        List.of(new Line(301, null, TODAY, "named")),
        ExpectedFailures.load(named, getClass(), Set.of(301), TODAY).lines());
    // none beside these tests
    assertEquals(List.of(), ExpectedFailures.load(null, getClass(), Set.of(301), TODAY).lines());
    Files.writeString(folder.resolve(ExpectedFailures.FILE), "301 * 2026-06-01 beside");
    URL[] classPath = {folder.toUri().toURL(), location(getClass()), location(DType.class)};
    try (URLClassLoader loader = new URLClassLoader(classPath, null)) {
      Class<?> tests = loader.loadClass(DType.class.getName());
      assertEquals(
          List.of(new Line(301, null, TODAY, "beside")),
          ExpectedFailures.load(null, tests, Set.of(301), TODAY).lines());
    } catch (ClassNotFoundException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static URL location(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }
}
