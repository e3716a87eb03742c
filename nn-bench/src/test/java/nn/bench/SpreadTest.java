package nn.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpreadTest {

  @Test
  void tenPercentMayBePublished() {
    assertEquals(Optional.empty(), Spread.note(Map.of("NumPy", 0.10)));
    assertEquals(
        Optional.of("Not publishable: spread above 10% (NumPy 12%); repeat it on a quiet machine."),
        Spread.note(Map.of("NumPy", 0.12)));
  }

  @Test
  void aGroupSaysItUnderItsTable() {
    Group group =
        new Group(
            "work",
            new Workload.Place("chart", "label"),
            0,
            Rate.perSecond("steps", 1),
            Baseline.backend("naive"),
            List.of(
                new Measurement("naive", List.of(100.0, 101.0), 0, null, null),
                new Measurement("ejml", List.of(100.0, 130.0), 0, null, null),
                Measurement.failed("nd4j", "wrong cost")));
    String text = Markdown.group(group);
    assertEquals(
        "Not publishable: spread above 10% (ejml 26%); repeat it on a quiet machine.",
        text.strip().substring(text.strip().lastIndexOf('\n') + 1));
  }
}
