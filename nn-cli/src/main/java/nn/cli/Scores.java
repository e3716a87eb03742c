package nn.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nn.core.metric.Bootstrap;
import nn.core.metric.ClassificationReport;
import nn.io.table.TableScores;
import org.jspecify.annotations.Nullable;

/** How well a model does, for summaries and for people. */
final class Scores {
  private Scores() {}

  /** For a summary. */
  static Map<String, @Nullable Object> describe(TableScores scores, List<String> classNames) {
    Map<String, @Nullable Object> description = new LinkedHashMap<>();
    description.put("cost", scores.cost());
    description.putAll(scores.metrics());
    if (!scores.intervals().isEmpty()) {
      Map<String, @Nullable Object> ends = new LinkedHashMap<>();
      scores
          .intervals()
          .forEach((name, interval) -> ends.put(name, List.of(interval.low(), interval.high())));
      description.put("intervals95", ends);
    }
    ClassificationReport report = scores.report();
    if (report != null) {
      List<Map<String, @Nullable Object>> classes = new ArrayList<>();
      for (int c = 0; c < classNames.size(); c++) {
        classes.add(describe(classNames.get(c), report.classes().get(c)));
      }
      description.put("classes", classes);
    }
    return description;
  }

  private static Map<String, @Nullable Object> describe(String name, ClassificationReport.Row row) {
    Map<String, @Nullable Object> description = new LinkedHashMap<>();
    description.put("class", name);
    description.put("precision", row.precision());
    description.put("recall", row.recall());
    description.put("f1", row.f1());
    description.put("records", row.support());
    return description;
  }

  /** A table of the scores of one set of records, for people. */
  static List<String> table(TableScores scores) {
    List<String> lines = new ArrayList<>();
    lines.add(line("", "value", "", "95 % interval"));
    lines.add(line("cost", number(scores.cost()), "", ""));
    scores
        .intervals()
        .forEach(
            (name, interval) ->
                lines.add(
                    line(
                        name,
                        number(interval.value()),
                        "",
                        number(interval.low()) + " to " + number(interval.high()))));
    return lines;
  }

  /** A table of a training's scores, for people. */
  static List<String> table(TableScores train, @Nullable TableScores test) {
    List<String> lines = new ArrayList<>();
    lines.add(line("", "train", test == null ? "" : "test", test == null ? "" : "95 % interval"));
    lines.add(line("cost", number(train.cost()), test == null ? "" : number(test.cost()), ""));
    for (String name : train.metrics().keySet()) {
      Bootstrap.Interval tested = test == null ? null : test.intervals().get(name);
      lines.add(
          line(
              name,
              number(train.value(name)),
              tested == null ? "" : number(tested.value()),
              tested == null ? "" : number(tested.low()) + " to " + number(tested.high())));
    }
    return lines;
  }

  private static String line(String name, String train, String test, String interval) {
    return Results.padded(name, 18)
        + Results.padded(train, 12)
        + Results.padded(test, 12)
        + interval;
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "undefined" : Results.rounded(value);
  }
}
