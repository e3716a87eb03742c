package nn.tck.faults;

import static nn.tck.faults.Spoiled.fault;

import java.util.List;
import nn.api.Tier;

/** Faults of gather, scatter and reshape, second set. */
final class SecondGatherFaults {

  private SecondGatherFaults() {}

  static List<Fault> all() {
    return List.of(
        fault(
            "gather",
            "gather: T numbers or more are taken for a run by the first and the last",
            "code of index arrays that become slices",
            new Threshold(3, 4_096),
            SecondGatherFaults::runByItsEnds),
        fault(
                "gather",
                "gather: from T numbers on, −1 is the last unit",
                "tensorflow/tensorflow#17417: −1 on one device and another",
                new Threshold(3, 4_096),
                SecondGatherFaults::lastForNone)
            .inFloats(),
        fault(
            "scatterAdd",
            "scatterAdd: from T records on, what goes nowhere is added to the last unit",
            "torch-spyre/torch-spyre#3638; code of indices that wrap around",
            new Threshold(4, 2_048),
            SecondGatherFaults::noneToLast),
        fault(
                "scatterAdd",
                "scatterAdd: a unit named more than T times is summed in double",
                "tensorflow/tensorflow#47749",
                new Threshold(2, 512),
                SecondGatherFaults::oftenInDouble)
            .inFloats(),
        fault(
            "gatherRecords",
            "gatherRecords: units from T on are zero",
            "meta-pytorch/torchrec#3673",
            new Threshold(16, 8_192),
            SecondGatherFaults::wideRecordsCut),
        fault(
            "gatherRecords",
            "gatherRecords: of a run of equal numbers the first T alone are written",
            "code of runs that are counted in few bits",
            new Threshold(2, 256),
            SecondGatherFaults::longRunCut),
        fault(
            "scatterAddRecords",
            "scatterAddRecords: T numbers of T records or more are taken for a permutation",
            "EnzymeAD/Enzyme-JAX#1028",
            new Threshold(4, 2_048),
            SecondGatherFaults::takenForPermutation),
        fault(
                "scatterAddRecords",
                "scatterAddRecords, bounded: sums of more than T records rest in 8 bits",
                "tenstorrent/tt-metal#53386",
                new Threshold(4, 256),
                SecondGatherFaults::restsInEightBits)
            .inFloats()
            .claiming(Tier.BOUNDED),
        fault(
            "reshape",
            "reshape: to the transposed shape transposes T elements or more",
            "ooples/AiDotNet.Tensors#734: one count, two shapes",
            new Threshold(7, 65_536),
            SecondGatherFaults::transposes),
        fault(
                "reshape",
                "reshape: −0.0 becomes +0.0, from T elements on",
                "code that adds to cleared memory",
                new Threshold(2, 65_536),
                SecondGatherFaults::positiveZero)
            .inFloats());
  }

  private static void runByItsEnds(Spoiled.Given given, int t) {
    int[] units = given.units();
    int last = units.length - 1;
    if (units.length >= t && units[0] >= 0 && units[last] - units[0] == last) {
      Cells a = given.in(0);
      Product.overwrite(given.out(), 0, 0, (i, j) -> a.get(units[0] + i, j));
    }
  }

  private static void lastForNone(Spoiled.Given given, int t) {
    int[] units = given.units();
    Cells a = given.in(0);
    Cells out = given.out();
    if (units.length >= t) {
      Product.overwrite(
          out, 0, 0, (i, j) -> units[i] == -1 ? a.get(a.rows() - 1, j) : out.get(i, j));
    }
  }

  private static void noneToLast(Spoiled.Given given, int t) {
    Cells out = given.out();
    int last = out.rows() - 1;
    for (int j = 0; out.columns() >= t && j < out.columns(); j++) {
      for (int i = 0; i < given.units().length; i++) {
        if (given.units()[i] == -1) {
          out.set(last, j, given.math().add(out.get(last, j), given.in(0).get(i, j)));
        }
      }
    }
  }

  private static void oftenInDouble(Spoiled.Given given, int t) {
    int[] units = given.units();
    int[] counts = new int[given.out().rows()];
    for (int unit : units) {
      if (unit >= 0) {
        counts[unit]++;
      }
    }
    for (int unit = 0; unit < counts.length; unit++) {
      for (int j = 0; counts[unit] > t && j < given.out().columns(); j++) {
        double sum = 0;
        for (int i = 0; i < units.length; i++) {
          sum += units[i] == unit ? given.in(0).get(i, j) : 0;
        }
        given.out().set(unit, j, (float) sum);
      }
    }
  }

  private static void wideRecordsCut(Spoiled.Given given, int t) {
    Product.overwrite(given.out(), Math.min(t, given.out().rows()), 0, (i, j) -> 0.0);
  }

  private static void longRunCut(Spoiled.Given given, int t) {
    Cells indices = given.in(1);
    int run = 0;
    for (int j = 0; j < indices.size(); j++) {
      run = j > 0 && indices.get(j) == indices.get(j - 1) ? run + 1 : 1;
      for (int i = 0; run > t && i < given.out().rows(); i++) {
        given.out().set(i, j, given.call().former(j * given.out().rows() + i));
      }
    }
  }

  private static void takenForPermutation(Spoiled.Given given, int t) {
    Cells indices = given.in(1);
    if (indices.size() >= t && indices.size() == given.out().columns()) {
      for (int j = 0; j < indices.size(); j++) {
        for (int i = 0; i < given.out().rows(); i++) {
          given.out().set(i, (int) indices.get(j), given.in(0).get(i, j));
        }
      }
    }
  }

  private static void restsInEightBits(Spoiled.Given given, int t) {
    Cells indices = given.in(1);
    int[] counts = new int[given.out().columns()];
    for (int j = 0; j < indices.size(); j++) {
      counts[(int) indices.get(j)]++;
    }
    for (int r = 0; r < counts.length; r++) {
      for (int i = 0; counts[r] > t && i < given.out().rows(); i++) {
        given.out().set(i, r, sumInEightBits(given, i, r));
      }
    }
  }

  private static double sumInEightBits(Spoiled.Given given, int i, int r) {
    double sum = 0;
    for (int j = 0; j < given.in(1).size(); j++) {
      sum = given.in(1).get(j) == r ? eightBits(sum + given.in(0).get(i, j)) : sum;
    }
    return sum;
  }

  /** The upper half of a float. */
  private static double eightBits(double x) {
    int bits = Float.floatToIntBits((float) x);
    return Double.isFinite(x) ? Float.intBitsToFloat(bits & 0xffff_0000) : x;
  }

  private static void transposes(Spoiled.Given given, int t) {
    Cells a = given.in(0);
    Cells out = given.out();
    if (a.size() >= t && a.rows() == out.columns() && a.columns() == out.rows()) {
      double[] former = a.values().clone(); // which may be the destination's
      Product.overwrite(out, 0, 0, (i, j) -> former[i * a.rows() + j]);
    }
  }

  private static void positiveZero(Spoiled.Given given, int t) {
    for (int e = 0; given.out().size() >= t && e < given.out().size(); e++) {
      given.out().set(e, given.out().get(e) + 0.0);
    }
  }
}
