package nn.tck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendProvider;
import nn.tck.Verdict.Outcome;
import org.jspecify.annotations.Nullable;

/** What a run has shown, for readers and for programs. */
final class Certificate {

  private Certificate() {}

  /** One line on a chapter. */
  static String line(ConformanceRun run, String chapter) {
    List<Verdict> verdicts =
        run.verdicts().stream().filter(verdict -> verdict.chapter.equals(chapter)).toList();
    StringBuilder line = new StringBuilder(chapter).append(": ");
    List<String> parts = new ArrayList<>();
    for (Outcome outcome : Outcome.values()) {
      long rules = verdicts.stream().filter(verdict -> verdict.outcome() == outcome).count();
      if (rules > 0) {
        parts.add(rules + " " + word(outcome));
      }
    }
    line.append(String.join(", ", parts));
    line.append("; ").append(verdicts.stream().mapToLong(Verdict::cases).sum()).append(" cases");
    Double worst = worst(verdicts);
    if (worst != null) {
      line.append(String.format(Locale.ROOT, "; worst error %.5f of its bound", worst));
    }
    return line.toString();
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case PASS -> "passed";
      case FAIL -> "FAILED";
      case SKIP -> "skipped";
      case EXPECTED_FAILURE -> "failed as expected";
    };
  }

  private static @Nullable Double worst(List<Verdict> verdicts) {
    return verdicts.stream()
        .map(Verdict::worstRatio)
        .filter(Objects::nonNull)
        .max(Double::compare)
        .orElse(null);
  }

  /** Writes the certificate where the settings say, if they do. */
  static void write(ConformanceRun run, List<String> problems) throws IOException {
    Path report = run.settings().report();
    if (report == null || run.suite() == null) {
      return;
    }
    Path file =
        report.toString().endsWith(".json")
            ? report
            : report.resolve("cert-" + run.suite().name() + ".json");
    if (file.toAbsolutePath().getParent() != null) {
      Files.createDirectories(file.toAbsolutePath().getParent());
    }
    Files.writeString(file, Json.text(of(run, run.suite(), problems)));
  }

  /** The certificate itself. */
  static Map<String, @Nullable Object> of(ConformanceRun run, Suite suite, List<String> problems) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("suite", "nn-tck " + version(Certificate.class));
    all.put("interface", "nn-api " + version(Backend.class));
    all.putAll(suite.description());
    all.put("level", run.settings().level().toString());
    all.put("seed", run.settings().seed());
    all.put("freshSeed", run.settings().fresh());
    all.put("replay", run.replay());
    all.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    all.put("machine", Machine.describe());
    all.put("files", files(suite));
    all.put("paths", run.paths());
    all.put("threadCounts", threadCounts(run, suite));
    all.put(
        "passed",
        problems.isEmpty() && run.verdicts().stream().noneMatch(v -> v.outcome() == Outcome.FAIL));
    all.put("rulesNotTested", List.copyOf(run.rulesNotTested()));
    all.put("problems", problems);
    all.put("warnings", run.warnings());
    all.put("cases", cases(run, suite));
    all.put("coverage", run.coverage().toList());
    all.put("residuals", run.residuals().toList());
    all.put("chapters", chapters(run));
    return all;
  }

  /** The files of what was tested and of what tested it, each once. */
  private static List<Map<String, @Nullable Object>> files(Suite suite) {
    Set<Class<?>> classes = new LinkedHashSet<>(suite.classes());
    classes.add(Certificate.class);
    classes.add(Backend.class);
    Map<CodeSource, Class<?>> files = new LinkedHashMap<>();
    classes.forEach(type -> files.putIfAbsent(CodeSource.of(type), type));
    return files.entrySet().stream().map(e -> e.getKey().toMap(e.getValue())).toList();
  }

  private static Map<String, @Nullable Object> threadCounts(ConformanceRun run, Suite suite) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    for (DType dtype : suite.counted()) {
      Map<String, @Nullable Object> counts = new LinkedHashMap<>();
      counts.put("opened", run.threads(dtype, true));
      counts.put("refused", run.threads(dtype, false));
      all.put(dtype.name(), counts);
    }
    return all;
  }

  /** What a reader is told at the end: how it was computed, what was tried and what was not. */
  static List<String> summary(ConformanceRun run) {
    List<String> lines = new ArrayList<>();
    run.paths()
        .forEach((dtype, paths) -> lines.add("path of " + dtype + ": " + String.join("; ", paths)));
    if (!run.coverage().isEmpty()) {
      lines.add(run.coverage().line());
      lines.add(run.coverage().notTried() + refused(run));
      lines.add("seeds: " + run.settings().seed() + fresh(run) + "; again: " + run.replay());
    }
    return lines;
  }

  private static String fresh(ConformanceRun run) {
    Long fresh = run.settings().fresh();
    return fresh == null ? "" : ", and " + fresh + " for the coverage model";
  }

  private static String refused(ConformanceRun run) {
    Set<Integer> refused = new TreeSet<>();
    for (DType dtype : DType.values()) {
      refused.addAll(run.threads(dtype, false));
    }
    return refused.isEmpty() ? "" : "; threads refused: " + refused;
  }

  private static String version(Class<?> type) {
    String version = type.getPackage().getImplementationVersion();
    return version == null ? "(not from a jar)" : version;
  }

  /** What a provider says of its backend. */
  static Map<String, @Nullable Object> backend(BackendProvider provider) {
    Map<String, @Nullable Object> backend = new LinkedHashMap<>();
    backend.put("name", told(provider::name));
    backend.put("version", told(provider::version));
    backend.put("provider", provider.getClass().getName());
    backend.put("spiVersion", told(provider::spiVersion));
    Map<String, @Nullable Object> tiers = new LinkedHashMap<>();
    for (DType dtype : new TreeSet<>(provider.dtypes())) {
      tiers.put(dtype.name(), told(() -> provider.tier(dtype)));
    }
    backend.put("tiers", tiers);
    return backend;
  }

  /** What a provider says, or what it throws: chapter 9xx has judged it. */
  static Object told(Supplier<@Nullable Object> answer) {
    try {
      Object told = answer.get();
      return told instanceof Number ? told : String.valueOf(told);
    } catch (RuntimeException | LinkageError thrown) {
      return thrown.toString();
    }
  }

  private static Map<String, @Nullable Object> cases(ConformanceRun run, Suite suite) {
    Map<String, @Nullable Object> cases = new LinkedHashMap<>();
    cases.put("all", run.verdicts().stream().mapToLong(Verdict::cases).sum());
    for (DType dtype : suite.counted()) {
      Map<String, @Nullable Object> counts = new LinkedHashMap<>();
      for (Counted kind : Counted.values()) {
        counts.put(kind.title, run.tally().of(dtype, kind));
      }
      cases.put(dtype.name(), counts);
    }
    return cases;
  }

  private static List<Map<String, @Nullable Object>> chapters(ConformanceRun run) {
    List<Map<String, @Nullable Object>> chapters = new ArrayList<>();
    for (String title : run.verdicts().stream().map(v -> v.chapter).distinct().toList()) {
      List<Verdict> verdicts =
          run.verdicts().stream().filter(verdict -> verdict.chapter.equals(title)).toList();
      Map<String, @Nullable Object> chapter = new LinkedHashMap<>();
      chapter.put("chapter", title);
      chapter.put("worstRatio", worst(verdicts));
      chapter.put("rules", verdicts.stream().map(Certificate::rule).toList());
      chapters.add(chapter);
    }
    return chapters;
  }

  private static Map<String, @Nullable Object> rule(Verdict verdict) {
    Map<String, @Nullable Object> rule = new LinkedHashMap<>();
    rule.put("rule", verdict.rule);
    rule.put("test", verdict.test);
    rule.put("outcome", String.valueOf(verdict.outcome()).toLowerCase(Locale.ROOT));
    rule.put("reason", verdict.reason());
    rule.put("cases", verdict.cases());
    rule.put("worstRatio", verdict.worstRatio());
    rule.put("paths", verdict.paths());
    return rule;
  }
}
