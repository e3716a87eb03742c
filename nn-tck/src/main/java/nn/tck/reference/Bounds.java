package nn.tck.reference;

import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * What each element of a result may be: anything from {@code low} to {@code high}, which are the
 * same object where a tier fixes the bits.
 */
public record Bounds(Matrix low, Matrix high) {

  /** Where every bit is fixed. */
  public static Bounds exactly(Matrix values) {
    return new Bounds(values, values);
  }

  /** A column of values that are fixed. */
  static Bounds exactly(double... values) {
    Matrix column = Matrix.of(values.length, 1, values);
    return new Bounds(column, column);
  }

  /** A column of intervals. */
  static Bounds of(Interval... intervals) {
    return new Bounds(
        Matrix.generate(intervals.length, 1, (i, j) -> intervals[i].low()),
        Matrix.generate(intervals.length, 1, (i, j) -> intervals[i].high()));
  }

  /** Whether each element is fixed to the bit. */
  public boolean exact() {
    return low == high;
  }

  /**
   * What the elements of {@code f} of this may be, for a function that is monotone in each element:
   * anything where an end is not finite, since what lies between is not known then, and where its
   * argument may be anything, since that may be NaN, of which also a bounded function is NaN.
   *
   * @param f of each element alone if it gives as many as it is given, else of all of them
   */
  public Bounds map(UnaryOperator<Matrix> f) {
    Matrix one = f.apply(low);
    if (exact()) {
      return exactly(one);
    }
    Matrix other = f.apply(high);
    boolean elementwise = one.values().length == low.values().length;
    boolean all = IntStream.range(0, low.values().length).anyMatch(this::isAnything);
    Matrix least = Matrix.filled(one.shape(), 0.0);
    Matrix most = Matrix.filled(one.shape(), 0.0);
    for (int i = 0; i < one.values().length; i++) {
      double p = one.values()[i];
      double q = other.values()[i];
      boolean same = Double.doubleToLongBits(p) == Double.doubleToLongBits(q);
      boolean known = same || (Double.isFinite(p) && Double.isFinite(q));
      known &= !(elementwise ? isAnything(i) : all);
      least.values()[i] = known ? Math.min(p, q) : Interval.ANYTHING.low();
      most.values()[i] = known ? Math.max(p, q) : Interval.ANYTHING.high();
    }
    return new Bounds(least, most);
  }

  private boolean isAnything(int index) {
    return at(index).equals(Interval.ANYTHING);
  }

  /** What the element at an index of {@link Matrix#values} may be. */
  public Interval at(int index) {
    return new Interval(low.values()[index], high.values()[index]);
  }
}
