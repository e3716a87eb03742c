package nn.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import nn.api.Backend;
import nn.cli.chart.PictureWriter;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.diagnosis.Finding;
import nn.core.metric.ClassificationReport;
import nn.core.metric.Metric;
import nn.core.training.Fit;
import nn.core.training.Training;
import nn.io.model.Checkpoint;
import nn.io.model.ModelFile;
import nn.io.model.ModelWriter;
import nn.io.table.TableModel;
import nn.io.table.TableNetwork;
import nn.io.table.TableScores;
import nn.io.table.TargetColumn;
import nn.io.table.Task;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Training on the user's own table. */
@Command(
    name = "train",
    description = {
      "Trains a network on a CSV file with a header and tells how well it does on records that it"
          + " was not trained on.",
      "",
      "Columns with cells that are not numbers become one-hot inputs. All inputs are standardised"
          + " with the statistics of the training records; so is a target that is a number."
    },
    footer = {
      "",
      "history.csv has cost and accuracy before the update of each iteration, with mini-batches the"
          + " mean over each epoch, and what was validated after it; summary.json has all metrics at"
          + " the end; report.html shows it all in a browser.",
      "Ctrl-C ends the training after the current step and keeps what it has, with exit code 130;"
          + " once more ends it at once."
    })
final class TrainCommand implements Callable<Integer> {
  private static final int MOST_CLASSES_PRINTED = 20;

  /** Under what a checkpoint has the command line. */
  static final String ARGUMENTS = "arguments";

  private static final String DATA = "data-sha256";

  private final Screen screen;
  private final PictureWriter pictureWriter;
  private @Nullable Checkpoint resumed;

  @Mixin DataOptions dataOptions;
  @Mixin ImageOptions imageOptions;
  @Mixin TestOptions testOptions;
  @Mixin NetworkOptions networkOptions;
  @Mixin TrainingOptions trainingOptions;
  @Mixin BackendChoice backendChoice;
  @Mixin OutputChoice output;
  @Mixin SaveOptions saveOptions;
  @Spec CommandSpec spec;

  TrainCommand(Screen screen, PictureWriter pictureWriter) {
    this.screen = screen;
    this.pictureWriter = pictureWriter;
  }

  /**
   * Goes on where a checkpoint is, which says what is read, but not where anything is written: it
   * may be a stranger's.
   */
  int resume(Checkpoint checkpoint, @Nullable Path out, SaveOptions save) {
    resumed = checkpoint;
    output.folder = out;
    saveOptions = save;
    return call();
  }

  @Override
  public Integer call() {
    WrongUse wrongUse = new WrongUse(spec);
    if (imageOptions.isGiven()) {
      imageOptions.check(wrongUse, dataOptions, trainingOptions);
    } else {
      imageOptions.requireNone(wrongUse);
      dataOptions.check(wrongUse);
    }
    saveOptions.check(wrongUse);
    saveOptions.requireFolder(wrongUse);
    testOptions.check(wrongUse);
    networkOptions.check(wrongUse);
    trainingOptions.check(wrongUse);
    CommandPlugIns plugIns = CommandPlugIns.load("train");
    TableNetwork described = networkOptions.network(plugIns, trainingOptions.seed);
    TrainingData data = data();
    List<Metric> metrics = trainingOptions.metrics(TableModel.metrics(data.encoding().target()));
    DataSet train = trainingOptions.weighted(data.preparedTrain());
    Training training = training(plugIns, data, train.records(), metrics);
    try (Backend backend = backendChoice.open();
        ResultFolder folder = output.open("train");
        Network network = TableData.build(described, data.encoding(), backend);
        Interruption interruption = Interruption.await(screen)) {
      announce(data, backend);
      TableModel model = TableModel.of(data.preparation(), network);
      String dataSha256 = dataSha256();
      ModelWriter writer = writer(model, training, data, dataSha256);
      Fit fit = fit(network, train, training, writer, interruption);
      TableScores trained = data.trained(model, network, metrics);
      DataSet test = data.test();
      TableScores tested = test == null ? null : model.evaluate(test, metrics, true);
      Map<String, @Nullable Object> summary = summary(network, data, fit, trained, tested);
      summary.put("dataSha256", dataSha256);
      Results results = new Results(fit.history(), summary);
      if (!output.noPictures) {
        data.addPictures(results, model, fit.history(), tested, unit());
      }
      print(summary, data, trained, tested);
      List<Finding> findings =
          test == null
              ? network.diagnose(train, training, fit)
              : network.diagnose(train, training, fit, data.preparation().apply(test));
      summary.put("findings", findings.stream().map(Finding::sentence).toList());
      findings.forEach(finding -> screen.warn(finding.sentence()));
      results.report(
          new TrainReport(data, model, fit, unit(), trained, tested)
              .report(summary, findings.stream().map(Finding::sentence).toList()));
      results.save(folder, screen, pictureWriter);
      saveOptions.save(writer, screen);
      return interruption.exitCode(exitCode(findings));
    }
  }

  private void announce(TrainingData data, Backend backend) {
    if (!data.reading().isEmpty()) {
      screen.err().println(data.reading());
    }
    screen.err().println(data.description());
    FusedRate rate = FusedRate.read();
    String advice = rate == null ? "" : rate.advice(backend);
    if (!advice.isEmpty()) {
      screen.err().println(advice);
    }
    data.warnings().forEach(screen::warn);
  }

  /** Results are kept whatever was found. */
  private static int exitCode(List<Finding> findings) {
    if (has(findings, Finding.Kind.DIVERGED)) {
      return ExitCode.FAILED;
    }
    return has(findings, Finding.Kind.LEARNT_NOTHING) ? ExitCode.LEARNT_NOTHING : ExitCode.DONE;
  }

  private static boolean has(List<Finding> findings, Finding.Kind kind) {
    return findings.stream().anyMatch(finding -> finding.kind() == kind);
  }

  /** What is saved beside the model itself. */
  private static ModelWriter writer(
      TableModel model, Training training, TrainingData data, String dataSha256) {
    return ModelFile.of(model)
        .training(training)
        .example(data.example())
        .provenance(Map.of(DATA, dataSha256));
  }

  private String dataSha256() {
    String digest = FileHash.sha256(dataFiles());
    if (resumed != null && !digest.equals(resumed.model().provenance().get(DATA))) {
      throw ToolException.failed(
          "resume: the data must be those of the checkpoint; put them back or train anew: "
              + dataFiles());
    }
    return digest;
  }

  private List<Path> dataFiles() {
    return imageOptions.isGiven() ? imageOptions.trainingFiles() : List.of(dataOptions.file());
  }

  private TrainingData data() {
    return imageOptions.isGiven()
        ? ImageData.read("train", imageOptions)
        : TableData.read("train", dataOptions, testOptions, trainingOptions.seed);
  }

  private Training training(
      CommandPlugIns plugIns, TrainingData data, int records, List<Metric> metrics) {
    Training training = trainingOptions.training(plugIns, records);
    DataSet validation = data.preparedValidation();
    return validated(
        validation == null ? training : training.validation(validation), metrics, data);
  }

  private static Training validated(Training training, List<Metric> metrics, TrainingData data) {
    if (!training.validates()) {
      return training;
    }
    boolean number = data.encoding().target().task() == Task.REGRESSION;
    return training.metrics(
        metrics.stream()
            .map(metric -> number ? new OwnUnit(metric, data.preparation().scale()) : metric)
            .toArray(Metric[]::new));
  }

  private Fit fit(
      Network network,
      DataSet train,
      Training training,
      ModelWriter writer,
      Interruption interruption) {
    if (saveOptions.checkpoints != null) {
      writer.provenance(arguments());
    }
    Fit fit;
    try (Progress progress = Progress.on(screen, unit())) {
      Training listened =
          training
              .listener(progress.andThen(saveOptions.listener(writer)))
              .stopWhen(interruption::requested);
      fit =
          resumed == null ? network.fit(train, listened) : resumed.resume(network, train, listened);
    }
    if (interruption.requested()) {
      saveOptions.keep(writer, fit.state(), screen);
    }
    return fit;
  }

  /** The arguments of {@code train} itself; {@code resume} reads no file of arguments. */
  private Map<String, List<String>> arguments() {
    List<String> all = spec.root().commandLine().getParseResult().expandedArgs();
    int first = resumed == null ? all.indexOf(spec.name()) + 1 : 0;
    return Map.of(
        ARGUMENTS,
        all.stream().skip(first).filter(argument -> !argument.equals(Tool.VERBOSE)).toList());
  }

  /** What is counted. */
  private String unit() {
    return isFullBatch() ? "iteration" : "epoch";
  }

  private boolean isFullBatch() {
    return trainingOptions.batch == 0;
  }

  private Map<String, @Nullable Object> summary(
      Network network,
      TrainingData data,
      Fit fit,
      TableScores trained,
      @Nullable TableScores tested) {
    TargetColumn target = data.encoding().target();
    Map<String, @Nullable Object> summary = new LinkedHashMap<>();
    backendChoice.describe(network.backend(), summary);
    summary.put(
        "layers",
        Stream.of(
                Stream.of(network.inputs()),
                networkOptions.layers.units().stream(),
                Stream.of(network.outputs()))
            .flatMap(units -> units)
            .toList());
    networkOptions.describe(summary);
    summary.put("target", target.name());
    summary.put("task", TaskConverter.spelling(target.task()));
    summary.put("classes", target.classes());
    summary.put("inputs", data.encoding().inputs());
    summary.put("trainRecords", data.trainRecords());
    summary.put("testRecords", data.test() == null ? 0 : data.test().records());
    trainingOptions.describe(summary);
    summary.put("epochs", fit.history().size());
    summary.put("iterations", fit.state().steps());
    summary.put("end", fit.end().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    summary.put("bestEpoch", fit.bestEpoch() < 0 ? null : fit.bestEpoch() + 1);
    summary.put("cost", trained.cost());
    summary.put("accuracy", trained.value("accuracy"));
    summary.put("holdoutAccuracy", tested == null ? null : tested.value("accuracy"));
    summary.put("train", Scores.describe(trained, target.classes()));
    summary.put("test", tested == null ? null : Scores.describe(tested, target.classes()));
    summary.put("weightsSha256", network.weightsSha256());
    summary.put("seconds", fit.history().seconds());
    return summary;
  }

  private void print(
      Map<String, @Nullable Object> summary,
      TrainingData data,
      TableScores trained,
      @Nullable TableScores tested) {
    for (String name :
        List.of("backend", "dtype", "layers", "epochs", "iterations", "end", "seconds")) {
      Results.print(screen, name, String.valueOf(summary.get(name)));
    }
    if (summary.get("bestEpoch") != null) {
      Results.print(screen, "bestEpoch", String.valueOf(summary.get("bestEpoch")));
    }
    Results.print(screen, "weightsSha256", String.valueOf(summary.get("weightsSha256")));
    screen.out().println();
    Scores.table(trained, tested).forEach(screen.out()::println);
    ClassificationReport report = tested == null ? trained.report() : tested.report();
    List<String> classes = data.encoding().target().classes();
    if (report != null && classes.size() <= MOST_CLASSES_PRINTED) {
      screen.out().println();
      screen.out().print(report.toString(classes));
    }
    screen.out().println();
  }
}
