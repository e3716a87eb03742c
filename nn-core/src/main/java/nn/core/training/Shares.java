package nn.core.training;

import java.io.Serializable;
import java.util.Arrays;
import nn.api.Message;
import nn.core.random.RandomState;

/**
 * Which records each step of a training takes from each shard: a pure function of the number of
 * records, the size of a batch, the number of batches that make a step, the number of shards and
 * the seed. So whoever has one shard needs no other, and nothing from an earlier epoch. Immutable;
 * from {@link Training#shares}.
 *
 * <p>Shard {@code s} of {@code S} has the records {@code s·n/S ≤ i < (s+1)·n/S}; each batch takes
 * the next {@code (s+1)·B/S − s·B/S} of every shard (divisions rounded down), as long as it has
 * some. In mini-batches a shard's records are in random order, see {@link #order}; the full batch
 * keeps the data's.
 *
 * <p>Where several batches are accumulated, {@code B} is the number of records of all of them, and
 * a share is propagated in pieces of at most {@link #piece} records.
 *
 * <p>Records, shards, epochs and steps of an epoch are counted from 0.
 */
public final class Shares implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int records;
  private final long batch; // of a step, all its pieces
  private final int accumulate;
  private final int shards;
  private final int seed;
  private final int steps;
  private final boolean shuffled;

  /**
   * Checks the numbers.
   *
   * @param batch 0 or more than there are: all records
   * @param accumulate how many batches make a step; more than there are: all
   * @throws IllegalArgumentException if there are more shards than records in a batch
   */
  Shares(int records, int batch, int accumulate, int shards, int seed) {
    int piece = batch == 0 ? records : Math.min(batch, records);
    this.records = records;
    this.accumulate = Math.min(accumulate, (records - 1) / piece + 1);
    this.batch = (long) piece * this.accumulate;
    this.shards = shards;
    this.seed = seed;
    if (shards > piece) {
      throw new IllegalArgumentException(
          Message.of(
              "fit: a batch must have a record of each shard: %d shards, batches of %d records",
              shards, piece));
    }
    int most = 0;
    for (int shard = 0; shard < shards; shard++) {
      most = Math.max(most, (int) ((size(shard) - 1) / share(shard)) + 1);
    }
    steps = most;
    shuffled = piece < records;
  }

  /** The number of records of all shards. */
  public int records() {
    return records;
  }

  /** The number of shards. */
  public int shards() {
    return shards;
  }

  /** The most batches of a step. */
  public int accumulate() {
    return accumulate;
  }

  /** The steps of an epoch. */
  public int steps() {
    return steps;
  }

  /** Whether the records are in another order than the data's: in mini-batches. */
  public boolean isShuffled() {
    return shuffled;
  }

  /** The first record of a shard; of the number of shards, the number of records. */
  public int start(int shard) {
    return (int) ((long) shard * records / shards);
  }

  /** The shard of a record. */
  public int shard(int record) {
    int shard = (int) ((long) record * shards / records); // or the one after it
    return record < start(shard + 1) ? shard : shard + 1;
  }

  /** How many records a shard has. */
  public int size(int shard) {
    return start(shard + 1) - start(shard);
  }

  /** How many records of a shard a step takes, as long as it has so many. */
  private long share(int shard) {
    return (shard + 1) * batch / shards - shard * batch / shards;
  }

  /** The most records of a shard that are propagated before their gradients are added. */
  public int piece(int shard) {
    return (int) Math.min(records, (share(shard) - 1) / accumulate + 1);
  }

  /** The first record of a share, counted in its shard and in its {@link #order}. */
  public int first(int shard, int step) {
    return (int) Math.min(size(shard), step * share(shard));
  }

  /** How many records a share has; 0 where its shard is used up. */
  public int count(int shard, int step) {
    return first(shard, step + 1) - first(shard, step);
  }

  /** How many records a step has. */
  public int count(int step) {
    return offset(shards, step);
  }

  /** The place of a share's first record among all records of its step. */
  public int offset(int shard, int step) {
    int offset = 0;
    for (int before = 0; before < shard; before++) {
      offset += count(before, step);
    }
    return offset;
  }

  /**
   * The order of a shard's records in an epoch of mini-batches: NumPy's {@code RandomState([seed,
   * shard, epoch]).permutation}. A single shard's is {@code RandomState(seed).permutation} in the
   * first epoch, shuffled again by the same generator before each other, which takes the time of
   * all epochs up to this one.
   *
   * @return positions in the shard, counted from 0; ascending where nothing is shuffled
   */
  public int[] order(int shard, int epoch) {
    if (!shuffled) {
      int[] own = new int[size(shard)];
      Arrays.setAll(own, i -> i);
      return own;
    }
    if (shards > 1) {
      return RandomState.of(seed, shard, epoch).permutation(size(shard));
    }
    RandomState random = new RandomState(seed);
    int[] order = random.permutation(records);
    for (int earlier = 0; earlier < epoch; earlier++) {
      random.shuffle(order);
    }
    return order;
  }
}
