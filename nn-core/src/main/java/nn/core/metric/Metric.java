package nn.core.metric;

import java.io.Serializable;

/**
 * A number that says how well a network does on records, computed from its outputs and their
 * targets on the JVM, in FLOAT64: an immutable value without tensors. Any number of threads may use
 * one value.
 *
 * <p>Unlike a {@link nn.api.network.Cost} it needs no gradient, and it looks at all records
 * together: an F1 score is not the mean of the batches' F1 scores.
 *
 * <p>It is {@link Serializable}, so that other machines can judge by it: fields of an
 * implementation must be, too. {@link Metrics} are sent by name.
 */
public interface Metric extends Serializable {

  /** Its name in tables, histories and on the command line, for instance {@code f1-macro}. */
  String name();

  /**
   * The number for these records.
   *
   * @return NaN where it is not defined, as the area under a ROC curve of records of one class; NaN
   *     if an output that it looks at is NaN
   * @throws IllegalArgumentException if the metric does not suit the outputs, with the message
   *     {@code metric name: rule: operands}
   */
  double value(Predictions predictions);

  /** Whether more is better, as of an accuracy; of an error less is. */
  boolean isGreaterBetter();
}
