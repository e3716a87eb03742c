package nn.spark;

import java.util.Arrays;
import java.util.List;
import nn.api.DType;
import nn.api.Message;
import nn.core.training.Shares;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;

/**
 * The rows of a table, sorted and decoded once, on the executors, until they are cut into shards.
 */
final class Chunks implements AutoCloseable {
  private static final String OPERATION = "fit";

  private final JavaRDD<Chunk> chunks;
  private final int[] places; // of each partition's first record among all
  private final int records;

  /**
   * Sorts and decodes.
   *
   * @throws IllegalArgumentException if there are no rows, or too many
   * @throws SparkJobException if a row does not suit, or two have one key
   */
  Chunks(TrainingColumns columns, DType dtype, Dataset<Row> table) {
    Dataset<Row> ordered = columns.select(table).orderBy(functions.col("key"));
    JavaRDD<Row> rows = Jobs.run(OPERATION, ordered::javaRDD); // which computes the table
    chunks =
        rows.mapPartitionsWithIndex(
                (partition, own) -> Chunk.of(partition, own, columns, dtype), false)
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      List<Chunk.Ends> ends = Jobs.run(OPERATION, () -> chunks.map(Chunk::ends).collect());
      for (int i = 1; i < ends.size(); i++) {
        columns.requireDistinct(ends.get(i - 1).last, ends.get(i).first);
      }
      records = requireRecords(ends.stream().mapToLong(chunk -> chunk.count).sum());
      places = new int[rows.getNumPartitions() + 1];
      for (Chunk.Ends chunk : ends) {
        places[chunk.partition + 1] += chunk.count;
      }
      Arrays.parallelPrefix(places, Integer::sum);
    } catch (RuntimeException failure) {
      close();
      throw failure;
    }
  }

  private static int requireRecords(long records) {
    if (records < 1 || records > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          Message.of(
              "fit: a table must have from 1 to %d rows: it has %d", Integer.MAX_VALUE, records));
    }
    return (int) records;
  }

  /** How many there are. */
  int records() {
    return records;
  }

  /**
   * A partition for each shard, in their order; what is computed after this is closed is sorted
   * again.
   */
  JavaRDD<Shard> shards(Shares shares) {
    int[] own = places;
    return chunks
        .flatMapToPair(chunk -> chunk.cut(own, shares).iterator())
        .partitionBy(new HashPartitioner(shares.shards())) // shard s to partition s
        .mapPartitionsWithIndex(
            (number, pieces) -> List.of(Shard.of(number, pieces, shares)).iterator(), false);
  }

  /** Releases what the executors hold. */
  @Override
  public void close() {
    chunks.unpersist(false);
  }
}
