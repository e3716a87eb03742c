package nn.spark;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Spark on two threads of this JVM, until a test starts another {@link Cluster}. */
final class TestSession {
  private static @Nullable SparkSession session;

  private TestSession() {}

  static synchronized SparkSession get() {
    SparkSession open = session;
    if (open == null || open.sparkContext().isStopped()) {
      open = Cluster.start("local[2]").session();
      session = open;
    }
    return open;
  }

  /** A table of rows, in one partition if there are few. */
  static Dataset<Row> table(StructType schema, List<Row> rows) {
    return get().createDataFrame(rows, schema);
  }

  /** A row of values, which may be null. */
  static Row row(@Nullable Object... values) {
    return RowFactory.create(values);
  }
}
