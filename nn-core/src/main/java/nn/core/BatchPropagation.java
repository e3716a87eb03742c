package nn.core;

import java.util.function.IntConsumer;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.core.check.DifferenceException;

/**
 * Forward and backward propagation of the records of one update.
 *
 * <p>A large batch is propagated in parts, so that what forward leaves is still in the processor's
 * caches when backward comes to it, and memory does not grow with the batch. Where there are at
 * least as many parts as threads, each thread has one at a time, and does not wait for the others
 * after every kernel; a single one that is left over has all threads. The parts' gradients are
 * added from the first part on, whoever computed them.
 *
 * <p>A layer that mixes records keeps the batch in one part.
 */
final class BatchPropagation {

  /** Most records of a part. Part of the arithmetic: another number gives other bits. */
  private static final int MOST_RECORDS = 512;

  /** Where records come from. */
  interface Source {

    /**
     * Copies records in; for several parts at the same time.
     *
     * @param part what takes its number of records
     * @param from the first of them, in the batch
     */
    void load(Propagation part, int from);
  }

  /** What propagates some parts, one at a time. */
  private static final class Lane {
    final Parameters gradients; // of its last part
    final Propagation part;
    double lossSum; // of its last part
    int right;

    Lane(Parameters gradients, Propagation part) {
      this.gradients = gradients;
      this.part = part;
    }
  }

  private final int records;
  private final int parts;
  private final int width; // records of each part but the last
  private final Lane[] lanes;
  private final Propagation lastPart; // its lane's own where no shorter part is left over
  private final Parameters gradients; // those of the only lane where the batch is one part
  private final Backend backend;
  private final Source source;
  private final IntConsumer propagatePart = this::propagatePart;
  private long step;
  private int firstPart; // of those that are propagated at the same time
  private double lossSum;
  private int right;
  private Propagation notFinite;

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
      long seed,
      Source source) {
    this.records = records;
    this.gradients = gradients;
    this.source = source;
    backend = workspace.backend();
    parts = architecture.mixesRecords() ? 1 : ceilDivide(records, MOST_RECORDS);
    width = ceilDivide(records, parts);
    lanes = new Lane[parts < backend.threads() ? 1 : backend.threads()];
    for (int i = 0; i < lanes.length; i++) {
      Parameters own = parts == 1 ? gradients : new Parameters(architecture, workspace);
      lanes[i] = new Lane(own, new Propagation(architecture, values, own, workspace, width, seed));
    }
    Lane last = lane(parts - 1);
    int rest = records - (parts - 1) * width;
    lastPart =
        rest == width
            ? last.part
            : new Propagation(architecture, values, last.gradients, workspace, rest, seed);
    notFinite = lastPart;
  }

  private static int ceilDivide(int a, int b) {
    return (a - 1) / b + 1;
  }

  int records() {
    return records;
  }

  private Lane lane(int part) {
    return lanes[part % lanes.length];
  }

  private Propagation part(int part) {
    return part == parts - 1 ? lastPart : lane(part).part;
  }

  /**
   * Forward, losses and backward. Where the losses of a part are not finite it ends before the
   * backward of that part, and {@link #lossSum} is not finite either.
   *
   * @param step number of the training step
   */
  void propagate(long step) {
    this.step = step;
    lossSum = 0;
    right = 0;
    for (firstPart = 0; firstPart < parts; firstPart += lanes.length) {
      int count = Math.min(lanes.length, parts - firstPart);
      if (count == 1) {
        propagatePart(0); // kernels have all threads
      } else {
        backend.inParallel(count, propagatePart);
      }
      for (int part = firstPart; part < firstPart + count; part++) {
        lossSum = Propagation.add(lossSum, lane(part).lossSum);
        if (!Double.isFinite(lossSum)) {
          notFinite = part(part);
          return;
        }
        right += lane(part).right;
        if (parts > 1) {
          addGradients(lane(part).gradients, part == 0);
        }
      }
    }
  }

  private void propagatePart(int index) {
    int number = firstPart + index;
    int from = number * width;
    Propagation part = part(number);
    Lane lane = lane(number);
    try {
      source.load(part, from);
      part.step(step, from);
      part.forward();
      lane.lossSum = part.lossSum();
      if (Double.isFinite(lane.lossSum)) {
        lane.right = part.right();
        part.backward();
      }
    } catch (DifferenceException difference) {
      throw at(part, difference);
    }
  }

  private DifferenceException at(Propagation part, DifferenceException difference) {
    return difference.at("step " + step + ", " + part.place());
  }

  private void addGradients(Parameters added, boolean first) {
    for (int l = 0; l < gradients.descriptions().size(); l++) {
      Tensor[] sums = gradients.of(l);
      for (int p = 0; p < sums.length; p++) {
        if (first) {
          backend.copy(added.of(l)[p], sums[p]);
        } else {
          backend.combine(CombineOperation.ADD, sums[p], added.of(l)[p], sums[p]);
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
    try {
      lastPart.commit();
    } catch (DifferenceException difference) {
      throw at(lastPart, difference);
    }
  }

  /** The first layer with an output that is not finite, where {@link #lossSum} is not; or −1. */
  int firstNotFinite() {
    return notFinite.firstNotFinite();
  }
}
