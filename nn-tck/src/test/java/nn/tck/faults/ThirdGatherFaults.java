package nn.tck.faults;

import static nn.tck.faults.Spoiled.fault;

import java.util.List;

/** Faults of gather, scatter and reshape, third set. */
final class ThirdGatherFaults {

  private ThirdGatherFaults() {}

  static List<Fault> all() {
    return List.of(
        fault(
                "gather",
                "gather: where a number repeats the one before, records from T on stay",
                "code that copies a row again in the first block of records alone",
                new Threshold(2, 2_048),
                ThirdGatherFaults::repeatedNumbers)
            .inFloats(),
        fault(
            "scatterAdd",
            "scatterAdd: the first −1 ends T numbers or more",
            "code of lists that are filled up with −1",
            new Threshold(3, 4_096),
            ThirdGatherFaults::noneIsTheEnd),
        fault(
                "gatherRecords",
                "gatherRecords: units after whole strips of T are of the record that was asked for"
                    + " before",
                "code of pipelines that have loaded the next index already",
                new Threshold(4, 1_024),
                ThirdGatherFaults::recordBefore)
            .inFloats(),
        fault(
            "scatterAddRecords",
            "scatterAddRecords: of T records or more those with even numbers are added first",
            "code of two passes, one for each of two buffers that are loaded in turn",
            new Threshold(4, 4_096),
            ThirdGatherFaults::evenRecordsFirst),
        fault(
            "reshape",
            "reshape: where T elements or more leave 1 of 4, the last is the one before",
            "code of copies whose last vector is moved back by one too many",
            new Threshold(5, 65_536),
            ThirdGatherFaults::lastOfOne));
  }

  private static void repeatedNumbers(Spoiled.Given given, int t) {
    int[] units = given.units();
    for (int j = t; j < given.out().columns(); j++) {
      for (int i = 1; i < units.length; i++) {
        if (units[i] == units[i - 1]) {
          ThirdKernels.stays(given, j * units.length + i);
        }
      }
    }
  }

  private static void noneIsTheEnd(Spoiled.Given given, int t) {
    int[] units = given.units();
    if (units.length < t) {
      return;
    }
    Cells out = given.out();
    Product.overwrite(out, 0, 0, (i, j) -> 0.0);
    for (int i = 0; i < units.length && units[i] != -1; i++) {
      for (int j = 0; j < out.columns(); j++) {
        out.set(units[i], j, given.math().add(out.get(units[i], j), given.in(0).get(i, j)));
      }
    }
  }

  private static void recordBefore(Spoiled.Given given, int t) {
    Cells a = given.in(0);
    Cells indices = given.in(1);
    if (a.rows() > t) {
      Product.overwrite(
          given.out(), a.rows() / t * t, 1, (i, j) -> a.get(i, (int) indices.get(j - 1)));
    }
  }

  private static void evenRecordsFirst(Spoiled.Given given, int t) {
    if (given.in(0).columns() >= t) {
      Product.overwrite(given.out(), 0, 0, (i, j) -> 0.0);
      addEverySecond(given, 0);
      addEverySecond(given, 1);
    }
  }

  private static void addEverySecond(Spoiled.Given given, int first) {
    Cells a = given.in(0);
    Cells out = given.out();
    for (int j = first; j < a.columns(); j += 2) {
      int record = (int) given.in(1).get(j);
      for (int i = 0; i < a.rows(); i++) {
        out.set(i, record, given.math().add(out.get(i, record), a.get(i, j)));
      }
    }
  }

  private static void lastOfOne(Spoiled.Given given, int t) {
    int size = given.out().size();
    if (size >= t && size % 4 == 1) {
      given.out().set(size - 1, given.out().get(size - 2));
    }
  }
}
