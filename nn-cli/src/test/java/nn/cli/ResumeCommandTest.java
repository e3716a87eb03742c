package nn.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeCommandTest {
  @TempDir Path folder;
  private Path table;
  private Path whole;
  private Path checkpoints;

  @BeforeEach
  void train() throws IOException {
    table = Files.copy(Path.of("../examples/data/iris.csv"), folder.resolve("iris.csv"));
    whole = folder.resolve("whole.safetensors");
    checkpoints = folder.resolve("checkpoints");
    Run run =
        Run.nn(
            "train",
            table.toString(),
            "--target",
            "species",
            "--backend",
            "naive",
            "--epochs",
            "12",
            "--dropout",
            "0.2",
            "--batch-norm",
            "--validation",
            "0.2",
            "--early-stopping",
            "50",
            "--layers",
            "9",
            "--no-pictures",
            "--verbose",
            "--out",
            folder.resolve("out").toString(),
            "--save",
            whole.toString(),
            "--checkpoints",
            checkpoints.toString(),
            "--checkpoint-every",
            "5");
    assertTrue(run.exitCode() == ExitCode.DONE || run.exitCode() == ExitCode.LEARNT_NOTHING);
  }

  private Run resume(Path from, String... more) {
    return Run.nn(
        Stream.concat(
                Stream.of("resume", from.toString(), "--out", folder.resolve("out2").toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void theResumedTrainingSavesTheSameFile() throws IOException {
    List<String> kept = MoonsCommandTest.files(checkpoints);
    assertEquals(3, kept.size());
    Path resumed = folder.resolve("resumed.safetensors");
    Run run = resume(checkpoints.resolve(kept.get(0)), "--save", resumed.toString());
    assertTrue(run.err().startsWith("going on after step "), run.err());
    assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(resumed));
    assertEquals(
        Files.readString(folder.resolve("out/history.csv")),
        Files.readString(folder.resolve("out2/history.csv")));
  }

  /** The file of arguments is gone by then, and is not read again. */
  @Test
  void aTrainingWithAFileOfArgumentsIsResumed() throws IOException {
    Path kept = folder.resolve("kept");
    Path arguments = folder.resolve("arguments");
    Files.write(
        arguments,
        List.of(
            table.toString(),
            "--target species --backend naive --epochs 4 --layers 5 --no-pictures",
            "--checkpoints " + kept,
            "--out " + folder.resolve("out")));
    Path saved = folder.resolve("saved.safetensors");
    Run.nn("train", "@" + arguments, "--save", saved.toString());
    Files.delete(arguments);
    Path resumed = folder.resolve("resumed.safetensors");
    Path first = kept.resolve(MoonsCommandTest.files(kept).get(0));
    Run run = resume(first, "--save", resumed.toString());
    assertTrue(run.err().startsWith("going on after step "), run.err());
    assertArrayEquals(Files.readAllBytes(saved), Files.readAllBytes(resumed));
  }

  @Test
  void checkpointsGoOnAsOftenAsBefore() throws IOException {
    List<String> kept = MoonsCommandTest.files(checkpoints);
    Path first = checkpoints.resolve(kept.get(0));
    Path more = folder.resolve("more");
    resume(first, "--checkpoints", more.toString());
    assertEquals(kept.subList(1, 3), MoonsCommandTest.files(more));
    Path others = folder.resolve("others");
    resume(first, "--checkpoints", others.toString(), "--checkpoint-every", "1");
    assertEquals(3, MoonsCommandTest.files(others).size());
  }

  /** The last one is broken: the one before it is taken. */
  @Test
  void ofAFolderTheLastThatCanBeReadIsTaken() throws IOException {
    List<String> kept = MoonsCommandTest.files(checkpoints);
    Files.write(checkpoints.resolve(kept.get(2)), new byte[] {1}, StandardOpenOption.APPEND);
    Run run = resume(checkpoints);
    assertTrue(run.err().startsWith("nn: warning: resume: "), run.err());
    String step = kept.get(1).replaceAll("\\D", "").replaceAll("^0+", "");
    assertTrue(run.err().contains("going on after step " + step), run.err());
  }

  @Test
  void otherDataAreRefused() throws IOException {
    Files.writeString(table, "\n1,1,1,1,Iris-setosa\n", StandardOpenOption.APPEND);
    assertFails(resume(checkpoints), "resume: the data must be those of the checkpoint");
  }

  @Test
  void whatIsNoCheckpointIsRefused() {
    assertFails(resume(whole), "this is a model without a training; name a checkpoint");
    assertFails(resume(folder), "there is no checkpoint that can be read");
  }

  private static void assertFails(Run run, String part) {
    assertEquals(ExitCode.FAILED, run.exitCode(), run.err());
    String last = run.err().lines().reduce("", (before, line) -> line);
    assertTrue(last.startsWith("nn: ") && last.contains(part), run.err());
  }
}
