package nn.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import nn.api.Backend;
import nn.cli.chart.PictureWriter;
import nn.core.Network;
import nn.core.training.History;
import nn.core.training.Training;
import nn.io.TableSpec;
import nn.io.Task;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
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
          + " mean over each epoch; summary.json has them after the last."
    })
final class TrainCommand implements Callable<Integer> {
  private final Screen screen;
  private final PictureWriter pictureWriter;

  @Parameters(paramLabel = "FILE.csv", description = "The table: UTF-8, commas, a header.")
  Path file;

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      required = true,
      description = "The column to learn.")
  String target;

  @Option(
      names = "--task",
      paramLabel = "TASK",
      converter = TaskConverter.class,
      description =
          "binary (two classes), multiclass or regression (a number). Default: recognised from the"
              + " target's cells.")
  @Nullable Task task;

  @Option(
      names = "--categorical",
      paramLabel = "COLUMN",
      description = "A column of categories that look like numbers. May be repeated.")
  List<String> categorical = List.of();

  @Option(
      names = "--ignore",
      paramLabel = "COLUMN",
      description = "A column that is no feature, such as an identifier. May be repeated.")
  List<String> ignored = List.of();

  @Option(
      names = "--layers",
      paramLabel = "N,N,...",
      defaultValue = "25,25",
      converter = LayersConverter.class,
      description = "Units of the hidden layers. Default: ${DEFAULT-VALUE}.")
  Layers layers;

  @Option(
      names = "--activation",
      paramLabel = "KIND",
      defaultValue = "relu",
      description =
          "Activation of the hidden layers: relu, leaky-relu, sigmoid, tanh, identity, or one that"
              + " another jar on the class path offers. Default: ${DEFAULT-VALUE}.")
  String activation;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "200",
      description = "How often every record is used. Default: ${DEFAULT-VALUE}.")
  int epochs;

  @Option(
      names = "--batch",
      paramLabel = "all|N",
      defaultValue = "32",
      converter = BatchConverter.class,
      description = "Records for each update, or all. Default: ${DEFAULT-VALUE}.")
  Integer batch;

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      defaultValue = "0.05",
      description = "Default: ${DEFAULT-VALUE}.")
  double learningRate;

  @Option(
      names = "--test-share",
      paramLabel = "X",
      defaultValue = "0.2",
      description =
          "Share of the records, drawn from each class, that test and do not train. Default:"
              + " ${DEFAULT-VALUE}.")
  double testShare;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "Seed of the split, the weights and the order of records. Default: ${DEFAULT-VALUE}.")
  int seed;

  @Mixin BackendChoice backendChoice;
  @Mixin OutputChoice output;
  @Spec CommandSpec spec;

  TrainCommand(Screen screen, PictureWriter pictureWriter) {
    this.screen = screen;
    this.pictureWriter = pictureWriter;
  }

  @Override
  public Integer call() {
    checkNumbers();
    Model model = new Model(layers.units(), Model.activation(activation), seed);
    TableData data =
        TableData.read(
            file,
            new TableSpec(target, task, Set.copyOf(categorical), Set.copyOf(ignored)),
            testShare,
            seed);
    try (Backend backend = backendChoice.open();
        ResultFolder folder = output.open("train");
        Network network = model.build(data.encoding(), backend)) {
      screen.err().println(data.description());
      data.warnings().forEach(screen::warn);
      History history;
      try (Progress progress = Progress.on(screen, batch == 0 ? "iteration" : "epoch")) {
        history =
            network
                .fit(
                    data.train(),
                    Training.epochs(epochs)
                        .batch(batch)
                        .learningRate(learningRate)
                        .seed(seed)
                        .listener(progress))
                .history();
      }
      Metrics trained = Metrics.of(network, data.train(), data);
      Metrics tested = data.test() == null ? null : Metrics.of(network, data.test(), data);
      Map<String, @Nullable Object> summary = summary(network, data, history, trained, tested);
      Results results = new Results(history, summary);
      if (!output.noPictures) {
        TrainPictures.add(results, network, data, history, tested, batch == 0);
      }
      print(summary, trained, tested);
      results.save(folder, screen, pictureWriter);
    }
    return ExitCode.DONE;
  }

  private void checkNumbers() {
    require(epochs >= 1, "--epochs must be at least 1: " + epochs);
    require(
        learningRate > 0 && learningRate < Double.POSITIVE_INFINITY,
        "--learning-rate must be a number above 0: " + learningRate);
    require(
        testShare >= 0 && testShare < 1,
        "--test-share must be at least 0 and below 1: " + testShare);
    require(seed >= 0, "--seed must be at least 0: " + seed);
  }

  private void require(boolean holds, String rule) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), rule);
    }
  }

  private Map<String, @Nullable Object> summary(
      Network network, TableData data, History history, Metrics trained, @Nullable Metrics tested) {
    Map<String, @Nullable Object> summary = new LinkedHashMap<>();
    backendChoice.describe(network.backend(), summary);
    summary.put(
        "layers",
        Stream.of(
                Stream.of(network.inputs()), layers.units().stream(), Stream.of(network.outputs()))
            .flatMap(units -> units)
            .toList());
    summary.put("activation", activation);
    summary.put("target", data.encoding().target().name());
    summary.put("task", TaskConverter.spelling(data.encoding().target().task()));
    summary.put("classes", data.encoding().target().classes());
    summary.put("inputs", data.encoding().inputs());
    summary.put("trainRecords", data.train().records());
    summary.put("testRecords", data.test() == null ? 0 : data.test().records());
    summary.put("seed", seed);
    summary.put("batch", batch == 0 ? "all" : batch);
    summary.put("learningRate", learningRate);
    summary.put("epochs", epochs);
    summary.put("iterations", iterations(data));
    summary.put("cost", trained.cost());
    summary.put("accuracy", trained.accuracy());
    summary.put("holdoutAccuracy", tested == null ? null : tested.accuracy());
    summary.put("train", trained.describe());
    summary.put("test", tested == null ? null : tested.describe());
    summary.put("weightsSha256", network.weightsSha256());
    summary.put("seconds", history.seconds());
    return summary;
  }

  /** The number of updates. */
  private long iterations(TableData data) {
    int records = data.train().records();
    int width = batch == 0 ? records : Math.min(batch, records);
    return (long) epochs * ((records + width - 1) / width);
  }

  private void print(
      Map<String, @Nullable Object> summary, Metrics trained, @Nullable Metrics tested) {
    for (String name : List.of("backend", "dtype", "layers", "epochs", "iterations", "seconds")) {
      Results.print(screen, name, String.valueOf(summary.get(name)));
    }
    Results.print(screen, "weightsSha256", String.valueOf(summary.get("weightsSha256")));
    Results.print(screen, "train", trained);
    Results.print(screen, "test", tested == null ? "no records" : tested);
  }
}
