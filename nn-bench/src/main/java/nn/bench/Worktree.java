package nn.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A commit of a git repository, checked out in a temporary folder, which closing removes. */
final class Worktree implements AutoCloseable {
  private final Path repository;
  private final Path temporary;
  private final Path folder;
  private final Thread end = new Thread(this::remove); // it does not outlive this JVM

  private Worktree(Path repository, Path temporary) {
    this.repository = repository;
    this.temporary = temporary;
    folder = temporary.resolve("nn");
    Runtime.getRuntime().addShutdownHook(end);
  }

  /**
   * Checks a commit out.
   *
   * @param commit any name of it
   * @throws Refusal if the repository does not have it
   */
  static Worktree of(Path repository, String commit) {
    run(
        repository,
        "a commit must be in the history of this clone (a shallow one has only the last): "
            + commit,
        List.of(
            "git", "rev-parse", "--verify", "--quiet", "--end-of-options", commit + "^{commit}"));
    Worktree worktree;
    try {
      worktree = new Worktree(repository, Files.createTempDirectory("nn-guard"));
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
    try {
      run(
          repository,
          "git must check the commit out: " + commit,
          List.of("git", "worktree", "add", "--detach", worktree.folder.toString(), commit));
    } catch (Refusal refused) {
      worktree.close();
      throw refused;
    }
    return worktree;
  }

  /** Where it is. */
  Path folder() {
    return folder;
  }

  /**
   * Builds what is compared, without the network if that is possible.
   *
   * @throws Refusal if the build fails
   */
  void build() {
    List<String> offline = new ArrayList<>(List.of("mvn", "-o"));
    offline.addAll(Build.goal());
    if (JavaProcess.run(builder(folder, offline)).exitCode() != 0) {
      List<String> online = new ArrayList<>(List.of("mvn"));
      online.addAll(Build.goal());
      run(folder, "Maven must build the other commit", online);
    }
  }

  private static void run(Path in, String rule, List<String> command) {
    JavaProcess.Ended ended = JavaProcess.run(builder(in, command));
    if (ended.exitCode() != 0) {
      String[] lines = ended.output().strip().split("\\R", -1);
      String last =
          String.join(
              " | ", Arrays.copyOfRange(lines, Math.max(0, lines.length - 5), lines.length));
      throw new Refusal(
          "guard: "
              + rule
              + (last.isEmpty()
                  ? ""
                  : " ('" + String.join(" ", command) + "' said: " + last + ")"));
    }
  }

  private static ProcessBuilder builder(Path in, List<String> command) {
    return new ProcessBuilder(command).directory(in.toFile());
  }

  @Override
  public void close() {
    remove();
    Runtime.getRuntime().removeShutdownHook(end);
  }

  /** Also while the JVM ends, when {@link JavaProcess} cannot be used. */
  private void remove() {
    try {
      List<String> command = List.of("git", "worktree", "remove", "--force", folder.toString());
      int unused =
          builder(repository, command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
      Files.deleteIfExists(temporary);
    } catch (IOException notEmpty) {
      System.err.println("nn: guard: cannot remove " + temporary + "; remove it");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
