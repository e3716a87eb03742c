package nn.tck.reference;

import java.util.function.UnaryOperator;

/**
 * What the elements of a result may be: from {@code low} to {@code high} each, the same matrix
 * where every bit is fixed.
 */
public record Bounds(Matrix low, Matrix high) {

  /** Where every bit is fixed. */
  public static Bounds exactly(Matrix values) {
    return new Bounds(values, values);
  }

  /** Whether every bit is fixed. */
  public boolean exact() {
    return low == high;
  }

  /**
   * What the elements of {@code f} of it may be, for a function that is monotone in each element.
   */
  public Bounds map(UnaryOperator<Matrix> f) {
    if (exact()) {
      return exactly(f.apply(low));
    }
    Matrix one = f.apply(low);
    Matrix other = f.apply(high);
    return new Bounds(least(one, other), most(one, other));
  }

  /** Where one of two ends is NaN nothing is known: one end stays NaN, and the other is none. */
  private static Matrix least(Matrix a, Matrix b) {
    return Matrix.generate(
        a.rows(),
        a.columns(),
        (i, j) -> Double.isNaN(a.get(i, j)) ? b.get(i, j) : Math.min(a.get(i, j), b.get(i, j)));
  }

  private static Matrix most(Matrix a, Matrix b) {
    return Matrix.generate(a.rows(), a.columns(), (i, j) -> Math.max(a.get(i, j), b.get(i, j)));
  }

  /** What one element may be. */
  public Interval at(int index) {
    return new Interval(low.values()[index], high.values()[index]);
  }
}
