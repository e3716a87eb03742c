package nn.spark;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Spark on two threads of this JVM, one for all tests. */
final class TestSession {
  private static final SparkSession SESSION = Cluster.start("local[2]").session();

  private TestSession() {}

  static SparkSession get() {
    return SESSION;
  }

  /** A table of rows, in one partition if there are few. */
  static Dataset<Row> table(StructType schema, List<Row> rows) {
    return SESSION.createDataFrame(rows, schema);
  }

  /** A row of values, which may be null. */
  static Row row(@Nullable Object... values) {
    return RowFactory.create(values);
  }
}
