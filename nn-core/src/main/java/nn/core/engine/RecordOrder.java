package nn.core.engine;

import nn.api.Message;
import nn.core.random.RandomState;
import org.jspecify.annotations.Nullable;

/**
 * Which records each step of an epoch takes: a pure function of their number, the size of a batch,
 * the number of batches that make an update, the number of shards and the seed.
 *
 * <p>Shard {@code s} of {@code S} has the records {@code s·n/S ≤ i < (s+1)·n/S}; each batch takes
 * the next {@code (s+1)·B/S − s·B/S} of every shard (divisions rounded down), as long as it has
 * some. In mini-batches a shard's records are in random order: with one shard NumPy's {@code
 * RandomState(seed).permutation(n)} in the first epoch, shuffled again by the same generator before
 * each other; with several, {@code RandomState([seed, s, epoch]).permutation} of the shard, epochs
 * counted from 0, so that whoever has one shard needs no other. The full batch keeps the data's
 * order.
 *
 * <p>Where several batches are accumulated, {@code B} is the number of records of all of them, and
 * a shard's part of them is taken in pieces.
 */
final class RecordOrder {
  private final int records;
  private final long batch; // of a step, all its pieces
  private final int accumulate;
  private final int shards;
  private final int seed;
  private final int batches;
  private final int @Nullable [] order; // null: the data's own
  private @Nullable RandomState random; // of a single shard; null before the first epoch

  /**
   * Checks the numbers.
   *
   * @param batch 0 or more than there are: all records
   * @param accumulate how many batches make a step; more than there are: all
   * @throws IllegalArgumentException if there are more shards than records in a batch
   */
  RecordOrder(int records, int batch, int accumulate, int shards, int seed) {
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
      int own = start(shard + 1) - start(shard);
      most = Math.max(most, (int) ((own - 1) / share(shard)) + 1);
    }
    batches = most;
    order = piece == records ? null : new int[records];
  }

  /** The first record of a shard. */
  private int start(int shard) {
    return (int) ((long) shard * records / shards);
  }

  /** How many records of a shard a step takes, as long as it has so many. */
  private long share(int shard) {
    return (shard + 1) * batch / shards - shard * batch / shards;
  }

  /** The most records of a shard that are propagated before their gradients are added. */
  int piece(int shard) {
    return (int) Math.min(records, (share(shard) - 1) / accumulate + 1);
  }

  /** The most batches of a step. */
  int accumulate() {
    return accumulate;
  }

  /** The steps of an epoch. */
  int batches() {
    return batches;
  }

  /** The shards of a batch. */
  int shards() {
    return shards;
  }

  /** The order of the records, which {@link #begin} changes; null for the data's own. */
  int @Nullable [] order() {
    return order;
  }

  /** The first record of a shard in a batch, in the order. */
  int first(int shard, int number) {
    return (int) Math.min(start(shard + 1), start(shard) + number * share(shard));
  }

  /** How many records a shard has in a batch. */
  int count(int shard, int number) {
    return first(shard, number + 1) - first(shard, number);
  }

  /** How many records a shard has in the last batch where it has some. */
  int lastCount(int shard) {
    int number = batches - 1;
    while (count(shard, number) == 0) {
      number--;
    }
    return count(shard, number);
  }

  /** How many records a batch has. */
  int count(int number) {
    int count = 0;
    for (int shard = 0; shard < shards; shard++) {
      count += count(shard, number);
    }
    return count;
  }

  /** Orders the records for an epoch, 0 for the first; for epochs one after another. */
  void begin(int epoch) {
    int[] indices = order;
    if (indices == null) {
      return;
    }
    if (shards > 1) {
      for (int shard = 0; shard < shards; shard++) {
        permute(indices, shard, RandomState.of(seed, shard, epoch));
      }
    } else if (random == null) {
      random = new RandomState(seed);
      permute(indices, 0, random);
    } else {
      random.shuffle(indices);
    }
  }

  private void permute(int[] indices, int shard, RandomState generator) {
    int from = start(shard);
    int[] permutation = generator.permutation(start(shard + 1) - from);
    for (int i = 0; i < permutation.length; i++) {
      indices[from + i] = from + permutation[i];
    }
  }
}
