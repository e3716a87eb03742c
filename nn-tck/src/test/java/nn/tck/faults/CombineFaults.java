package nn.tck.faults;

import java.util.List;
import nn.api.CombineOperation;
import nn.api.Tensor;

/** Faults of {@code combine}: one operation with one form of its second operand. */
final class CombineFaults {

  /** The shape of the second operand. */
  private enum Form {
    SAME,
    COLUMN,
    ROW;

    boolean fits(Cells a, Cells b) {
      return switch (this) {
        case SAME -> b.rows() == a.rows() && b.columns() == a.columns();
        case COLUMN -> b.rows() == a.rows() && b.columns() == 1 && a.columns() > 1;
        case ROW -> b.rows() == 1 && b.columns() == a.columns() && a.rows() > 1;
      };
    }
  }

  private CombineFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of(
            "combine",
            "combine: DIVIDE by a row multiplies with reciprocals, from T units on",
            "Reference-LAPACK/lapack#749",
            new Threshold(2, 20_000),
            combine(CombineOperation.DIVIDE, Form.ROW, CombineFaults::rowReciprocals)),
        Fault.of(
                "combine",
                "combine: SUBTRACT of a column takes it one unit further in records from T on",
                "deeplearning4j/nd4j#152",
                new Threshold(2, 16_384),
                combine(CombineOperation.SUBTRACT, Form.COLUMN, CombineFaults::columnShifted))
            .inFloats(),
        Fault.of(
            "combine",
            "combine: ADD of [1, 1] to a column of T units or more leaves the last as it is",
            "deeplearning4j/nd4j#434",
            new Threshold(2, 60_000),
            combine(CombineOperation.ADD, Form.ROW, CombineFaults::scalarNotAddedToLast)),
        Fault.of(
            "combine",
            "combine: SUBTRACT into b is b − a in elements from T on",
            "born-ml/born#55",
            new Threshold(8, 200_000),
            combine(CombineOperation.SUBTRACT, Form.SAME, CombineFaults::intoSecondSwapped)),
        Fault.of(
                "combine",
                "combine: MULTIPLY by a column skips units where it is zero, from T records on",
                "applied-geodesy/jag3d#74",
                new Threshold(2, 8192),
                combine(CombineOperation.MULTIPLY, Form.COLUMN, CombineFaults::zerosSkipped))
            .inFloats(),
        Fault.of(
                "combine",
                "combine: DIVIDE of one shape multiplies with reciprocals, from T elements on",
                "golang/go#41657",
                new Threshold(4, 200_000),
                combine(CombineOperation.DIVIDE, Form.SAME, CombineFaults::reciprocals))
            .inFloats(),
        Fault.of(
            "combine",
            "combine: ADD of a row takes that of record j − T from record T on",
            "code of broadcast indices in short",
            new Threshold(64, 65_536),
            combine(CombineOperation.ADD, Form.ROW, CombineFaults::rowWraps)),
        Fault.of(
            "combine",
            "combine: SUBTRACT of a tensor from itself fills with zeros, from T elements on",
            "code of algebraic simplifications, x − x to 0",
            new Threshold(2, 50_000),
            combine(CombineOperation.SUBTRACT, Form.SAME, CombineFaults::itselfIsZero)));
  }

  private static Fault.Wrapper combine(CombineOperation wrong, Form form, Call.Spoiler spoiler) {
    return (right, t) ->
        new FaultyBackend(right) {
          @Override
          public void combine(CombineOperation op, Tensor a, Tensor b, Tensor out) {
            Call call = Call.of(this, a, b, out);
            super.combine(op, a, b, out);
            if (op == wrong && form.fits(call.in(0), call.in(1))) {
              call.spoil(spoiler, t);
            }
          }
        };
  }

  private static void rowReciprocals(Call call, int t) {
    if (call.out().rows() >= t) {
      Product.overwrite(
          call.out(),
          0,
          0,
          (i, j) -> call.math().timesReciprocal(call.in(0).get(i, j), call.in(1).get(j)));
    }
  }

  private static void columnShifted(Call call, int t) {
    Cells a = call.in(0);
    Cells b = call.in(1);
    Product.overwrite(
        call.out(),
        0,
        Math.min(t, a.columns()),
        (i, j) -> call.math().subtract(a.get(i, j), b.get((i + 1) % b.rows())));
  }

  private static void scalarNotAddedToLast(Call call, int t) {
    Cells out = call.out();
    if (call.in(1).size() == 1 && out.rows() >= t) {
      int last = out.rows() - 1;
      out.set(last, call.in(0).get(last));
    }
  }

  private static void intoSecondSwapped(Call call, int t) {
    Cells out = call.out();
    if (out.isSameTensor(call.in(1)) && !out.isSameTensor(call.in(0))) {
      for (int e = t; e < out.size(); e++) {
        out.set(e, call.math().subtract(call.in(1).get(e), call.in(0).get(e)));
      }
    }
  }

  private static void zerosSkipped(Call call, int t) {
    Cells b = call.in(1);
    for (int i = 0; call.out().columns() >= t && i < b.size(); i++) {
      for (int j = 0; b.get(i) == 0 && j < call.out().columns(); j++) {
        call.out().set(i, j, 0.0);
      }
    }
  }

  private static void reciprocals(Call call, int t) {
    Cells out = call.out();
    for (int e = 0; out.size() >= t && e < out.size(); e++) {
      out.set(e, call.math().timesReciprocal(call.in(0).get(e), call.in(1).get(e)));
    }
  }

  private static void rowWraps(Call call, int t) {
    Cells a = call.in(0);
    Product.overwrite(
        call.out(),
        0,
        Math.min(t, a.columns()),
        (i, j) -> call.math().add(a.get(i, j), call.in(1).get(j - t)));
  }

  private static void itselfIsZero(Call call, int t) {
    Cells out = call.out();
    boolean itself = call.in(0).isSameTensor(call.in(1));
    for (int e = 0; itself && out.size() >= t && e < out.size(); e++) {
      out.set(e, 0.0);
    }
  }
}
