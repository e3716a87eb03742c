package nn.io.table;

import nn.api.Message;
import nn.core.data.DataSet;
import nn.core.data.Standardiser;

/**
 * Everything that is done to a table before a network sees it, and to its outputs after: columns
 * become inputs, missing cells are filled, inputs are standardised, and a number to learn is
 * scaled. What is learnt of that from data is learnt from training records alone. Immutable.
 *
 * @param encoding how cells become numbers
 * @param standardiser of the inputs
 * @param scale of a number to learn; {@link TargetScale#NONE} for classes
 */
public record TablePreparation(
    TableEncoding encoding, Standardiser standardiser, TargetScale scale) {

  /**
   * Checks that the parts fit.
   *
   * @throws IllegalArgumentException if the standardiser has another number of inputs than the
   *     encoding, or classes are scaled
   */
  public TablePreparation {
    if (standardiser.means().length != encoding.inputCount()) {
      throw new IllegalArgumentException(
          Message.of(
              "prepare: the encoding and the standardiser must have as many inputs: %d and %d",
              encoding.inputCount(), standardiser.means().length));
    }
    if (encoding.target().task() != Task.REGRESSION && !scale.equals(TargetScale.NONE)) {
      throw new IllegalArgumentException(
          Message.of(
              "prepare: classes cannot be scaled: target '%s' is %s, the scale %s",
              encoding.target().name(), encoding.target().task(), scale));
    }
  }

  /**
   * Learns from training records what stands for missing cells, and all scales.
   *
   * @param train encoded by the encoding
   * @throws IllegalArgumentException if numbers are so large that a mean or deviation overflows
   */
  public static TablePreparation fit(TableEncoding encoding, DataSet train) {
    TableEncoding refitted = encoding.refit(train);
    DataSet filled = refitted.fill(train);
    return new TablePreparation(
        refitted,
        Standardiser.fit(filled),
        encoding.target().task() == Task.REGRESSION ? TargetScale.fit(filled) : TargetScale.NONE);
  }

  /**
   * Records as the network sees them.
   *
   * @param encoded by the encoding, targets in their own unit
   */
  public DataSet apply(DataSet encoded) {
    return scale.apply(standardiser.apply(encoding.fill(encoded)));
  }

  /**
   * The standardised inputs of some records, one record after another.
   *
   * @throws TableException if a column is missing or a cell does not fit
   */
  double[] inputs(Table table, int first, int count) {
    return standardiser.apply(encoding.encodeFeatures(table, first, count));
  }
}
