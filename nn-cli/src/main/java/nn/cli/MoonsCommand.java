package nn.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import nn.api.Backend;
import nn.cli.chart.AccuracyPicture;
import nn.cli.chart.BoundaryPicture;
import nn.cli.chart.ClassPoints;
import nn.cli.chart.CostPicture;
import nn.cli.chart.PictureWriter;
import nn.cli.chart.ScatterPicture;
import nn.core.Network;
import nn.core.NetworkBuilder;
import nn.core.activation.Relu;
import nn.core.activation.Sigmoid;
import nn.core.cost.BinaryCrossEntropy;
import nn.core.data.DataSet;
import nn.core.data.Moons;
import nn.core.initialiser.Uniform;
import nn.core.training.Evaluation;
import nn.core.training.History;
import nn.core.training.Training;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The training run of the article. */
@Command(
    name = "moons",
    description = {
      "Trains the network of the article on two half moons: 1000 records, noise 0.2, seed 100;"
          + " layers 2-25-100-100-10-1, ReLU and a sigmoid at the end; full batch, learning rate"
          + " 0.01; weights uniform * 0.1 from seed 100, biases 0."
    },
    footer = {
      "",
      "history.csv has cost and accuracy before the update of each iteration; summary.json has them"
          + " after the last, and the accuracy on fresh moons of seed 101."
    })
final class MoonsCommand implements Callable<Integer> {
  private static final int RECORDS = 1000;
  private static final double NOISE = 0.2;
  private static final int SEED = 100;
  private static final int HOLDOUT_SEED = 101;
  private static final double LEARNING_RATE = 0.01;
  private static final List<Integer> LAYERS = List.of(2, 25, 100, 100, 10, 1);

  private final Screen screen;
  private final PictureWriter pictureWriter;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      defaultValue = "9999",
      description = "Updates. Default: ${DEFAULT-VALUE}.")
  int iterations;

  @Mixin BackendChoice backendChoice;
  @Mixin OutputChoice output;
  @Spec CommandSpec spec;

  MoonsCommand(Screen screen, PictureWriter pictureWriter) {
    this.screen = screen;
    this.pictureWriter = pictureWriter;
  }

  @Override
  public Integer call() {
    if (iterations < 1) {
      throw new ParameterException(
          spec.commandLine(), "--iterations must be at least 1: " + iterations);
    }
    try (Backend backend = backendChoice.open();
        ResultFolder folder = output.open("moons");
        Network network = network().build(backend)) {
      DataSet data = Moons.make(RECORDS, NOISE, SEED);
      History history;
      try (Progress progress = Progress.on(screen, "iteration")) {
        history =
            network
                .fit(
                    data,
                    Training.epochs(iterations)
                        .fullBatch()
                        .learningRate(LEARNING_RATE)
                        .listener(progress))
                .history();
      }
      Evaluation trained = network.evaluate(data);
      double holdout = network.evaluate(Moons.make(RECORDS, NOISE, HOLDOUT_SEED)).accuracy();
      Map<String, @Nullable Object> summary = summary(network, history, trained, holdout);
      Results results = new Results(history, summary);
      if (!output.noPictures) {
        addPictures(results, network, data, history, holdout);
      }
      summary.forEach((name, value) -> Results.print(screen, name, value));
      results.save(folder, screen, pictureWriter);
    }
    return ExitCode.DONE;
  }

  private static NetworkBuilder network() {
    NetworkBuilder builder = Network.inputs(LAYERS.get(0)).initialiser(new Uniform(0.1)).seed(SEED);
    for (int units : LAYERS.subList(1, LAYERS.size() - 1)) {
      builder.dense(units, new Relu());
    }
    return builder
        .dense(LAYERS.get(LAYERS.size() - 1), new Sigmoid())
        .cost(new BinaryCrossEntropy());
  }

  private Map<String, @Nullable Object> summary(
      Network network, History history, Evaluation trained, double holdout) {
    Map<String, @Nullable Object> summary = new LinkedHashMap<>();
    backendChoice.describe(network.backend(), summary);
    summary.put("layers", LAYERS);
    summary.put("iterations", history.size());
    summary.put("cost", trained.cost());
    summary.put("accuracy", trained.accuracy());
    summary.put("holdoutAccuracy", holdout);
    summary.put("weightsSha256", network.weightsSha256());
    summary.put("seconds", history.seconds());
    return summary;
  }

  private static void addPictures(
      Results results, Network network, DataSet data, History history, double holdout) {
    ClassPoints points =
        new ClassPoints(
            values(data.records(), record -> data.feature(record, 0)),
            values(data.records(), record -> data.feature(record, 1)),
            IntStream.range(0, data.records()).map(i -> (int) data.target(i, 0)).toArray(),
            List.of("class 0", "class 1"),
            "x1",
            "x2");
    results.picture("data.png", new ScatterPicture("Two moons", points));
    results.picture(
        "cost.png", new CostPicture("Cost", "iteration", values(history.size(), history::cost)));
    results.picture(
        "accuracy.png",
        new AccuracyPicture(
            "Accuracy", "iteration", values(history.size(), history::accuracy), holdout));
    results.picture(
        "boundary.png", new BoundaryPicture("Decision boundary", points, network::predict));
  }

  static double[] values(int count, IntToDoubleFunction value) {
    return IntStream.range(0, count).mapToDouble(value).toArray();
  }
}
