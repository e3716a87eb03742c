package nn.cli;

import java.util.List;
import java.util.Map;
import nn.api.network.Optimiser;
import nn.core.clip.ClipByNorm;
import nn.core.data.ClassWeights;
import nn.core.data.DataSet;
import nn.core.metric.Metric;
import nn.core.metric.Metrics;
import nn.core.penalty.L1;
import nn.core.penalty.L2;
import nn.core.training.EarlyStopping;
import nn.core.training.Training;
import nn.io.table.TableTraining;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how to train. */
final class TrainingOptions {
  private static final double USUAL_VALIDATION_SHARE = 0.15;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description =
          "How often every record is used. Default: 100, or on a small table as often as makes 2,000"
              + " updates.")
  @Nullable Integer epochs;

  @Option(
      names = "--batch",
      paramLabel = "all|N",
      defaultValue = "32",
      converter = BatchConverter.class,
      description = "Records for each update, or all. Default: ${DEFAULT-VALUE}.")
  Integer batch;

  @Option(
      names = {"--optimizer", "--optimiser"},
      paramLabel = "KIND",
      defaultValue = "adamw(weight-decay=0.3)",
      description =
          "adamw, adam, momentum, \"momentum(momentum=0.9, nesterov=true)\", rmsprop, adagrad, lamb,"
              + " gradient-descent or another. Default: ${DEFAULT-VALUE}.")
  String optimiser;

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description =
          "Of an optimizer whose text gives none. Default: the optimizer's, 0.003 for Adam and its kin,"
              + " else 0.05.")
  @Nullable Double learningRate;

  @Option(
      names = "--schedule",
      paramLabel = "KIND",
      defaultValue = "cosine",
      description =
          "How the learning rate changes: cosine, constant, \"step-decay(30, 0.1)\","
              + " \"exponential(0.95)\", \"warm-up(100, cosine)\", one-cycle, \"reduce-on-plateau(10)\""
              + " or another. Default: ${DEFAULT-VALUE}.")
  String schedule;

  @Option(
      names = "--l1",
      paramLabel = "X",
      defaultValue = "0",
      description = "Adds X·Σ|w| over weights to the cost. Default: ${DEFAULT-VALUE}.")
  double l1;

  @Option(
      names = "--l2",
      paramLabel = "X",
      defaultValue = "0",
      description = "Adds X/2·Σw² over weights to the cost. Default: ${DEFAULT-VALUE}.")
  double l2;

  @Option(
      names = "--clip",
      paramLabel = "X",
      description = "Scales each step's gradients down to this norm if theirs is larger.")
  @Nullable Double clip;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      description =
          "Share of the training records that validate and do not train; the network keeps the"
              + " weights of the epoch that did best on them. Default: none, 0.15 with"
              + " --early-stopping.")
  @Nullable Double validation;

  @Option(
      names = "--early-stopping",
      paramLabel = "EPOCHS",
      arity = "0..1",
      fallbackValue = "20",
      description =
          "Ends the training when the validation has not improved for so many epochs, 20 unless"
              + " said.")
  @Nullable Integer earlyStopping;

  @Option(
      names = "--monitor",
      paramLabel = "METRIC",
      description =
          "By which metric of the validation early stopping finds the best epoch. Default: the cost.")
  @Nullable String monitor;

  @Option(
      names = "--class-weight",
      paramLabel = "balanced|W,W,...",
      description =
          "What a record of each class counts: balanced, the rarer the more, or numbers in the order"
              + " of the classes.")
  @Nullable String classWeight;

  @Option(
      names = "--metrics",
      paramLabel = "NAME,...",
      split = ",",
      description =
          "What to measure, such as f1-macro,roc-auc. Default: what suits the target; never accuracy"
              + " alone.")
  List<String> metrics = List.of();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "Seed of the splits, the weights and the order of records. Default: ${DEFAULT-VALUE}.")
  int seed;

  /** Refuses numbers out of their ranges. */
  void check(WrongUse wrongUse) {
    wrongUse.require(epochs == null || epochs >= 1, "--epochs must be at least 1: " + epochs);
    wrongUse.require(
        learningRate == null || (learningRate > 0 && learningRate < Double.POSITIVE_INFINITY),
        "--learning-rate must be a finite number above 0: " + learningRate);
    wrongUse.require(l1 >= 0 && l1 <= 1e6, "--l1 must be from 0 to 1e6: " + l1);
    wrongUse.require(l2 >= 0 && l2 <= 1e6, "--l2 must be from 0 to 1e6: " + l2);
    wrongUse.require(
        clip == null || (clip > 0 && clip < Double.POSITIVE_INFINITY),
        "--clip must be a finite number above 0: " + clip);
    wrongUse.require(
        validation == null || (validation > 0 && validation < 1),
        "--validation must be above 0 and below 1: " + validation);
    wrongUse.require(
        earlyStopping == null || earlyStopping >= 1,
        "--early-stopping must be at least 1 epoch: " + earlyStopping);
    wrongUse.require(
        monitor == null || earlyStopping != null, "--monitor needs --early-stopping: " + monitor);
    wrongUse.require(
        metrics.stream().map(String::strip).distinct().count() == metrics.size(),
        "--metrics must name each metric once: " + String.join(", ", metrics));
    wrongUse.require(seed >= 0, "--seed must be at least 0: " + seed);
  }

  /**
   * The training that the options describe.
   *
   * @param plugIns what plug-ins there are
   * @param records that train or validate
   * @throws ToolException if one cannot be made
   */
  Training training(CommandPlugIns plugIns, int records) {
    Training training =
        Training.epochs(epochs(records)).batch(batch).seed(seed).optimiser(optimiser(plugIns));
    if (!schedule.equals("constant")) {
      training = training.schedule(plugIns.schedule(schedule));
    }
    if (l1 > 0) {
      training = training.penalty(new L1(l1));
    }
    if (l2 > 0) {
      training = training.penalty(new L2(l2));
    }
    if (clip != null) {
      training = training.clip(new ClipByNorm(clip));
    }
    if (validationShare() > 0) {
      training = training.validationShare(validationShare());
    }
    if (earlyStopping != null) {
      EarlyStopping stopping = EarlyStopping.patience(earlyStopping);
      training =
          training.earlyStopping(
              monitor == null ? stopping : stopping.monitor(metric("--monitor", monitor)));
    }
    return training;
  }

  private int epochs(int records) {
    if (epochs != null) {
      return epochs;
    }
    int trained = (int) Math.max(1, records * (1 - validationShare()));
    return TableTraining.epochs(trained, batch);
  }

  private Optimiser optimiser(CommandPlugIns plugIns) {
    return plugIns.optimiser(
        optimiser, learningRate == null ? Map.of() : Map.of("learning-rate", learningRate));
  }

  /** 0 for none. */
  double validationShare() {
    if (validation != null) {
      return validation;
    }
    return earlyStopping != null ? USUAL_VALIDATION_SHARE : 0;
  }

  /** The records with the weights of their classes. */
  DataSet weighted(DataSet train) {
    if (classWeight == null) {
      return train;
    }
    try {
      return classWeights(classWeight, train).apply(train);
    } catch (IllegalArgumentException unsuited) {
      throw ToolException.wrongUse(
          "--class-weight must suit the target's classes: " + unsuited.getMessage());
    }
  }

  private static ClassWeights classWeights(String text, DataSet train) {
    if (text.equals("balanced")) {
      return ClassWeights.balanced(train);
    }
    String[] words = text.split(",", -1);
    double[] weights = new double[words.length];
    for (int c = 0; c < words.length; c++) {
      try {
        weights[c] = Double.parseDouble(words[c].strip());
      } catch (NumberFormatException noNumber) {
        throw new IllegalArgumentException("it is balanced or numbers: '" + text + "'", noNumber);
      }
    }
    return ClassWeights.of(weights);
  }

  /** What to measure of a network's outputs. */
  List<Metric> metrics(List<Metric> suited) {
    if (metrics.isEmpty()) {
      return suited;
    }
    return metrics.stream().map(name -> metric("--metrics", name)).toList();
  }

  private static Metric metric(String option, String name) {
    try {
      return Metrics.of(name.strip());
    } catch (IllegalArgumentException unknown) {
      throw ToolException.wrongUse(option + ": " + unknown.getMessage());
    }
  }

  /** Adds the settings to a summary. */
  void describe(Map<String, @Nullable Object> summary) {
    summary.put("seed", seed);
    summary.put("batch", batch == 0 ? "all" : batch);
    summary.put("optimizer", optimiser);
    summary.put("learningRate", learningRate);
    summary.put("schedule", schedule);
    summary.put("l1", l1);
    summary.put("l2", l2);
    summary.put("clip", clip);
    summary.put("validation", validationShare());
    summary.put("earlyStopping", earlyStopping);
    summary.put("monitor", monitor);
    summary.put("classWeight", classWeight);
  }
}
