package nn.spark;

import java.util.List;
import nn.api.Message;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;

/** Cells that hold all features of a record: Spark's vectors, and arrays of numbers. */
final class FeatureCells {

  private FeatureCells() {}

  /** Whether the cells of a column of this type can be features. */
  static boolean isType(DataType type) {
    return SQLDataTypes.VectorType().equals(type)
        || (type instanceof ArrayType array && array.elementType() instanceof NumericType);
  }

  /**
   * Writes a cell's numbers to {@code features[from …]}, which has zeros there.
   *
   * @param input with one column
   * @param count how many numbers there must be
   * @throws IllegalArgumentException if the cell or a number in it is null, or there are more or
   *     fewer numbers
   */
  static void read(Row row, InputColumns input, double[] features, int from, int count) {
    int column = input.indices().get(0);
    if (row.isNullAt(column)) {
      throw new IllegalArgumentException(
          Message.of(
              "predict: features must not be null; fill them in or remove the row: %s",
              input.place(row, 0)));
    }
    if (row.get(column) instanceof Vector vector) {
      requireCount(vector.size(), count, row, input);
      read(vector, features, from);
    } else {
      List<Number> numbers = row.getList(column);
      requireCount(numbers.size(), count, row, input);
      read(numbers, row, input, features, from);
    }
  }

  private static void read(Vector vector, double[] features, int from) {
    if (vector instanceof DenseVector dense) {
      System.arraycopy(dense.values(), 0, features, from, dense.size());
    } else {
      SparseVector sparse = (SparseVector) vector;
      int[] indices = sparse.indices();
      double[] values = sparse.values();
      for (int i = 0; i < indices.length; i++) {
        features[from + indices[i]] = values[i];
      }
    }
  }

  private static void read(
      List<Number> numbers, Row row, InputColumns input, double[] features, int from) {
    int next = from;
    for (Number number : numbers) {
      if (number == null) {
        throw new IllegalArgumentException(
            Message.of(
                "predict: no feature may be null; fill it in or remove the row: number %d of %s",
                next - from + 1, input.place(row, 0)));
      }
      features[next++] = number.doubleValue();
    }
  }

  private static void requireCount(int found, int count, Row row, InputColumns input) {
    if (found != count) {
      throw new IllegalArgumentException(
          Message.of(
              "predict: features must be as many as the network's inputs: %d inputs, %d features"
                  + " in %s",
              count, found, input.place(row, 0)));
    }
  }
}
