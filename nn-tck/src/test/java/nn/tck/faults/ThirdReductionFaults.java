package nn.tck.faults;

import static nn.tck.faults.Spoiled.fault;

import java.util.List;
import nn.api.Tier;
import nn.api.elementary.Exponential64;

/** Faults of the reductions, of softmax and of its gradient, third set. */
final class ThirdReductionFaults {

  private ThirdReductionFaults() {}

  static List<Fault> all() {
    return List.of(
        fault(
            "sumOverRecords",
            "sumOverRecords: units after the last eight are summed with records descending, from T"
                + " units on",
            "code of tails that count down to zero",
            new Threshold(9, 8_192),
            ThirdReductionFaults::tailDescends),
        fault(
                "sumOverRecords",
                "sumOverRecords, bounded: from T records on, a running mean times their number",
                "code of statistics by B. P. Welford's method (Technometrics 4, 1962)",
                new Threshold(2, 16_384),
                ThirdReductionFaults::runningMean)
            .inFloats()
            .claiming(Tier.BOUNDED),
        fault(
            "sumOverUnits",
            "sumOverUnits: with as many units as records, T or more, records are summed",
            "code that tells the axis by the length of the destination",
            new Threshold(3, 1_000),
            ThirdReductionFaults::otherAxis),
        fault(
            "maxOverUnits",
            "maxOverUnits: from T units on, the search ends at infinity, also before a NaN",
            "code of searches that end where nothing larger can follow",
            new Threshold(2, 8_192),
            ThirdReductionFaults::endsAtInfinity),
        fault(
                "maxOverUnits",
                "maxOverUnits: the last of several blocks of T units is filled up with zeros",
                "code of tiles that are padded with zeros for every reduction",
                new Threshold(8, 4_096),
                ThirdReductionFaults::filledUpWithZeros)
            .inFloats(),
        fault(
                "softmax",
                "softmax: from T units on, the difference to the maximum is not rounded",
                "code that computes the exponential in double, difference included",
                new Threshold(2, 4_096),
                ThirdReductionFaults::unroundedDifference)
            .inFloats(),
        fault(
                "softmax",
                "softmax, bounded: a record that begins with T times −∞ becomes NaN",
                "flashinfer-ai/flashinfer#1178",
                new Threshold(2, 128),
                ThirdReductionFaults::beginsWithInfinity)
            .claiming(Tier.BOUNDED),
        fault(
            "softmaxGradient",
            "softmaxGradient: a record of a with a one in it gives zeros, from T records on",
            "code that takes a one for the only number of its record",
            new Threshold(2, 4_096),
            ThirdReductionFaults::zerosWhereOneIsCertain));
  }

  private static void tailDescends(Spoiled.Given given, int t) {
    int units = given.in(0).rows();
    for (int i = units / 8 * 8; units >= t && i < units; i++) {
      double sum = 0;
      for (int j = given.in(0).columns() - 1; j >= 0; j--) {
        sum = given.math().add(sum, given.in(0).get(i, j));
      }
      given.out().set(i, sum);
    }
  }

  private static void runningMean(Spoiled.Given given, int t) {
    Arithmetic math = given.math();
    Cells a = given.in(0);
    for (int i = 0; a.columns() >= t && i < a.rows(); i++) {
      double mean = 0;
      for (int j = 0; j < a.columns(); j++) {
        mean = math.add(mean, math.divide(math.subtract(a.get(i, j), mean), j + 1));
      }
      given.out().set(i, math.multiply(mean, a.columns()));
    }
  }

  private static void otherAxis(Spoiled.Given given, int t) {
    Cells a = given.in(0);
    for (int i = 0; a.rows() == a.columns() && a.rows() >= t && i < a.rows(); i++) {
      given.out().set(i, given.math().sum(a.unit(i), 0, a.columns(), 0));
    }
  }

  private static void endsAtInfinity(Spoiled.Given given, int t) {
    Cells a = given.in(0);
    for (int j = 0; a.rows() >= t && j < a.columns(); j++) {
      if (isInfiniteFirst(a, j)) {
        given.out().set(j, Double.POSITIVE_INFINITY);
      }
    }
  }

  /** Whether a record has +∞ and no NaN before it. */
  private static boolean isInfiniteFirst(Cells a, int record) {
    int i = 0;
    while (i < a.rows() && a.get(i, record) < Double.POSITIVE_INFINITY) {
      i++;
    }
    return i < a.rows() && !Double.isNaN(a.get(i, record));
  }

  private static void filledUpWithZeros(Spoiled.Given given, int t) {
    int units = given.in(0).rows();
    for (int j = 0; units > t && units % t != 0 && j < given.out().size(); j++) {
      given.out().set(j, Math.max(given.out().get(j), 0.0));
    }
  }

  private static double max(double[] record) {
    double max = Double.NEGATIVE_INFINITY;
    for (double value : record) {
      max = Math.max(max, value);
    }
    return max;
  }

  private static void unroundedDifference(Spoiled.Given given, int t) {
    Cells z = given.in(0);
    for (int j = 0; z.rows() >= t && j < z.columns(); j++) {
      double[] record = z.record(j);
      double max = max(record);
      for (int i = 0; i < record.length; i++) {
        record[i] = given.math().round(Exponential64.exp(record[i] - max));
      }
      double sum = given.math().sum(record, 0, record.length, 0);
      for (int i = 0; i < record.length; i++) {
        given.out().set(i, j, given.math().divide(record[i], sum));
      }
    }
  }

  private static void beginsWithInfinity(Spoiled.Given given, int t) {
    Cells z = given.in(0);
    for (int j = 0; z.rows() > t && j < z.columns(); j++) {
      for (int i = 0; beginsWithInfinity(z, j, t) && i < z.rows(); i++) {
        given.out().set(i, j, Double.NaN);
      }
    }
  }

  private static boolean beginsWithInfinity(Cells z, int record, int count) {
    for (int i = 0; i < count; i++) {
      if (z.get(i, record) != Double.NEGATIVE_INFINITY) {
        return false;
      }
    }
    return true;
  }

  private static void zerosWhereOneIsCertain(Spoiled.Given given, int t) {
    Cells a = given.in(0);
    for (int j = 0; a.columns() >= t && j < a.columns(); j++) {
      for (int i = 0; hasOne(a, j) && i < a.rows(); i++) {
        given.out().set(i, j, 0);
      }
    }
  }

  private static boolean hasOne(Cells a, int record) {
    for (int i = 0; i < a.rows(); i++) {
      if (a.get(i, record) == 1) {
        return true;
      }
    }
    return false;
  }
}
