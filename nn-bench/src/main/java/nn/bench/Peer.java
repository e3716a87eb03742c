package nn.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A program that does a work in {@link Slices}.
 *
 * @param name for the table
 * @param ours whether it is nn
 * @param command words that start it
 * @param environment more variables
 * @param probe words that start a program which succeeds where this one can run, and prints the
 *     libraries that it computes with, if that is to be known; empty if it can
 * @param needs what to install where it cannot
 */
record Peer(
    String name,
    boolean ours,
    List<String> command,
    Map<String, String> environment,
    List<String> probe,
    String needs) {

  Peer {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    probe = List.copyOf(probe);
  }

  /** The same with one more variable of the environment. */
  Peer with(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new Peer(name, ours, command, more, probe, needs);
  }

  /** What is to be started. */
  ProcessBuilder start() {
    return builder(command);
  }

  /** Runs the program that shows whether this one can run; see {@link #probe}. */
  JavaProcess.Ended probed() {
    return probe.isEmpty() ? new JavaProcess.Ended(0, 0, "") : JavaProcess.run(builder(probe));
  }

  private ProcessBuilder builder(List<String> words) {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().putAll(environment);
    return builder;
  }
}
