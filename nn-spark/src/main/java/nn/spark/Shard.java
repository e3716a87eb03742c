package nn.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import nn.api.Message;
import nn.core.data.DataSet;
import nn.core.training.Shares;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** The records of a shard, in their order: what an executor keeps during a training. */
final class Shard implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Some neighbours of a shard. */
  static final class Piece implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int place; // of the first one among all records
    private final Records records;

    Piece(int place, Records records) {
      this.place = place;
      this.records = records;
    }

    int place() {
      return place;
    }
  }

  private final int number;
  private final Records records;
  private transient @Nullable DataSet data; // a view of the arrays

  private Shard(int number, Records records) {
    this.number = number;
    this.records = records;
  }

  /**
   * Puts pieces together.
   *
   * @param number 0 for the first shard
   * @param pieces all of the shard's, in any order, as a shuffle brings them
   * @throws SparkJobException if records are missing, or there are too many
   */
  static Shard of(int number, Iterator<Tuple2<Integer, Piece>> pieces, Shares shares) {
    List<Piece> ordered = new ArrayList<>();
    pieces.forEachRemaining(piece -> ordered.add(piece._2()));
    ordered.sort(Comparator.comparingInt(piece -> piece.place));
    int next = shares.start(number);
    for (Piece piece : ordered) {
      if (piece.place != next) {
        break;
      }
      next += piece.records.count();
    }
    if (next != shares.start(number + 1)) {
      throw new SparkJobException(
          Message.of(
              "fit: a table must have the same rows and keys whenever it is computed; persist or write"
                  + " it before: shard %d has %d records in place, not %d",
              number, next - shares.start(number), shares.size(number)));
    }
    return new Shard(number, Records.join(ordered.stream().map(piece -> piece.records).toList()));
  }

  /** 0 for the first. */
  int number() {
    return number;
  }

  /**
   * The records, over this object's arrays.
   *
   * @throws IllegalArgumentException if weights do not suit
   */
  synchronized DataSet data() {
    DataSet known = data;
    if (known == null) {
      known = records.data();
      data = known;
    }
    return known;
  }

  /**
   * All records of shards, in their order, in one place.
   *
   * @throws IllegalArgumentException if they do not fit in an array
   */
  static DataSet together(List<Shard> shards) {
    try {
      return Records.join(shards.stream().map(shard -> shard.records).toList()).data();
    } catch (ArithmeticException tooMany) {
      throw new IllegalArgumentException(
          Message.of(
              "collect: all numbers must fit in an array; take fewer rows: there are %d of %d features",
              shards.stream().mapToLong(shard -> shard.records.count()).sum(),
              shards.get(0).data().inputs()),
          tooMany);
    }
  }
}
