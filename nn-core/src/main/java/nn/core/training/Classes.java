package nn.core.training;

import nn.api.network.Decision;

/** From probabilities to classes, and the share of records whose classes are correct. */
public final class Classes {

  private Classes() {}

  /**
   * The article's conversion: 1 where an output is above 0.5, or 0 with {@link Decision#SIGN}, else
   * 0; with {@link Decision#FIRST_MAXIMUM} 1 at the largest output of each record, the first of
   * equal ones.
   *
   * @param outputs {@code units} for each record, one record after another; not modified
   * @throws IllegalArgumentException for {@link Decision#NONE}, or if {@code units} is below 1 or
   *     does not divide the number of outputs
   */
  public static int[] of(Decision decision, double[] outputs, int units) {
    if (units < 1 || outputs.length % units != 0) {
      throw new IllegalArgumentException(
          "classes: outputs must be whole records: "
              + outputs.length
              + " outputs, "
              + units
              + " units");
    }
    int[] classes = new int[outputs.length];
    switch (decision) {
      case THRESHOLD, SIGN -> {
        double threshold = threshold(decision);
        for (int i = 0; i < outputs.length; i++) {
          classes[i] = outputs[i] > threshold ? 1 : 0;
        }
      }
      case FIRST_MAXIMUM -> {
        for (int from = 0; from < outputs.length; from += units) {
          classes[from + firstMaximum(outputs, from, units)] = 1;
        }
      }
      case NONE ->
          throw new IllegalArgumentException(
              "classes: outputs that are quantities have no classes");
    }
    return classes;
  }

  /**
   * The index of the largest of {@code units} outputs from {@code from} on, the first of equals.
   */
  public static int firstMaximum(double[] outputs, int from, int units) {
    int best = 0;
    for (int i = 1; i < units; i++) {
      if (outputs[from + i] > outputs[from + best]) {
        best = i;
      }
    }
    return best;
  }

  /**
   * The number of records whose outputs and targets give the same classes in all units; 0 for
   * {@link Decision#NONE}.
   *
   * @param records how many records to count, from the start of both arrays; not modified
   */
  public static int correct(
      Decision decision, double[] outputs, double[] targets, int units, int records) {
    int correct = 0;
    for (int record = 0; record < records; record++) {
      correct += isCorrect(decision, outputs, targets, record * units, units) ? 1 : 0;
    }
    return correct;
  }

  /** As {@link #correct(Decision, double[], double[], int, int)}: the sum of their weights. */
  public static double correct(
      Decision decision, double[] outputs, double[] targets, int units, double[] weights) {
    double correct = 0;
    for (int record = 0; record < weights.length; record++) {
      correct += isCorrect(decision, outputs, targets, record * units, units) ? weights[record] : 0;
    }
    return correct;
  }

  private static boolean isCorrect(
      Decision decision, double[] outputs, double[] targets, int from, int units) {
    return switch (decision) {
      case NONE -> false;
      case FIRST_MAXIMUM ->
          firstMaximum(outputs, from, units) == firstMaximum(targets, from, units);
      case THRESHOLD, SIGN -> sameSides(threshold(decision), outputs, targets, from, units);
    };
  }

  private static double threshold(Decision decision) {
    return decision == Decision.SIGN ? 0 : 0.5;
  }

  private static boolean sameSides(
      double threshold, double[] outputs, double[] targets, int from, int units) {
    for (int i = from; i < from + units; i++) {
      if (outputs[i] > threshold != targets[i] > threshold) {
        return false;
      }
    }
    return true;
  }

  /** {@link #correct} as a share of the records; NaN for {@link Decision#NONE}. */
  public static double accuracy(
      Decision decision, double[] outputs, double[] targets, int units, int records) {
    return share(decision, correct(decision, outputs, targets, units, records), records);
  }

  /**
   * {@code correct / records}, or the same of sums of weights; NaN for {@link Decision#NONE}, which
   * counts none.
   */
  public static double share(Decision decision, double correct, double records) {
    return decision == Decision.NONE ? Double.NaN : correct / records;
  }
}
