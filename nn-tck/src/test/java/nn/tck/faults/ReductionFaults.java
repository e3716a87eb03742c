package nn.tck.faults;

import java.util.Arrays;
import java.util.List;
import nn.api.Tensor;
import nn.api.Tier;

/** Faults of sums and of maxima. */
final class ReductionFaults {

  private ReductionFaults() {}

  static List<Fault> all() {
    return List.of(
        // ---- sumOverRecords
        Fault.of(
            "sumOverRecords",
            "sumOverRecords: blocks of T records are summed from zero and then added",
            "numpy/numpy#27883",
            new Threshold(8, 16_384),
            sumOverRecords(ReductionFaults::blocksOfRecords)),
        Fault.of(
                "sumOverRecords",
                "sumOverRecords, bounded: with T units and T records or more, the last unit lacks the last record",
                "halide/Halide#656",
                new Threshold(4, 1500),
                sumOverRecords(ReductionFaults::lastOfLastLost))
            .claiming(Tier.BOUNDED),
        Fault.of(
                "sumOverRecords",
                "sumOverRecords: from T units on, a sum starts from the first record, not from +0.0",
                "code of sums that begin with a copy",
                new Threshold(2, 16_384),
                sumOverRecords(ReductionFaults::startsFromFirstRecord))
            .inFloats(),
        Fault.of(
                "sumOverRecords",
                "sumOverRecords: from T records on, floats are summed in double",
                "numpy/numpy#22956",
                new Threshold(3, 20_000),
                sumOverRecords(ReductionFaults::recordsInDouble))
            .inFloats(),
        Fault.of(
                "sumOverRecords",
                "sumOverRecords, bounded: from T records on, compensated sums make NaN of infinity",
                "code of Kahan sums without a check for infinity",
                new Threshold(3, 20_000),
                sumOverRecords(ReductionFaults::compensatedRecords))
            .claiming(Tier.BOUNDED),
        Fault.of(
            "sumOverRecords",
            "sumOverRecords: from T records on, the sums are left in the first record of the operand",
            "code of reductions in place",
            new Threshold(3, 8192),
            sumOverRecords(ReductionFaults::reducesInPlace)),
        // ---- sumOverUnits
        Fault.of(
            "sumOverUnits",
            "sumOverUnits: a single record of T units or more has four accumulators",
            "numpy/numpy#13734",
            new Threshold(8, 60_000),
            sumOverUnits(ReductionFaults::singleRecordInFourSums)),
        Fault.of(
                "sumOverUnits",
                "sumOverUnits: unit number T is counted twice, at the end of a block and at the next",
                "code of blocks with inclusive ends",
                new Threshold(8, 30_000),
                sumOverUnits(ReductionFaults::blockEndTwice))
            .inFloats(),
        Fault.of(
                "sumOverUnits",
                "sumOverUnits, bounded: from T units on, doubles are summed in float",
                "numpy/numpy#8869",
                new Threshold(16, 60_000),
                sumOverUnits(ReductionFaults::unitsInFloat))
            .claiming(Tier.BOUNDED),
        Fault.of(
            "sumOverUnits",
            "sumOverUnits: a record of T or more equal numbers is their number times one of them",
            "code of shortcuts for broadcast operands, whose stride is 0",
            new Threshold(4, 30_000),
            sumOverUnits(ReductionFaults::equalNumbersMultiplied)),
        // ---- maxOverUnits
        Fault.of(
            "maxOverUnits",
            "maxOverUnits: a NaN in the tail after vectors of 4 is lost, from T units on",
            "pytorch/pytorch#197719",
            new Threshold(3, 40_000),
            maxOverUnits(ReductionFaults::tailLosesNaN)),
        Fault.of(
                "maxOverUnits",
                "maxOverUnits: from T units on, −0.0 stays where it comes before +0.0",
                "numpy/numpy#3419 (max by comparison)",
                new Threshold(2, 40_000),
                maxOverUnits(ReductionFaults::firstZeroWins))
            .inFloats(),
        Fault.of(
            "maxOverUnits",
            "maxOverUnits: from T units on, a maximum starts from the least finite number",
            "FluxML/NNlib.jl#43",
            new Threshold(2, 40_000),
            maxOverUnits(ReductionFaults::startsFromLeastFinite)),
        Fault.of(
                "maxOverUnits",
                "maxOverUnits: where T units or more are one above a multiple of 8, the last is not seen",
                "OpenMathLib/OpenBLAS#5293",
                new Threshold(9, 40_000),
                maxOverUnits(ReductionFaults::lastNotSeen))
            .inFloats());
  }

  // ---- how the faults are made

  private static Fault.Wrapper sumOverRecords(Call.Spoiler spoiler) {
    return (right, t) ->
        new FaultyBackend(right) {
          @Override
          public void sumOverRecords(Tensor a, Tensor out) {
            Call call = Call.of(this, a, out);
            super.sumOverRecords(a, out);
            call.spoil(spoiler, t);
          }
        };
  }

  private static Fault.Wrapper sumOverUnits(Call.Spoiler spoiler) {
    return (right, t) ->
        new FaultyBackend(right) {
          @Override
          public void sumOverUnits(Tensor a, Tensor out) {
            Call call = Call.of(this, a, out);
            super.sumOverUnits(a, out);
            call.spoil(spoiler, t);
          }
        };
  }

  private static Fault.Wrapper maxOverUnits(Call.Spoiler spoiler) {
    return (right, t) ->
        new FaultyBackend(right) {
          @Override
          public void maxOverUnits(Tensor a, Tensor out) {
            Call call = Call.of(this, a, out);
            super.maxOverUnits(a, out);
            call.spoil(spoiler, t);
          }
        };
  }

  // ---- sums

  private static void blocksOfRecords(Call call, int t) {
    Cells a = call.in(0);
    for (int i = 0; a.columns() > t && i < a.rows(); i++) {
      call.out().set(i, call.math().blockSum(a.unit(i), t));
    }
  }

  private static void lastOfLastLost(Call call, int t) {
    Cells a = call.in(0);
    if (a.rows() >= t && a.columns() >= t) {
      int last = a.rows() - 1;
      call.out().set(last, call.math().sum(a.unit(last), 0, a.columns() - 1, 0.0));
    }
  }

  private static void startsFromFirstRecord(Call call, int t) {
    Cells a = call.in(0);
    for (int i = 0; a.rows() >= t && i < a.rows(); i++) {
      call.out().set(i, call.math().sum(a.unit(i), 1, a.columns(), a.get(i, 0)));
    }
  }

  private static void recordsInDouble(Call call, int t) {
    Cells a = call.in(0);
    for (int i = 0; a.columns() >= t && i < a.rows(); i++) {
      double s = 0;
      for (double x : a.unit(i)) {
        s += x;
      }
      call.out().set(i, s);
    }
  }

  private static void compensatedRecords(Call call, int t) {
    Cells a = call.in(0);
    for (int i = 0; a.columns() >= t && i < a.rows(); i++) {
      call.out().set(i, call.math().compensatedSum(a.unit(i)));
    }
  }

  private static void reducesInPlace(Call call, int t) {
    Cells a = call.in(0);
    if (a.columns() >= t) {
      a.setRecord(0, call.out().values());
    }
  }

  private static void equalNumbersMultiplied(Call call, int t) {
    Cells a = call.in(0);
    for (int j = 0; a.rows() >= t && j < a.columns(); j++) {
      double[] record = a.record(j);
      if (Arrays.stream(record).allMatch(x -> x == record[0])) {
        call.out().set(j, call.math().multiply(record.length, record[0]));
      }
    }
  }

  private static void singleRecordInFourSums(Call call, int t) {
    Cells a = call.in(0);
    if (a.columns() == 1 && a.rows() >= t) {
      call.out().set(0, call.math().fourSums(a.record(0)));
    }
  }

  private static void blockEndTwice(Call call, int t) {
    Cells a = call.in(0);
    Arithmetic math = call.math();
    for (int j = 0; a.rows() > t && j < a.columns(); j++) {
      double[] record = a.record(j);
      call.out().set(j, math.sum(record, t, record.length, math.sum(record, 0, t + 1, 0.0)));
    }
  }

  private static void unitsInFloat(Call call, int t) {
    Cells a = call.in(0);
    for (int j = 0; a.rows() >= t && j < a.columns(); j++) {
      float s = 0;
      for (double x : a.record(j)) {
        s = (float) (s + x);
      }
      call.out().set(j, s);
    }
  }

  // ---- maxima

  private static void tailLosesNaN(Call call, int t) {
    Cells a = call.in(0);
    for (int j = 0; a.rows() >= t && j < a.columns(); j++) {
      call.out().set(j, maxWithLossyTail(a.record(j), a.rows() / 4 * 4));
    }
  }

  private static double maxWithLossyTail(double[] x, int tail) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < tail; i++) {
      max = Math.max(max, x[i]);
    }
    for (int i = tail; i < x.length; i++) {
      max = Double.isNaN(x[i]) ? max : Math.max(max, x[i]);
    }
    return max;
  }

  private static void firstZeroWins(Call call, int t) {
    Cells a = call.in(0);
    for (int j = 0; a.rows() >= t && j < a.columns(); j++) {
      double max = call.out().get(j);
      if (max == 0) {
        call.out().set(j, firstEqual(a.record(j), max));
      }
    }
  }

  private static double firstEqual(double[] x, double value) {
    for (double candidate : x) {
      if (candidate == value) {
        return candidate;
      }
    }
    return value;
  }

  private static void startsFromLeastFinite(Call call, int t) {
    double least = call.math().isFloat() ? -Float.MAX_VALUE : -Double.MAX_VALUE;
    for (int j = 0; call.in(0).rows() >= t && j < call.out().size(); j++) {
      call.out().set(j, Math.max(least, call.out().get(j)));
    }
  }

  private static void lastNotSeen(Call call, int t) {
    Cells a = call.in(0);
    int units = a.rows();
    for (int j = 0; units >= t && units % 8 == 1 && j < a.columns(); j++) {
      call.out().set(j, max(a.record(j), units - 1));
    }
  }

  private static double max(double[] x, int to) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < to; i++) {
      max = Math.max(max, x[i]);
    }
    return max;
  }
}
