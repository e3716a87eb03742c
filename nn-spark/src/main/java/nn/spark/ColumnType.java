package nn.spark;

import java.util.Arrays;
import nn.api.Message;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

/** Columns by name, and what a type of Spark SQL is to a network. */
final class ColumnType {

  private ColumnType() {}

  /**
   * The type of a column.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  static DataType of(String operation, StructType schema, String column) {
    String[] names = schema.fieldNames();
    int index = Arrays.asList(names).indexOf(column);
    if (index < 0) {
      throw new IllegalArgumentException(
          Message.of(
              "%s: the table must have the column '%s': it has %s",
              operation, column, Arrays.toString(names)));
    }
    return schema.fields()[index].dataType();
  }

  /** Whether a value is one number; true counts as 1. */
  static boolean isNumber(DataType type) {
    return type instanceof NumericType || type instanceof BooleanType;
  }

  /** Whether values have one total order in which equal ones are the same. */
  static boolean isKey(DataType type) {
    return type.equals(DataTypes.LongType)
        || type.equals(DataTypes.IntegerType)
        || type.equals(DataTypes.ShortType)
        || type.equals(DataTypes.ByteType)
        || type.equals(DataTypes.StringType)
        || type.equals(DataTypes.DateType)
        || type.equals(DataTypes.TimestampType);
  }
}
