package nn.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import nn.core.metric.Metric;
import nn.core.selection.CrossValidation;
import nn.core.selection.Folds;
import nn.io.table.Table;
import nn.io.table.Task;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how to cross-validate. */
final class FoldOptions {

  @Option(
      names = "--folds",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Parts of the table, each of which tests once while the others train. Default:"
              + " ${DEFAULT-VALUE}.")
  int folds;

  @Option(
      names = "--group",
      paramLabel = "COLUMN",
      description =
          "Records with the same cell here, such as those of one patient, stay in one fold; the"
              + " column is no feature.")
  @Nullable String group;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description =
          "Networks that are trained at once, each by one thread; changes no bit. Default: one for"
              + " each processor.")
  @Nullable Integer jobs;

  /** Refuses numbers out of their ranges. */
  void check(WrongUse wrongUse) {
    wrongUse.require(folds >= 2, "--folds must be at least 2: " + folds);
    wrongUse.require(jobs == null || jobs >= 1, "--jobs must be at least 1: " + jobs);
  }

  /** Leaves the column of groups out of the features. */
  void ignoreGroup(DataOptions options) {
    if (group != null) {
      options.ignore(group);
    }
  }

  /** The validation that they describe. */
  CrossValidation validation(String command, TableData.Raw raw, List<Metric> metrics, int seed) {
    int atOnce = jobs != null ? jobs : Runtime.getRuntime().availableProcessors();
    try {
      return CrossValidation.of(folds(raw, seed), metrics).threads(atOnce);
    } catch (IllegalArgumentException tooMany) {
      throw ToolException.wrongUse(command + ": choose fewer --folds: " + tooMany.getMessage());
    }
  }

  private Folds folds(TableData.Raw raw, int seed) {
    if (group != null) {
      return Folds.grouped(groups(raw.table(), group), folds, seed);
    }
    return raw.encoding().target().task() == Task.REGRESSION
        ? Folds.plain(raw.records().records(), folds, seed)
        : Folds.stratified(raw.records(), folds, seed);
  }

  private static int[] groups(Table table, String column) {
    Map<String, Integer> numbers = new HashMap<>();
    int[] groups = new int[table.records()];
    for (int row = 0; row < groups.length; row++) {
      groups[row] =
          numbers.computeIfAbsent(table.cell(row, table.column(column)), unseen -> numbers.size());
    }
    return groups;
  }
}
