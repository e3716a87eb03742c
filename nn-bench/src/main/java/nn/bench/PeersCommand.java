package nn.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
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
      "Runs NumPy, PyTorch, scikit-learn, DL4J and Smile on the same work as nn, in turns, each with"
          + " its best settings, and prints medians and ratios. What is not installed is left out.",
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
      description = "How often each program runs. Default: ${DEFAULT-VALUE}.")
  int rounds;

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
      names = "--iterations",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Of the article's run. Default: ${DEFAULT-VALUE}.")
  int iterations;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "Of Fashion-MNIST; the first of several is a warm-up. Smile has one. Default:"
              + " ${DEFAULT-VALUE}.")
  int epochs;

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

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (rounds < 1) {
      throw wrongUse("--rounds must be at least 1: " + rounds);
    }
    if (!Files.isExecutable(home.resolve("java"))) {
      throw wrongUse("--home: there are no programs in " + home);
    }
    int all = Runtime.getRuntime().availableProcessors();
    PeerPlan plan =
        new PeerPlan(
            home.toAbsolutePath(),
            python,
            chosenBackends(out),
            threads != null ? threads : all > 1 ? List.of(1, all) : List.of(1),
            sizes,
            iterations,
            epochs);
    Files.createDirectories(folder);
    StringBuilder tables = new StringBuilder("# nn and its peers\n\n" + Report.machine() + "\n");
    boolean failed = false;
    try (PrintWriter lines =
        new PrintWriter(Files.newBufferedWriter(folder.resolve("lines.txt")), true)) {
      for (PeerWork each : work != null ? work : List.of(PeerWork.values())) {
        List<Peer> peers = programs(each, plan, out);
        PeerScores scores = measure(each, peers, lines);
        failed |= scores.failed();
        String table = "\n## " + each.title() + "\n\n" + scores.table();
        out.print(table);
        out.flush();
        tables.append(table);
        Files.writeString(folder.resolve("peers.md"), tables);
      }
    }
    return failed ? 1 : 0;
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
      Map<List<String>, Boolean> installed = new HashMap<>();
      for (Peer peer : work.peers(new Programs(plan), plan)) {
        if (without != null && without.stream().anyMatch(peer.name()::startsWith)) {
          continue;
        }
        if (installed.computeIfAbsent(peer.probe(), probe -> peer.installed())) {
          programs.add(peer);
        } else {
          out.println(peer.name() + ": left out; install " + peer.needs());
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

  /** They take turns, so that a machine that slows down for a while slows all of them. */
  private PeerScores measure(PeerWork work, List<Peer> programs, PrintWriter lines) {
    PeerScores scores = new PeerScores(work);
    for (int round = 1; round <= rounds; round++) {
      for (Peer program : programs) {
        JavaProcess.Ended ended = program.run();
        scores.add(program, ended);
        lines.printf(
            Locale.ROOT,
            "# %s, round %d, %s%n$ %s%n%s%n",
            work.name().toLowerCase(Locale.ROOT),
            round,
            program.name(),
            String.join(" ", program.command()),
            ended.output().strip());
      }
    }
    return scores;
  }

  private ParameterException wrongUse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
