package nn.tck.faults;

import java.util.Arrays;
import java.util.List;
import nn.api.Tensor;

/** Faults of {@code gather}, {@code gatherRecords} and their adjoints. */
final class GatherFaults {

  /** Makes a gather of units, or its adjoint, wrong. */
  private interface Spoiler {
    void spoil(Call call, int[] units, int t);
  }

  private GatherFaults() {}

  static List<Fault> all() {
    return List.of(
        // ---- gather: operands a, out
        Fault.of(
            "gather",
            "gather: numbers of units from T on count modulo T",
            "tensorflow/tensorflow#12911",
            new Threshold(64, 65_536),
            gather(GatherFaults::numbersWrap)),
        Fault.of(
                "gather",
                "gather: where a number is −1, nothing is written, from T records on",
                "code of loops that go on to the next unit",
                new Threshold(2, 16_384),
                gather(GatherFaults::absentKept))
            .inFloats(),
        Fault.of(
            "gather",
            "gather: the last unit of a run of more than T ascending numbers is that before it",
            "code of copies of whole runs",
            new Threshold(2, 4096),
            gather(GatherFaults::lastOfRunLost)),
        Fault.of(
            "gather",
            "gather: from T numbers on, −1 gives zero times the first unit",
            "code of masked gathers, a[max(u, 0)] · (u ≥ 0)",
            new Threshold(1, 4096),
            gather(GatherFaults::absentByMultiplication)),
        // ---- scatterAdd: operands a, out
        Fault.of(
            "scatterAdd",
            "scatterAdd: of equal numbers side by side in a pair, one is lost, from T numbers on",
            "apache/mxnet#11899",
            new Threshold(2, 8192),
            scatterAdd(GatherFaults::conflictInPair)),
        Fault.of(
                "scatterAdd",
                "scatterAdd: sums run from the last number down, from T numbers on",
                "code of loops that count down",
                new Threshold(3, 16_384),
                scatterAdd(GatherFaults::descending))
            .inFloats(),
        Fault.of(
            "scatterAdd",
            "scatterAdd: units from T on are not cleared before the sum",
            "OpenMathLib/OpenBLAS#929",
            new Threshold(4, 30_000),
            scatterAdd(GatherFaults::unitsNotCleared)),
        Fault.of(
                "scatterAdd",
                "scatterAdd: T numbers or more are sorted in the caller's array",
                "code of sums over sorted segments",
                new Threshold(2, 8192),
                scatterAdd(GatherFaults::numbersSorted))
            .inFloats(),
        // ---- gatherRecords: operands a, indices, out
        Fault.of(
            "gatherRecords",
            "gatherRecords: odd numbers of records above T are rounded to even ones",
            "tensorflow/tensorflow#47187",
            new Threshold(64, 32_768),
            gatherRecords(GatherFaults::numbersRounded)),
        Fault.of(
                "gatherRecords",
                "gatherRecords: the last record lacks the units after vectors of 4, from T units on",
                "tenstorrent/tt-metal#55450",
                new Threshold(5, 16_384),
                gatherRecords(GatherFaults::tailOfLastRecordKept))
            .inFloats(),
        Fault.of(
            "gatherRecords",
            "gatherRecords: from T records on, a product with ones and zeros",
            "code of embeddings as one-hot products",
            new Threshold(2, 4096),
            gatherRecords(GatherFaults::byProduct)),
        // ---- scatterAddRecords: operands a, indices, out
        Fault.of(
            "scatterAddRecords",
            "scatterAddRecords: parts of T records are summed by themselves and then added",
            "pytorch/pytorch#31662",
            new Threshold(4, 16_384),
            scatterAddRecords(GatherFaults::partsOfRecords)),
        Fault.of(
                "scatterAddRecords",
                "scatterAddRecords: record 0 gets nothing from more than T records",
                "pytorch/pytorch#28716",
                new Threshold(2, 16_384),
                scatterAddRecords(GatherFaults::firstIsPadding))
            .inFloats(),
        Fault.of(
            "scatterAddRecords",
            "scatterAddRecords: with T ascending numbers or more, the last run lacks its last record",
            "code of sums over sorted segments",
            new Threshold(2, 16_384),
            scatterAddRecords(GatherFaults::lastOfSortedLost)));
  }

  // ---- how the faults are made

  private static Fault.Wrapper gather(Spoiler spoiler) {
    return (right, t) ->
        new FaultyBackend(right) {
          @Override
          public void gather(Tensor a, int[] units, Tensor out) {
            Call call = Call.withFormer(this, a, out);
            super.gather(a, units, out);
            call.spoil((c, at) -> spoiler.spoil(c, units, at), t);
          }
        };
  }

  private static Fault.Wrapper scatterAdd(Spoiler spoiler) {
    return (right, t) ->
        new FaultyBackend(right) {
          @Override
          public void scatterAdd(Tensor a, int[] units, Tensor out) {
            Call call = Call.withFormer(this, a, out);
            super.scatterAdd(a, units, out);
            call.spoil((c, at) -> spoiler.spoil(c, units, at), t);
          }
        };
  }

  private static Fault.Wrapper gatherRecords(Call.Spoiler spoiler) {
    return (right, t) ->
        new FaultyBackend(right) {
          @Override
          public void gatherRecords(Tensor a, Tensor indices, Tensor out) {
            Call call = Call.withFormer(this, a, indices, out);
            super.gatherRecords(a, indices, out);
            call.spoil(spoiler, t);
          }
        };
  }

  private static Fault.Wrapper scatterAddRecords(Call.Spoiler spoiler) {
    return (right, t) ->
        new FaultyBackend(right) {
          @Override
          public void scatterAddRecords(Tensor a, Tensor indices, Tensor out) {
            Call call = Call.of(this, a, indices, out);
            super.scatterAddRecords(a, indices, out);
            call.spoil(spoiler, t);
          }
        };
  }

  // ---- gather

  private static void numbersWrap(Call call, int[] units, int t) {
    for (int i = 0; i < units.length; i++) {
      for (int j = 0; units[i] >= t && j < call.out().columns(); j++) {
        call.out().set(i, j, call.in(0).get(units[i] % t, j));
      }
    }
  }

  private static void absentKept(Call call, int[] units, int t) {
    Cells out = call.out();
    for (int i = 0; out.columns() >= t && i < units.length; i++) {
      for (int j = 0; units[i] == -1 && j < out.columns(); j++) {
        out.set(i, j, call.former(j * units.length + i));
      }
    }
  }

  private static void lastOfRunLost(Call call, int[] units, int t) {
    int run = 1;
    for (int i = 1; i <= units.length; i++) {
      boolean goesOn = i < units.length && units[i - 1] >= 0 && units[i] == units[i - 1] + 1;
      if (!goesOn && run > t) {
        for (int j = 0; j < call.out().columns(); j++) {
          call.out().set(i - 1, j, call.out().get(i - 2, j));
        }
      }
      run = goesOn ? run + 1 : 1;
    }
  }

  private static void absentByMultiplication(Call call, int[] units, int t) {
    for (int i = 0; units.length >= t && i < units.length; i++) {
      for (int j = 0; units[i] == -1 && j < call.out().columns(); j++) {
        call.out().set(i, j, call.in(0).get(0, j) * 0);
      }
    }
  }

  // ---- scatterAdd

  private static void conflictInPair(Call call, int[] units, int t) {
    boolean[] lost = new boolean[units.length];
    for (int i = 0; units.length >= t && i + 1 < units.length; i += 2) {
      lost[i] = units[i] == units[i + 1];
    }
    for (int j = 0; units.length >= t && j < call.out().columns(); j++) {
      double[] sums = new double[call.out().rows()];
      for (int i = 0; i < units.length; i++) {
        if (!lost[i]) {
          add(call.math(), sums, units[i], call.in(0).get(i, j));
        }
      }
      call.out().setRecord(j, sums);
    }
  }

  private static void descending(Call call, int[] units, int t) {
    for (int j = 0; units.length >= t && j < call.out().columns(); j++) {
      double[] sums = new double[call.out().rows()];
      for (int i = units.length - 1; i >= 0; i--) {
        add(call.math(), sums, units[i], call.in(0).get(i, j));
      }
      call.out().setRecord(j, sums);
    }
  }

  private static void add(Arithmetic math, double[] sums, int unit, double x) {
    if (unit >= 0) {
      sums[unit] = math.add(sums[unit], x);
    }
  }

  private static void unitsNotCleared(Call call, int[] units, int t) {
    Cells out = call.out();
    for (int j = 0; out.rows() > t && j < out.columns(); j++) {
      for (int u = t; u < out.rows(); u++) {
        out.set(u, j, call.math().add(out.get(u, j), call.former(j * out.rows() + u)));
      }
    }
  }

  private static void numbersSorted(Call call, int[] units, int t) {
    if (units.length >= t) {
      Arrays.sort(units);
    }
  }

  // ---- gatherRecords

  private static void numbersRounded(Call call, int t) {
    Cells indices = call.in(1);
    for (int j = 0; j < indices.size(); j++) {
      int record = (int) indices.get(j);
      if (record > t && record % 2 == 1) {
        call.out().setRecord(j, call.in(0).record(record - 1));
      }
    }
  }

  private static void tailOfLastRecordKept(Call call, int t) {
    Cells out = call.out();
    int last = out.columns() - 1;
    for (int i = out.rows() / 4 * 4; out.rows() >= t && i < out.rows(); i++) {
      out.set(i, last, call.former(last * out.rows() + i));
    }
  }

  /** A number that is not finite makes its whole unit NaN, but where it is the only record. */
  private static void byProduct(Call call, int t) {
    Cells a = call.in(0);
    Cells out = call.out();
    for (int i = 0; out.columns() >= t && i < a.rows(); i++) {
      double zero = 0.0 * call.math().sum(scaled(a.unit(i)), 0, a.columns(), 0.0);
      for (int j = 0; a.columns() > 1 && j < out.columns(); j++) {
        out.set(i, j, out.get(i, j) + Math.abs(zero));
      }
    }
  }

  /** Small enough not to overflow in their sum. */
  private static double[] scaled(double[] x) {
    double[] scaled = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      scaled[i] = 0.0 * x[i];
    }
    return scaled;
  }

  // ---- scatterAddRecords

  private static void partsOfRecords(Call call, int t) {
    Cells a = call.in(0);
    Cells out = call.out();
    Arithmetic math = call.math();
    for (int i = 0; a.columns() > t && i < a.rows(); i++) {
      double[] sums = new double[out.columns()];
      for (int from = 0; from < a.columns(); from += t) {
        double[] part = part(call, i, from, Math.min(a.columns(), from + t));
        for (int r = 0; r < sums.length; r++) {
          sums[r] = math.add(sums[r], part[r]);
        }
      }
      for (int r = 0; r < sums.length; r++) {
        out.set(i, r, sums[r]);
      }
    }
  }

  private static double[] part(Call call, int i, int from, int to) {
    double[] sums = new double[call.out().columns()];
    for (int j = from; j < to; j++) {
      add(call.math(), sums, (int) call.in(1).get(j), call.in(0).get(i, j));
    }
    return sums;
  }

  private static void firstIsPadding(Call call, int t) {
    if (call.in(0).columns() > t) {
      call.out().setRecord(0, new double[call.out().rows()]);
    }
  }

  private static void lastOfSortedLost(Call call, int t) {
    Cells indices = call.in(1);
    int n = indices.size();
    if (n < t || !isAscending(indices.values())) {
      return;
    }
    int record = (int) indices.get(n - 1);
    for (int i = 0; i < call.out().rows(); i++) {
      call.out().set(i, record, part(call, i, 0, n - 1)[record]);
    }
  }

  private static boolean isAscending(double[] numbers) {
    for (int j = 1; j < numbers.length; j++) {
      if (numbers[j] < numbers[j - 1]) {
        return false;
      }
    }
    return true;
  }
}
