package nn.tck;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import nn.api.Shape;

/**
 * The suite's own copy of a tensor: values record after record, element {@code [i, j]} at {@code j
 * · rows + i}. A float is a double here, which changes no value.
 */
final class Matrix {
  private final Shape shape;
  private final double[] values;

  Matrix(Shape shape, double[] values) {
    this.shape = shape;
    this.values = values;
  }

  Shape shape() {
    return shape;
  }

  /** The values themselves. */
  double[] values() {
    return values;
  }

  static Matrix of(int rows, int columns, double... values) {
    return new Matrix(new Shape(rows, columns), values);
  }

  static Matrix filled(Shape shape, double value) {
    double[] values = new double[shape.size()];
    Arrays.fill(values, value);
    return new Matrix(shape, values);
  }

  int rows() {
    return shape.rows();
  }

  int columns() {
    return shape.columns();
  }

  double get(int i, int j) {
    return values[j * rows() + i];
  }

  void set(int i, int j, double value) {
    values[j * rows() + i] = value;
  }

  /** A matrix whose elements are {@code f(i, j)}. */
  static Matrix generate(int rows, int columns, Element f) {
    Matrix matrix = filled(new Shape(rows, columns), 0.0);
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < rows; i++) {
        matrix.set(i, j, f.at(i, j));
      }
    }
    return matrix;
  }

  Matrix map(DoubleUnaryOperator f) {
    return new Matrix(shape, Arrays.stream(values).map(f).toArray());
  }

  /** An element's value by its place. */
  interface Element {
    double at(int i, int j);
  }
}
