package nn.tck.reference;

import java.util.function.IntFunction;
import nn.api.DType;
import nn.api.Shape;
import nn.api.Tier;

/**
 * What whole products and sums may be, as {@link Oracle} says it for one element: for the suite's
 * larger cases.
 *
 * <p>A product is {@code Σₖ left[k] · right[k]ᵀ}, so that the innermost loop runs over elements of
 * the result. It is the longer side of the result that it runs over: {@code (A·B)ᵀ = Bᵀ·Aᵀ} to the
 * bit, since the factors of a product of two numbers commute.
 */
public final class Products {

  private Products() {}

  /** {@code a · b} as a tier promises it, each operand transposed first if asked for. */
  public static Bounds product(
      DType dtype, Tier tier, Matrix a, boolean transA, Matrix b, boolean transB) {
    if ((transA ? a.rows() : a.columns()) != (transB ? b.columns() : b.rows())) {
      throw new IllegalArgumentException(
          "product: the inner extents must agree: a %s, transposed %s; b %s, transposed %s"
              .formatted(a.shape(), transA, b.shape(), transB));
    }
    Factors left = transA ? Factors.rows(a) : Factors.columns(a);
    Factors right = transB ? Factors.columns(b) : Factors.rows(b);
    Shape shape = new Shape(left.size(), right.size());
    return left.size() >= right.size()
        ? bounds(shape, tier, true, columns(dtype, tier, left, right))
        : bounds(shape, tier, false, columns(dtype, tier, right, left));
  }

  /** The sum of each row, {@code [rows, 1]}, as a tier promises it. */
  public static Bounds sumOverRecords(DType dtype, Tier tier, Matrix a) {
    Factors columns = Factors.columns(a);
    return bounds(new Shape(a.rows(), 1), tier, true, j -> sums(dtype, tier, columns));
  }

  /** The sum of each column, {@code [1, columns]}, as a tier promises it. */
  public static Bounds sumOverUnits(DType dtype, Tier tier, Matrix a) {
    Factors columns = Factors.columns(a);
    return bounds(
        new Shape(1, a.columns()),
        tier,
        true,
        j -> Bounds.of(Oracle.sum(dtype, tier, columns.at(j))));
  }

  /** {@code Σₖ left[k] · right[k][j]} for each j. */
  private static IntFunction<Bounds> columns(DType dtype, Tier tier, Factors left, Factors right) {
    if (!tier.exact()) {
      left.look();
      right.look();
      return j -> Bounds.of(BoundedColumns.products(dtype, left, right, j));
    }
    boolean fused = tier == Tier.EXACT_FUSED;
    if (dtype == DType.FLOAT64) {
      return j -> Bounds.exactly(DoubleColumns.products(left.doubles(), right.doubles(), j, fused));
    }
    float[][] lefts = left.floats();
    float[][] rights = right.floats();
    return j -> Bounds.exactly(doubles(FloatColumns.products(lefts, rights, j, fused)));
  }

  private static Bounds sums(DType dtype, Tier tier, Factors columns) {
    if (!tier.exact()) {
      columns.look();
      return Bounds.of(BoundedColumns.numbers(dtype, columns));
    }
    return Bounds.exactly(
        dtype == DType.FLOAT64
            ? DoubleColumns.ascending(columns.doubles())
            : doubles(FloatColumns.ascending(columns.floats())));
  }

  private static double[] doubles(float[] floats) {
    double[] doubles = new double[floats.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }

  /** A result by its columns, or by its rows. */
  private static Bounds bounds(
      Shape shape, Tier tier, boolean byColumns, IntFunction<Bounds> columns) {
    Matrix low = Matrix.filled(shape, 0.0);
    Matrix high = tier.exact() ? low : Matrix.filled(shape, 0.0);
    for (int j = 0; j < (byColumns ? shape.columns() : shape.rows()); j++) {
      Bounds column = columns.apply(j);
      put(column.low(), j, byColumns, low);
      if (high != low) {
        put(column.high(), j, byColumns, high);
      }
    }
    return new Bounds(low, high);
  }

  private static void put(Matrix column, int j, boolean byColumns, Matrix to) {
    for (int i = 0; i < column.rows(); i++) {
      to.set(byColumns ? i : j, byColumns ? j : i, column.values()[i]);
    }
  }
}
