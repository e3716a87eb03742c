package nn.tck.reference;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import nn.api.Shape;

/**
 * The suite's own copy of a tensor: values record after record, element {@code [i, j]} at {@code j
 * · rows + i}. A float is a double here, which changes no value.
 */
public final class Matrix {
  private static final int TILE = 16;

  private final Shape shape;
  private final double[] values;

  public Matrix(Shape shape, double[] values) {
    this.shape = shape;
    this.values = values;
  }

  public Shape shape() {
    return shape;
  }

  /** The values themselves. */
  public double[] values() {
    return values;
  }

  public static Matrix of(int rows, int columns, double... values) {
    return new Matrix(new Shape(rows, columns), values);
  }

  public static Matrix filled(Shape shape, double value) {
    double[] values = new double[shape.size()];
    Arrays.fill(values, value);
    return new Matrix(shape, values);
  }

  public int rows() {
    return shape.rows();
  }

  public int columns() {
    return shape.columns();
  }

  public double get(int i, int j) {
    return values[j * rows() + i];
  }

  public void set(int i, int j, double value) {
    values[j * rows() + i] = value;
  }

  /** An array of each row. */
  public double[][] toRows() {
    double[][] rows = new double[rows()][columns()];
    // few columns at a time, so that each line of memory that is fetched is used up
    for (int from = 0; from < columns(); from += TILE) {
      int to = Math.min(from + TILE, columns());
      for (int i = 0; i < rows.length; i++) {
        for (int j = from; j < to; j++) {
          rows[i][j] = values[j * rows.length + i];
        }
      }
    }
    return rows;
  }

  /** An array of each column. */
  public double[][] toColumns() {
    double[][] columns = new double[columns()][];
    for (int j = 0; j < columns.length; j++) {
      columns[j] = Arrays.copyOfRange(values, j * rows(), (j + 1) * rows());
    }
    return columns;
  }

  /** A matrix whose elements are {@code f(i, j)}. */
  public static Matrix generate(int rows, int columns, Element f) {
    Matrix matrix = filled(new Shape(rows, columns), 0.0);
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < rows; i++) {
        matrix.set(i, j, f.at(i, j));
      }
    }
    return matrix;
  }

  public Matrix map(DoubleUnaryOperator f) {
    double[] mapped = new double[values.length];
    for (int at = 0; at < mapped.length; at++) {
      mapped[at] = f.applyAsDouble(values[at]);
    }
    return new Matrix(shape, mapped);
  }

  /** An element's value by its place. */
  public interface Element {
    double at(int i, int j);
  }
}
