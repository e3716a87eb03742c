package nn.spark;

import nn.core.training.Shares;
import org.apache.spark.Partitioner;

/** A partition for each shard, by the place of a record in the order of all. */
final class ShardPartitioner extends Partitioner {
  private static final long serialVersionUID = 1L;

  private final Shares shares;

  ShardPartitioner(Shares shares) {
    this.shares = shares;
  }

  @Override
  public int numPartitions() {
    return shares.shards();
  }

  @Override
  public int getPartition(Object rank) {
    long place = (Long) rank;
    int shard = (int) (place * shares.shards() / shares.records()); // or the one after it
    return place < shares.start(shard + 1) ? shard : shard + 1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ShardPartitioner partitioner
        && partitioner.shares.shards() == shares.shards()
        && partitioner.shares.records() == shares.records();
  }

  @Override
  public int hashCode() {
    return 31 * shares.shards() + shares.records();
  }
}
