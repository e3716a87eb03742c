package nn.api;

import org.jspecify.annotations.Nullable;

/**
 * The extents of a tensor, written {@code [rows, columns]}.
 *
 * <p>Activations are {@code [units, records]}, weights {@code [units, inputs]}, biases {@code
 * [units, 1]}: a record is a column.
 *
 * @param rows units; at least 1
 * @param columns records, or inputs of a weight; at least 1
 */
public record Shape(int rows, int columns) {

  /**
   * Checks the extents.
   *
   * @throws IllegalArgumentException if one is below 1, or if the shape has 2³¹ elements or more
   */
  public Shape {
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "shape: each dimension must be at least 1: [" + rows + ", " + columns + "]");
    }
    if ((long) rows * columns > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "shape: more than 2147483647 elements: [" + rows + ", " + columns + "]");
    }
  }

  /** The number of elements, {@code rows · columns}. */
  public int size() {
    return rows * columns;
  }

  /** Whether this is {@code [rows, columns]}. */
  public boolean is(int rows, int columns) {
    return this.rows == rows && this.columns == columns;
  }

  /** As a record has it by itself, which a JVM makes at the first call, in some milliseconds. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Shape shape && is(shape.rows, shape.columns);
  }

  @Override
  public int hashCode() {
    return 31 * rows + columns;
  }

  /** {@code [rows, columns]}. */
  @Override
  public String toString() {
    return "[" + rows + ", " + columns + "]";
  }
}
