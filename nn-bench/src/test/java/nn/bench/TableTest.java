package nn.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  private final StringWriter text = new StringWriter();
  private final Table table = new Table(new PrintWriter(text));

  private static Measurement row(String contender, double bytes, Double... times) {
    return new Measurement(contender, List.of(times), bytes, null, null);
  }

  private static Group group(String work, int extent, long operations, List<Measurement> rows) {
    return new Group(
        work,
        new Workload.Place("chart", "label"),
        extent,
        operations > 0 ? Rate.gigaflops(operations) : Rate.perSecond("iterations", 1),
        Baseline.backend("naive"),
        rows);
  }

  private String printed() {
    return text.toString().replace(System.lineSeparator(), "\n");
  }

  @Test
  void comparesWithTheFastestFormOfTheLibraryAndWithNaive() {
    table.print(
        group(
            "float64 matmul 10x10x10, 1 thread",
            10,
            2000,
            List.of(
                row("naive", 0.2, 1000.0),
                row("ejml", 16, 2500.0, 2000.0, 2100.0),
                row("ejml: mult", 0, 2500.0),
                row("ejml: mult_small", 0, 1890.0),
                row("ejml: [block mult]", 0, 1000.0))));
    assertEquals(
        """

        float64 matmul 10x10x10, 1 thread
                                               us  spread        GFLOP/s  of raw     of naive     bytes/op
          naive                              1.00      0%           2.00                 1.00            0
          ejml                               2.10     24%          0.952    0.90         0.48           16
            ejml: mult                       2.50      0%          0.800                 0.40            0
            ejml: mult_small *               1.89      0%           1.06                 0.53            0
            ejml: [block mult]               1.00      0%           2.00                 1.00            0
          Not publishable: spread above 10% (ejml 24%); repeat it on a quiet machine.
        """,
        printed());
  }

  @Test
  void aFailureIsARowAndNoReference() {
    table.print(
        group(
            "float64 iteration of the article, 1 thread",
            0,
            0,
            List.of(Measurement.failed("naive", "wrong cost"), row("ejml", 83_000, 12_000_000.0))));
    assertEquals(
        """

        float64 iteration of the article, 1 thread
                                               us  spread   iterations/s  of raw     of naive     bytes/op
          naive                        failed: wrong cost
          ejml                              12000      0%           83.3                             83000
        """,
        printed());
  }

  @Test
  void summaryTellsTheWorstProductOfEachAdapter() {
    table.print(group("float64 matmul 128x128x128, 1 thread", 128, 100.0, 90.0));
    table.print(group("float64 matmul 16x16x16, 1 thread", 16, 100.0, 50.0));
    text.getBuffer().setLength(0);
    table.printSummary();
    assertEquals(
        """

        ejml, speed divided by that of the fastest form (*) of the library below it:
          all products (2): least 0.50 (float64 matmul 16x16x16, 1 thread), median 0.90
          with m, n and k of 128 and more (1): least 0.90 (float64 matmul 128x128x128, 1 thread), median 0.90
        """,
        printed());
  }

  @Test
  void summaryTellsFormsInBracketsApart() {
    table.print(
        group(
            "float64 matmul 2x2x2, 1 thread",
            2,
            16,
            List.of(
                row("ejml", 0, 100.0), row("ejml: mult", 0, 98.0), row("ejml: [block]", 0, 49.0))));
    text.getBuffer().setLength(0);
    table.printSummary();
    assertEquals(
        """

        ejml, speed divided by that of the fastest form (*) of the library below it:
          all products (1): least 0.98 (float64 matmul 2x2x2, 1 thread), median 0.98
          all products, forms in brackets counted too (1): least 0.49 (float64 matmul 2x2x2, 1 thread), median 0.49
        """,
        printed());
  }

  private static Group group(String work, int n, double adapter, double raw) {
    return group(
        work, n, 2L * n * n * n, List.of(row("ejml", 0, adapter), row("ejml: mult", 0, raw)));
  }

  @Test
  void roundsAreTakenTogether() {
    Measurement both = row("naive", 8, 1.0, 9.0, 2.0).and(row("naive", 4, 3.0, 2.0, 8.0));
    assertEquals(2.5, both.nanoseconds());
    assertEquals(8 / 2.5, both.spread());
    assertEquals(4, both.bytes());
  }
}
