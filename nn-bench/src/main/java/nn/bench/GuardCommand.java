package nn.bench;

import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

/** The command {@code nn bench guard}. */
@Command(
    name = "guard",
    description = {
      "Compares the speed of this build with that of another one, in pairs of slices that are next to"
          + " each other, and fails if a work is shown to have lost more than 5 %% beyond the spread."
          + " A busy machine hides losses, but makes no false alarm.",
      ""
    })
final class GuardCommand implements Callable<Integer> {
  private static final List<String> USUAL = List.of("naive", "vector", "vector-fma");
  private static final int LAUNCHES = 21;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(
      names = "--against",
      paramLabel = "BUILD",
      required = true,
      description =
          "A folder in which another version of nn is built, or a commit, which is then built in a"
              + " temporary folder.")
  String against;

  @Option(
      names = "--quick",
      description =
          "Five works on each backend and short slices: a minute, more only where a loss has to be"
              + " made sure of. Without it 14 works on each backend, which see smaller losses.")
  boolean quick;

  @Option(
      names = "--backends",
      paramLabel = "NAME",
      split = ",",
      description = "Default: naive, vector and vector-fma, as far as they are there.")
  @Nullable List<String> backends;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads of one kernel. Default: ${DEFAULT-VALUE}.")
  int threads;

  @Option(
      names = "--launches",
      paramLabel = "N",
      description =
          "How often at most processes are started anew for a work. Default: 21; with --quick as"
              + " many as can show a loss.")
  @Nullable Integer launches;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      description = "Pairs of slices of each launch. Default: 8; with --quick 6.")
  @Nullable Integer pairs;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "Length of a slice, at most 1. Default: 0.25; with --quick 0.1.")
  @Nullable Double seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      description = "How long each process does a work before. Default: 3; with --quick 1.")
  @Nullable Double warmUp;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    requireUse();
    List<String> chosen = chosenBackends(out);
    List<GuardWork> works = quick ? GuardWork.few(chosen, threads) : GuardWork.all(chosen, threads);
    Guard guard = guard(works);
    Path root = root();
    Build ours = Build.in(root, "this build");
    Path folder = Path.of(against);
    if (Files.isDirectory(folder)) {
      return compare(
          guard, works.size(), root, ours, Build.in(folder, "the build in " + folder), out);
    }
    try (Worktree worktree = Worktree.of(root, against)) {
      out.println("building commit " + against + " …");
      out.flush();
      worktree.build();
      Build theirs = Build.in(worktree.folder(), "commit " + against);
      return compare(guard, works.size(), root, ours, theirs, out);
    }
  }

  private int compare(
      Guard guard, int works, Path root, Build ours, Build theirs, PrintWriter out) {
    BuildDuel duel =
        new BuildDuel(Build.jar(root, "nn-bench"), ours, theirs, pairs(), seconds(), warmUp());
    Machine machine = new Machine(Path.of("/"));
    out.println(ours.name() + " against " + theirs.name() + ", " + Guard.works(works));
    machine.lines().forEach(out::println);
    out.println("load average at the start: " + machine.load());
    out.flush();
    Map<GuardWork, Loss> losses =
        guard.losses(
            duel,
            line -> {
              out.println(line);
              out.flush();
            });
    out.println("load average at the end: " + machine.load());
    if (losses.isEmpty()) {
      out.println("guard: passed, no loss of more than 5 % is shown");
      return 0;
    }
    PrintWriter err = spec.commandLine().getErr();
    losses.forEach(
        (work, loss) ->
            err.println(
                "nn: guard: no work may lose more than 5 % of its rate: "
                    + work
                    + " lost "
                    + loss.lost()
                    + ", it has "
                    + loss));
    err.println("nn: guard: make it faster, or compare with a later build and say why");
    return 1;
  }

  private Guard guard(List<GuardWork> works) {
    try {
      return new Guard(works, orElse(launches, LAUNCHES, Guard.leastLaunches(works.size())));
    } catch (IllegalArgumentException tooFew) {
      throw wrongUse("--launches: " + tooFew.getMessage());
    }
  }

  private void requireUse() {
    if (pairs() < 1) {
      throw wrongUse("--pairs must be at least 1: " + pairs());
    }
    if (threads < 1) {
      throw wrongUse("--threads must be at least 1: " + threads);
    }
    if (!(seconds() > 0 && seconds() <= 1)) {
      throw wrongUse("--seconds must be above 0 and at most 1: " + seconds());
    }
    if (!(warmUp() >= 0)) {
      throw wrongUse("--warm-up must be at least 0: " + warmUp());
    }
  }

  private int pairs() {
    return orElse(pairs, 8, 6);
  }

  private double seconds() {
    return orElse(seconds, 0.25, 0.1);
  }

  private double warmUp() {
    return orElse(warmUp, 3.0, 1.0);
  }

  private <T> T orElse(@Nullable T given, T usual, T whenQuick) {
    return given != null ? given : quick ? whenQuick : usual;
  }

  private List<String> chosenBackends(PrintWriter out) {
    List<String> available =
        Backends.report().entries().stream()
            .filter(BackendReport.Entry::available)
            .map(BackendReport.Entry::name)
            .toList();
    List<String> wanted = backends != null ? backends : USUAL;
    wanted.stream()
        .filter(name -> !available.contains(name) || !USUAL.contains(name))
        .forEach(
            name -> out.println("backend " + name + ": left out, as it is not available here"));
    List<String> chosen =
        wanted.stream().filter(available::contains).filter(USUAL::contains).toList();
    if (chosen.isEmpty()) {
      throw wrongUse("--backends: none of them can be compared: " + String.join(", ", wanted));
    }
    return chosen;
  }

  /** The checkout that this program was built in. */
  private static Path root() {
    try {
      Path program =
          Path.of(GuardCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path root = program.resolve("../../..").normalize(); // of nn-bench/target/nn-bench.jar
      if (Files.exists(root.resolve("nn-bench").resolve("pom.xml"))) {
        return root;
      }
      throw new Refusal(
          "guard: this program must be run where it was built: "
              + program
              + "; run ./nn bench guard");
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private ParameterException wrongUse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
