package nn.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import nn.api.DType;
import nn.core.training.Shares;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * Neighbours in the order of a table's rows: what is decoded at a time, and cut into pieces of
 * shards.
 */
final class Chunk implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The most numbers of several records, features and targets: 2 or 4 MB. */
  private static final int NUMBERS = 1 << 19;

  /** What the driver knows of a chunk. */
  static final class Ends implements Serializable {
    private static final long serialVersionUID = 1L;

    final int partition;
    final int count;
    final String first; // key
    final String last;

    private Ends(int partition, int count, String first, String last) {
      this.partition = partition;
      this.count = count;
      this.first = first;
      this.last = last;
    }
  }

  private final Ends ends;
  private final long place; // of the first record in its partition
  private final Records records;

  private Chunk(Ends ends, long place, Records records) {
    this.ends = ends;
    this.place = place;
    this.records = records;
  }

  /**
   * The chunks of a partition, each decoded when it is asked for.
   *
   * @param rows in their order
   */
  static Iterator<Chunk> of(
      int partition, Iterator<Row> rows, TrainingColumns columns, DType dtype) {
    int most = Math.max(1, NUMBERS / (columns.inputs() + columns.outputs()));
    return new Iterator<>() {
      private long place;

      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Chunk next() {
        if (!rows.hasNext()) {
          throw new NoSuchElementException("all rows of the partition were given");
        }
        List<TrainingRecord> some = new ArrayList<>();
        while (rows.hasNext() && some.size() < most) {
          some.add(columns.record(rows.next()));
        }
        for (int i = 1; i < some.size(); i++) {
          columns.requireDistinct(some.get(i - 1).key(), some.get(i).key());
        }
        String first = some.get(0).key();
        String last = some.get(some.size() - 1).key();
        long own = place;
        place += some.size();
        return new Chunk(
            new Ends(partition, some.size(), first, last), own, Records.of(some, columns, dtype));
      }
    };
  }

  Ends ends() {
    return ends;
  }

  /**
   * Cuts it where shards begin.
   *
   * @param partitions the place of each partition's first record among all
   * @return pieces, each with the number of its shard
   */
  List<Tuple2<Integer, Shard.Piece>> cut(int[] partitions, Shares shares) {
    List<Tuple2<Integer, Shard.Piece>> pieces = new ArrayList<>();
    int start = Math.toIntExact(partitions[ends.partition] + place);
    for (int from = 0; from < ends.count; ) {
      int shard = shares.shard(start + from);
      int to = Math.min(ends.count, shares.start(shard + 1) - start);
      pieces.add(new Tuple2<>(shard, new Shard.Piece(start + from, records.slice(from, to))));
      from = to;
    }
    return pieces;
  }
}
