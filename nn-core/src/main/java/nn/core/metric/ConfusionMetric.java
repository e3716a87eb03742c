package nn.core.metric;

/**
 * A metric that looks at nothing but how often a class was taken for which: the kind for which
 * {@link Thresholds} finds a threshold.
 */
public interface ConfusionMetric extends Metric {

  /**
   * The number for this matrix.
   *
   * @param matrix of a total above 0
   */
  double value(ConfusionMatrix matrix);

  /** The number for the predictions' matrix; where there are several labels, the mean over them. */
  @Override
  default double value(Predictions predictions) {
    return Labels.mean(name(), predictions, label -> value(ConfusionMatrix.of(label)));
  }
}
