package nn.tck;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nn.api.DType;
import nn.tck.model.Plan;
import org.jspecify.annotations.Nullable;

/** Which combinations of the model's levels have been tried, counted while the calls run. */
final class Coverage {
  private final List<Tried> all = new ArrayList<>();

  /** The calls of one plan that have run. */
  static final class Tried {
    private final DType dtype;
    private final Plan plan;
    private final List<int[]> rows = new ArrayList<>();

    Tried(DType dtype, Plan plan) {
      this.dtype = dtype;
      this.plan = plan;
    }

    void note(Plan.Planned call) {
      rows.add(call.row());
    }

    private Map<String, @Nullable Object> toMap() {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      map.put("kernel", plan.model().kernel());
      map.put("dtype", dtype.name());
      map.put("extents", plan.model().extents());
      map.put("strengthOfExtents", plan.strength());
      map.put("calls", rows.size());
      map.put("combinations", plan.array().combinations());
      map.put("tried", plan.array().covered(rows));
      map.put("excluded", plan.array().excluded().stream().map(plan::words).toList());
      return map;
    }
  }

  /** Begins to count for a plan. */
  Tried of(DType dtype, Plan plan) {
    Tried tried = new Tried(dtype, plan);
    all.add(tried);
    return tried;
  }

  /** For the certificate. */
  List<Map<String, @Nullable Object>> toList() {
    return all.stream().map(Tried::toMap).toList();
  }

  /** The part of all combinations that was tried; 1 if nothing was planned. */
  double part() {
    long combinations = all.stream().mapToLong(each -> each.plan.array().combinations()).sum();
    long tried = all.stream().mapToLong(each -> each.plan.array().covered(each.rows)).sum();
    return combinations == 0 ? 1 : (double) tried / combinations;
  }
}
