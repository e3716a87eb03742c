package nn.core;

import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.Tensor;
import nn.api.Workspace;

/**
 * Forward and backward propagation of the records of one update.
 *
 * <p>A large batch is propagated in parts, so that what forward leaves is still in the processor's
 * caches when backward comes to it, and memory does not grow with the batch. The parts' gradients
 * are added from the first part on; a layer that mixes records keeps the batch in one part.
 */
final class BatchPropagation {

  /** Most records of a part; 500 to 1,000 are equally fast, 2,000 are slower. */
  private static final int MOST_RECORDS = 1024;

  /** Where records come from. */
  interface Source {

    /**
     * Copies records in.
     *
     * @param part what takes its number of records
     * @param from the first of them, in the batch
     */
    void load(Propagation part, int from);
  }

  private final int records;
  private final int parts;
  private final Propagation part;
  private final Propagation lastPart; // the same one where no shorter part is left over
  private final Parameters gradients;
  private final Parameters partGradients; // the same ones where the batch is one part
  private final Backend backend;
  private Propagation current;
  private double lossSum;
  private int right;

  /**
   * Allocates.
   *
   * @param gradients where the parameters' gradients are put, summed over records
   * @param workspace for all tensors, which the caller closes
   * @param seed of the random numbers that layers draw
   */
  BatchPropagation(
      Architecture architecture,
      Parameters values,
      Parameters gradients,
      Workspace workspace,
      int records,
      long seed) {
    this.records = records;
    this.gradients = gradients;
    backend = workspace.backend();
    parts = architecture.mixesRecords() ? 1 : ceilDivide(records, MOST_RECORDS);
    int width = ceilDivide(records, parts);
    int rest = records - (parts - 1) * width;
    partGradients = parts == 1 ? gradients : new Parameters(architecture, workspace);
    part = new Propagation(architecture, values, partGradients, workspace, width, seed);
    lastPart =
        rest == width
            ? part
            : new Propagation(architecture, values, partGradients, workspace, rest, seed);
    current = part;
  }

  private static int ceilDivide(int a, int b) {
    return (a - 1) / b + 1;
  }

  int records() {
    return records;
  }

  /**
   * Forward, losses and backward. Where the losses of a part are not finite it ends before the
   * backward of that part, and {@link #lossSum} is not finite either.
   *
   * @param step number of the training step
   */
  void propagate(Source source, long step) {
    lossSum = 0;
    right = 0;
    int from = 0;
    for (int p = 1; p <= parts; p++) {
      current = p < parts ? part : lastPart;
      source.load(current, from);
      current.step(step, from);
      current.forward();
      lossSum = Propagation.add(lossSum, current.lossSum());
      if (!Double.isFinite(lossSum)) {
        return;
      }
      right += current.right();
      current.backward();
      if (parts > 1) {
        addGradients(p == 1);
      }
      from += current.records();
    }
  }

  private void addGradients(boolean first) {
    for (int l = 0; l < gradients.descriptions().size(); l++) {
      Tensor[] sums = gradients.of(l);
      Tensor[] added = partGradients.of(l);
      for (int p = 0; p < sums.length; p++) {
        if (first) {
          backend.copy(added[p], sums[p]);
        } else {
          backend.combine(CombineOperation.ADD, sums[p], added[p], sums[p]);
        }
      }
    }
  }

  /** The sum over records of the losses, after {@link #propagate}. */
  double lossSum() {
    return lossSum;
  }

  /** The number of records that are classified right, after {@link #propagate}. */
  int right() {
    return right;
  }

  /** Lets layers update their statistics; those that have some know the whole batch. */
  void commit() {
    current.commit();
  }

  /** What was last begun, for messages. */
  String place() {
    return current.place();
  }

  /** The first layer with an output that is not finite, of the part that was last begun; or −1. */
  int firstNotFinite() {
    return current.firstNotFinite();
  }
}
