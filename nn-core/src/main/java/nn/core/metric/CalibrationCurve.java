package nn.core.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nn.api.Message;
import nn.api.network.Decision;

/**
 * Whether of the records that were given a probability of 0.7 about 70 % are positive: records in
 * bins by their probability. scikit-learn's {@code calibration_curve}.
 *
 * @param bins those that have records, ascending
 */
public record CalibrationCurve(List<Bin> bins) {

  /** Where the bins' edges are. */
  public enum Strategy {
    /** At equal distances from 0 to 1. */
    UNIFORM,
    /** At percentiles of the probabilities, each record counting the same. */
    QUANTILE
  }

  /**
   * The records of a bin.
   *
   * @param predicted the mean of their probabilities
   * @param observed the share of positive ones
   * @param weight of all of them
   */
  public record Bin(double predicted, double observed, double weight) {}

  /** Keeps a copy of the list. */
  public CalibrationCurve {
    bins = List.copyOf(bins);
  }

  /**
   * The curve. A probability at an inner edge belongs to the bin below it.
   *
   * @param predictions of a binary task; of several classes or labels give each {@linkplain
   *     Predictions#unit unit}
   * @param count of bins, at least 1
   * @throws IllegalArgumentException if the task is not binary, or an output is no probability
   */
  public static CalibrationCurve of(Predictions predictions, int count, Strategy strategy) {
    boolean probabilities = predictions.isBinary() && predictions.decision() != Decision.SIGN;
    if (!probabilities || count < 1) {
      throw new IllegalArgumentException(
          Message.of(
              "calibration curve: probabilities of two classes and at least 1 bin are needed: %d units, decided by %s, %d bins",
              predictions.units(), predictions.decision(), count));
    }
    Predictions binary = predictions.positive();
    double[] edges = innerEdges(binary, count, strategy);
    double[] weights = new double[count];
    double[] predicted = new double[count];
    double[] observed = new double[count];
    for (int record = 0; record < binary.records(); record++) {
      double weight = binary.weight(record);
      if (weight > 0) {
        int bin = bin(edges, probability(binary, record));
        weights[bin] += weight;
        predicted[bin] += weight * binary.output(record, 0);
        observed[bin] += weight * binary.actual(record);
      }
    }
    List<Bin> bins = new ArrayList<>();
    for (int bin = 0; bin < count; bin++) {
      if (weights[bin] > 0) {
        bins.add(
            new Bin(predicted[bin] / weights[bin], observed[bin] / weights[bin], weights[bin]));
      }
    }
    return new CalibrationCurve(bins);
  }

  private static double probability(Predictions binary, int record) {
    double output = binary.output(record, 0);
    if (!(output >= 0 && output <= 1)) {
      throw new IllegalArgumentException(
          Message.of(
              "calibration curve: outputs must be probabilities from 0 to 1: record %d has %s",
              record, output));
    }
    return output;
  }

  private static double[] innerEdges(Predictions binary, int count, Strategy strategy) {
    double[] sorted = new double[binary.records()];
    int counted = 0;
    for (int record = 0; record < sorted.length; record++) {
      if (binary.weight(record) > 0) {
        sorted[counted++] = probability(binary, record);
      }
    }
    Arrays.sort(sorted, 0, counted);
    double[] edges = new double[counted == 0 ? 0 : count - 1];
    for (int i = 0; i < edges.length; i++) {
      double share = (i + 1) * (1.0 / count);
      // as numpy.percentile's caller: into per cent and back, rounded twice
      edges[i] =
          strategy == Strategy.UNIFORM
              ? share
              : Percentile.of(Arrays.copyOf(sorted, counted), share * 100 / 100);
    }
    return edges;
  }

  /** The number of inner edges below a probability. */
  private static int bin(double[] edges, double probability) {
    int bin = 0;
    while (bin < edges.length && edges[bin] < probability) {
      bin++;
    }
    return bin;
  }
}
