package nn.tck;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Weak references to what nobody should keep. Thread-safe. */
final class References {
  private static final int TRIES = 20;

  private record Reference(String what, WeakReference<Object> object) {}

  private final Queue<Reference> references = new ConcurrentLinkedQueue<>();

  void add(String what, Object object) {
    references.add(new Reference(what, new WeakReference<>(object)));
  }

  /**
   * What somebody refers to still after collections of garbage: a thread may be about to forget, so
   * it is looked for several times. Empty on a JVM that does not collect when asked.
   */
  List<String> kept() {
    for (int tries = 0; tries < TRIES; tries++) {
      WeakReference<Object> garbage = new WeakReference<>(new Object());
      System.gc();
      references.removeIf(reference -> reference.object.get() == null);
      if (references.isEmpty() || garbage.get() != null) {
        return List.of();
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return references.stream().map(Reference::what).distinct().toList();
  }
}
