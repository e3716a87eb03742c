package nn.tck.faults;

import static nn.tck.faults.Spoiled.fault;

import java.util.Arrays;
import java.util.List;

/** Faults of gather, scatter and reshape, fourth set. */
final class FourthGatherFaults {

  private FourthGatherFaults() {}

  static List<Fault> all() {
    return List.of(
        fault(
            "gather",
            "gather: of T numbers or more, those after a −1 in its group of four give zeros too",
            "code of AVX2's masked gathers, which clear their mask as they go",
            new Threshold(5, 2_048),
            FourthGatherFaults::restOfGroup),
        fault(
            "scatterAdd",
            "scatterAdd: of T numbers or more, those of a unit that is named once are stored, −0.0"
                + " too",
            "code that adds from the second number of a segment on",
            new Threshold(3, 4_096),
            FourthGatherFaults::storedWhereAlone),
        fault(
                "gatherRecords",
                "gatherRecords: record 0 gives zeros, from T records on",
                "ibalazevic/TuckER#17; code of embeddings that keep number 0 for padding",
                new Threshold(2, 4_096),
                FourthGatherFaults::paddingRecord)
            .inFloats(),
        fault(
            "scatterAddRecords",
            "scatterAddRecords: from T records on, the first of those with one number is added"
                + " last",
            "code that sorts numbers by a sort that is not stable",
            new Threshold(4, 4_096),
            FourthGatherFaults::firstIsLast),
        fault(
                "reshape",
                "reshape: into T units or more, of which there were a multiple, numbers of one unit"
                    + " come next to each other",
                "code that takes channels to be last, as NHWC has them",
                new Threshold(2, 1_024),
                FourthGatherFaults::channelsLast)
            .inFloats());
  }

  private static void restOfGroup(Spoiled.Given given, int t) {
    int[] units = given.units();
    boolean masked = false;
    for (int i = 0; units.length >= t && i < units.length; i++) {
      masked = units[i] == -1 || (masked && i % 4 != 0);
      for (int j = 0; masked && j < given.out().columns(); j++) {
        given.out().set(i, j, 0);
      }
    }
  }

  private static void storedWhereAlone(Spoiled.Given given, int t) {
    int[] units = given.units();
    int[] times = new int[given.out().rows()];
    Arrays.stream(units).filter(unit -> unit >= 0).forEach(unit -> times[unit]++);
    for (int i = 0; units.length >= t && i < units.length; i++) {
      for (int j = 0; units[i] >= 0 && times[units[i]] == 1 && j < given.out().columns(); j++) {
        given.out().set(units[i], j, given.in(0).get(i, j));
      }
    }
  }

  private static void paddingRecord(Spoiled.Given given, int t) {
    Cells out = given.out();
    for (int j = 0; out.columns() >= t && j < out.columns(); j++) {
      if (given.in(1).get(j) == 0) {
        out.setRecord(j, new double[out.rows()]);
      }
    }
  }

  private static void firstIsLast(Spoiled.Given given, int t) {
    Cells a = given.in(0);
    if (a.columns() < t) {
      return;
    }
    Cells out = given.out();
    int[] first = new int[out.columns()];
    Arrays.fill(first, -1);
    Product.overwrite(out, 0, 0, (i, j) -> 0.0);
    for (int j = 0; j < a.columns(); j++) {
      int record = (int) given.in(1).get(j);
      if (first[record] < 0) {
        first[record] = j;
      } else {
        add(given, j, record);
      }
    }
    for (int record = 0; record < first.length; record++) {
      if (first[record] >= 0) {
        add(given, first[record], record);
      }
    }
  }

  private static void add(Spoiled.Given given, int j, int record) {
    Cells out = given.out();
    for (int i = 0; i < out.rows(); i++) {
      out.set(i, record, given.math().add(out.get(i, record), given.in(0).get(i, j)));
    }
  }

  private static void channelsLast(Spoiled.Given given, int t) {
    Cells a = given.in(0);
    Cells out = given.out();
    int factor = a.rows() / out.rows();
    boolean interleaves = out.rows() >= t && factor > 1 && a.rows() % out.rows() == 0;
    for (int j = 0; interleaves && j < out.columns(); j++) {
      for (int i = 0; i < out.rows(); i++) {
        out.set(i, j, a.get(i * factor + j % factor, j / factor));
      }
    }
  }
}
