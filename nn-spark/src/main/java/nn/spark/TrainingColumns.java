package nn.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import nn.api.Message;
import nn.api.network.Decision;
import nn.core.Network;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table that train: key, features, target and, if there are some, weights; and how
 * a row becomes a record.
 *
 * @param key whose order is the records'
 * @param inputs numbers of the features
 * @param outputs numbers of the target
 * @param oneHot whether the target is a class, counted from 0, of as many as there are outputs
 */
record TrainingColumns(
    String key,
    String features,
    String target,
    @Nullable String weight,
    int inputs,
    int outputs,
    boolean oneHot)
    implements Serializable {

  private static final String OPERATION = "fit";

  /**
   * Checks names and types.
   *
   * @throws IllegalArgumentException if a column is missing or of a type that does not suit
   */
  static TrainingColumns of(
      StructType schema,
      Network network,
      String key,
      String features,
      String target,
      @Nullable String weight) {
    require(schema, key, "whole numbers, text, dates or timestamps", ColumnType::isKey);
    require(schema, features, "vectors", VectorCells::isType);
    DataType targetType = ColumnType.of(OPERATION, schema, target);
    int outputs = network.outputs();
    boolean oneHot =
        ColumnType.isNumber(targetType)
            && outputs > 1
            && network.cost().decision() == Decision.FIRST_MAXIMUM;
    if (!oneHot && outputs > 1) {
      require(schema, target, "vectors, as the network has several outputs", VectorCells::isType);
    } else if (!VectorCells.isType(targetType)) {
      require(schema, target, "numbers", ColumnType::isNumber);
    }
    if (weight != null) {
      require(schema, weight, "numbers", ColumnType::isNumber);
    }
    return new TrainingColumns(key, features, target, weight, network.inputs(), outputs, oneHot);
  }

  /** What a type must be. */
  private interface Rule {
    boolean suits(DataType type);
  }

  private static void require(StructType schema, String column, String what, Rule rule) {
    DataType type = ColumnType.of(OPERATION, schema, column);
    if (!rule.suits(type)) {
      throw new IllegalArgumentException(
          Message.of(
              "%s: column '%s' must hold %s: it is of type %s",
              OPERATION, column, what, type.simpleString()));
    }
  }

  /** The table with these columns alone, in the order of {@link #record}. */
  Dataset<Row> select(Dataset<Row> table) {
    List<Column> columns =
        new ArrayList<>(
            List.of(
                column(key).as("key"),
                column(features).as("features"),
                column(target).as("target")));
    if (weight != null) {
      columns.add(column(weight).as("weight"));
    }
    return table.select(columns.toArray(Column[]::new));
  }

  /** A name as it is, dots included. */
  private static Column column(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }

  /**
   * Checks the keys of two neighbours.
   *
   * @throws SparkJobException if they are the same
   */
  void requireDistinct(String one, String next) {
    if (one.equals(next)) {
      throw new SparkJobException(
          Message.of(
              "%s: column '%s' must order the rows, so no two may have the same value: two have %s",
              OPERATION, key, one));
    }
  }

  /**
   * The record of a row of the selected columns.
   *
   * @throws IllegalArgumentException if a cell does not suit
   */
  TrainingRecord record(Row row) {
    if (row.isNullAt(0)) {
      throw new IllegalArgumentException(
          Message.of("%s: column '%s' must order the rows: one has null", OPERATION, key));
    }
    Object value = row.get(0);
    String place = "the row where " + key + " is " + TrainingRecord.text(value);
    double[] numbers = new double[inputs];
    copyVector(row, 1, features, place, numbers);
    double[] targets = new double[outputs];
    target(row, place, targets);
    double weightValue = weight == null ? 1 : number(row, 3, weight, place);
    return new TrainingRecord(value, numbers, targets, weightValue);
  }

  private void target(Row row, String place, double[] targets) {
    if (oneHot) {
      double label = number(row, 2, target, place);
      if (!(label >= 0 && label < outputs && label == Math.rint(label))) {
        throw new IllegalArgumentException(
            Message.of(
                "%s: column '%s' must hold classes, whole numbers from 0 to %d: %s has %s",
                OPERATION, target, outputs - 1, place, label));
      }
      targets[(int) label] = 1;
    } else if (VectorCells.isType(row.schema().fields()[2].dataType())) {
      copyVector(row, 2, target, place, targets);
    } else {
      targets[0] = number(row, 2, target, place);
    }
  }

  private static double number(Row row, int column, String name, String place) {
    Object value = row.get(column);
    double number =
        value instanceof Boolean truth
            ? (truth ? 1 : 0)
            : value == null ? Double.NaN : ((Number) value).doubleValue();
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException(
          Message.of(
              "%s: column '%s' must hold finite numbers; fill or drop what is missing: %s has %s",
              OPERATION, name, place, value));
    }
    return number;
  }

  /** Copies a vector, which must have as many numbers as the target. */
  private static void copyVector(Row row, int column, String name, String place, double[] target) {
    if (row.isNullAt(column)) {
      throw new IllegalArgumentException(
          Message.of(
              "%s: column '%s' must hold vectors of %d numbers; fill or drop what is missing: %s has"
                  + " null",
              OPERATION, name, target.length, place));
    }
    int size = VectorCells.size(row, column);
    if (size != target.length) {
      throw new IllegalArgumentException(
          Message.of(
              "%s: column '%s' must hold vectors of %d numbers: that of %s has %d",
              OPERATION, name, target.length, place, size));
    }
    int missing = VectorCells.copy(row, column, target, 0);
    for (int i = 0; i < size; i++) {
      if (i == missing || !Double.isFinite(target[i])) {
        throw new IllegalArgumentException(
            Message.of(
                "%s: column '%s' must hold finite numbers; fill or drop what is missing: number %d"
                    + " of %s is %s",
                OPERATION, name, i + 1, place, i == missing ? null : target[i]));
      }
    }
  }
}
