package nn.core.cost;

import java.util.Set;

/** What costs refuse. */
final class CostChecks {

  /**
   * Activations whose outputs are known not to be probabilities; others get the benefit of doubt.
   */
  private static final Set<String> NO_PROBABILITIES =
      Set.of("identity", "relu", "leaky-relu", "tanh");

  private CostChecks() {}

  static void outputsAreProbabilities(String cost, String activation) {
    if (NO_PROBABILITIES.contains(activation)) {
      throw new IllegalArgumentException(
          "cost: "
              + cost
              + " needs outputs between 0 and 1; use "
              + (cost.startsWith("binary") ? "sigmoid" : "softmax")
              + ": the last activation is "
              + activation);
    }
  }

  static void targetsAreProbabilities(String cost, double[] targets, int units) {
    for (int i = 0; i < targets.length; i++) {
      if (!(targets[i] >= 0 && targets[i] <= 1)) {
        throw new IllegalArgumentException(
            "cost: "
                + cost
                + " needs targets between 0 and 1: target "
                + i % units
                + " of record "
                + i / units
                + " is "
                + targets[i]);
      }
    }
  }

  static void targetsSumToOne(String cost, double[] targets, int units) {
    for (int record = 0; record < targets.length / units; record++) {
      double sum = 0;
      for (int i = record * units; i < (record + 1) * units; i++) {
        sum += targets[i];
      }
      if (Math.abs(sum - 1) > 1e-6) { // soft labels may be rounded to float
        throw new IllegalArgumentException(
            "cost: "
                + cost
                + " needs the targets of a record to sum to 1: record "
                + record
                + " sums to "
                + sum);
      }
    }
  }
}
