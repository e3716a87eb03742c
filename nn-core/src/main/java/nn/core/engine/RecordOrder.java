package nn.core.engine;

import nn.core.random.RandomState;
import nn.core.training.Shares;
import org.jspecify.annotations.Nullable;

/**
 * The order of all records in one epoch after another, by {@link Shares}, in an array of its own.
 */
final class RecordOrder {
  private final Shares shares;
  private final int seed;
  private final int @Nullable [] order; // null: the data's own
  private @Nullable RandomState random; // of a single shard; null before the first epoch

  RecordOrder(Shares shares, int seed) {
    this.shares = shares;
    this.seed = seed;
    order = shares.isShuffled() ? new int[shares.records()] : null;
  }

  /** The order of the records, which {@link #begin} changes; null for the data's own. */
  int @Nullable [] order() {
    return order;
  }

  /** Orders the records for an epoch, 0 for the first; for epochs one after another. */
  void begin(int epoch) {
    int[] indices = order;
    if (indices == null) {
      return;
    }
    if (shares.shards() > 1) {
      for (int shard = 0; shard < shares.shards(); shard++) {
        take(shares.order(shard, epoch), indices, shares.start(shard));
      }
    } else if (random == null) {
      random = new RandomState(seed);
      take(random.permutation(indices.length), indices, 0);
    } else {
      random.shuffle(indices);
    }
  }

  private static void take(int[] permutation, int[] indices, int from) {
    for (int i = 0; i < permutation.length; i++) {
      indices[from + i] = from + permutation[i];
    }
  }
}
