package nn.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import nn.api.Backend;
import nn.core.metric.Metric;
import nn.core.selection.CrossValidation;
import nn.core.selection.Scores;
import nn.io.table.TableModel;
import nn.io.table.TableNetwork;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** How well a network would do on a table, by training it several times. */
@Command(
    name = "cross-validate",
    description = {
      "Cuts a CSV file into folds and trains as many networks, each on all folds but one, which tests"
          + " it. Tells each metric's mean and deviation.",
      "",
      "Scaling is learnt anew in each fold. Every class is in each fold in about its share."
    },
    footer = {"", "folds.csv has each fold's metrics, summary.json means and deviations."})
final class CrossValidateCommand implements Callable<Integer> {
  private final Screen screen;

  @Mixin DataOptions dataOptions;
  @Mixin FoldOptions foldOptions;
  @Mixin NetworkOptions networkOptions;
  @Mixin TrainingOptions trainingOptions;
  @Mixin BackendChoice backendChoice;
  @Mixin FolderChoice output;
  @Spec CommandSpec spec;

  CrossValidateCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() throws InterruptedException {
    WrongUse wrongUse = new WrongUse(spec);
    dataOptions.check(wrongUse);
    foldOptions.check(wrongUse);
    networkOptions.check(wrongUse);
    trainingOptions.check(wrongUse);
    foldOptions.ignoreGroup(dataOptions);
    CommandPlugIns plugIns = CommandPlugIns.load("cross-validate");
    TableNetwork network = networkOptions.network(plugIns, trainingOptions.seed);
    TableData.Raw raw = TableData.Raw.read("cross-validate", dataOptions);
    List<Metric> metrics = trainingOptions.metrics(TableModel.metrics(raw.encoding().target()));
    CrossValidation validation =
        foldOptions.validation("cross-validate", raw, metrics, trainingOptions.seed);
    try (Backend backend = backendChoice.openForOneThread();
        ResultFolder folder = output.open("cross-validate")) {
      raw.announce(screen);
      Scores scores =
          validation.run(
              raw.records(),
              new TableCandidate(raw.encoding(), backend, network, trainingOptions, plugIns));
      screen.out().print(scores);
      folder.stage("folds.csv", lines(scores));
      folder.stage("summary.json", Results.json(summary(backend, scores)));
      folder.publish();
      screen.out().println("wrote folds.csv, summary.json in " + folder);
    }
    return ExitCode.DONE;
  }

  private Map<String, @Nullable Object> summary(Backend backend, Scores scores) {
    Map<String, @Nullable Object> summary = new LinkedHashMap<>();
    backendChoice.describe(backend, summary);
    summary.put("layers", networkOptions.layers.units());
    networkOptions.describe(summary);
    trainingOptions.describe(summary);
    summary.put("target", dataOptions.target());
    summary.put("folds", scores.folds());
    summary.put("mean", values(scores, scores::mean));
    summary.put("deviation", values(scores, scores::deviation));
    summary.put("diverged", scores.divergence());
    return summary;
  }

  private static Map<String, @Nullable Object> values(
      Scores scores, java.util.function.ToDoubleFunction<Metric> value) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    scores.metrics().forEach(metric -> values.put(metric.name(), value.applyAsDouble(metric)));
    return values;
  }

  private static String lines(Scores scores) {
    StringBuilder lines = new StringBuilder("fold");
    scores.metrics().forEach(metric -> lines.append(',').append(metric.name()));
    lines.append('\n');
    for (int fold = 0; fold < scores.folds(); fold++) {
      lines.append(fold + 1);
      for (Metric metric : scores.metrics()) {
        Results.append(lines, scores.value(fold, metric));
      }
      lines.append('\n');
    }
    return lines.toString();
  }
}
