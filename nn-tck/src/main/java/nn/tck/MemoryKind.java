package nn.tck;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What a backend may leave behind, measured after a collection of garbage: the least that counts as
 * a leak is so much a cycle, and so much in all that a JVM's own needs are not taken for one.
 */
enum MemoryKind {

  /** Of 16 bytes that a library asks for, C's allocator takes 32. */
  ALLOCATED("memory of C's allocator", 16, 32 << 10) {
    @Override
    OptionalLong bytes() {
      return NativeMemory.allocated();
    }
  },

  /** Counted to the byte, on every system. */
  BUFFERS("direct and mapped buffers", 8, 4 << 10) {
    @Override
    OptionalLong bytes() {
      return OptionalLong.of(
          ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
              .mapToLong(BufferPoolMXBean::getTotalCapacity)
              .sum());
    }
  },

  /** The least object has 16 bytes, and something refers to it. */
  HEAP("the Java heap", 10, 16 << 10) {
    @Override
    OptionalLong bytes() {
      return OptionalLong.of(
          ManagementFactory.getMemoryPoolMXBeans().stream()
              .filter(pool -> pool.getType() == MemoryType.HEAP)
              .map(MemoryPoolMXBean::getCollectionUsage)
              .filter(Objects::nonNull)
              .mapToLong(MemoryUsage::getUsed)
              .sum());
    }
  },

  /** What a library takes from the system by itself is whole pages. */
  ADDRESSES("address space", 2048, 64 << 10) {
    @Override
    OptionalLong bytes() {
      return NativeMemory.addresses();
    }
  };

  final String title;
  private final long cycle;
  private final long noise;

  MemoryKind(String title, long cycle, long noise) {
    this.title = title;
    this.cycle = cycle;
    this.noise = noise;
  }

  /** How much there is now; empty where nobody tells. */
  abstract OptionalLong bytes();

  /** The least growth by so many cycles that counts. */
  long leastGrowth(int cycles) {
    return Math.max(noise, cycle * cycles);
  }
}
