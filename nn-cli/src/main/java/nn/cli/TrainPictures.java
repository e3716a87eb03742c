package nn.cli;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import nn.cli.chart.AccuracyPicture;
import nn.cli.chart.BoundaryPicture;
import nn.cli.chart.ClassPoints;
import nn.cli.chart.CostPicture;
import nn.cli.chart.FitPicture;
import nn.cli.chart.ScatterPicture;
import nn.core.data.DataSet;
import nn.core.metric.Predictions;
import nn.core.training.History;
import nn.io.table.NumericFeature;
import nn.io.table.TableModel;
import nn.io.table.TableScores;
import nn.io.table.TargetColumn;
import nn.io.table.Task;
import org.jspecify.annotations.Nullable;

/** The pictures of a training on a table. */
final class TrainPictures {
  private TrainPictures() {}

  static void add(
      Results results,
      TableModel model,
      TableData data,
      History history,
      @Nullable TableScores tested,
      String unit) {
    String target = data.encoding().target().name();
    results.picture(
        "cost.png",
        new CostPicture(
            "Cost of " + target, unit, MoonsCommand.values(history.size(), history::cost)));
    if (data.encoding().target().task() == Task.REGRESSION) {
      results.picture("data.png", fit(model, data));
      return;
    }
    results.picture(
        "accuracy.png",
        new AccuracyPicture(
            "Accuracy of " + target,
            unit,
            MoonsCommand.values(history.size(), history::accuracy),
            tested == null ? Double.NaN : tested.value("accuracy")));
    ClassPoints points = points(data);
    results.picture("data.png", new ScatterPicture("Data: " + target, points));
    if (hasTwoNumericFeatures(data)) {
      results.picture(
          "boundary.png",
          new BoundaryPicture(
              "Decision boundary: " + target, points, rows -> outputs(model, rows)));
    }
  }

  static boolean hasTwoNumericFeatures(TableData data) {
    return data.raw().inputs() == 2
        && data.encoding().features().size() == 2
        && data.encoding().features().stream().allMatch(f -> f instanceof NumericFeature);
  }

  private static FitPicture fit(TableModel model, TableData data) {
    Predictions train = model.predictions(data.train());
    DataSet test = data.test();
    Predictions tested = test == null ? null : model.predictions(test);
    double[] none = {};
    return new FitPicture(
        "Predicted and actual " + data.encoding().target().name(),
        data.encoding().target().name(),
        actual(train),
        predicted(train),
        tested == null ? none : actual(tested),
        tested == null ? none : predicted(tested));
  }

  private static double[] actual(Predictions predictions) {
    return MoonsCommand.values(predictions.records(), record -> predictions.target(record, 0));
  }

  private static double[] predicted(Predictions predictions) {
    return MoonsCommand.values(predictions.records(), record -> predictions.output(record, 0));
  }

  /** The class of every record. */
  static int[] classes(TableData data) {
    return IntStream.range(0, data.raw().records())
        .map(i -> data.encoding().target().classOf(TableData.targets(data.raw(), i)))
        .toArray();
  }

  /** All records by their first two inputs; a single input stands over its class. */
  private static ClassPoints points(TableData data) {
    DataSet raw = data.raw();
    TargetColumn target = data.encoding().target();
    List<String> inputs = data.encoding().inputs();
    int[] classes = classes(data);
    boolean two = raw.inputs() > 1;
    return new ClassPoints(
        MoonsCommand.values(raw.records(), record -> raw.feature(record, 0)),
        MoonsCommand.values(
            raw.records(), record -> two ? raw.feature(record, 1) : classes[record]),
        classes,
        target.classes(),
        inputs.get(0),
        two ? inputs.get(1) : target.name());
  }

  static double[][] outputs(TableModel model, double[][] rows) {
    int width = model.target().outputs();
    double[] outputs = model.predict(DataSet.of(rows, new double[rows.length][width]));
    double[][] split = new double[rows.length][];
    Arrays.setAll(split, row -> Arrays.copyOfRange(outputs, row * width, (row + 1) * width));
    return split;
  }
}
