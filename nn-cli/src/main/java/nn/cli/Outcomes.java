package nn.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import nn.cli.report.Boundary;
import nn.cli.report.Cells;
import nn.cli.report.Confusion;
import nn.cli.report.DataTable;
import nn.cli.report.Residuals;
import nn.cli.report.Section;
import nn.core.data.DataSet;
import nn.core.metric.ClassificationReport;
import nn.core.metric.ConfusionMatrix;
import nn.core.metric.Predictions;
import nn.io.table.TableModel;
import nn.io.table.TargetColumn;
import nn.io.table.Task;

/** What a report shows of a model's outcomes. */
final class Outcomes {
  private Outcomes() {}

  /** Of the records of a table that test or, where none do, that train. */
  static List<Section> of(TableData data, TableModel model) {
    DataSet test = data.test();
    Predictions predictions = model.predictions(test == null ? data.train() : test);
    List<Section> sections = new ArrayList<>();
    if (data.encoding().target().task() == Task.REGRESSION) {
      sections.add(residuals(data, model));
    } else {
      sections.addAll(
          ofClasses(
              data.encoding().target(),
              predictions,
              test == null ? "training records" : "test records"));
      if (TrainPictures.hasTwoNumericFeatures(data)) {
        sections.add(1, boundary(data, model)); // beside the confusion
      }
    }
    Samples samples = new Samples(data, predictions);
    sections.add(samples.spread());
    sections.addAll(samples.worst());
    return sections;
  }

  /**
   * Which classes were taken for which.
   *
   * @param which records these are
   */
  static List<Section> ofClasses(TargetColumn target, Predictions predictions, String which) {
    return List.of(
        new Confusion("Confusion of " + which, target.classes(), ConfusionMatrix.of(predictions)),
        byClass("Classes of " + which, target.classes(), ClassificationReport.of(predictions)));
  }

  private static Residuals residuals(TableData data, TableModel model) {
    List<Residuals.Group> groups = new ArrayList<>();
    groups.add(group("training", model.predictions(data.train())));
    DataSet test = data.test();
    if (test != null) {
      groups.add(group("test", model.predictions(test)));
    }
    return new Residuals(data.encoding().target().name(), groups);
  }

  private static Residuals.Group group(String name, Predictions predictions) {
    return new Residuals.Group(
        name,
        MoonsCommand.values(predictions.records(), record -> predictions.output(record, 0)),
        MoonsCommand.values(predictions.records(), record -> predictions.target(record, 0)));
  }

  private static Boundary boundary(TableData data, TableModel model) {
    DataSet raw = data.raw();
    List<String> inputs = data.encoding().inputs();
    return new Boundary(
        inputs.get(0),
        inputs.get(1),
        MoonsCommand.values(raw.records(), record -> raw.feature(record, 0)),
        MoonsCommand.values(raw.records(), record -> raw.feature(record, 1)),
        TrainPictures.classes(data),
        data.encoding().target().classes(),
        rows -> TrainPictures.outputs(model, rows));
  }

  private static DataTable byClass(
      String title, List<String> classes, ClassificationReport report) {
    List<List<String>> rows = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      rows.add(row(classes.get(c), report.classes().get(c)));
    }
    rows.add(row("mean of the classes", report.macro()));
    return new DataTable(
        title, List.of("class", "precision", "recall", "F1", "records"), rows, Set.of(0), "");
  }

  private static List<String> row(String name, ClassificationReport.Row row) {
    return List.of(
        name,
        Cells.number(row.precision()),
        Cells.number(row.recall()),
        Cells.number(row.f1()),
        Cells.number(row.support()));
  }
}
