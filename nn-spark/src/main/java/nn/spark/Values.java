package nn.spark;

import java.util.List;
import nn.api.Message;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** The numbers in the cells of a row. */
final class Values {

  private Values() {}

  /**
   * The number of a cell.
   *
   * @param place which row, for errors
   * @throws IllegalArgumentException if it is null, NaN or infinite
   */
  static double number(String operation, Row row, int column, String name, String place) {
    return finite(operation, row.isNullAt(column) ? null : row.get(column), name, place);
  }

  private static double finite(
      String operation, @Nullable Object value, String name, String place) {
    double number = value == null ? Double.NaN : of(value);
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException(
          Message.of(
              "%s: column '%s' must hold finite numbers; fill or drop what is missing: %s has %s",
              operation, name, place, value));
    }
    return number;
  }

  private static double of(Object value) {
    if (value instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    return ((Number) value).doubleValue();
  }

  /**
   * Copies the numbers of a vector.
   *
   * @param target overwritten from {@code from} on
   * @param width how many numbers there must be
   * @throws IllegalArgumentException if it is null or of another length, or a number is null, NaN
   *     or infinite
   */
  static void vector(
      String operation,
      Row row,
      int column,
      String name,
      String place,
      double[] target,
      int from,
      int width) {
    Object value = row.isNullAt(column) ? null : row.get(column);
    if (value instanceof DenseVector dense) {
      requireSize(operation, dense.size(), width, name, place);
      System.arraycopy(dense.values(), 0, target, from, width);
    } else if (value instanceof SparseVector sparse) {
      requireSize(operation, sparse.size(), width, name, place);
      java.util.Arrays.fill(target, from, from + width, 0);
      int[] indices = sparse.indices();
      for (int i = 0; i < indices.length; i++) {
        target[from + indices[i]] = sparse.values()[i];
      }
    } else if (value instanceof Vector other) {
      requireSize(operation, other.size(), width, name, place);
      System.arraycopy(other.toArray(), 0, target, from, width);
    } else if (value != null) {
      List<?> elements = row.getList(column);
      requireSize(operation, elements.size(), width, name, place);
      for (int i = 0; i < width; i++) {
        target[from + i] = finite(operation, elements.get(i), name, place);
      }
    } else {
      throw new IllegalArgumentException(
          Message.of(
              "%s: column '%s' must hold vectors of %d numbers; fill or drop what is missing: %s has"
                  + " null",
              operation, name, width, place));
    }
    for (int i = from; i < from + width; i++) {
      if (!Double.isFinite(target[i])) {
        throw new IllegalArgumentException(
            Message.of(
                "%s: column '%s' must hold finite numbers; fill or drop what is missing: number %d"
                    + " of %s is %s",
                operation, name, i - from + 1, place, target[i]));
      }
    }
  }

  private static void requireSize(
      String operation, int size, int width, String name, String place) {
    if (size != width) {
      throw new IllegalArgumentException(
          Message.of(
              "%s: column '%s' must hold vectors of %d numbers: that of %s has %d",
              operation, name, width, place, size));
    }
  }
}
