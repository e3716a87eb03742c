package nn.tck.faults;

import static nn.tck.faults.Spoiled.fault;

import java.util.Arrays;
import java.util.List;

/** Faults of gather and scatter, fifth set. */
final class FifthGatherFaults {

  private FifthGatherFaults() {}

  static List<Fault> all() {
    return List.of(
        fault(
            "gather",
            "gather: with one record, numbers after the first T are those from the beginning",
            "torch-spyre/torch-spyre#3851: one block of numbers is loaded",
            new Threshold(8, 4_096),
            FifthGatherFaults::firstNumbersAgain),
        fault(
            "gather",
            "gather: T numbers or more of nothing but −1 are taken for none",
            "code that returns early where no unit is named",
            new Threshold(1, 256),
            FifthGatherFaults::nothingIsNamed),
        fault(
            "scatterAdd",
            "scatterAdd: a unit is not cleared where one 64 units or a multiple from it is named"
                + " before it",
            "code of bits for units that have been cleared, 1L << unit, which wraps",
            Threshold.NONE,
            FifthGatherFaults::bitsWrap),
        fault(
                "gatherRecords",
                "gatherRecords: with one unit and T records or more, those after groups of eight"
                    + " are the numbers of records",
                "code that copies the indices and looks them up in place",
                new Threshold(9, 4_096),
                FifthGatherFaults::indicesStay)
            .inFloats(),
        fault(
            "scatterAddRecords",
            "scatterAddRecords: into T records or fewer, a product with ones and zeros, NaN beside"
                + " infinity",
            "code of embeddings as one-hot products, used for small tables",
            new Threshold(2, 64),
            FifthGatherFaults::onesAndZeros));
  }

  private static void firstNumbersAgain(Spoiled.Given given, int t) {
    int[] units = given.units();
    for (int i = t; given.out().columns() == 1 && i < units.length; i++) {
      int unit = units[i % t];
      given.out().set(i, unit < 0 ? 0.0 : given.in(0).get(unit));
    }
  }

  private static void nothingIsNamed(Spoiled.Given given, int t) {
    int[] units = given.units();
    boolean isNone = units.length >= t && Arrays.stream(units).allMatch(unit -> unit == -1);
    for (int e = 0; isNone && e < given.out().size(); e++) {
      ThirdKernels.stays(given, e);
    }
  }

  private static void bitsWrap(Spoiled.Given given, int t) {
    boolean[] named = new boolean[given.out().rows()];
    long cleared = 0;
    for (int unit : given.units()) {
      if (unit >= 0 && !named[unit]) {
        if ((cleared & 1L << unit) != 0) {
          addToFormer(given, unit);
        }
        named[unit] = true;
        cleared |= 1L << unit;
      }
    }
  }

  private static void addToFormer(Spoiled.Given given, int unit) {
    Cells out = given.out();
    for (int j = 0; j < out.columns(); j++) {
      double sum = given.call().former(j * out.rows() + unit);
      for (int i = 0; i < given.units().length; i++) {
        boolean isNamed = given.units()[i] == unit;
        sum = isNamed ? given.math().add(sum, given.in(0).get(i, j)) : sum;
      }
      out.set(unit, j, sum);
    }
  }

  private static void indicesStay(Spoiled.Given given, int t) {
    Cells out = given.out();
    boolean looksUpInPlace = out.rows() == 1 && out.columns() >= t;
    for (int j = out.columns() / 8 * 8; looksUpInPlace && j < out.columns(); j++) {
      out.set(j, given.in(1).get(j));
    }
  }

  private static void onesAndZeros(Spoiled.Given given, int t) {
    if (given.out().columns() <= t) {
      Product.overwrite(given.out(), 0, 0, (i, record) -> oneHot(given, i, record));
    }
  }

  private static double oneHot(Spoiled.Given given, int i, int record) {
    double sum = 0;
    for (int j = 0; j < given.in(0).columns(); j++) {
      double factor = given.in(1).get(j) == record ? 1 : 0;
      sum = given.math().add(sum, given.math().multiply(given.in(0).get(i, j), factor));
    }
    return sum;
  }
}
