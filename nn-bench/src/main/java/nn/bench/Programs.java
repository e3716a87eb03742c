package nn.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** How the programs in nn-bench/peers are started. */
final class Programs {
  private final PeerPlan plan;

  Programs(PeerPlan plan) {
    this.plan = plan;
  }

  /** A script that needs NumPy and scikit-learn. */
  Peer numpy(String name, String script, String... arguments) {
    return python(
        name, script, List.of("numpy", "sklearn"), "python3-numpy python3-sklearn", arguments);
  }

  /** A script that needs PyTorch as well. */
  Peer torch(String name, String script, String... arguments) {
    return python(
        name,
        script,
        List.of("numpy", "sklearn", "torch"),
        "python3-numpy python3-sklearn python3-torch",
        arguments);
  }

  private Peer python(
      String name, String script, List<String> modules, String packages, String... arguments) {
    List<String> command = script(script, List.of(arguments));
    return new Peer(
        name,
        false,
        command,
        Map.of(),
        script("blas.py", modules),
        packages + " (for " + plan.python() + ")");
  }

  private List<String> script(String name, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(plan.python());
    command.add(plan.home().resolve("python").resolve(name).toString());
    command.addAll(arguments);
    return command;
  }

  /** DL4J, whose loops run fastest on one thread. */
  Peer dl4j(String main, String... arguments) {
    return jvm("DL4J 1.0.0-M2.1, OMP_NUM_THREADS=1", "dl4j", main, arguments)
        .with("OMP_NUM_THREADS", "1");
  }

  /** Smile. */
  Peer smile(String name, String... arguments) {
    return jvm(name, "smile", "S", arguments);
  }

  private Peer jvm(String name, String project, String main, String... arguments) {
    String java = plan.home().resolve("java").toString();
    List<String> command = new ArrayList<>(List.of(java, project, main));
    command.addAll(Arrays.asList(arguments));
    return new Peer(
        name,
        false,
        command,
        Map.of(),
        List.of(java, project),
        "Maven, with access to Maven Central, on Linux x86_64");
  }

  /** Arguments and one more. */
  static String[] and(String[] arguments, String more) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = more;
    return all;
  }
}
