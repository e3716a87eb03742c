package nn.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import nn.cli.report.Cells;
import nn.cli.report.Curves;
import nn.cli.report.DataTable;
import nn.cli.report.Findings;
import nn.cli.report.Report;
import nn.cli.report.Section;
import nn.core.metric.Bootstrap;
import nn.core.training.Fit;
import nn.core.training.History;
import nn.io.table.TableModel;
import nn.io.table.TableScores;
import org.jspecify.annotations.Nullable;

/**
 * The report of a training.
 *
 * @param data that trained and tested
 * @param model as it was trained
 * @param fit what happened in training
 * @param unit what the history counts
 * @param trained how well the records that trained are predicted
 * @param tested how well the others are; null if there are none
 */
record TrainReport(
    TrainingData data,
    TableModel model,
    Fit fit,
    String unit,
    TableScores trained,
    @Nullable TableScores tested) {

  private static final int TRAINING = 0;
  private static final int VALIDATION = 1;
  private static final List<String> WHOSE = List.of("training", "validation");

  /** What a summary has that a report shows elsewhere, or that would fill it. */
  private static final Set<String> SHOWN_ELSEWHERE =
      Set.of(
          "findings", "train", "test", "cost", "accuracy", "holdoutAccuracy", "classes", "inputs");

  /**
   * The report.
   *
   * @param summary the settings, and what came out
   * @param findings sentences
   */
  Report report(Map<String, @Nullable Object> summary, List<String> findings) {
    List<Section> sections = new ArrayList<>();
    sections.add(new Findings(findings));
    sections.add(scores());
    sections.addAll(curves());
    sections.addAll(data.outcomes(model));
    sections.add(settings(summary));
    return new Report(
        "Training report: " + data.encoding().target().name(), data.description(), sections);
  }

  private DataTable scores() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("cost", trained.cost(), tested == null ? Double.NaN : tested.cost(), null));
    trained
        .metrics()
        .forEach(
            (name, value) ->
                rows.add(
                    row(
                        name,
                        value,
                        tested == null ? Double.NaN : tested.value(name),
                        tested == null ? null : tested.intervals().get(name))));
    return new DataTable(
        "Scores",
        tested == null
            ? List.of("", "training records")
            : List.of("", "training records", "test records", "95 % interval"),
        rows,
        Set.of(0),
        "");
  }

  private List<String> row(
      String name, double train, double test, Bootstrap.@Nullable Interval interval) {
    if (tested == null) {
      return List.of(name, Cells.number(train));
    }
    return List.of(
        name,
        Cells.number(train),
        Cells.number(test),
        interval == null
            ? ""
            : Cells.number(interval.low()) + " to " + Cells.number(interval.high()));
  }

  /** A picture for each quantity, of training and validation where there are both. */
  private List<Section> curves() {
    History history = fit.history();
    Map<String, List<Curves.Curve>> curves = new LinkedHashMap<>();
    add(curves, "cost", TRAINING, MoonsCommand.values(history.size(), history::cost));
    add(curves, "accuracy", TRAINING, MoonsCommand.values(history.size(), history::accuracy));
    for (String name : history.metrics()) {
      add(
          curves,
          name,
          VALIDATION,
          MoonsCommand.values(history.size(), epoch -> history.metric(name, epoch)));
    }
    return curves.entrySet().stream()
        .<Section>map(
            named ->
                new Curves(
                    named.getKey() + " by " + unit,
                    unit,
                    named.getKey(),
                    named.getValue(),
                    fit.bestEpoch()))
        .toList();
  }

  private static void add(
      Map<String, List<Curves.Curve>> curves, String quantity, int whose, double[] values) {
    if (IntStream.range(0, values.length).anyMatch(i -> Double.isFinite(values[i]))) {
      curves
          .computeIfAbsent(quantity, key -> new ArrayList<>())
          .add(new Curves.Curve(WHOSE.get(whose), whose, values));
    }
  }

  private static DataTable settings(Map<String, @Nullable Object> summary) {
    List<List<String>> rows = new ArrayList<>();
    summary.forEach(
        (name, value) -> {
          if (value != null && !SHOWN_ELSEWHERE.contains(name)) {
            rows.add(List.of(name, value instanceof Double d ? Cells.number(d) : value.toString()));
          }
        });
    return new DataTable("Settings and results", List.of(), rows, Set.of(0, 1), "");
  }
}
