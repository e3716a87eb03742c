package nn.tck.model;

import static nn.tck.model.Operand.read;
import static nn.tck.model.Operand.written;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import nn.api.CombineOperation;
import nn.api.DType;
import nn.tck.reference.Bounds;
import nn.tck.reference.Definitions;
import nn.tck.reference.Matrix;

/** {@code combine} with each operation, each broadcast and each alias. */
final class CombineForms {

  private CombineForms() {}

  /** The shapes of the second operand, and which operands are one tensor. */
  private enum Kind {
    SAME("", false, false),
    SAME_INTO_A(", into a", false, false),
    SAME_INTO_B(", into b", false, false),
    ONE_TENSOR(" of one tensor", false, false),
    ALL_ONE(" of one tensor, into it", false, false),
    COLUMN(" a column", true, false),
    COLUMN_INTO_A(" a column, into a", true, false),
    ROW(" a row", false, true),
    ROW_INTO_A(" a row, into a", false, true);

    final String words;
    final boolean column;
    final boolean row;

    Kind(String words, boolean column, boolean row) {
      this.words = words;
      this.column = column;
      this.row = row;
    }

    List<Operand> operands(int[] e) {
      Operand a = read(0, "a", e[0], e[1]);
      Operand b = read(1, "b", row ? 1 : e[0], column ? 1 : e[1]);
      Operand out = written(2, "out", e[0], e[1]);
      return switch (this) {
        case SAME, COLUMN, ROW -> List.of(a, b, out);
        case SAME_INTO_A, COLUMN_INTO_A, ROW_INTO_A -> List.of(a, b, out.as(0));
        case SAME_INTO_B -> List.of(a, b, out.as(1));
        case ONE_TENSOR -> List.of(a, b.as(0), out);
        case ALL_ONE -> List.of(a, b.as(0), out.as(0));
      };
    }
  }

  static KernelModel model() {
    List<KernelForm> forms = new ArrayList<>();
    for (CombineOperation operation : CombineOperation.values()) {
      for (Kind kind : Kind.values()) {
        forms.add(
            KernelForm.of(
                "combine " + operation.name().toLowerCase(Locale.ROOT) + kind.words,
                kind::operands,
                setting ->
                    Invocation.of(
                        (backend, t) -> backend.combine(operation, t[0], t[1], t[2]),
                        (dtype, tier, m) -> Bounds.exactly(values(operation, dtype, m[0], m[1])))));
      }
    }
    return KernelModel.of("combine", List.of("rows", "columns"), forms);
  }

  static Matrix values(CombineOperation operation, DType dtype, Matrix a, Matrix b) {
    return Matrix.generate(
        a.rows(),
        a.columns(),
        (i, j) ->
            Definitions.value(
                operation,
                dtype,
                a.get(i, j),
                b.get(b.rows() == 1 ? 0 : i, b.columns() == 1 ? 0 : j)));
  }
}
