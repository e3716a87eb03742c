package nn.tck;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import nn.api.DType;
import nn.tck.model.ExtentClass;
import nn.tck.reference.Bounds;
import nn.tck.reference.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * The largest error as a part of its bound, by kernel, number type and class of the extent that is
 * summed over: of results that a tier only bounds.
 */
final class Residuals {
  private final Map<Key, Double> worst = new ConcurrentSkipListMap<>();

  private record Key(String kernel, DType dtype, ExtentClass terms) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int order = kernel.compareTo(other.kernel);
      order = order == 0 ? dtype.compareTo(other.dtype) : order;
      return order == 0 ? terms.compareTo(other.terms) : order;
    }
  }

  /** Notes the errors of a result that is within its bounds. */
  void note(String kernel, DType dtype, int[] extents, Bounds bounds, Matrix actual) {
    if (bounds.exact()) {
      return;
    }
    double largest = -1;
    for (int at = 0; at < actual.values().length; at++) {
      if (bounds.high().values()[at] > bounds.low().values()[at]) {
        largest = Math.max(largest, bounds.at(at).ratio(actual.values()[at]));
      }
    }
    if (largest >= 0) {
      worst.merge(new Key(kernel, dtype, terms(kernel, extents)), largest, Math::max);
    }
  }

  /** The class of how many terms a sum of the kernel has. */
  private static ExtentClass terms(String kernel, int[] extents) {
    boolean overUnits =
        kernel.equals("sumOverUnits") || kernel.toLowerCase(Locale.ROOT).startsWith("softmax");
    return ExtentClass.of(extents[overUnits ? 0 : extents.length - 1]);
  }

  /** For the certificate. */
  List<Map<String, @Nullable Object>> toList() {
    List<Map<String, @Nullable Object>> all = new ArrayList<>();
    worst.forEach(
        (key, ratio) -> {
          Map<String, @Nullable Object> each = new LinkedHashMap<>();
          each.put("kernel", key.kernel);
          each.put("dtype", key.dtype.name());
          each.put("terms", key.terms.toString());
          each.put("worstRatio", ratio);
          all.add(each);
        });
    return all;
  }
}
