package nn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's program compiles, and prints what the README says. */
class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");

  @TempDir Path folder;

  @Test
  void programPrintsTheStatedNumber() throws IOException, InterruptedException {
    String readme = Files.readString(README);
    String program = first(Pattern.compile("```java\n(.*?)```", Pattern.DOTALL), readme);
    String stated = first(Pattern.compile("It prints `([^`]+)`"), readme);
    Path source = Files.writeString(folder.resolve("TwoMoons.java"), program);
    String classPath = System.getProperty("java.class.path");
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-cp", classPath, "-d", folder.toString(), source.toString());
    assertEquals(0, compiled, "the program must compile");

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                folder + File.pathSeparator + classPath,
                "TwoMoons")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, process.waitFor());
    assertEquals(stated, printed);
  }

  @Test
  void statedProgramIsShort() throws IOException {
    String program =
        first(Pattern.compile("```java\n(.*?)```", Pattern.DOTALL), Files.readString(README));
    List<String> lines = program.lines().filter(line -> !line.isBlank()).toList();
    assertTrue(lines.size() <= 20, lines.size() + " lines");
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertTrue(matcher.find(), () -> "README lacks " + pattern);
    return matcher.group(1);
  }
}
