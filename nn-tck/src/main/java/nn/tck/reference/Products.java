package nn.tck.reference;

import nn.api.DType;
import nn.api.Shape;
import nn.api.Tier;

/** Whole products and sums, as a tier promises them. */
public final class Products {

  private Products() {}

  public static Bounds product(
      DType dtype, Tier tier, Matrix a, boolean transA, Matrix b, boolean transB) {
    Form form = transA ? Form.TRANS_A : transB ? Form.TRANS_B : Form.PLAIN;
    double[][] left = form.lefts(a);
    double[][] right = form.rights(b);
    Matrix low = Matrix.filled(new Shape(left.length, right.length), 0);
    Matrix high = tier.exact() ? low : Matrix.filled(low.shape(), 0);
    for (int j = 0; j < right.length; j++) {
      for (int i = 0; i < left.length; i++) {
        Interval interval = Oracle.dot(dtype, tier, left[i], right[j]);
        low.set(i, j, interval.low());
        high.set(i, j, interval.high());
      }
    }
    return new Bounds(low, high);
  }

  public static Bounds sumOverRecords(DType dtype, Tier tier, Matrix a) {
    Matrix low = Matrix.filled(new Shape(a.rows(), 1), 0);
    Matrix high = tier.exact() ? low : Matrix.filled(low.shape(), 0);
    for (int i = 0; i < a.rows(); i++) {
      Interval interval = Oracle.sum(dtype, tier, Form.PLAIN.left(a, i));
      low.set(i, 0, interval.low());
      high.set(i, 0, interval.high());
    }
    return new Bounds(low, high);
  }

  public static Bounds sumOverUnits(DType dtype, Tier tier, Matrix a) {
    Matrix low = Matrix.filled(new Shape(1, a.columns()), 0);
    Matrix high = tier.exact() ? low : Matrix.filled(low.shape(), 0);
    for (int j = 0; j < a.columns(); j++) {
      Interval interval = Oracle.sum(dtype, tier, Form.PLAIN.right(a, j));
      low.set(0, j, interval.low());
      high.set(0, j, interval.high());
    }
    return new Bounds(low, high);
  }
}
