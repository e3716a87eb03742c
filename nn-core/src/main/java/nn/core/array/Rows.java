package nn.core.array;

import nn.api.Message;

/** Rows of numbers as one array, one row after another. */
public final class Rows {

  private Rows() {}

  /** The length of the first row; 0 without one. */
  public static int width(double[][] rows) {
    return rows.length == 0 ? 0 : rows[0].length;
  }

  /**
   * The rows one after another, in a new array.
   *
   * @throws IllegalArgumentException if they differ in length
   */
  public static double[] flat(String what, double[][] rows) {
    int width = width(rows);
    double[] flat = new double[Math.multiplyExact(rows.length, width)];
    for (int row = 0; row < rows.length; row++) {
      if (rows[row].length != width) {
        throw new IllegalArgumentException(
            Message.of(
                "data: rows of %s must have one length: row 0 has %d, row %d has %d",
                what, width, row, rows[row].length));
      }
      System.arraycopy(rows[row], 0, flat, row * width, width);
    }
    return flat;
  }

  /** The rows of this width, in new arrays. */
  public static double[][] split(double[] flat, int width) {
    double[][] rows = new double[flat.length / width][width];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(flat, row * width, rows[row], 0, width);
    }
    return rows;
  }

  /** The rows with these indices, which exist. */
  public static double[] select(double[] flat, int width, int[] indices) {
    double[] selected = new double[Math.multiplyExact(indices.length, width)];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(flat, indices[i] * width, selected, i * width, width);
    }
    return selected;
  }

  /** The transpose of an array of {@code rows} rows, row after row. */
  public static double[] transpose(double[] values, int rows) {
    int columns = values.length / rows;
    double[] transposed = new double[values.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        transposed[column * rows + row] = values[row * columns + column];
      }
    }
    return transposed;
  }
}
