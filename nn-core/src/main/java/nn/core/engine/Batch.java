package nn.core.engine;

import nn.api.Backend;
import nn.api.Tensor;
import nn.core.data.DataSet;
import org.jspecify.annotations.Nullable;

/**
 * The records of a share of a batch, which load themselves. One object serves all steps: it is
 * moved from one share to the next.
 */
final class Batch {
  private final DataSet data;
  private final int @Nullable [] order; // of the records; null for the data's own
  private int first; // of the share, in that order
  private int offset; // of the share, in the whole batch

  Batch(DataSet data, int @Nullable [] order) {
    this.data = data;
    this.order = order;
  }

  /** Moves on to other records. */
  void move(int first, int offset) {
    this.first = first;
    this.offset = offset;
  }

  /** The first record, in the order. */
  int first() {
    return first;
  }

  /** The number in the whole batch of the share's record {@code from}. */
  int numberInBatch(int from) {
    return offset + from;
  }

  /** Whether they are in the data's own order, so the same at every step of a full batch. */
  boolean isInOwnOrder() {
    return order == null;
  }

  /** Whether records have weights of their own. */
  boolean isWeighted() {
    return data.isWeighted();
  }

  /**
   * Copies records in, features, targets and weights.
   *
   * @param from the first of them, in this share
   * @param x {@code [inputs, records]}; overwritten
   * @param targets one record after another; overwritten
   * @param weights one for each record; overwritten
   */
  void load(int from, Backend backend, Tensor x, double[] targets, double[] weights) {
    int records = x.shape().columns();
    int[] indices = order;
    if (indices == null) {
      data.copyFeatures(first + from, records, backend, x, 0);
      data.copyTargets(first + from, records, targets, 0);
      data.copyWeights(first + from, records, weights, 0);
      return;
    }
    for (int j = 0; j < records; j++) {
      int record = indices[first + from + j];
      data.copyFeatures(record, 1, backend, x, j);
      data.copyTargets(record, 1, targets, j * data.outputs());
      data.copyWeights(record, 1, weights, j);
    }
  }
}
