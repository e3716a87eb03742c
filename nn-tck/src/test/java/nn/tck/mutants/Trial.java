package nn.tck.mutants;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import nn.tck.mutants.Outcome.Result;

/**
 * One run of the suite on the classes of a folder, in a JVM of its own.
 *
 * @param result killed, survived or timed out
 * @param rule the rule that failed, or 0
 * @param path which path computed
 * @param message what the rule, or the JVM, said
 */
record Trial(Result result, int rule, String path, String message, Duration time) {

  /** In the suite's own message of a rule that hangs: that is a time-out, too. */
  private static final String SILENCE = "does not return: nothing was heard of it";

  /** Runs the suite until a rule fails, or the limit is over. */
  static Trial run(Path classes, String classPath, String backend, String level, Duration limit)
      throws IOException, InterruptedException {
    Path output = classes.resolveSibling("output.txt");
    Process process =
        new ProcessBuilder(
                Workshop.java(),
                "-XX:+UseSerialGC",
                "-Djava.awt.headless=true",
                "--add-modules=jdk.incubator.vector",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + classes.resolveSibling("crash.txt"),
                "-cp",
                classes + File.pathSeparator + classPath,
                Judge.class.getName(),
                backend,
                level)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    long start = System.nanoTime();
    boolean ended;
    try {
      ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      process.destroyForcibly().waitFor();
    }
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    List<String> lines = Files.readString(output).lines().toList();
    return ended ? judged(lines, time) : new Trial(Result.TIMED_OUT, 0, path(lines), "", time);
  }

  static Trial judged(List<String> lines, Duration time) {
    for (String line : lines) {
      if (line.equals(Judge.PASSED)) {
        return new Trial(Result.SURVIVED, 0, path(lines), "", time);
      }
      if (line.startsWith(Judge.FAILED)) {
        String[] failure = line.substring(Judge.FAILED.length()).split(" ", 2);
        Result result = failure[1].contains(SILENCE) ? Result.TIMED_OUT : Result.KILLED;
        return new Trial(result, Integer.parseInt(failure[0]), path(lines), failure[1], time);
      }
    }
    String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    return new Trial(Result.KILLED, 0, path(lines), "the JVM ended: " + last, time);
  }

  private static String path(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(Judge.PATH))
        .map(line -> line.substring(Judge.PATH.length()))
        .findFirst()
        .orElse("none");
  }
}
