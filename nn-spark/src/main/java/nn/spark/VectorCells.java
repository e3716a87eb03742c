package nn.spark;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;

/** Cells that hold several numbers: Spark's vectors, dense or sparse, and arrays of numbers. */
final class VectorCells {

  private VectorCells() {}

  /** Whether the cells of a column of this type are such. */
  static boolean isType(DataType type) {
    return SQLDataTypes.VectorType().equals(type)
        || (type instanceof ArrayType array && array.elementType() instanceof NumericType);
  }

  /** How many numbers a cell holds, which is not null. */
  static int size(Row row, int column) {
    return row.get(column) instanceof Vector vector ? vector.size() : row.getList(column).size();
  }

  /**
   * Copies a cell's numbers, up to the first that is null.
   *
   * @param target overwritten from {@code from} on
   * @return the place of the first number that is null, or −1
   */
  static int copy(Row row, int column, double[] target, int from) {
    Object cell = row.get(column);
    if (cell instanceof DenseVector dense) {
      System.arraycopy(dense.values(), 0, target, from, dense.size());
    } else if (cell instanceof SparseVector sparse) {
      Arrays.fill(target, from, from + sparse.size(), 0);
      int[] indices = sparse.indices();
      double[] values = sparse.values();
      for (int i = 0; i < indices.length; i++) {
        target[from + indices[i]] = values[i];
      }
    } else {
      List<Number> numbers = row.getList(column);
      int next = 0;
      for (Number number : numbers) {
        if (number == null) {
          return next;
        }
        target[from + next++] = number.doubleValue();
      }
    }
    return -1;
  }
}
