package nn.bench;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A class of this program run in a JVM of its own, with the arguments of this one. */
final class JavaProcess {

  /**
   * How a process ended.
   *
   * @param exitCode 0 if all is well
   * @param seconds from its start to its end
   * @param output what it printed, errors included
   */
  record Ended(int exitCode, double seconds, String output) {}

  private JavaProcess() {}

  /** The words that start a class with more arguments for the JVM. */
  static List<String> command(List<String> more, Class<?> main, String... arguments) {
    return command(more, System.getProperty("java.class.path"), main, arguments);
  }

  /** The same with another class path. */
  static List<String> command(
      List<String> more, String classPath, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(more);
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Runs a process to its end. */
  static Ended run(ProcessBuilder builder) {
    long start = System.nanoTime();
    try {
      Process process = builder.redirectErrorStream(true).redirectInput(none()).start();
      Thread end = new Thread(process::destroy); // it does not outlive this JVM
      Runtime.getRuntime().addShutdownHook(end);
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exitCode = process.waitFor();
      Runtime.getRuntime().removeShutdownHook(end);
      return new Ended(exitCode, (System.nanoTime() - start) / 1e9, output);
    } catch (IOException failed) {
      return new Ended(-1, (System.nanoTime() - start) / 1e9, String.valueOf(failed.getMessage()));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a process ran", interrupted);
    }
  }

  private static ProcessBuilder.Redirect none() {
    boolean windows = File.separatorChar == '\\';
    return ProcessBuilder.Redirect.from(new File(windows ? "NUL" : "/dev/null"));
  }
}
