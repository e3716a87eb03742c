package nn.tck;

import java.lang.reflect.Field;
import java.lang.reflect.Method;

/**
 * Memory of C's allocator that nobody frees, as a library's leak: no buffer of Java's counts it.
 */
final class NativeLeak {
  private static final String UNSAFE = "sun.misc.Unsafe";

  private NativeLeak() {}

  /** Allocates and forgets. */
  static void of(long bytes) {
    try {
      Class<?> type = Class.forName(UNSAFE);
      Field instance = type.getDeclaredField("theUnsafe");
      instance.setAccessible(true);
      Method allocate = type.getMethod("allocateMemory", long.class);
      allocate.invoke(instance.get(null), bytes);
    } catch (ReflectiveOperationException missing) {
      throw new IllegalStateException("no " + UNSAFE + " here", missing);
    }
  }
}
