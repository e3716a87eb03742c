package nn.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartTest {
  @TempDir Path folder;

  private static Group product(int n, Measurement... rows) {
    return new Group(
        "float64 matmul " + n + ", 1 thread",
        new Workload.Place("float64 matmul, n x n", String.valueOf(n)),
        n,
        Rate.gigaflops(1000),
        Baseline.backend("naive"),
        List.of(rows));
  }

  @Test
  void aTitleNamesThreadsWhereTheyAreTheSame() {
    Group sweep =
        new Group(
            "float64 iteration by threads",
            new Workload.Place("threads", "iteration"),
            0,
            Rate.perSecond("iterations", 1),
            Baseline.itself("of x1"),
            List.of(row("naive", 8), row("naive x2", 4)));
    Chart chart = Chart.of(List.of(sweep)).get(0);
    assertEquals("threads", chart.title());
    assertEquals("times the speed of x1", chart.axis());
    assertEquals(List.of(2.0), chart.series().get("naive x2"));
  }

  private static Measurement row(String contender, double time) {
    return new Measurement(contender, List.of(time), 0, null, null);
  }

  @Test
  void productsOfAllSizesAreOneChartOfBackends() throws IOException {
    List<Chart> charts =
        Chart.of(
            List.of(
                product(16, row("naive", 500)),
                product(32, row("naive", 250), row("ejml", 1000), row("ejml: mult", 900))));
    assertEquals(1, charts.size());
    Chart chart = charts.get(0);
    assertEquals("float64-matmul-n-x-n-1-thread.png", chart.file());
    assertEquals("GFLOP/s", chart.axis());
    assertEquals(List.of("16", "32"), chart.labels());
    assertEquals(List.of(2.0, 4.0), chart.series().get("naive"));
    assertEquals(Arrays.asList(null, 1.0), chart.series().get("ejml"));
    assertNull(chart.series().get("ejml: mult"));
    Path file = folder.resolve(chart.file());
    chart.write(file);
    BufferedImage image = ImageIO.read(file.toFile());
    assertEquals(1200, image.getWidth());
  }
}
