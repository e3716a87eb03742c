package nn.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.training.Evaluation;
import nn.io.Task;
import org.jspecify.annotations.Nullable;

/**
 * How well a network does on some records.
 *
 * @param cost what training lowers; of a number the mean squared error in standard deviations
 * @param accuracy share of records classified right; NaN for a number
 * @param regression errors in the target's own unit; null for classes
 */
record Metrics(double cost, double accuracy, @Nullable Regression regression) {

  /**
   * Errors of predicted numbers.
   *
   * @param rmse root of the mean squared error
   * @param mae mean absolute error
   * @param r2 share of the variance that is explained; NaN where there is no variance
   */
  record Regression(double rmse, double mae, double r2) {

    static Regression of(double[] actual, double[] predicted) {
      double sum = 0;
      for (double value : actual) {
        sum += value;
      }
      double mean = sum / actual.length;
      double squares = 0;
      double absolutes = 0;
      double variance = 0;
      for (int i = 0; i < actual.length; i++) {
        double error = predicted[i] - actual[i];
        squares += error * error;
        absolutes += Math.abs(error);
        variance += (actual[i] - mean) * (actual[i] - mean);
      }
      return new Regression(
          Math.sqrt(squares / actual.length),
          absolutes / actual.length,
          variance > 0 ? 1 - squares / variance : Double.NaN);
    }
  }

  static Metrics of(Network network, DataSet records, TableData data) {
    Evaluation evaluation = network.evaluate(records);
    Regression regression =
        data.encoding().target().task() == Task.REGRESSION
            ? Regression.of(actual(records, data), predicted(network, records, data))
            : null;
    return new Metrics(evaluation.cost(), evaluation.accuracy(), regression);
  }

  /** The targets in their own unit. */
  static double[] actual(DataSet records, TableData data) {
    return MoonsCommand.values(
        records.records(), record -> data.scale().number(records.target(record, 0)));
  }

  /** The network's first outputs in the target's own unit. */
  static double[] predicted(Network network, DataSet records, TableData data) {
    double[] outputs = network.predict(records.features(), records.records());
    return MoonsCommand.values(
        records.records(), record -> data.scale().number(outputs[record * network.outputs()]));
  }

  Map<String, @Nullable Object> describe() {
    Map<String, @Nullable Object> description = new LinkedHashMap<>();
    description.put("cost", cost);
    if (regression == null) {
      description.put("accuracy", accuracy);
    } else {
      description.put("rmse", regression.rmse());
      description.put("mae", regression.mae());
      description.put("r2", regression.r2());
    }
    return description;
  }

  /** For people. */
  @Override
  public String toString() {
    String text = "cost " + Results.rounded(cost);
    return regression == null
        ? text + ", accuracy " + Results.rounded(accuracy)
        : text
            + ", RMSE "
            + Results.rounded(regression.rmse())
            + ", MAE "
            + Results.rounded(regression.mae())
            + ", R2 "
            + Results.rounded(regression.r2());
  }
}
