package nn.spark;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import nn.core.training.Shares;

/**
 * The replicas of a training in this JVM: as many as its tasks have needed at the same time. A task
 * has one for itself, as a task of an earlier step may still be running when the next step's begin.
 */
final class Replicas {
  /** Trainings of which an executor keeps replicas: those that go on at the same time. */
  private static final int MOST = 4;

  private static final Map<String, Replicas> TRAININGS = new LinkedHashMap<>(16, 0.75f, true);

  private final Deque<Replica> idle = new ArrayDeque<>();
  private final Map<Integer, EpochOrder> orders = new ConcurrentHashMap<>();
  private boolean closed;

  /** The order of a shard's records in the epoch in which it was asked for last. */
  private static final class EpochOrder {
    final int epoch;
    final int[] order;

    EpochOrder(int epoch, int[] order) {
      this.epoch = epoch;
      this.order = order;
    }
  }

  private Replicas() {}

  /** Those of a training; those that have not been asked for the longest are released. */
  static synchronized Replicas of(String training) {
    Replicas known = TRAININGS.computeIfAbsent(training, name -> new Replicas());
    if (TRAININGS.size() > MOST) {
      Iterator<Replicas> oldest = TRAININGS.values().iterator();
      oldest.next().close();
      oldest.remove();
    }
    return known;
  }

  /** Releases those of a training that has ended. */
  static synchronized void release(String training) {
    Replicas ended = TRAININGS.remove(training);
    if (ended != null) {
      ended.close();
    }
  }

  /** What a task does with a replica. */
  interface Work<T> {
    T with(Replica replica);
  }

  /** Does a task's work; a replica with which that failed is not used again. */
  <T> T use(Supplier<Replica> create, Work<T> work) {
    Replica replica = take();
    if (replica == null) {
      replica = create.get();
    }
    T result;
    try {
      result = work.with(replica);
    } catch (Throwable failure) {
      replica.close();
      throw failure;
    }
    give(replica);
    return result;
  }

  private synchronized @org.jspecify.annotations.Nullable Replica take() {
    return idle.poll();
  }

  private synchronized void give(Replica replica) {
    if (closed) {
      replica.close();
    } else {
      idle.push(replica);
    }
  }

  private synchronized void close() {
    closed = true;
    idle.forEach(Replica::close);
    idle.clear();
  }

  /** {@link Shares#order}, which is not drawn again for each step of an epoch. */
  int[] order(Shares shares, int shard, int epoch) {
    EpochOrder known = orders.get(shard);
    if (known == null || known.epoch != epoch) {
      known = new EpochOrder(epoch, shares.order(shard, epoch));
      orders.put(shard, known);
    }
    return known.order;
  }
}
