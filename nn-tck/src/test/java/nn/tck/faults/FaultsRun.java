package nn.tck.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nn.api.DType;
import nn.api.Tier;

/**
 * Measures the suite by the faults: runs it on each in a JVM of its own, and says how many it has
 * caught. Right backends run in the same way; one that is not passed is an error of the suite or of
 * what makes faults.
 */
final class FaultsRun {

  private static final Set<String> OPTIONS =
      Set.of("--seed", "--level", "--set", "--names", "--missed", "--jobs", "--limit", "--out");

  private static final String USAGE =
      """
      usage: nn-tck/faults [--seed N] [--level smoke|standard|full]
                           [--set first|second|third|fourth|fifth|all] [--names TEXT]
                           [--missed FILE] [--jobs N] [--limit SECONDS] [--out FILE]
        --seed   of the thresholds and of the suite (1)
        --level  of the suite (smoke)
        --set    which of the five sets of faults (all)
        --names  only faults in whose name, kernel or kind the text is; the right backends run always
        --missed only faults that a former run has missed, by what it wrote to --out
        --jobs   how many at the same time (1)
        --limit  after how many seconds a run has hung (300)
        --out    where the lines and the summary go (nn-tck/target/faults.txt)
      """;

  private final long seed;
  private final String level;
  private final int limit;
  private final Path out;

  private FaultsRun(long seed, String level, int limit, Path out) {
    this.seed = seed;
    this.level = level;
    this.limit = limit;
    this.out = out;
  }

  public static void main(String[] args) throws Exception {
    if (!isUsage(args)) {
      System.err.print(USAGE);
      System.exit(2);
    }
    FaultsRun run =
        new FaultsRun(
            Long.parseLong(option(args, "--seed", "1")),
            option(args, "--level", "smoke"),
            Integer.parseInt(option(args, "--limit", "300")),
            Path.of(option(args, "--out", "target/faults.txt")));
    int jobs = Integer.parseInt(option(args, "--jobs", "1"));
    List<Fault> faults = set(option(args, "--set", "all"));
    String former = option(args, "--missed", "");
    if (!former.isEmpty()) {
      List<String> lines = Files.readAllLines(Path.of(former));
      faults = faults.stream().filter(fault -> isMissed(fault, lines)).toList();
    }
    System.exit(run.all(faults, option(args, "--names", ""), jobs) ? 0 : 1);
  }

  /** Whether options that there are alternate with values. */
  static boolean isUsage(String... args) {
    return args.length % 2 == 0
        && IntStream.range(0, args.length / 2)
            .mapToObj(i -> args[2 * i])
            .allMatch(OPTIONS::contains);
  }

  private static String option(String[] args, String name, String otherwise) {
    String value = otherwise;
    for (int i = 0; i < args.length; i += 2) {
      value = args[i].equals(name) ? args[i + 1] : value;
    }
    return value;
  }

  private static boolean isMissed(Fault fault, List<String> lines) {
    return lines.stream()
        .anyMatch(line -> line.startsWith(fault.name() + "\t") && line.contains("\tmissed after "));
  }

  /** The faults of a set. */
  static List<Fault> set(String name) {
    return switch (name) {
      case "first" -> Faults.first();
      case "second" -> Faults.second();
      case "third" -> Faults.third();
      case "fourth" -> Faults.fourth();
      case "fifth" -> Faults.fifth();
      case "all" -> Faults.all();
      default ->
          throw new IllegalArgumentException(
              "set: first, second, third, fourth, fifth or all: " + name);
    };
  }

  /** Right backends, of each tier and number type, as faults that are none. */
  static List<Fault> controls() {
    List<Fault> controls = new ArrayList<>();
    for (Tier tier : Tier.values()) {
      for (DType dtype : DType.values()) {
        Fault.Wrapper none = (right, threshold) -> new CalledBackend(right);
        String name = "right: " + tier + " " + dtype;
        controls.add(new Fault("", name, "none", "none", tier, dtype, Threshold.NONE, none));
      }
    }
    return controls;
  }

  /** The fault or the right backend of a name. */
  static Fault named(String name) {
    return Stream.concat(controls().stream(), Faults.all().stream())
        .filter(fault -> fault.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("named: no such fault: " + name));
  }

  /** The threshold that a seed gives a fault, whichever others there are. */
  static int threshold(long seed, Fault fault) {
    long ofSeed = new SplittableRandom(seed).nextLong();
    return fault.threshold().draw(new SplittableRandom(ofSeed ^ fault.name().hashCode()));
  }

  /** Runs all whose name, kernel or kind contains the text; whether the right backends passed. */
  private boolean all(List<Fault> faults, String names, int jobs) throws Exception {
    Files.createDirectories(out.toAbsolutePath().getParent());
    Files.writeString(out, "");
    say("seed " + seed + ", level " + level + ", limit " + limit + " s");
    List<Outcome> right = each(controls(), jobs);
    List<Fault> chosen = faults.stream().filter(fault -> matches(fault, names)).toList();
    List<Outcome> outcomes = each(chosen, jobs);
    say(FaultsReport.of(outcomes).strip());
    boolean passed = right.stream().allMatch(o -> o.result() == Outcome.Result.MISSED);
    say(passed ? "right backends: all passed" : "right backends: NOT ALL PASSED, see above");
    return passed;
  }

  private static boolean matches(Fault fault, String names) {
    String text = fault.name() + "\n" + fault.kernel() + "\n" + fault.kind();
    return text.toLowerCase(Locale.ROOT).contains(names.toLowerCase(Locale.ROOT));
  }

  private List<Outcome> each(List<Fault> faults, int jobs) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(jobs);
    try {
      List<Future<Outcome>> running = new ArrayList<>();
      for (Fault fault : faults) {
        running.add(pool.submit(() -> one(fault)));
      }
      List<Outcome> outcomes = new ArrayList<>();
      for (Future<Outcome> each : running) {
        outcomes.add(each.get());
      }
      return outcomes;
    } catch (ExecutionException failed) {
      throw new IllegalStateException("faults: a run could not be started", failed.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private Outcome one(Fault fault) throws IOException, InterruptedException {
    int threshold = threshold(seed, fault);
    Path output = Files.createTempFile("fault", ".txt");
    long start = System.nanoTime();
    Process process = start(fault, threshold, output);
    try {
      boolean ended = process.waitFor(limit, TimeUnit.SECONDS);
      double seconds = (System.nanoTime() - start) / 1e9;
      Outcome outcome =
          ended
              ? Outcome.read(fault, threshold, Files.readString(output), seconds)
              : new Outcome(fault, threshold, Outcome.Result.HUNG, "at the limit", seconds);
      say(outcome.line());
      return outcome;
    } finally {
      process.destroyForcibly().waitFor();
      Files.delete(output);
    }
  }

  private Process start(Fault fault, int threshold, Path output) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx2g",
            // letters that an argument may have everywhere
            "-D" + FaultConformance.NAME + "=" + URLEncoder.encode(fault.name(), UTF_8),
            "-D" + FaultConformance.THRESHOLD + "=" + threshold,
            "-cp",
            System.getProperty("java.class.path"),
            FaultRun.class.getName(),
            level,
            Long.toString(seed))
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  private synchronized void say(String line) {
    System.out.println(line);
    try {
      Files.writeString(out, line + System.lineSeparator(), StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("faults: cannot write " + out, e);
    }
  }
}
