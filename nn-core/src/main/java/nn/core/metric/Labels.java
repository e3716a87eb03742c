package nn.core.metric;

import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import nn.api.Message;
import nn.api.network.Decision;

/** What metrics of classes do where there are no classes, no numbers, or several labels. */
final class Labels {

  private Labels() {}

  /**
   * A metric of predictions whose classes exclude each other; the mean over labels where they do
   * not; NaN where no record counts or an output is NaN.
   *
   * @throws IllegalArgumentException for quantities
   */
  static double mean(String name, Predictions predictions, ToDoubleFunction<Predictions> metric) {
    requireClasses(name, predictions);
    if (!predictions.areDefined()) {
      return Double.NaN;
    }
    return predictions.isMultiLabel()
        ? mean(predictions.units(), label -> metric.applyAsDouble(predictions.unit(label)))
        : metric.applyAsDouble(predictions);
  }

  static void requireClasses(String name, Predictions predictions) {
    if (predictions.decision() == Decision.NONE) {
      throw new IllegalArgumentException(
          Message.of(
              "metric %s: the outputs must stand for classes; quantities are judged by rmse, mae or r2:"
                  + " %d units, decided by %s",
              name, predictions.units(), predictions.decision()));
    }
  }

  static double sum(int count, IntToDoubleFunction value) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += value.applyAsDouble(i);
    }
    return sum;
  }

  static double mean(int count, IntToDoubleFunction value) {
    return sum(count, value) / count;
  }

  /** {@code Σ wⱼ·valueⱼ / Σ wⱼ} over the records that count. */
  static double weightedMean(Predictions predictions, IntToDoubleFunction value) {
    CompensatedSum sum = new CompensatedSum();
    CompensatedSum weights = new CompensatedSum();
    for (int record = 0; record < predictions.records(); record++) {
      double weight = predictions.weight(record);
      if (weight > 0) {
        sum.add(weight * value.applyAsDouble(record));
        weights.add(weight);
      }
    }
    return sum.value() / weights.value();
  }
}
