package nn.core.engine;

import java.util.function.IntConsumer;
import nn.api.Backend;
import nn.api.Workspace;
import nn.core.architecture.Architecture;
import nn.core.array.FiniteSums;
import org.jspecify.annotations.Nullable;

/**
 * Sums of gradients over the records of a share of a batch, and of their losses: the first of the
 * three pieces of a training step. With one shard the share is the whole batch.
 *
 * <p>A large share is propagated in parts, so that what forward leaves is still in the processor's
 * caches when backward comes to it, and memory does not grow with the share. Where there are at
 * least as many parts as threads, each thread has one at a time, and does not wait for the others
 * after every kernel; a single one that is left over has all threads. The parts' gradients are
 * added from the first part on, whoever computed them.
 *
 * <p>A layer that mixes records keeps the share in one part.
 */
final class ShareGradients {

  /** Most records of a part. Part of the arithmetic: another number gives other bits. */
  static final int MAX_RECORDS = 512;

  /** What propagates some parts, one at a time. */
  private static final class Lane {
    final ParameterTensors gradients; // of its last part
    final Propagation part;

    Lane(ParameterTensors gradients, Propagation part) {
      this.gradients = gradients;
      this.part = part;
    }
  }

  private final int records;
  private final int parts;
  private final int width; // records of each part but the last
  private final Lane[] lanes;
  private final Propagation lastPart; // its lane's own where no shorter part is left over
  private final ParameterTensors gradients; // those of the only lane where the share is one part
  private final Backend backend;
  private final IntConsumer propagatePart = this::propagatePart;
  private @Nullable Batch batch;
  private int first; // of its records
  private boolean loaded; // the only part has these records already
  private long step;
  private int firstPart; // of those that are propagated at the same time
  private double lossSum;
  private double weightSum;
  private double correct;
  private Propagation notFinite;

  /**
   * Allocates.
   *
   * @param gradients where the parameters' gradients are put, summed over records
   * @param workspace for all tensors, which the caller closes
   * @param seed of the random numbers that layers draw
   */
  ShareGradients(
      Architecture architecture,
      ParameterTensors values,
      ParameterTensors gradients,
      Workspace workspace,
      int records,
      long seed) {
    this.records = records;
    this.gradients = gradients;
    backend = workspace.backend();
    parts = architecture.mixesRecords() ? 1 : ceilDivide(records, MAX_RECORDS);
    width = ceilDivide(records, parts);
    lanes = new Lane[parts < backend.threads() ? 1 : backend.threads()];
    for (int i = 0; i < lanes.length; i++) {
      ParameterTensors own = parts == 1 ? gradients : new ParameterTensors(architecture, workspace);
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

  /** The number of records of the share. */
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
   * Forward, cost and backward of a share. Where the losses of a part are not finite it ends before
   * the backward of that part, and {@link #lossSum} is not finite either.
   *
   * @param step number of the training step
   * @param share what loads the records
   */
  void sum(long step, Batch share) {
    this.step = step;
    boolean same = share == batch && share.first() == first && share.isInOwnOrder();
    loaded = same && parts == 1;
    batch = share;
    first = share.first();
    lossSum = 0;
    weightSum = 0;
    correct = 0;
    for (firstPart = 0; firstPart < parts; firstPart += lanes.length) {
      int count = Math.min(lanes.length, parts - firstPart);
      if (count == 1) {
        propagatePart(0); // kernels have all threads
      } else {
        backend.inParallel(count, propagatePart);
      }
      for (int part = firstPart; part < firstPart + count; part++) {
        if (!add(part)) {
          return;
        }
      }
    }
  }

  /** Forward, cost and backward of a part; several may run at the same time. */
  private void propagatePart(int index) {
    int number = firstPart + index;
    int from = number * width;
    Propagation part = part(number);
    Batch share = java.util.Objects.requireNonNull(batch);
    if (!loaded) {
      part.load(share, from);
    }
    part.step(step, share.numberInBatch(from));
    part.forward(); // A = g(W·X + b), layer by layer
    part.judge(); // the losses of A, compared with Y
    if (Double.isFinite(part.lossSum())) {
      part.backward(null); // dW = dZ·Xᵀ, db = Σ dZ, dX = Wᵀ·dZ, layer by layer
    }
  }

  /** Adds what a part gave; false if its losses are not finite. */
  private boolean add(int number) {
    Propagation part = part(number);
    lossSum = FiniteSums.add(lossSum, part.lossSum());
    if (!Double.isFinite(lossSum)) {
      notFinite = part;
      return false;
    }
    weightSum += part.weightSum();
    correct += part.correct();
    if (parts > 1 && number == 0) {
      gradients.copy(lane(number).gradients);
    } else if (parts > 1) {
      gradients.add(lane(number).gradients);
    }
    return true;
  }

  /** The sum over records of the losses, after {@link #sum}. */
  double lossSum() {
    return lossSum;
  }

  /** The sum of the records' weights, after {@link #sum}; without weights their number. */
  double weightSum() {
    return weightSum;
  }

  /** The sum of the weights of the records that are classified correctly, after {@link #sum}. */
  double correct() {
    return correct;
  }

  /** The sums of the gradients, after {@link #sum}. */
  ParameterTensors gradients() {
    return gradients;
  }

  /** Lets layers update their statistics; those that have some know the whole batch. */
  void commit() {
    lastPart.commit();
  }

  /** The first layer with an output that is not finite, where {@link #lossSum} is not; or −1. */
  int firstNotFinite() {
    return notFinite.firstNotFinite();
  }
}
