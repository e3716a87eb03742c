package nn.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import nn.api.DType;
import nn.tck.model.ExtentClass;
import nn.tck.model.Plan;
import org.jspecify.annotations.Nullable;

/** Which combinations of the model's levels have been tried, counted while the calls run. */
final class Coverage {
  private final List<Tried> all = new ArrayList<>();

  /** The calls of one plan that have run. */
  static final class Tried {
    private final DType dtype;
    private final Plan plan;
    private final long seed;
    private final int[] threads;
    private final List<int[]> rows = Collections.synchronizedList(new ArrayList<>());

    Tried(DType dtype, Plan plan, long seed, int[] threads) {
      this.dtype = dtype;
      this.plan = plan;
      this.seed = seed;
      this.threads = threads.clone();
    }

    void note(Plan.Planned call) {
      rows.add(call.row());
    }

    private Map<String, @Nullable Object> toMap() {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      map.put("kernel", plan.model().kernel());
      map.put("dtype", dtype.name());
      map.put("seed", seed);
      map.put("extents", plan.model().extents());
      map.put("factors", plan.factors());
      map.put("threads", Arrays.stream(threads).boxed().toList());
      map.put("strengthOfExtents", plan.strength());
      map.put("maxElements", plan.limits().elements());
      map.put(
          "maxMultiplications", plan.model().isProduct() ? plan.limits().multiplications() : null);
      map.put("calls", rows.size());
      map.put("pairs", ways(2));
      map.put("triplesOfExtents", plan.strength() > 2 ? ways(3) : null);
      map.put("excluded", plan.array().excluded().size());
      map.put("excludedFrom", plan.excludedFrom());
      return map;
    }

    private Map<String, @Nullable Object> ways(int strength) {
      long combinations = plan.array().combinations(strength);
      long tried = plan.array().covered(rows, strength);
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      map.put("combinations", combinations);
      map.put("tried", tried);
      map.put("percent", percent(tried, combinations));
      return map;
    }
  }

  /** To a tenth, and 100 only if all were tried. */
  private static double percent(long tried, long combinations) {
    return combinations == 0 ? 100 : Math.floor(1000.0 * tried / combinations) / 10;
  }

  /** Begins to count for a plan, which a seed has drawn for these numbers of threads. */
  Tried of(DType dtype, Plan plan, long seed, int[] threads) {
    Tried tried = new Tried(dtype, plan, seed, threads);
    all.add(tried);
    return tried;
  }

  /** Whether anything was planned. */
  boolean isEmpty() {
    return all.isEmpty();
  }

  /** What was tried, in a line. */
  String line() {
    return String.format(
        Locale.ROOT,
        "coverage: %,d calls of %d kernels; %s%% of %,d pairs of levels, %s%% of %,d triples of"
            + " extents",
        all.stream().mapToLong(each -> each.rows.size()).sum(),
        all.stream().map(each -> each.plan.model().kernel()).distinct().count(),
        percent(tried(2), combinations(2)),
        combinations(2),
        percent(tried(3), combinations(3)),
        combinations(3));
  }

  /** What was not tried, in a line. */
  String notTried() {
    Plan.Limits limits = all.get(0).plan.limits();
    return String.format(
        Locale.ROOT,
        "not tried: %,d combinations of extents beyond %,d elements or %,d multiplications in a"
            + " call, and any extent above %,d",
        all.stream().mapToLong(each -> each.plan.array().excluded().size()).sum(),
        limits.elements(),
        limits.multiplications(),
        ExtentClass.TO_70000.most());
  }

  private long combinations(int strength) {
    return all.stream().mapToLong(each -> each.plan.array().combinations(strength)).sum();
  }

  private long tried(int strength) {
    return all.stream().mapToLong(each -> each.plan.array().covered(each.rows, strength)).sum();
  }

  /** For the certificate. */
  List<Map<String, @Nullable Object>> toList() {
    return all.stream().map(Tried::toMap).toList();
  }
}
