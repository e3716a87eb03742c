package nn.tck;

import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendException;
import nn.api.provider.BackendOptions;
import nn.api.provider.BackendProvider;
import nn.tck.Verdict.Outcome;
import org.jspecify.annotations.Nullable;

/** One run of a conformance class: what was asked for, and what has come of it so far. */
final class ConformanceRun {
  private final Settings settings;
  private final Set<Integer> rules;
  private final ExpectedFailures expected;
  private final Tally tally = new Tally();
  private final Coverage coverage = new Coverage();
  private final Residuals residuals = new Residuals();
  private final Map<Integer, Verdict> verdicts = new TreeMap<>();
  private final List<ExpectedFailures.Line> failedAsExpected = new ArrayList<>();
  private final Map<BackendOptions, Boolean> accepted = new HashMap<>();
  private final Map<List<BackendOptions>, Boolean> atOnce = new HashMap<>();
  private final Set<Class<?>> opened = Collections.synchronizedSet(new LinkedHashSet<>());
  private final Map<DType, Set<String>> paths = new TreeMap<>();
  private final Set<String> told = new HashSet<>();
  private final List<String> warnings = new ArrayList<>();
  private @Nullable Suite suite;
  private boolean replayed;

  ConformanceRun(Class<?> tests, Settings settings) throws IOException {
    this.settings = settings;
    rules = Rules.of(tests);
    Set<Integer> known = Rules.all();
    known.addAll(rules);
    expected =
        ExpectedFailures.load(settings.expected(), tests, known, LocalDate.now(ZoneOffset.UTC));
  }

  /** The numbers of the rules that the suite tests. */
  Set<Integer> rules() {
    return rules;
  }

  Settings settings() {
    return settings;
  }

  Tally tally() {
    return tally;
  }

  Coverage coverage() {
    return coverage;
  }

  Residuals residuals() {
    return residuals;
  }

  /** Notes the class of an opened backend. */
  void opened(Class<?> backend) {
    opened.add(backend);
  }

  List<Class<?>> opened() {
    return List.copyOf(opened);
  }

  /** Notes which path a backend takes while a rule is tested; empty if it does not say. */
  synchronized void path(DType dtype, Verdict verdict, String path) {
    if (!path.isEmpty()) {
      paths.computeIfAbsent(dtype, any -> new LinkedHashSet<>()).add(path);
      verdict.path(path);
    }
  }

  /** The paths that were taken, in the order in which they were first seen. */
  synchronized Map<DType, List<String>> paths() {
    Map<DType, List<String>> copy = new TreeMap<>();
    paths.forEach((dtype, each) -> copy.put(dtype, List.copyOf(each)));
    return copy;
  }

  /** Numbers of threads with which backends of a type were opened, or which were refused. */
  List<Integer> threads(DType dtype, boolean were) {
    return accepted.entrySet().stream()
        .filter(each -> each.getKey().dtype() == dtype && each.getValue() == were)
        .map(each -> each.getKey().threads())
        .sorted()
        .toList();
  }

  /** The options by which the whole run is repeated. */
  String replay() {
    return "-Dtck.level="
        + settings.level()
        + " -Dtck.seed="
        + settings.seed()
        + " -Dtck.fresh="
        + (settings.fresh() == null ? "none" : settings.fresh())
        + (settings.backend() == null ? "" : " -Dtck.backend=" + settings.backend())
        + (settings.replay() == null ? "" : " -Dtck.case=" + settings.replay())
        + threads();
  }

  /** The option by which the same numbers of threads are asked for, if any were. */
  String threads() {
    List<Integer> asked = settings.threads();
    return asked.isEmpty()
        ? ""
        : asked.stream()
            .map(String::valueOf)
            .collect(Collectors.joining(",", " -Dtck.threads=", ""));
  }

  ExpectedFailures expected() {
    return expected;
  }

  /** The suite, of which JUnit makes an instance for each test. */
  void suite(Suite instance) {
    suite = instance;
  }

  /** Null before the first test. */
  @Nullable Suite suite() {
    return suite;
  }

  Verdict start(int rule, String chapter, String test) {
    Verdict verdict = new Verdict(rule, chapter, test);
    verdicts.put(rule, verdict);
    return verdict;
  }

  Collection<Verdict> verdicts() {
    return verdicts.values();
  }

  /** The chapters of which no more tests come, where one begins, or none; each is told of once. */
  List<String> endedChapters(@Nullable String begins) {
    List<String> ended =
        verdicts.values().stream()
            .map(verdict -> verdict.chapter)
            .distinct()
            .filter(chapter -> !chapter.equals(begins) && !told.contains(chapter))
            .toList();
    told.addAll(ended);
    return ended;
  }

  /** Something that breaks no rule and that the backend's author should know. */
  void warn(String warning) {
    warnings.add(warning);
  }

  List<String> warnings() {
    return warnings;
  }

  /**
   * Whether a provider opens a backend of a thread count: not, says NN-105, if the JVM's threads
   * are set to another. It is asked once.
   */
  synchronized boolean accepts(BackendProvider provider, BackendOptions options) {
    Boolean known = accepted.get(options);
    if (known == null) {
      known = opens(provider, options);
      accepted.put(options, known);
    }
    return known;
  }

  /** The same, asked now: while other backends are open fewer may be accepted. */
  static boolean opens(BackendProvider provider, BackendOptions options) {
    try {
      provider.open(options).close();
      return true;
    } catch (BackendException refused) {
      if (refused.code().equals("NN-105")) {
        return false;
      }
      throw refused;
    }
  }

  /** Whether a provider opens several backends at once, which it accepts one by one. Asked once. */
  boolean acceptsAtOnce(BackendProvider provider, List<BackendOptions> options) {
    return atOnce.computeIfAbsent(options, any -> open(provider, options));
  }

  private static boolean open(BackendProvider provider, List<BackendOptions> options) {
    List<Backend> opened = new ArrayList<>();
    try {
      options.forEach(each -> opened.add(provider.open(each)));
      return true;
    } catch (BackendException refused) {
      if (refused.code().equals("NN-105")) {
        return false;
      }
      throw refused;
    } finally {
      opened.forEach(Backend::close);
    }
  }

  synchronized void failedAsExpected(ExpectedFailures.Line line) {
    failedAsExpected.add(line);
  }

  /** Notes that the case asked for has come. */
  void replayed() {
    replayed = true;
  }

  /** What is wrong with the run as a whole; empty if nothing is. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (settings.replay() != null) {
      if (!replayed) {
        problems.add("tck.case: no case " + settings.replay() + " came up");
      }
      return problems;
    }
    for (ExpectedFailures.Line line : expected.lines()) {
      if (verdicts.containsKey(line.rule()) && !failedAsExpected.contains(line)) {
        problems.add(ExpectedFailures.FILE + ": it did not fail; remove the line: " + line);
      }
    }
    if (complete()) {
      missedQuotas(problems);
    }
    return problems;
  }

  /** Rules that were left out, as by a selection of tests, or not reached. */
  Set<Integer> rulesNotTested() {
    Set<Integer> left = new TreeSet<>(rules);
    left.removeAll(verdicts.keySet());
    return left;
  }

  /** Whether every rule was tested and none failed, so that every case was drawn. */
  private boolean complete() {
    return rulesNotTested().isEmpty()
        && verdicts.values().stream()
            .map(Verdict::outcome)
            .allMatch(outcome -> outcome == Outcome.PASS || outcome == Outcome.SKIP);
  }

  private void missedQuotas(List<String> problems) {
    if (suite != null) {
      for (DType dtype : suite.counted()) {
        for (Counted kind : Counted.values()) {
          long quota = kind.quota(settings.level());
          long count = tally.of(dtype, kind);
          if (count < quota) {
            problems.add(
                kind.title + " in " + dtype + ": " + count + " of at least " + quota + " were run");
          }
        }
      }
    }
  }
}
