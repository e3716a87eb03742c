package nn.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nn.api.Backend;
import nn.core.metric.Metric;
import nn.core.selection.CrossValidation;
import nn.core.selection.Search;
import nn.core.selection.SearchResult;
import nn.core.selection.SearchSpace;
import nn.core.selection.Settings;
import nn.io.table.TableModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which settings do best on a table. */
@Command(
    name = "search",
    description = {
      "Cross-validates several settings on a CSV file and sorts them by a metric.",
      "",
      "--vary names an option of a network or its training without its dashes, and what it may be:"
          + " values between bars, or a range, from which numbers are drawn, evenly by magnitude"
          + " where both ends are above 0."
    },
    footer = {
      "",
      "For instance: nn search iris.csv --target species --vary \"layers=25|100|100,50\" --vary"
          + " learning-rate=0.0003..0.03 --trials 20",
      "search.csv has all candidates, best first; summary.json has the best."
    })
final class SearchCommand implements Callable<Integer> {
  private static final String RANGE = "\\.\\.";

  private final Screen screen;

  @Mixin DataOptions dataOptions;
  @Mixin FoldOptions foldOptions;
  @Mixin NetworkOptions networkOptions;
  @Mixin TrainingOptions trainingOptions;
  @Mixin BackendChoice backendChoice;
  @Mixin FolderChoice output;
  @Spec CommandSpec spec;

  @Option(
      names = "--vary",
      paramLabel = "OPTION=VALUES",
      required = true,
      description = "What to try, such as dropout=0|0.2|0.5 or l2=1e-5..0.1. May be repeated.")
  Map<String, String> vary = Map.of();

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "Candidates that are drawn at random. Default: all combinations, a grid.")
  @Nullable Integer trials;

  @Option(
      names = "--sort-by",
      paramLabel = "METRIC",
      description = "Default: balanced-accuracy, for a number r2.")
  @Nullable String sortBy;

  SearchCommand(Screen screen) {
    this.screen = screen;
  }

  /** The options of one candidate. */
  @Command(name = "candidate")
  private static final class CandidateOptions {
    @Mixin NetworkOptions network;
    @Mixin TrainingOptions training;
  }

  @Override
  public Integer call() throws InterruptedException {
    WrongUse wrongUse = new WrongUse(spec);
    dataOptions.check(wrongUse);
    foldOptions.check(wrongUse); // those of network and training are checked with each candidate
    foldOptions.ignoreGroup(dataOptions);
    CommandPlugIns plugIns = CommandPlugIns.load("search");
    List<Settings> candidates = candidates();
    for (Settings candidate : candidates) { // before anything is trained
      CandidateOptions options = options(candidate);
      options.training.training(plugIns, 1);
      options.network.network(plugIns, options.training.seed);
    }
    TableData.Raw raw = TableData.Raw.read("search", dataOptions);
    List<Metric> metrics = trainingOptions.metrics(TableModel.metrics(raw.encoding().target()));
    Metric metric = metric(metrics);
    CrossValidation validation =
        foldOptions.validation("search", raw, metrics, trainingOptions.seed);
    try (Backend backend = backendChoice.openForOneThread();
        ResultFolder folder = output.open("search")) {
      raw.announce(screen);
      screen
          .err()
          .println(
              candidates.size()
                  + " candidates in "
                  + foldOptions.folds
                  + " folds, by "
                  + metric.name());
      Search search =
          new Search(
              validation,
              metric,
              (settings, train) -> {
                CandidateOptions options = options(settings);
                return new TableCandidate(
                        raw.encoding(),
                        backend,
                        options.network.network(plugIns, options.training.seed),
                        options.training,
                        plugIns)
                    .train(train);
              });
      SearchResult result = search.run(raw.records(), candidates);
      screen.out().print(result);
      folder.stage("search.csv", lines(result));
      folder.stage("summary.json", Results.json(summary(backend, result)));
      folder.publish();
      screen.out().println("best: " + String.join(" ", arguments(result.best().settings())));
      screen.out().println("wrote search.csv, summary.json in " + folder);
    }
    return ExitCode.DONE;
  }

  private Metric metric(List<Metric> metrics) {
    String usual =
        metrics.stream().anyMatch(metric -> metric.name().equals("balanced-accuracy"))
            ? "balanced-accuracy"
            : "r2";
    String name = sortBy != null ? sortBy : usual;
    return metrics.stream()
        .filter(metric -> metric.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                ToolException.wrongUse(
                    "search: --sort-by must be one of the metrics, "
                        + metrics.stream().map(Metric::name).collect(Collectors.joining(", "))
                        + ": "
                        + name));
  }

  private List<Settings> candidates() {
    SearchSpace space = new SearchSpace();
    try {
      for (Map.Entry<String, String> entry : vary.entrySet()) {
        space = with(space, entry.getKey(), entry.getValue());
      }
      return trials == null ? space.grid() : space.random(trials, trainingOptions.seed);
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(
          spec.commandLine(),
          "--vary: " + wrong.getMessage() + (trials == null ? "; or give --trials" : ""));
    }
  }

  private SearchSpace with(SearchSpace space, String name, String values) {
    if (!variable().contains(name)) {
      throw new IllegalArgumentException(
          "'" + name + "' cannot be varied; choose of " + String.join(", ", variable()));
    }
    String[] ends = values.split(RANGE, -1);
    if (ends.length != 2) {
      return space.choice(name, (Object[]) values.split("\\|", -1));
    }
    double low = number(ends[0], values);
    double high = number(ends[1], values);
    return low > 0 ? space.logUniform(name, low, high) : space.uniform(name, low, high);
  }

  private static double number(String text, String values) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException noNumber) {
      throw new IllegalArgumentException(
          "a range needs two numbers, such as 0.001..0.1: '" + values + "'", noNumber);
    }
  }

  /** The options that a candidate may have of its own, without dashes. */
  private static Set<String> variable() {
    return new CommandLine(new CandidateOptions())
        .getCommandSpec().options().stream()
            .filter(option -> option.arity().max() > 0 && !option.longestName().equals("--seed"))
            .map(option -> option.longestName().substring(2))
            .collect(Collectors.toCollection(java.util.TreeSet::new));
  }

  private CandidateOptions options(Settings candidate) {
    CandidateOptions options = new CandidateOptions();
    CommandLine line = new CommandLine(options);
    try {
      line.parseArgs(arguments(candidate).toArray(String[]::new));
      WrongUse wrongUse = new WrongUse(line.getCommandSpec());
      options.network.check(wrongUse);
      options.training.check(wrongUse);
    } catch (ParameterException wrong) {
      throw new ParameterException(
          spec.commandLine(), "--vary " + candidate + ": " + wrong.getMessage(), wrong);
    }
    return options;
  }

  /** What the command line says of network and training, and what the candidate says. */
  private List<String> arguments(Settings candidate) {
    List<String> arguments = new ArrayList<>();
    CommandSpec known = new CommandLine(new CandidateOptions()).getCommandSpec();
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptionsSet()) {
      String name = option.longestName();
      if (known.findOption(name) != null && !candidate.values().containsKey(name.substring(2))) {
        arguments.addAll(given(option));
      }
    }
    candidate
        .values()
        .forEach(
            (name, value) -> {
              arguments.add("--" + name);
              arguments.add(String.valueOf(value));
            });
    return arguments;
  }

  /** An option as it was given: a flag has no value, and one that was repeated has several. */
  private static List<String> given(OptionSpec option) {
    String name = option.longestName();
    return option.arity().max() == 0
        ? List.of(name)
        : option.originalStringValues().stream().flatMap(value -> Stream.of(name, value)).toList();
  }

  private Map<String, @Nullable Object> summary(Backend backend, SearchResult result) {
    SearchResult.Row best = result.best();
    Map<String, @Nullable Object> summary = new LinkedHashMap<>();
    backendChoice.describe(backend, summary);
    summary.put("target", dataOptions.target());
    summary.put("folds", foldOptions.folds);
    summary.put("candidates", result.rows().size());
    summary.put("metric", result.metric().name());
    summary.put("best", new LinkedHashMap<>(best.settings().values()));
    summary.put("mean", best.scores().mean(result.metric()));
    summary.put("deviation", best.scores().deviation(result.metric()));
    return summary;
  }

  private String lines(SearchResult result) {
    List<Metric> metrics = result.rows().get(0).scores().metrics();
    StringBuilder lines = new StringBuilder("candidate," + String.join(",", vary.keySet()));
    metrics.forEach(metric -> lines.append(',').append(metric.name()).append(",deviation"));
    lines.append('\n');
    for (SearchResult.Row row : result.rows()) {
      lines.append(row.number());
      row.settings().values().values().forEach(value -> lines.append(',').append(quoted(value)));
      for (Metric metric : metrics) {
        Results.append(lines, row.scores().mean(metric));
        Results.append(lines, row.scores().deviation(metric));
      }
      lines.append('\n');
    }
    return lines.toString();
  }

  private static String quoted(Object value) {
    return "\"" + String.valueOf(value).replace("\"", "\"\"") + "\"";
  }
}
