package nn.tck.model;

import static nn.tck.model.Operand.numbers;
import static nn.tck.model.Operand.read;
import static nn.tck.model.Operand.written;

import java.util.List;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Tensor;
import nn.api.Tier;
import nn.tck.reference.Bounds;
import nn.tck.reference.Generator;
import nn.tck.reference.Interval;
import nn.tck.reference.Matrix;
import nn.tck.reference.Oracle;

/** The kernels that take units or records by their numbers, and reshape. */
final class GatherForms {

  private GatherForms() {}

  static List<KernelModel> all() {
    return List.of(
        KernelModel.of("gather", List.of("units", "records", "numbers"), List.of(gather())),
        KernelModel.of("scatterAdd", List.of("units", "records", "numbers"), List.of(scatterAdd())),
        KernelModel.of(
            "gatherRecords", List.of("units", "records", "numbers"), List.of(gatherRecords())),
        KernelModel.of(
            "scatterAddRecords",
            List.of("units", "records", "numbers"),
            List.of(scatterAddRecords())),
        KernelModel.of(
            "reshape",
            List.of("rows", "columns"),
            List.of(
                reshape("into a row", 0),
                reshape("into a column", 1),
                reshape("swapped", 2),
                reshape("in place", 3),
                reshape("into half the units", 4),
                reshape("into twice the units", 5))));
  }

  /**
   * Numbers of units, −1 among them: at random, mostly one, or in order, perhaps but for one; or
   * nothing else.
   */
  private static int[] units(int count, int limit, Generator random) {
    int kind = random.below(12);
    int often = random.below(limit);
    int changed = random.below(count);
    int[] units = new int[count];
    for (int i = 0; i < count; i++) {
      units[i] =
          switch (kind) {
            case 0, 1 -> i % limit;
            case 2, 3 -> random.below(8) == 0 ? random.below(limit) : often;
            case 4, 5 -> i == changed ? random.below(limit) : i % limit;
            case 6 -> -1;
            default -> random.below(limit + 1) - 1;
          };
    }
    return units;
  }

  private static KernelForm gather() {
    return KernelForm.of(
        "gather",
        e -> List.of(read(0, "a", e[0], e[1]), written(1, "out", e[2], e[1])),
        setting -> {
          int[] units = units(setting.extents()[2], setting.extents()[0], setting.random());
          return Invocation.of(
              withUnits("gather", units, setting.random(), Backend::gather), gathered(units));
        });
  }

  /** A kernel that takes numbers of units. */
  private interface OfUnits {
    void run(Backend backend, Tensor a, int[] units, Tensor out);
  }

  /**
   * One array for all who make the call; one time in four one of its own, and a second call with
   * it, as it held other numbers in the first.
   */
  private static Invocation.Call withUnits(
      String kernel, int[] units, Generator random, OfUnits call) {
    boolean twice = random.below(4) == 0;
    int[] shared = units.clone();
    return (backend, t) -> {
      int[] given = twice ? new int[units.length] : shared;
      if (twice) {
        call.run(backend, t[0], given, t[1]);
        System.arraycopy(units, 0, given, 0, units.length);
      }
      call.run(backend, t[0], given, t[1]);
      Unchanged.array(kernel + ": the numbers of units", units, given);
    };
  }

  /** What gather gives for numbers of units. */
  static Invocation.Destination gathered(int[] units) {
    return (dtype, tier, m) ->
        Bounds.exactly(
            Matrix.generate(
                units.length,
                m[0].columns(),
                (i, j) -> units[i] < 0 ? 0.0 : m[0].get(units[i], j)));
  }

  private static KernelForm scatterAdd() {
    return KernelForm.of(
        "scatterAdd",
        e -> List.of(read(0, "a", e[2], e[1]), written(1, "out", e[0], e[1])),
        setting -> {
          int[] units = units(setting.extents()[2], setting.extents()[0], setting.random());
          return Invocation.of(
              withUnits("scatterAdd", units, setting.random(), Backend::scatterAdd),
              scattered(units));
        });
  }

  /** What scatterAdd gives for numbers of units. */
  static Invocation.Destination scattered(int[] units) {
    return (dtype, tier, m) -> {
      Sums sums = new Sums(units, m[1].rows());
      return sums.of(dtype, tier, m[1], (out, term) -> m[0].get(term, out / m[1].rows()));
    };
  }

  private static KernelForm gatherRecords() {
    return KernelForm.of(
        "gatherRecords",
        e ->
            List.of(
                read(0, "a", e[0], e[1]),
                numbers(1, "indices", e[2], e[1]),
                written(2, "out", e[0], e[2])),
        setting ->
            Invocation.of(
                (backend, t) -> backend.gatherRecords(t[0], t[1], t[2]),
                (dtype, tier, m) ->
                    Bounds.exactly(
                        Matrix.generate(
                            m[0].rows(),
                            m[1].columns(),
                            (i, j) -> m[0].get(i, (int) m[1].get(0, j))))));
  }

  private static KernelForm scatterAddRecords() {
    return KernelForm.of(
        "scatterAddRecords",
        e ->
            List.of(
                read(0, "a", e[0], e[2]),
                numbers(1, "indices", e[2], e[1]),
                written(2, "out", e[0], e[1])),
        setting ->
            Invocation.of(
                (backend, t) -> backend.scatterAddRecords(t[0], t[1], t[2]),
                (dtype, tier, m) -> {
                  int[] records = new int[m[1].columns()];
                  for (int j = 0; j < records.length; j++) {
                    records[j] = (int) m[1].get(0, j);
                  }
                  int rows = m[2].rows();
                  Sums sums = new Sums(records, m[2].columns());
                  return sums.ofRecords(
                      dtype, tier, m[2], (out, term) -> m[0].get(out % rows, term));
                }));
  }

  private static KernelForm reshape(String how, int kind) {
    return KernelForm.of(
        "reshape " + how,
        e -> {
          int rows = kind == 4 ? 2 * e[0] : e[0];
          int columns = kind == 5 ? 2 * e[1] : e[1];
          int size = rows * columns;
          int to =
              switch (kind) {
                case 0 -> 1;
                case 1 -> size;
                case 2 -> columns;
                case 5 -> 2 * rows;
                default -> e[0];
              };
          Operand out = written(1, "out", to, size / to);
          return List.of(read(0, "a", rows, columns), kind == 3 ? out.as(0) : out);
        },
        setting ->
            Invocation.of(
                (backend, t) -> backend.reshape(t[0], t[1]),
                (dtype, tier, m) -> Bounds.exactly(new Matrix(m[1].shape(), m[0].values()))));
  }

  /** Sums of the terms that go to each of some places, in the order of the terms. */
  private static final class Sums {
    private final int[] count;
    private final int[] start;
    private final int[] terms;

    /** Where each term goes, which is nowhere for −1. */
    Sums(int[] places, int limit) {
      count = new int[limit];
      for (int place : places) {
        if (place >= 0) {
          count[place]++;
        }
      }
      start = new int[limit];
      for (int place = 1; place < limit; place++) {
        start[place] = start[place - 1] + count[place - 1];
      }
      terms = new int[places.length];
      int[] next = start.clone();
      for (int term = 0; term < places.length; term++) {
        if (places[term] >= 0) {
          terms[next[places[term]]++] = term;
        }
      }
    }

    /** The value of a term of an element of the destination. */
    interface Term {
      double value(int out, int term);
    }

    /** Where units are places. */
    Bounds of(DType dtype, Tier tier, Matrix out, Term term) {
      return bounds(dtype, tier, out, term, true);
    }

    /** Where records are places. */
    Bounds ofRecords(DType dtype, Tier tier, Matrix out, Term term) {
      return bounds(dtype, tier, out, term, false);
    }

    private Bounds bounds(DType dtype, Tier tier, Matrix out, Term term, boolean byUnit) {
      Matrix low = Matrix.filled(out.shape(), 0.0);
      Matrix high = tier.exact() ? low : Matrix.filled(out.shape(), 0.0);
      for (int at = 0; at < low.values().length; at++) {
        int place = byUnit ? at % out.rows() : at / out.rows();
        double[] x = new double[count[place]];
        for (int t = 0; t < x.length; t++) {
          x[t] = term.value(at, terms[start[place] + t]);
        }
        Interval sum = x.length == 0 ? Interval.exactly(0.0) : Oracle.sum(dtype, tier, x);
        low.values()[at] = sum.low();
        high.values()[at] = sum.high();
      }
      return new Bounds(low, high);
    }
  }
}
