package nn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tutorial's pieces of code are one program, which prints what the tutorial says. */
class TutorialTest {
  private static final Path TUTORIAL = Path.of("..", "docs", "tutorial.md");

  @TempDir Path folder;

  @Test
  void programPrintsWhatTheTutorialShows() throws IOException, InterruptedException {
    String program = DocumentedProgram.blocks(TUTORIAL, "java");
    String shown = DocumentedProgram.blocks(TUTORIAL, "text").strip();
    assertEquals(shown, new DocumentedProgram("StepByStepMoons", program).printed(folder));
  }
}
