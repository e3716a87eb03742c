package nn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pieces of code on the page of metrics are one program, which prints what the page says. */
class TrainingMetricsTest {
  private static final Path PAGE = Path.of("..", "docs", "training-metrics.md");

  @TempDir Path folder;

  @Test
  void programPrintsWhatThePageShows() throws IOException, InterruptedException {
    String program = DocumentedProgram.blocks(PAGE, "java");
    String shown = DocumentedProgram.blocks(PAGE, "text").strip();
    assertEquals(shown, new DocumentedProgram("JudgeFrauds", program).printed(folder));
  }
}
