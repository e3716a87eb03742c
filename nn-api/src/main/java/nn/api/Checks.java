package nn.api;

/**
 * The argument checks that backends share, so that all refuse alike and with the same words: {@code
 * operation: rule that failed: every operand}.
 *
 * <p>They look at shapes and identity alone. Ownership and lifetime are the backend's to check,
 * before these.
 */
public final class Checks {

  static final double[] NO_SCALARS = {};

  private Checks() {}

  /** Checks a number of pieces of work that run at the same time. */
  public static void count(String operation, int count, int most) {
    if (count < 0 || count > most) {
      throw new IllegalArgumentException(
          Message.of(
              "%s: count must be from 0 to the number of threads, %s: %s", operation, most, count));
    }
  }

  /** Checks {@code out [m, n] ← a [m, k] · b [k, n]}. */
  public static void matmul(Tensor a, Tensor b, Tensor out) {
    Shape as = a.shape();
    Shape bs = b.shape();
    product("matmul", as.columns() == bs.rows(), as.rows(), bs.columns(), a, b, out);
  }

  /** Checks {@code out [m, n] ← a [k, m]ᵀ · b [k, n]}. */
  public static void matmulTransA(Tensor a, Tensor b, Tensor out) {
    Shape as = a.shape();
    Shape bs = b.shape();
    product("matmulTransA", as.rows() == bs.rows(), as.columns(), bs.columns(), a, b, out);
  }

  /** Checks {@code out [m, n] ← a [m, k] · b [n, k]ᵀ}. */
  public static void matmulTransB(Tensor a, Tensor b, Tensor out) {
    Shape as = a.shape();
    Shape bs = b.shape();
    product("matmulTransB", as.columns() == bs.columns(), as.rows(), bs.rows(), a, b, out);
  }

  private static void product(
      String operation, boolean inner, int m, int n, Tensor a, Tensor b, Tensor out) {
    if (!inner) {
      throw new ShapeMismatchException(
          Message.of(
              "%s: inner dimensions differ: a is %s, b is %s", operation, a.shape(), b.shape()));
    }
    if (!out.shape().is(m, n)) {
      throw new ShapeMismatchException(
          Message.of(
              "%s: out must be [%s, %s]: a is %s, b is %s, out is %s",
              operation, m, n, a.shape(), b.shape(), out.shape()));
    }
    noAlias(operation, "a", a, "out", out);
    noAlias(operation, "b", b, "out", out);
  }

  /** Checks the operands of {@link Backend#dense}. */
  public static void dense(Tensor w, Tensor x, Tensor b, ElementwiseLoop f, Tensor out) {
    function("dense", f, 1, "one input");
    int units = w.shape().rows();
    int records = x.shape().columns();
    if (w.shape().columns() != x.shape().rows()
        || !b.shape().is(units, 1)
        || !out.shape().is(units, records)) {
      throw new ShapeMismatchException(
          Message.of(
              "dense: w must be [units, inputs], x [inputs, records], b [units, 1], out"
                  + " [units, records]: w is %s, x is %s, b is %s, out is %s",
              w.shape(), x.shape(), b.shape(), out.shape()));
    }
    noAlias("dense", "w", w, "out", out);
    noAlias("dense", "x", x, "out", out);
    noAlias("dense", "b", b, "out", out);
  }

  /** Checks the operands of {@link Backend#denseInputGradient}. */
  public static void denseInputGradient(
      Tensor w, Tensor dz, ElementwiseLoop f, Tensor a, Tensor out) {
    function("denseInputGradient", f, 2, "two inputs");
    int inputs = w.shape().columns();
    int records = dz.shape().columns();
    if (w.shape().rows() != dz.shape().rows()
        || !a.shape().is(inputs, records)
        || !out.shape().is(inputs, records)) {
      throw new ShapeMismatchException(
          Message.of(
              "denseInputGradient: w must be [units, inputs], dz [units, records], a [inputs,"
                  + " records], out [inputs, records]: w is %s, dz is %s, a is %s, out is %s",
              w.shape(), dz.shape(), a.shape(), out.shape()));
    }
    noAlias("denseInputGradient", "w", w, "out", out);
    noAlias("denseInputGradient", "dz", dz, "out", out);
    noAlias("denseInputGradient", "a", a, "out", out);
  }

  /** Checks the operands of {@link Backend#denseParameterGradients}. */
  public static void denseParameterGradients(Tensor dz, Tensor x, Tensor dw, Tensor db) {
    int units = dz.shape().rows();
    if (dz.shape().columns() != x.shape().columns()
        || !dw.shape().is(units, x.shape().rows())
        || !db.shape().is(units, 1)) {
      throw new ShapeMismatchException(
          Message.of(
              "denseParameterGradients: dz must be [units, records], x [inputs, records], dw"
                  + " [units, inputs], db [units, 1]: dz is %s, x is %s, dw is %s, db is %s",
              dz.shape(), x.shape(), dw.shape(), db.shape()));
    }
    noAlias("denseParameterGradients", "dz", dz, "dw", dw);
    noAlias("denseParameterGradients", "x", x, "dw", dw);
    noAlias("denseParameterGradients", "dz", dz, "db", db);
    noAlias("denseParameterGradients", "x", x, "db", db);
    noAlias("denseParameterGradients", "dw", dw, "db", db);
  }

  private static void function(String operation, ElementwiseLoop f, int inputs, String words) {
    if (f.inputs() != inputs || f.outputs() != 1 || f.scalars() != 0) {
      throw new IllegalArgumentException(
          Message.of(
              "%s: f must have %s, one output and no scalars: %s has %s inputs, %s outputs and"
                  + " %s scalars",
              operation, words, f, f.inputs(), f.outputs(), f.scalars()));
    }
  }

  /** Checks the operands of {@link Backend#combine}. */
  public static void combine(Tensor a, Tensor b, Tensor out) {
    Shape as = a.shape();
    Shape bs = b.shape();
    boolean fits =
        (bs.rows() == as.rows() || bs.rows() == 1)
            && (bs.columns() == as.columns() || bs.columns() == 1);
    boolean scalar = bs.size() == 1 && as.rows() > 1 && as.columns() > 1;
    if (!fits || scalar) {
      throw new ShapeMismatchException(
          Message.of(
              "combine: b must have the shape of a, or be a column [%s, 1] or a row [1, %s]: a"
                  + " is %s, b is %s",
              as.rows(), as.columns(), as, bs));
    }
    sameShape("combine", "a", a, "out", out);
  }

  /** Checks {@code out [m, 1]} for {@code a [m, n]}. */
  public static void sumOverRecords(Tensor a, Tensor out) {
    reduction("sumOverRecords", a, out, a.shape().rows(), 1);
  }

  /** Checks {@code out [1, n]} for {@code a [m, n]}. */
  public static void sumOverUnits(Tensor a, Tensor out) {
    reduction("sumOverUnits", a, out, 1, a.shape().columns());
  }

  /** Checks {@code out [1, n]} for {@code a [m, n]}. */
  public static void maxOverUnits(Tensor a, Tensor out) {
    reduction("maxOverUnits", a, out, 1, a.shape().columns());
  }

  private static void reduction(String operation, Tensor a, Tensor out, int rows, int columns) {
    if (!out.shape().is(rows, columns)) {
      throw new ShapeMismatchException(
          Message.of(
              "%s: out must be [%s, %s]: a is %s, out is %s",
              operation, rows, columns, a.shape(), out.shape()));
    }
    noAlias(operation, "a", a, "out", out);
  }

  /** Checks {@code out [units.length, n]} for {@code a [m, n]}, and the numbers of units. */
  public static void gather(Tensor a, int[] units, Tensor out) {
    boolean fits = out.shape().is(units.length, a.shape().columns());
    byUnits("gather", "a must be [m, n], out [units.length, n]", fits, a, units, out, a);
    noAlias("gather", "a", a, "out", out);
  }

  /** Checks {@code out [m, n]} for {@code a [units.length, n]}, and the numbers of units. */
  public static void scatterAdd(Tensor a, int[] units, Tensor out) {
    boolean fits = a.shape().is(units.length, out.shape().columns());
    byUnits("scatterAdd", "a must be [units.length, n], out [m, n]", fits, a, units, out, out);
    noAlias("scatterAdd", "a", a, "out", out);
  }

  /** Checks the shapes, and that {@code units} are those of {@code all}. */
  private static void byUnits(
      String operation, String rule, boolean fits, Tensor a, int[] units, Tensor out, Tensor all) {
    if (!fits) {
      throw new ShapeMismatchException(
          Message.of(
              "%s: %s: a is %s, units.length is %s, out is %s",
              operation, rule, a.shape(), units.length, out.shape()));
    }
    int m = all.shape().rows();
    for (int i = 0; i < units.length; i++) {
      if (units[i] < -1 || units[i] >= m) {
        throw new IndexOutOfBoundsException(
            Message.of(
                "%s: units must be from 0 to %s, or -1 for none: units[%s] is %s, a is %s, out"
                    + " is %s",
                operation, m - 1, i, units[i], a.shape(), out.shape()));
      }
    }
  }

  /**
   * Checks {@code out [m, n]} for {@code a [m, k]} and {@code indices [1, n]}, not their values.
   */
  public static void gatherRecords(Tensor a, Tensor indices, Tensor out) {
    byIndices("gatherRecords", "a must be [m, k], out [m, n]", a, indices, out, out.shape());
  }

  /**
   * Checks {@code out [m, k]} for {@code a [m, n]} and {@code indices [1, n]}, not their values.
   */
  public static void scatterAddRecords(Tensor a, Tensor indices, Tensor out) {
    byIndices("scatterAddRecords", "a must be [m, n], out [m, k]", a, indices, out, a.shape());
  }

  private static void byIndices(
      String operation, String rule, Tensor a, Tensor indices, Tensor out, Shape few) {
    if (a.shape().rows() != out.shape().rows() || !indices.shape().is(1, few.columns())) {
      throw new ShapeMismatchException(
          Message.of(
              "%s: indices must be [1, n], %s: a is %s, indices is %s, out is %s",
              operation, rule, a.shape(), indices.shape(), out.shape()));
    }
    noAlias(operation, "a", a, "out", out);
    noAlias(operation, "indices", indices, "out", out);
  }

  /**
   * Checks that a value is the number of one of {@code records}.
   *
   * @param j its place among the indices
   * @return the number
   */
  public static int index(String operation, double value, int j, int records) {
    int index = (int) value;
    if (index != value || index < 0 || index >= records) {
      throw new IndexOutOfBoundsException(
          Message.of(
              "%s: indices must be whole numbers from 0 to %s: number %s is %s",
              operation, records - 1, j, value));
    }
    return index;
  }

  /** Checks that {@code out} has as many elements as {@code a}. */
  public static void reshape(Tensor a, Tensor out) {
    if (a.shape().size() != out.shape().size()) {
      throw new ShapeMismatchException(
          Message.of(
              "reshape: out must have as many elements as a: a is %s, out is %s",
              a.shape(), out.shape()));
    }
  }

  /** Checks the operands of {@link Backend#apply(ElementwiseLoop, double[], Tensor[])}. */
  public static void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
    if (operands.length != loop.inputs() + loop.outputs()) {
      throw new IllegalArgumentException(
          Message.of(
              "apply: %s takes %s inputs and %s outputs: %s operands given",
              loop, loop.inputs(), loop.outputs(), operands.length));
    }
    if (scalars.length < loop.scalars()) {
      throw new IllegalArgumentException(
          Message.of("apply: %s takes %s scalars: %s given", loop, loop.scalars(), scalars.length));
    }
    Shape shape = operands[0].shape();
    int inputs = loop.inputs(); // once: what is left of a small kernel's time are such calls
    for (int p = 0; p < operands.length; p++) {
      if (!operands[p].shape().is(shape.rows(), shape.columns())) {
        throw new ShapeMismatchException(
            Message.of("apply: operands of %s must have one shape: %s", loop, shapes(operands)));
      }
      for (int q = inputs; q < p; q++) {
        if (operands[p] == operands[q]) {
          throw new AliasException(
              Message.of(
                  "apply: two outputs of %s are the same tensor: operands %s and %s %s",
                  loop, q, p, operands[p].shape()));
        }
      }
    }
  }

  private static String shapes(Tensor[] operands) {
    StringBuilder text = new StringBuilder();
    for (int p = 0; p < operands.length; p++) {
      text.append(p == 0 ? "operand " : ", operand ")
          .append(p)
          .append(" is ")
          .append(operands[p].shape());
    }
    return text.toString();
  }

  /** Checks that two tensors have one shape. */
  public static void sameShape(String operation, String aName, Tensor a, String bName, Tensor b) {
    if (!a.shape().equals(b.shape())) {
      throw new ShapeMismatchException(
          Message.of(
              "%s: %s must have the shape of %s: %s is %s, %s is %s",
              operation, bName, aName, aName, a.shape(), bName, b.shape()));
    }
  }

  /** Checks that a destination is not an operand. */
  public static void noAlias(String operation, String aName, Tensor a, String outName, Tensor out) {
    if (a == out) {
      throw new AliasException(
          Message.of(
              "%s: %s must not be %s: both are the same tensor %s",
              operation, outName, aName, a.shape()));
    }
  }

  /**
   * Checks {@code 0 ≤ from ≤ to ≤ size} of the tensor and {@code offset + (to − from) ≤ length} of
   * the array.
   */
  public static void transfer(
      String operation, Tensor tensor, int from, int to, int length, int offset) {
    int size = tensor.shape().size();
    if (from < 0 || to < from || to > size) {
      throw new IndexOutOfBoundsException(
          Message.of(
              "%s: elements [%s, %s) are outside the tensor %s of %s elements",
              operation, from, to, tensor.shape(), size));
    }
    if (offset < 0 || offset > length - (to - from)) {
      throw new IndexOutOfBoundsException(
          Message.of(
              "%s: the array of %s values is too short: %s values from index %s, tensor %s",
              operation, length, to - from, offset, tensor.shape()));
    }
  }
}
