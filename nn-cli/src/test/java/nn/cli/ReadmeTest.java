package nn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's program compiles, and prints what the README says. */
class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");

  @TempDir Path folder;

  @Test
  void programPrintsTheStatedNumber() throws IOException, InterruptedException {
    Matcher stated = Pattern.compile("It prints `([^`]+)`").matcher(Files.readString(README));
    assertTrue(stated.find(), "README says what its program prints");
    String program = DocumentedProgram.blocks(README, "java");
    assertEquals(stated.group(1), new DocumentedProgram("TwoMoons", program).printed(folder));
  }

  @Test
  void statedProgramIsShort() throws IOException {
    String program = DocumentedProgram.blocks(README, "java");
    List<String> lines = program.lines().filter(line -> !line.isBlank()).toList();
    assertTrue(lines.size() <= 20, lines.size() + " lines");
  }
}
