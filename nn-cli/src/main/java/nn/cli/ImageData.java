package nn.cli;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import nn.cli.chart.AccuracyPicture;
import nn.cli.chart.CostPicture;
import nn.cli.report.Section;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.metric.Metric;
import nn.core.training.Evaluation;
import nn.core.training.History;
import nn.io.table.FeatureColumn;
import nn.io.table.NumericFeature;
import nn.io.table.TableEncoding;
import nn.io.table.TableModel;
import nn.io.table.TablePreparation;
import nn.io.table.TableScores;
import nn.io.table.TargetColumn;
import nn.io.table.TargetScale;
import nn.io.table.Task;
import org.jspecify.annotations.Nullable;

/**
 * Images with their classes, ready to train; every image is in memory once, in FLOAT32.
 *
 * @param preparedTrain the images that train, scaled
 * @param preparedValidation those held out, scaled; null if there are none
 * @param test the images that test, pixels as in the file; null if there are none
 * @param preparation a column for each pixel, and its scale
 */
record ImageData(
    DataSet preparedTrain,
    @Nullable DataSet preparedValidation,
    @Nullable DataSet test,
    TablePreparation preparation)
    implements TrainingData {

  /**
   * Reads the files that options name.
   *
   * @param command for messages
   */
  static ImageData read(String command, ImageOptions options) {
    LabelledImages all =
        LabelledImages.read(
            command,
            Objects.requireNonNull(options.images, "images"),
            Objects.requireNonNull(options.labels, "labels"));
    int heldOut = options.heldOut == null ? 0 : options.heldOut;
    int trained = all.records() - heldOut;
    if (trained < 1) {
      throw ToolException.wrongUse(
          "--held-out must leave an image to train with: "
              + heldOut
              + " of "
              + all.records()
              + " images");
    }
    int classes = all.classes();
    if (classes < 2) {
      throw ToolException.failed(
          command + ": there must be two classes or more; all labels are 0: " + options.labels);
    }
    PixelScale scale = all.scale();
    return new ImageData(
        all.prepared(0, trained, classes, scale),
        heldOut == 0 ? null : all.prepared(trained, heldOut, classes, scale),
        test(command, options, all, classes),
        new TablePreparation(
            encoding(all.width(), classes), scale.standardiser(all.width()), TargetScale.NONE));
  }

  private static @Nullable DataSet test(
      String command, ImageOptions options, LabelledImages trained, int classes) {
    Path images = options.testImages;
    Path labels = options.testLabels;
    if (images == null || labels == null) {
      return null;
    }
    LabelledImages test = LabelledImages.read(command, images, labels);
    test.requireFit(command, trained.width(), classes);
    return test.encoded(classes);
  }

  /** What pixels are called, row after row. */
  static List<String> columns(int pixels) {
    return IntStream.range(0, pixels).mapToObj(pixel -> "pixel" + pixel).toList();
  }

  /** Pixels are columns named by their number; two classes are one output. */
  static TableEncoding encoding(int pixels, int classes) {
    List<FeatureColumn> columns =
        columns(pixels).stream().<FeatureColumn>map(NumericFeature::new).toList();
    List<String> names = IntStream.range(0, classes).mapToObj(String::valueOf).toList();
    Task task = classes == 2 ? Task.BINARY : Task.MULTICLASS;
    return TableEncoding.of(columns, TargetColumn.of("label", task, names), Set.of(""));
  }

  @Override
  public double[] example() {
    return preparedTrain.select(0).features();
  }

  @Override
  public int trainRecords() {
    return preparedTrain.records();
  }

  /** Other metrics would need all outputs at once. */
  @Override
  public TableScores trained(TableModel model, Network network, List<Metric> metrics) {
    Evaluation evaluation = network.evaluate(preparedTrain);
    return new TableScores(
        evaluation.cost(), Map.of("accuracy", evaluation.accuracy()), Map.of(), null);
  }

  @Override
  public String description() {
    return String.format(
        Locale.ROOT,
        "images of %d pixels, %d classes; %d train, %d validate, %d test",
        preparedTrain.inputs(),
        encoding().target().classes().size(),
        preparedTrain.records(),
        preparedValidation == null ? 0 : preparedValidation.records(),
        test == null ? 0 : test.records());
  }

  @Override
  public List<String> warnings() {
    return Collections.emptyList();
  }

  @Override
  public void addPictures(
      Results results,
      TableModel model,
      History history,
      @Nullable TableScores tested,
      String unit) {
    results.picture(
        "cost.png",
        new CostPicture("Cost", unit, MoonsCommand.values(history.size(), history::cost)));
    results.picture(
        "accuracy.png",
        new AccuracyPicture(
            "Accuracy",
            unit,
            MoonsCommand.values(history.size(), history::accuracy),
            tested == null ? Double.NaN : tested.value("accuracy")));
  }

  @Override
  public List<Section> outcomes(TableModel model) {
    return test == null
        ? List.of()
        : Outcomes.ofClasses(encoding().target(), model.predictions(test), "test images");
  }
}
