package nn.spark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import nn.core.data.DataSet;
import nn.core.training.Classes;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Data sets as tables. */
final class TrainingTables {

  private TrainingTables() {}

  /**
   * Columns id, features, label (the target, or the class that several stand for), targets and
   * weight, rows in another order.
   */
  static Dataset<Row> of(SparkSession session, DataSet data, int partitions) {
    List<Row> rows = new ArrayList<>();
    double[] features = new double[data.inputs()];
    for (int record = 0; record < data.records(); record++) {
      data.copyRecord(record, features);
      double[] targets = new double[data.outputs()];
      data.copyTargets(record, 1, targets, 0);
      rows.add(
          RowFactory.create(
              10L * record - 7,
              Vectors.dense(features.clone()),
              targets.length == 1
                  ? targets[0]
                  : (double) Classes.firstMaximum(targets, 0, targets.length),
              Vectors.dense(targets),
              data.weight(record)));
    }
    Collections.shuffle(rows, new Random(5));
    return session.createDataFrame(rows, schema()).repartition(partitions);
  }

  private static StructType schema() {
    return new StructType()
        .add("id", DataTypes.LongType)
        .add("features", SQLDataTypes.VectorType())
        .add("label", DataTypes.DoubleType)
        .add("targets", SQLDataTypes.VectorType())
        .add("weight", DataTypes.DoubleType);
  }
}
