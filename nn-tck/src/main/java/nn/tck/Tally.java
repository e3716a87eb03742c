package nn.tck;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import nn.api.DType;

/** Counts cases while they run. Safe for several threads. */
final class Tally {
  private final Map<DType, Map<Counted, Long>> counts = new TreeMap<>();

  synchronized void count(DType dtype, Counted kind, long cases) {
    counts
        .computeIfAbsent(dtype, type -> new EnumMap<>(Counted.class))
        .merge(kind, cases, Long::sum);
  }

  synchronized long of(DType dtype, Counted kind) {
    return counts.getOrDefault(dtype, Map.of()).getOrDefault(kind, 0L);
  }
}
