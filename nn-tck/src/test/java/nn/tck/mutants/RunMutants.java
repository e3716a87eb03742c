package nn.tck.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import nn.tck.mutants.Outcome.Result;

/**
 * Puts faults into the sources of a backend, one at a time, and tells how many the suite finds;
 * {@code nn-tck/src/tools/mutants} starts it.
 */
final class RunMutants {
  private static final String EQUIVALENT = "nn-tck/src/tools/equivalent-mutants.txt";

  /** A mutant may take so many times as long as the right backend, and this much longer. */
  private static final int TIMES = 4;

  private static final Duration LONGER = Duration.ofSeconds(60);

  /** Of the right backend, which is known to end. */
  private static final Duration AN_HOUR = Duration.ofHours(1);

  private final Path repository;
  private final Options options;
  private final Path work;
  private final String classPath = System.getProperty("java.class.path");
  private final MutantLog log;
  private final Map<String, Duration> limits = new ConcurrentHashMap<>();

  private RunMutants(Path repository, Options options) throws IOException {
    this.repository = repository;
    this.options = options;
    work = repository.resolve("nn-tck/target/mutants").resolve(options.subject().toString());
    Files.createDirectories(work);
    log = MutantLog.open(options.log() == null ? work.resolve("log.jsonl") : options.log());
  }

  /**
   * Runs.
   *
   * @param args as in {@link Options#HELP}; the working folder is the repository
   */
  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    try {
      new RunMutants(Path.of("").toAbsolutePath(), Options.parse(args)).run();
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      System.exit(1);
    }
    System.exit(0);
  }

  private void run() throws IOException, InterruptedException, ExecutionException {
    List<Mutant> all = options.subject().mutants(repository, options.seed());
    List<Mutant> wanted = all.stream().filter(options::wants).toList();
    List<Mutant> sample = Sample.draw(wanted, options.sample(), options.seed());
    switch (options.action()) {
      case LIST -> list(sample, wanted.size());
      case REPORT -> report();
      case RUN -> {
        tryAll(sample.stream().filter(mutant -> !log.has(mutant)).toList());
        report();
      }
    }
  }

  private void list(List<Mutant> sample, int of) throws IOException {
    for (Mutant mutant : sample) {
      String source = Files.readString(options.subject().file(repository, mutant.file()));
      System.out.println(mutant.id() + " line " + mutant.line() + ": " + mutant.change(source));
    }
    Map<Operator, Long> counts =
        sample.stream()
            .collect(Collectors.groupingBy(Mutant::operator, TreeMap::new, Collectors.counting()));
    System.out.println(counts);
    System.out.println(sample.size() + " of " + of + " mutants");
  }

  private void report() throws IOException {
    Equivalents equivalents = Equivalents.read(repository.resolve(EQUIVALENT));
    System.out.println(Report.of(log.outcomes(), equivalents));
  }

  // ---- running

  private void tryAll(List<Mutant> mutants)
      throws IOException, InterruptedException, ExecutionException {
    System.out.printf(Locale.ROOT, "%d mutants to run%n", mutants.size());
    ExecutorService jobs = Executors.newFixedThreadPool(options.jobs());
    List<Future<?>> tried = new ArrayList<>();
    for (Mutant mutant : mutants) {
      tried.add(
          jobs.submit(
              () -> {
                tryOne(mutant);
                return null;
              }));
    }
    for (Future<?> future : tried) {
      future.get();
    }
    jobs.shutdown();
  }

  private void tryOne(Mutant mutant) throws IOException, InterruptedException {
    String own = Thread.currentThread().getName();
    Workshop workshop = new Workshop(repository, options.subject(), work.resolve(own), classPath);
    Outcome outcome;
    if (workshop.compile(mutant)) {
      outcome = judge(mutant, workshop.classes());
    } else {
      outcome = outcome(mutant, Result.NOT_COMPILED, 0, "", Duration.ZERO, "");
    }
    log.add(outcome);
    System.out.printf(
        Locale.ROOT,
        "%s: %s %s in %.0f s (%s)%n",
        outcome.id(),
        outcome.result(),
        outcome.rule() == 0 ? "" : "by rule " + outcome.rule(),
        outcome.seconds(),
        outcome.run());
  }

  /** The quick levels of all backends first. */
  private Outcome judge(Mutant mutant, Path classes) throws IOException, InterruptedException {
    Duration time = Duration.ZERO;
    String run = "";
    for (String level : options.levels()) {
      for (String backend : options.subject().backends(mutant)) {
        Duration limit = limit(backend, level, classes.resolveSibling("right"));
        Trial trial = Trial.run(classes, classPath, backend, level, limit);
        time = time.plus(trial.time());
        run = backend + ", " + level + ", " + trial.path();
        if (trial.result() != Result.SURVIVED) {
          return outcome(mutant, trial.result(), trial.rule(), run, time, trial.message());
        }
      }
    }
    return outcome(mutant, Result.SURVIVED, 0, run, time, "");
  }

  /** The time that a mutant may take, from a run of the backend as it is, which must pass. */
  private synchronized Duration limit(String backend, String level, Path none)
      throws IOException, InterruptedException {
    Duration known = limits.get(backend + level);
    if (known != null) {
      return known;
    }
    Files.createDirectories(none);
    Trial right = Trial.run(none, classPath, backend, level, AN_HOUR);
    if (right.result() != Result.SURVIVED) {
      throw new IllegalArgumentException(
          "mutants: the suite fails on " + backend + " as it is, at level " + level + ": " + right);
    }
    System.out.printf(
        Locale.ROOT,
        "%s at level %s passes in %d s (%s)%n",
        backend,
        level,
        right.time().toSeconds(),
        right.path());
    Duration limit = right.time().multipliedBy(TIMES).plus(LONGER);
    limits.put(backend + level, limit);
    return limit;
  }

  private Outcome outcome(
      Mutant mutant, Result result, int rule, String run, Duration time, String message)
      throws IOException {
    String source = Files.readString(options.subject().file(repository, mutant.file()));
    return new Outcome(
        mutant.id(),
        mutant.file(),
        mutant.line(),
        result,
        rule,
        run,
        time.toMillis() / 1000.0,
        mutant.change(source),
        message);
  }
}
