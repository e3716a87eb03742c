package nn.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownTest {

  @Test
  void aGroupIsATableAndAFailureARow() {
    Group group =
        new Group(
            "float32 step, 1 thread",
            new Workload.Place("training", "step"),
            0,
            Rate.perSecond("records", 128),
            Baseline.backend("naive"),
            List.of(
                new Measurement("naive", List.of(2e6, 1e6, 3e6), 12, null, null),
                new Measurement("ejml", List.of(4e6), Double.NaN, null, null),
                Measurement.failed("nd4j", "wrong a|b")));
    assertEquals(
        """
        # Benchmarks

        a machine

        ```
        ./nn bench
        ```

        ## float32 step, 1 thread

        | | us | spread | records/s | of raw | of naive | bytes/op |
        | --- | --- | --- | --- | --- | --- | --- |
        | naive | 2000 | 100% | 64000 | | 1.00 | 12 |
        | ejml | 4000 | 0% | 32000 | | 0.50 | |
        | nd4j | failed: wrong a\\|b | | | | | |

        Not publishable: spread above 10% (naive 100%); repeat it on a quiet machine.
        """,
        Markdown.document("a machine", "./nn bench", List.of(group)));
  }
}
