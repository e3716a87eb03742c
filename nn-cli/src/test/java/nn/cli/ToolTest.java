package nn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ToolTest {

  @Test
  void helpNamesEveryCommandAndOption() {
    Run run = Run.nn("help");
    assertEquals(ExitCode.DONE, run.exitCode());
    for (String command : List.of("moons", "train", "backends", "completion", "help")) {
      assertTrue(run.out().contains("  " + command), run.out());
    }
    assertTrue(Run.nn("help", "moons").out().contains("--iterations"));
    for (String option :
        List.of(
            "--target",
            "--task",
            "--categorical",
            "--layers",
            "--activation",
            "--epochs",
            "--batch",
            "--learning-rate",
            "--test-share",
            "--seed",
            "--backend",
            "--dtype",
            "--threads",
            "--out")) {
      assertTrue(Run.nn("train", "--help").out().contains(option), option);
    }
  }

  @Test
  void versionNamesToolAndJava() {
    Run run = Run.nn("--version");
    assertEquals(ExitCode.DONE, run.exitCode());
    assertTrue(run.out().startsWith("nn "), run.out());
    assertTrue(run.out().contains("Java " + Runtime.version()), run.out());
  }

  @Test
  void backendsAreListedWithTheRuleThatDecides() {
    Run text = Run.nn("backends");
    assertEquals(ExitCode.DONE, text.exitCode());
    assertTrue(text.out().contains("naive "), text.out());
    assertTrue(text.out().contains("rule: "), text.out());

    Run json = Run.nn("backends", "--json");
    assertEquals(ExitCode.DONE, json.exitCode());
    assertTrue(json.out().contains("\"name\" : \"naive\""), json.out());
    assertTrue(json.out().contains("\"dtypes\" : [ \"float64\", \"float32\" ]"), json.out());
    assertTrue(json.out().contains("\"rule\" : \""), json.out());
  }

  @Test
  void timesAreForPeople() {
    assertEquals("0 s", Progress.time(0.2));
    assertEquals("59 s", Progress.time(59.4));
    assertEquals("1 min 00 s", Progress.time(59.6));
    assertEquals("2 h 05 min", Progress.time(7510));
  }
}
