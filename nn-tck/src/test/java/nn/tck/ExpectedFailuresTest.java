package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import nn.api.DType;
import nn.tck.ExpectedFailures.Line;
import org.junit.jupiter.api.Test;
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
    assertTrue(message.startsWith("tck-expected-failures.txt, line "), message);
    assertTrue(message.contains(problem), message);
  }
}
