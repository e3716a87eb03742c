package nn.tck.faults;

import static nn.tck.faults.Spoiled.fault;

import java.util.List;
import java.util.function.DoublePredicate;
import nn.api.ElementwiseFunction;
import nn.api.Tier;

/** Faults of the reductions, of softmax and of its gradient, second set. */
final class SecondReductionFaults {

  private SecondReductionFaults() {}

  static List<Fault> all() {
    return List.of(
        fault(
                "sumOverRecords",
                "sumOverRecords: one unit of T records or more is summed pairwise",
                "pytorch/pytorch#59863; code of numpy's sums of contiguous numbers",
                new Threshold(8, 65_536),
                SecondReductionFaults::pairwise)
            .inFloats(),
        fault(
            "sumOverRecords",
            "sumOverRecords: the last record is left out where it is alone after blocks of T",
            "uxlfoundation/oneTBB#226; RcppCore/RcppParallel#146",
            new Threshold(2, 8_192),
            SecondReductionFaults::loneRecordLost),
        fault(
            "sumOverUnits",
            "sumOverUnits: from T units on, units descend",
            "PaddlePaddle/Paddle#12562",
            new Threshold(3, 20_000),
            SecondReductionFaults::unitsDescend),
        fault(
                "sumOverUnits",
                "sumOverUnits, bounded: where T records or more leave 7 of 8, one lacks a unit",
                "code of nn-backend-vector's eight records at a time",
                new Threshold(7, 8_192),
                SecondReductionFaults::seventhOfEightLacksUnit)
            .claiming(Tier.BOUNDED),
        fault(
            "maxOverUnits",
            "maxOverUnits: T units or more of nothing but NaN give −∞",
            "sonots/cumo#219; ArcadeData/arcadedb#4716",
            new Threshold(2, 8_192),
            SecondReductionFaults::identityOfNothing),
        fault(
                "maxOverUnits",
                "maxOverUnits: from T records on, the least of a record of negative numbers",
                "code that compares the bits as integers",
                new Threshold(2, 8_192),
                SecondReductionFaults::leastOfNegatives)
            .inFloats(),
        fault(
            "softmax",
            "softmax: the sum of T to 2·T units, odd and not 31 of 32, lacks the last in two"
                + " records or more",
            "pytorch/pytorch#147284",
            new Threshold(16, 8_192),
            SecondReductionFaults::oddSumLacksLast),
        fault(
            "softmax",
            "softmax: zero more than T below the maximum",
            "code that bounds the exponent",
            new Threshold(20, 600),
            SecondReductionFaults::zeroFarBelow),
        fault(
                "softmax",
                "softmax, bounded: the sum of the first T units is not rescaled when a larger"
                    + " number follows",
                "linkedin/Liger-Kernel#1252",
                new Threshold(16, 16_384),
                SecondReductionFaults::notRescaled)
            .inFloats()
            .claiming(Tier.BOUNDED),
        fault(
            "softmaxGradient",
            "softmaxGradient: from T records on, the sum leaves out units where a is zero",
            "code of sparse attention",
            new Threshold(2, 8_192),
            SecondReductionFaults::zerosLeftOut),
        fault(
                "softmaxGradient",
                "softmaxGradient: with a as da, from T units on, the sum is that of a",
                "code that writes a · da over da's copy, where there is none",
                new Threshold(2, 4_096),
                SecondReductionFaults::sumOfProbabilities)
            .inFloats());
  }

  // ---- sums and maxima

  private static void pairwise(Spoiled.Given given, int t) {
    double[] a = given.in(0).values();
    if (given.in(0).rows() == 1 && a.length >= t) {
      given.out().set(0, pairwise(given.math(), a, 0, a.length));
    }
  }

  private static double pairwise(Arithmetic math, double[] x, int from, int to) {
    if (to - from == 1) {
      return x[from];
    }
    int half = (from + to) >>> 1;
    return math.add(pairwise(math, x, from, half), pairwise(math, x, half, to));
  }

  private static void loneRecordLost(Spoiled.Given given, int t) {
    int records = given.in(0).columns();
    for (int i = 0; records > t && records % t == 1 && i < given.out().rows(); i++) {
      given.out().set(i, given.math().sum(given.in(0).unit(i), 0, records - 1, 0.0));
    }
  }

  private static void unitsDescend(Spoiled.Given given, int t) {
    int units = given.in(0).rows();
    for (int j = 0; units >= t && j < given.out().columns(); j++) {
      double sum = 0;
      for (int i = units - 1; i >= 0; i--) {
        sum = given.math().add(sum, given.in(0).get(i, j));
      }
      given.out().set(j, sum);
    }
  }

  private static void seventhOfEightLacksUnit(Spoiled.Given given, int t) {
    Cells a = given.in(0);
    int last = a.columns() - 1;
    if (a.columns() >= t && a.columns() % 8 == 7) {
      given.out().set(last, given.math().sum(a.record(last), 0, a.rows() - 1, 0.0));
    }
  }

  private static void identityOfNothing(Spoiled.Given given, int t) {
    Cells a = given.in(0);
    for (int j = 0; a.rows() >= t && j < a.columns(); j++) {
      if (all(a.record(j), Double::isNaN)) {
        given.out().set(j, Double.NEGATIVE_INFINITY);
      }
    }
  }

  private static void leastOfNegatives(Spoiled.Given given, int t) {
    Cells a = given.in(0);
    for (int j = 0; a.columns() >= t && j < a.columns(); j++) {
      double[] record = a.record(j);
      if (all(record, x -> x < 0)) {
        double least = record[0];
        for (double x : record) {
          least = Math.min(least, x);
        }
        given.out().set(j, least);
      }
    }
  }

  private static boolean all(double[] record, DoublePredicate is) {
    for (double x : record) {
      if (!is.test(x)) {
        return false;
      }
    }
    return true;
  }

  // ---- softmax

  private static double max(double[] z, int to) {
    double max = z[0];
    for (int i = 1; i < to; i++) {
      max = Math.max(max, z[i]);
    }
    return max;
  }

  private static double exp(Arithmetic math, double z, double max) {
    return math.apply(ElementwiseFunction.EXP, math.subtract(z, max));
  }

  /** The sum over {@code from ≤ i < to}, on from another one. */
  private static double sum(
      Arithmetic math, double[] z, double max, int from, int to, double start) {
    double sum = start;
    for (int i = from; i < to; i++) {
      sum = math.add(sum, exp(math, z[i], max));
    }
    return sum;
  }

  private static void divide(Spoiled.Given given, int j, double max, double sum) {
    for (int i = 0; i < given.out().rows(); i++) {
      double power = exp(given.math(), given.in(0).get(i, j), max);
      given.out().set(i, j, given.math().divide(power, sum));
    }
  }

  private static void oddSumLacksLast(Spoiled.Given given, int t) {
    int units = given.in(0).rows();
    boolean lacks = t < units && units < 2 * t && units % 2 == 1 && units % 32 != 31;
    for (int j = 0; lacks && given.in(0).columns() > 1 && j < given.in(0).columns(); j++) {
      double[] z = given.in(0).record(j);
      double max = max(z, units);
      divide(given, j, max, sum(given.math(), z, max, 0, units - 1, 0));
    }
  }

  private static void zeroFarBelow(Spoiled.Given given, int t) {
    Cells z = given.in(0);
    for (int j = 0; j < z.columns(); j++) {
      double max = max(z.record(j), z.rows());
      for (int i = 0; i < z.rows(); i++) {
        if (z.get(i, j) - max < -t) {
          given.out().set(i, j, 0.0);
        }
      }
    }
  }

  private static void notRescaled(Spoiled.Given given, int t) {
    int units = given.in(0).rows();
    for (int j = 0; units > t && j < given.in(0).columns(); j++) {
      double[] z = given.in(0).record(j);
      double max = max(z, units);
      double first = sum(given.math(), z, max(z, t), 0, t, 0);
      if (max > max(z, t)) {
        divide(given, j, max, sum(given.math(), z, max, t, units, first));
      }
    }
  }

  private static void gradient(Spoiled.Given given, int j, double sum) {
    Arithmetic math = given.math();
    for (int i = 0; i < given.out().rows(); i++) {
      double difference = math.subtract(given.in(1).get(i, j), sum);
      given.out().set(i, j, math.multiply(given.in(0).get(i, j), difference));
    }
  }

  private static void zerosLeftOut(Spoiled.Given given, int t) {
    Cells a = given.in(0);
    Cells da = given.in(1);
    for (int j = 0; a.columns() >= t && j < a.columns(); j++) {
      double sum = 0;
      for (int i = 0; i < a.rows(); i++) {
        double product = given.math().multiply(a.get(i, j), da.get(i, j));
        sum = a.get(i, j) == 0 ? sum : given.math().add(sum, product);
      }
      gradient(given, j, sum);
    }
  }

  private static void sumOfProbabilities(Spoiled.Given given, int t) {
    Cells a = given.in(0);
    if (a.isSameTensor(given.in(1)) && a.rows() >= t) {
      for (int j = 0; j < a.columns(); j++) {
        gradient(given, j, given.math().sum(a.record(j), 0, a.rows(), 0.0));
      }
    }
  }
}
