package nn.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import nn.api.provider.BackendReport;
import nn.api.provider.Backends;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code nn bench peers}, which {@code nn-bench/peers/run} runs. */
@Command(
    name = "peers",
    description = {
      "Runs NumPy, PyTorch, scikit-learn, DL4J and Smile on the same work as nn, in turns of at most"
          + " a second, each with its best settings, and prints medians and ratios of slices. What"
          + " is not installed is left out; what runs on reference BLAS is refused.",
      ""
    })
final class PeersCommand implements Callable<Integer> {
  private static final List<String> USUAL = List.of("vector", "vector-fma", "naive");

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(
      names = "--work",
      paramLabel = "WORK",
      split = ",",
      description = "Any of ${COMPLETION-CANDIDATES}. Default: all.")
  @Nullable List<PeerWork> work;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often each program is started. Default: ${DEFAULT-VALUE}.")
  int rounds;

  @Option(
      names = "--slices",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often each program has its turn in a round. Default: ${DEFAULT-VALUE}.")
  int slices;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "0.5",
      description = "Length of a turn, at most 1. Default: ${DEFAULT-VALUE}.")
  double seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      description =
          "How long each program works before turns that count, for products of each size and type."
              + " Default: products 0.5, predict 3, others 5.")
  @Nullable Double warmUp;

  @Option(
      names = "--backends",
      paramLabel = "NAME",
      split = ",",
      description = "Of nn. Default: vector, vector-fma and naive, as far as they are there.")
  @Nullable List<String> backends;

  @Option(
      names = "--threads",
      paramLabel = "N",
      split = ",",
      description = "Of nn's kernels. Default: 1 and one for each processor.")
  @Nullable List<Integer> threads;

  @Option(
      names = "--sizes",
      paramLabel = "N",
      split = ",",
      defaultValue = "16,25,32,64,100,128,512,1024",
      description = "Of square products. Default: ${DEFAULT-VALUE}.")
  List<Integer> sizes;

  @Option(
      names = "--without",
      paramLabel = "PEER",
      split = ",",
      description = "Peers to leave out, by the beginnings of their names: DL4J,Smile.")
  @Nullable List<String> without;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      defaultValue = "/usr/bin/python3",
      description = "The interpreter. Default: ${DEFAULT-VALUE}.")
  String python;

  @Option(
      names = "--home",
      paramLabel = "FOLDER",
      defaultValue = "nn-bench/peers",
      description = "Where the programs are. Default: ${DEFAULT-VALUE}.")
  Path home;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      defaultValue = "nn-out/peers",
      description = "Where peers.md and every line of the programs go. Default: ${DEFAULT-VALUE}.")
  Path folder;

  @Spec CommandSpec spec;

  private final PeerProbes probes = new PeerProbes(Peer::probed);

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PeerPlan plan = plan(out);
    Map<PeerWork, List<Peer>> programs = new LinkedHashMap<>();
    for (PeerWork each : work != null ? work : List.of(PeerWork.values())) {
      programs.put(each, programs(each, plan, out));
    }
    probes.requireNoReferenceBlas(
        programs.values().stream().flatMap(List::stream).filter(peer -> !peer.ours()).toList(),
        plan,
        without != null ? without : List.of());
    Machine machine = new Machine(Path.of("/"));
    StringBuilder document = new StringBuilder("# nn and its peers\n\n");
    tell(document, out, head(machine));
    boolean failed = false;
    Files.createDirectories(folder);
    try (PrintWriter lines =
        new PrintWriter(Files.newBufferedWriter(folder.resolve("lines.txt")), true)) {
      for (Map.Entry<PeerWork, List<Peer>> each : programs.entrySet()) {
        PeerScores scores = new PeerScores(each.getKey());
        PeerTurns turns = new PeerTurns(each.getKey(), plan, scores, lines);
        for (int round = 1; round <= rounds; round++) {
          turns.round(each.getValue(), round);
        }
        failed |= scores.failed();
        tell(document, out, "\n## " + each.getKey().title() + "\n\n" + scores.table());
        Files.writeString(folder.resolve("peers.md"), document);
      }
    }
    tell(document, out, "\nload average at the end: " + machine.load() + "\n");
    Files.writeString(folder.resolve("peers.md"), document);
    return failed ? 1 : 0;
  }

  private static void tell(StringBuilder document, PrintWriter out, String text) {
    document.append(text);
    out.print(text);
    out.flush();
  }

  /** Of which machine the figures are, and with which BLAS. */
  private String head(Machine machine) {
    List<String> lines = new ArrayList<>(List.of(Report.machine()));
    lines.addAll(machine.lines());
    probes.blas().forEach(blas -> lines.add("BLAS: " + blas));
    lines.add("load average at the start: " + machine.load());
    return lines.stream().map(line -> "- " + line + "\n").collect(Collectors.joining());
  }

  private PeerPlan plan(PrintWriter out) {
    if (rounds < 1 || slices < 1) {
      throw wrongUse("--rounds and --slices must be at least 1: " + rounds + ", " + slices);
    }
    if (!(seconds > 0 && seconds <= 1)) {
      throw wrongUse("--seconds must be above 0 and at most 1: " + seconds);
    }
    if (warmUp != null && !(warmUp >= 0)) {
      throw wrongUse("--warm-up must be at least 0: " + warmUp);
    }
    if (!Files.isExecutable(home.resolve("java"))) {
      throw wrongUse("--home: there are no programs in " + home);
    }
    int all = Runtime.getRuntime().availableProcessors();
    return new PeerPlan(
        home.toAbsolutePath(),
        python,
        chosenBackends(out),
        threads != null ? threads : all > 1 ? List.of(1, all) : List.of(1),
        sizes,
        slices,
        seconds,
        warmUp == null ? OptionalDouble.empty() : OptionalDouble.of(warmUp));
  }

  private List<String> chosenBackends(PrintWriter out) {
    List<String> available =
        Backends.report().entries().stream()
            .filter(BackendReport.Entry::available)
            .map(BackendReport.Entry::name)
            .toList();
    List<String> wanted = backends != null ? backends : USUAL;
    wanted.stream()
        .filter(name -> !available.contains(name))
        .forEach(name -> out.println("backend " + name + ": left out, as it is not available"));
    List<String> chosen = wanted.stream().filter(available::contains).toList();
    if (chosen.isEmpty()) {
      throw wrongUse("--backends: none of them is available: " + String.join(", ", wanted));
    }
    return chosen;
  }

  /** Peers, then nn; a line for each that cannot run. */
  private List<Peer> programs(PeerWork work, PeerPlan plan, PrintWriter out) {
    List<Peer> programs = new ArrayList<>();
    if (work.needsFashion() && !Fashion.installed()) {
      out.println(
          work.title()
              + ": peers left out, as the data set is missing; install dataset-fashion-mnist");
    } else {
      for (Peer peer : work.peers(new Programs(plan), plan)) {
        if (isWanted(peer.name())) {
          if (probes.canRun(peer)) {
            programs.add(peer);
          } else {
            out.println(peer.name() + ": left out; install " + peer.needs());
          }
        }
      }
    }
    if (work == PeerWork.ADAM && !Optimisers.has("adam")) {
      out.println("nn: left out, as it has no optimiser adam");
    } else {
      programs.addAll(work.ours(plan));
    }
    out.flush();
    return programs;
  }

  private boolean isWanted(String name) {
    return without == null || without.stream().noneMatch(name::startsWith);
  }

  private ParameterException wrongUse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
