package nn.spark;

import java.io.Serializable;
import nn.core.Network;
import nn.io.model.ModelFile;

/** What the driver knows of a shard. A class that Kryo can write, too. */
final class ShardEnds implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String first;
  private final String last;
  private final long fingerprint;

  private ShardEnds(Shard shard) {
    first = shard.first();
    last = shard.last();
    fingerprint = shard.data().fingerprint();
  }

  /**
   * Looks at a shard, on its executor.
   *
   * @throws IllegalArgumentException if its records do not suit the network
   */
  static ShardEnds of(Shard shard, WorkerBackend backend, byte[] model) {
    try (Network network = ModelFile.of(SparkRecords.MODEL, model).network(backend.open())) {
      network.requireSuits("fit", shard.data());
    }
    return new ShardEnds(shard);
  }

  /** The key of the first record. */
  String first() {
    return first;
  }

  /** The key of the last record. */
  String last() {
    return last;
  }

  /** A number that depends on all records and their order. */
  long fingerprint() {
    return fingerprint;
  }
}
