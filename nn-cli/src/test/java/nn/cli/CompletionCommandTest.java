package nn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Bash itself says what it would complete. */
@DisabledOnOs(OS.WINDOWS)
class CompletionCommandTest {
  @TempDir Path folder;

  @Test
  void commandsAndOptionsAreCompleted() throws IOException, InterruptedException {
    assertEquals(List.of("train"), completions("nn", "tra"));
    assertEquals(List.of("backends"), completions("./nn", "b"));
    assertEquals(
        List.of("--learning-rate"), completions("nn", "train", "x.csv", "--target", "y", "--lea"));
    assertTrue(completions("nn", "train", "--test").contains("--test-share"));
    assertEquals(List.of(), completions("nn", "moons", "--targ"));
  }

  private List<String> completions(String... words) throws IOException, InterruptedException {
    Run run = Run.nn("completion");
    assertEquals(ExitCode.DONE, run.exitCode(), run.err());
    Path script = Files.writeString(folder.resolve("nn-completion"), run.out());
    String asked =
        String.format(
            Locale.ROOT,
            "compopt() { :; }; source '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_nn;"
                + " printf '%%s\\n' \"${COMPREPLY[@]}\"",
            script,
            String.join(" ", words),
            words.length - 1);
    Process bash = new ProcessBuilder("bash", "-c", asked).redirectErrorStream(true).start();
    String printed =
        new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, bash.waitFor(), printed);
    return printed.lines().map(String::strip).toList();
  }
}
