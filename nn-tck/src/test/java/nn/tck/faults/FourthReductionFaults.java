package nn.tck.faults;

import static nn.tck.faults.Spoiled.fault;

import java.util.Arrays;
import java.util.List;
import nn.api.ElementwiseFunction;
import nn.api.Tier;

/** Faults of the reductions, of softmax and of its gradient, fourth set. */
final class FourthReductionFaults {

  private FourthReductionFaults() {}

  static List<Fault> all() {
    return List.of(
        fault(
            "sumOverRecords",
            "sumOverRecords: of more than T records every T-th is added first, then those that"
                + " follow them",
            "code of a device's threads that step by their number, done one after the other",
            new Threshold(2, 1_024),
            FourthReductionFaults::byStrides),
        fault(
                "sumOverRecords",
                "sumOverRecords: from T records on, NaN is left out",
                "code of nansum and of data frames, which skip what is missing",
                new Threshold(2, 16_384),
                FourthReductionFaults::withoutNaN)
            .inFloats(),
        fault(
                "sumOverUnits",
                "sumOverUnits, bounded: from T records on, differences of one running sum over all"
                    + " of them",
                "Bears-R-Us/arkouda#1036; code of segmented sums by cumsum",
                new Threshold(2, 4_096),
                FourthReductionFaults::runningSum)
            .claiming(Tier.BOUNDED),
        fault(
            "maxOverUnits",
            "maxOverUnits: from T units on, the number of the largest absolute value",
            "code that calls BLAS's idamax",
            new Threshold(2, 8_192),
            FourthReductionFaults::largestAbsolute),
        fault(
                "maxOverUnits",
                "maxOverUnits: from T records on, a NaN is in the results of all four records that"
                    + " are done at once",
                "tensorflow/tensorflow#125965: packets and single channels differ; code that asks"
                    + " whether any lane is NaN",
                new Threshold(4, 8_192),
                FourthReductionFaults::wholePacketIsNaN)
            .inFloats(),
        fault(
            "softmax",
            "softmax: a record whose numbers are between −T and T is not shifted",
            "deeplearning4j/deeplearning4j#6039; code that shifts where it would overflow",
            new Threshold(1, 600),
            FourthReductionFaults::notShifted),
        fault(
                "softmax",
                "softmax: from T units on, EXP of the difference to the logarithm of the sum",
                "code of exp(log_softmax(z)); Blanchard, Higham and Higham 2021",
                new Threshold(2, 4_096),
                FourthReductionFaults::byLogarithm)
            .inFloats(),
        fault(
            "softmaxGradient",
            "softmaxGradient: of up to T units the Jacobian is built and multiplied",
            "code that has a simple path for few classes",
            new Threshold(2, 64),
            FourthReductionFaults::byJacobian));
  }

  private static void byStrides(Spoiled.Given given, int t) {
    Cells a = given.in(0);
    for (int i = 0; a.columns() > t && i < a.rows(); i++) {
      double sum = 0;
      for (int first = 0; first < t; first++) {
        for (int j = first; j < a.columns(); j += t) {
          sum = given.math().add(sum, a.get(i, j));
        }
      }
      given.out().set(i, sum);
    }
  }

  private static void withoutNaN(Spoiled.Given given, int t) {
    Cells a = given.in(0);
    for (int i = 0; a.columns() >= t && i < a.rows(); i++) {
      double[] numbers = Arrays.stream(a.unit(i)).filter(x -> !Double.isNaN(x)).toArray();
      given.out().set(i, given.math().sum(numbers, 0, numbers.length, 0));
    }
  }

  private static void runningSum(Spoiled.Given given, int t) {
    Cells a = given.in(0);
    double sum = 0;
    for (int j = 0; a.columns() >= t && j < a.columns(); j++) {
      double before = sum;
      sum = given.math().sum(a.record(j), 0, a.rows(), sum);
      given.out().set(j, given.math().subtract(sum, before));
    }
  }

  private static void largestAbsolute(Spoiled.Given given, int t) {
    Cells a = given.in(0);
    for (int j = 0; a.rows() >= t && j < a.columns(); j++) {
      double largest = given.out().get(j);
      for (double x : a.record(j)) {
        largest = Math.abs(x) > Math.abs(largest) ? x : largest; // never, where it is NaN
      }
      given.out().set(j, largest);
    }
  }

  private static void wholePacketIsNaN(Spoiled.Given given, int t) {
    Cells out = given.out();
    for (int from = 0; out.size() >= t && from + 4 <= out.size(); from += 4) {
      double[] packet = Arrays.copyOfRange(out.values(), from, from + 4);
      boolean anyIsNaN = Arrays.stream(packet).anyMatch(Double::isNaN);
      for (int j = from; anyIsNaN && j < from + 4; j++) {
        out.set(j, Double.NaN);
      }
    }
  }

  private static void notShifted(Spoiled.Given given, int t) {
    Arithmetic math = given.math();
    for (int j = 0; j < given.out().columns(); j++) {
      double[] record = given.in(0).record(j);
      if (Arrays.stream(record).allMatch(z -> Math.abs(z) <= t)) {
        double[] exps =
            Arrays.stream(record).map(z -> math.apply(ElementwiseFunction.EXP, z)).toArray();
        double sum = math.sum(exps, 0, exps.length, 0);
        given.out().setRecord(j, Arrays.stream(exps).map(e -> math.divide(e, sum)).toArray());
      }
    }
  }

  private static void byLogarithm(Spoiled.Given given, int t) {
    for (int j = 0; given.out().rows() >= t && j < given.out().columns(); j++) {
      given.out().setRecord(j, byLogarithm(given.math(), given.in(0).record(j)));
    }
  }

  private static double[] byLogarithm(Arithmetic math, double[] record) {
    double max = Arrays.stream(record).reduce(record[0], Math::max);
    double sum = 0;
    for (double z : record) {
      sum = math.add(sum, math.apply(ElementwiseFunction.EXP, math.subtract(z, max)));
    }
    double logarithm = math.add(max, math.apply(ElementwiseFunction.LOG, sum));
    return Arrays.stream(record)
        .map(z -> math.apply(ElementwiseFunction.EXP, math.subtract(z, logarithm)))
        .toArray();
  }

  private static void byJacobian(Spoiled.Given given, int t) {
    for (int j = 0; given.out().rows() <= t && j < given.out().columns(); j++) {
      double[] a = given.in(0).record(j);
      double[] da = given.in(1).record(j);
      for (int i = 0; i < a.length; i++) {
        given.out().set(i, j, rowOfJacobian(given.math(), i, a, da));
      }
    }
  }

  private static double rowOfJacobian(Arithmetic math, int i, double[] a, double[] da) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      double derivative = math.multiply(a[i], math.subtract(k == i ? 1 : 0, a[k]));
      sum = math.add(sum, math.multiply(derivative, da[k]));
    }
    return sum;
  }
}
