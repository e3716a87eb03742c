package nn.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import nn.api.Backend;
import nn.core.data.DataSet;
import nn.core.metric.ClassificationReport;
import nn.io.model.ModelFile;
import nn.io.table.TableModel;
import nn.io.table.TableScores;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How well a saved model does. */
@Command(
    name = "evaluate",
    description = {
      "Tells how well a saved model does on the records of a table that has the target, too: every"
          + " metric that suits it with its 95 %% bootstrap interval, and of classes precision, recall"
          + " and F1 of each.",
      "",
      "Only records that did not train say how it does on others."
    })
final class EvaluateCommand implements Callable<Integer> {
  private static final int MOST_CLASSES_PRINTED = 20;

  private final Screen screen;

  @Mixin JudgedOptions judged;

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  @Spec CommandSpec spec;

  EvaluateCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() throws IOException {
    judged.check(new WrongUse(spec), true);
    ModelFile file = ModelFile.read(judged.model);
    try (Backend backend = judged.backendChoice.openFor(file);
        TableModel model = file.tableModel(backend)) {
      DataSet records = records(model);
      TableScores scores = model.evaluate(records, model.metrics(), true);
      if (json) {
        screen.out().print(Results.json(summary(model, records, scores)));
      } else {
        print(model, records, scores);
      }
      screen.out().flush();
    }
    return ExitCode.DONE;
  }

  private DataSet records(TableModel model) throws IOException {
    if (judged.images != null && judged.labels != null) {
      LabelledImages images = LabelledImages.read("evaluate", judged.images, judged.labels);
      int classes = model.target().classes().size();
      images.requireFit("evaluate", model.encoding().inputs().size(), classes);
      return images.encoded(classes);
    }
    return model.encoding().encode(judged.table("evaluate", model));
  }

  private void print(TableModel model, DataSet records, TableScores scores) {
    Results.print(screen, "records", records.records());
    Scores.table(scores).forEach(screen.out()::println);
    ClassificationReport report = scores.report();
    List<String> classes = model.target().classes();
    if (report != null && classes.size() <= MOST_CLASSES_PRINTED) {
      screen.out().println();
      screen.out().print(report.toString(classes));
    }
  }

  private static Map<String, @Nullable Object> summary(
      TableModel model, DataSet records, TableScores scores) {
    Map<String, @Nullable Object> summary = new LinkedHashMap<>();
    summary.put("target", model.target().name());
    summary.put("records", records.records());
    summary.putAll(Scores.describe(scores, model.target().classes()));
    return summary;
  }
}
