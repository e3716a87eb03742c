package nn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MoonsCommandTest {
  @TempDir Path folder;

  @Test
  void writesHistorySummaryAndPictures() throws IOException {
    Path out = folder.resolve("deep/er");
    Run run = moons(out, "--iterations", "20");

    assertEquals(ExitCode.DONE, run.exitCode(), run.err());
    assertEquals(
        List.of(
            "accuracy.png", "boundary.png", "cost.png", "data.png", "history.csv", "summary.json"),
        files(out));
    List<String> history = Files.readAllLines(out.resolve("history.csv"));
    assertEquals("iteration,cost,accuracy", history.get(0));
    assertEquals(21, history.size());
    // The article's first costs, recomputed in NumPy.
    assertEquals(0.7449, cost(history.get(1)), 0.01);
    assertTrue(history.get(20).startsWith("20,"), history.get(20));
    for (String picture : List.of("accuracy", "boundary", "cost", "data")) {
      assertEquals(1600, ImageIO.read(out.resolve(picture + ".png").toFile()).getWidth());
    }
    String summary = Files.readString(out.resolve("summary.json"));
    for (String key :
        List.of(
            "\"backend\" : \"naive\"",
            "\"dtype\" : \"float64\"",
            "\"layers\" : [ 2, 25, 100, 100, 10, 1 ]",
            "\"iterations\" : 20",
            "\"cost\" : 0.",
            "\"accuracy\" : 0.",
            "\"holdoutAccuracy\" : 0.",
            "\"weightsSha256\" : \"",
            "\"seconds\" : ")) {
      assertTrue(summary.contains(key), summary);
    }
    assertTrue(run.out().contains("holdoutAccuracy"), run.out());
    assertTrue(run.err().contains("iteration 20/20  cost 0."), run.err());
  }

  @Test
  void twoRunsGiveTheSameWeightsAndAnotherTypeGivesOthers() throws IOException {
    String first = sha(moonsWithoutPictures("a", "--iterations", "3"));
    assertEquals(first, sha(moonsWithoutPictures("b", "--iterations", "3", "--threads", "2")));
    assertTrue(
        !first.equals(sha(moonsWithoutPictures("c", "--iterations", "3", "--dtype", "float32"))));
  }

  @Test
  void aCheckedRunIsTheSameRun() throws IOException {
    Path checked = folder.resolve("checked");
    Run run = moons(checked, "--iterations", "2", "--no-pictures", "--check-against", "naive-fma");
    assertEquals(ExitCode.DONE, run.exitCode(), run.err());
    String summary = Files.readString(checked.resolve("summary.json"));
    assertTrue(summary.contains("\"checkedAgainst\" : \"naive-fma\""), summary);
    assertEquals(sha(moonsWithoutPictures("alone", "--iterations", "2")), sha(checked));
  }

  @Test
  void anUnknownReferenceIsWrongUse() {
    Run run = moons(folder, "--check-against", "naiv");
    assertEquals(ExitCode.WRONG_USE, run.exitCode(), run.err());
    assertTrue(run.err().contains("NN-102 open: no backend has the name 'naiv'"), run.err());
  }

  @Test
  void picturesThatCannotBeDrawnLeaveTheResults() throws IOException {
    Files.writeString(folder.resolve("cost.png"), "of an earlier run");
    for (Throwable failure :
        List.of(
            new NoClassDefFoundError("Could not initialize class sun.awt.X11FontManager"),
            new InternalError("Fontconfig head is null"),
            new Error("Probable fatal error: No physical fonts found."),
            new UnsatisfiedLinkError("libfreetype.so.6"),
            new NullPointerException())) {
      Run run =
          Run.nn(
              (picture, stream) -> {
                stream.write(1);
                MoonsCommandTest.<RuntimeException>raise(failure);
              },
              false,
              "moons",
              "--backend",
              "naive",
              "--iterations",
              "1",
              "--out",
              folder.toString());
      assertEquals(ExitCode.DONE, run.exitCode(), run.err());
      assertEquals(List.of("history.csv", "summary.json"), files(folder));
      String last = run.err().lines().reduce("", (before, line) -> line);
      assertTrue(last.startsWith("nn: warning: no pictures"), last);
      assertTrue(last.contains("fontconfig") && last.contains("--no-pictures"), last);
    }
  }

  @Test
  void aTerminalGetsABarAndNothingElseOnItsLine() {
    Run run =
        Run.nn(
            (picture, stream) -> {},
            true,
            "moons",
            "--backend",
            "naive",
            "--no-pictures",
            "--iterations",
            "3",
            "--out",
            folder.toString());
    String[] updates = run.err().split("\r\033\\[K", -1);
    assertTrue(updates.length > 1, run.err());
    assertTrue(
        updates[updates.length - 1].matches(
            "\\[#{20}] 3/3  cost 0\\.\\d{4}  accuracy 0\\.\\d{4}(  [0-9.]+ it/s  0 s left)?\\R"),
        run.err());
  }

  private Run moons(Path out, String... more) {
    String[] arguments =
        Stream.concat(
                Stream.of("moons", "--backend", "naive", "--out", out.toString()), Stream.of(more))
            .toArray(String[]::new);
    return Run.nn(arguments);
  }

  private Path moonsWithoutPictures(String name, String... more) {
    Path out = folder.resolve(name);
    String[] arguments =
        Stream.concat(Stream.of("--no-pictures"), Stream.of(more)).toArray(String[]::new);
    assertEquals(ExitCode.DONE, moons(out, arguments).exitCode());
    return out;
  }

  private static String sha(Path out) throws IOException {
    Matcher matcher =
        Pattern.compile("\"weightsSha256\" : \"([0-9a-f]{64})\"")
            .matcher(Files.readString(out.resolve("summary.json")));
    assertTrue(matcher.find());
    return assertPresent(matcher.group(1));
  }

  private static String assertPresent(@Nullable String text) {
    assertNotNull(text);
    return text;
  }

  private static double cost(String line) {
    return Double.parseDouble(List.of(line.split(",", -1)).get(1));
  }

  static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void raise(Throwable failure) throws T {
    throw (T) failure;
  }
}
