package nn.spark;

import java.io.Serializable;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Open models, shared by all who use them at once. Of those that nobody uses the least recently
 * used are closed when there are too many.
 */
final class ModelCache {
  /** Those of this JVM's tasks. */
  static final ModelCache OF_JVM = new ModelCache(8);

  /**
   * What makes two models the same.
   *
   * @param sha256 of the file's bytes
   * @param backend that computes
   */
  record Key(String sha256, WorkerBackend backend) implements Serializable {}

  /** A model with those who use it; opened by the first of them, while others wait. */
  private final class Entry {
    private int users;
    private @Nullable RowModel model;

    synchronized RowModel model(Supplier<RowModel> open) {
      if (model == null) {
        model = open.get();
        opened.incrementAndGet();
      }
      return model;
    }

    synchronized boolean isOpen() {
      return model != null;
    }

    synchronized void close() {
      if (model != null) {
        model.close();
      }
    }
  }

  private final int most;
  private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true); // by last use
  private final AtomicInteger opened = new AtomicInteger();

  /**
   * An empty cache.
   *
   * @param most how many models stay open that nobody uses
   */
  ModelCache(int most) {
    this.most = most;
  }

  /**
   * A model to use until {@link #release}.
   *
   * @param open what opens it where it is not open; if that throws, nothing is kept
   */
  RowModel take(Key key, Supplier<RowModel> open) {
    Entry entry = enter(key);
    try {
      return entry.model(open);
    } catch (RuntimeException | Error failure) {
      release(key);
      throw failure;
    }
  }

  private synchronized Entry enter(Key key) {
    Entry entry = entries.computeIfAbsent(key, absent -> new Entry());
    entry.users++;
    return entry;
  }

  /** Ends a use of a model; once for each {@link #take}. */
  synchronized void release(Key key) {
    Entry entry = entries.get(key);
    if (entry == null || entry.users == 0) {
      throw new IllegalStateException("model cache: what is released must have been taken: " + key);
    }
    entry.users--;
    if (entry.users == 0 && !entry.isOpen()) {
      entries.remove(key);
    }
    closeUnused();
  }

  private void closeUnused() {
    int unused = (int) entries.values().stream().filter(entry -> entry.users == 0).count();
    Iterator<Entry> leastRecentlyUsed = entries.values().iterator();
    while (unused > most) {
      Entry entry = leastRecentlyUsed.next();
      if (entry.users == 0) {
        entry.close();
        leastRecentlyUsed.remove();
        unused--;
      }
    }
  }

  /** How many models have been opened so far. */
  int opened() {
    return opened.get();
  }
}
