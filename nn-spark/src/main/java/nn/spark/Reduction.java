package nn.spark;

/** Where the gradients of a step's shards are added. Both ways give the same bits. */
public enum Reduction {

  /** On the driver, which gets a whole sum from each shard: best for few shards. */
  DRIVER,

  /**
   * On the executors: each adds a slice of the parameters, of all shards, and the driver joins the
   * slices. It gets a single sum however many shards there are.
   */
  SHUFFLE
}
