package nn.core.cost;

import nn.api.Message;
import nn.api.network.Activation;
import nn.api.network.Cost;
import nn.api.network.OutputRange;

/** What costs refuse. */
final class CostChecks {

  private CostChecks() {}

  static IllegalArgumentException outputs(String cost, String rule, OutputRange range) {
    return new IllegalArgumentException(
        "cost: " + cost + " needs outputs " + rule + ": the last layer's are " + range);
  }

  static void fused(Cost cost, Activation last) {
    if (!cost.fuses(last)) {
      throw new UnsupportedOperationException(
          "fusedGradient: "
              + cost.kind()
              + " has no fused form for this activation: "
              + last.kind());
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

  /** Outputs of one sign alone would always decide for one class. */
  static void outputsHaveSigns(String cost, OutputRange range) {
    if (range == OutputRange.PROBABILITY || range == OutputRange.DISTRIBUTION) {
      throw outputs(cost, "of both signs, such as identity's", range);
    }
  }

  static void targetsAreSigns(String cost, double[] targets, int units) {
    boolean zeros = false;
    boolean minusOnes = false;
    for (int i = 0; i < targets.length; i++) {
      zeros |= targets[i] == 0;
      minusOnes |= targets[i] == -1;
      if (!(targets[i] == 0 || Math.abs(targets[i]) == 1) || (zeros && minusOnes)) {
        throw new IllegalArgumentException(
            Message.of(
                "cost: %s needs targets that are −1 or 1, or 0 or 1: target %d of record %d is %s%s",
                cost,
                i % units,
                i / units,
                targets[i],
                zeros && minusOnes ? ", others differ" : ""));
      }
    }
  }

  static void targetsAreCounts(String cost, double[] targets, int units) {
    for (int i = 0; i < targets.length; i++) {
      if (!(targets[i] >= 0)) {
        throw new IllegalArgumentException(
            Message.of(
                "cost: %s needs targets of at least 0, such as counts: target %d of record %d is %s",
                cost, i % units, i / units, targets[i]));
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
