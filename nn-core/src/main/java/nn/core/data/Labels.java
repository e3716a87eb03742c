package nn.core.data;

import nn.core.array.Rows;

/** Generated records with the numbers of their classes. */
final class Labels {

  private Labels() {}

  /**
   * A data set with one target of 0 or 1 for two classes, else with a target for each class that is
   * 1 for the record's own.
   */
  static DataSet of(double[] features, int inputs, int[] labels, int classes) {
    int outputs = classes == 2 ? 1 : classes;
    double[] targets = new double[Math.multiplyExact(labels.length, outputs)];
    for (int record = 0; record < labels.length; record++) {
      if (classes == 2) {
        targets[record] = labels[record];
      } else {
        targets[record * outputs + labels[record]] = 1;
      }
    }
    return DataSet.of(labels.length, features, inputs, targets, outputs);
  }

  /** {@link #of} with the records in another order. */
  static DataSet of(double[] features, int inputs, int[] labels, int classes, int[] order) {
    int[] ordered = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      ordered[i] = labels[order[i]];
    }
    return of(Rows.select(features, inputs, order), inputs, ordered, classes);
  }
}
