package nn.core.selection;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import nn.api.Message;
import nn.core.random.RandomState;

/**
 * Named parameters with what they may be: an immutable value, changed by its methods into another
 * one.
 *
 * <pre>{@code
 * new SearchSpace().choice("units", 8, 16, 32).logUniform("learning-rate", 1e-4, 1e-1)
 * }</pre>
 */
public final class SearchSpace {

  /** What a parameter may be. */
  private sealed interface Range {
    Object draw(RandomState random);
  }

  private record Choice(List<Object> values) implements Range {
    @Override
    public Object draw(RandomState random) {
      return values.get(random.integer(values.size() - 1));
    }
  }

  private record Interval(double low, double high) implements Range {
    @Override
    public Object draw(RandomState random) {
      return random.uniform(low, high);
    }
  }

  private record LogInterval(double low, double high) implements Range {
    @Override
    public Object draw(RandomState random) {
      double drawn = StrictMath.exp(random.uniform(StrictMath.log(low), StrictMath.log(high)));
      return Math.min(Math.max(drawn, low), high); // the exponential of a logarithm is rounded
    }
  }

  /**
   * All of n combinations come, as a rule, within n·ln n draws; this many for each are only needed
   * where an interval is a few ulp wide.
   */
  private static final long MAX_REDRAWS = 1000;

  private final Map<String, Range> ranges;

  /** Without parameters. */
  public SearchSpace() {
    this(Map.of());
  }

  private SearchSpace(Map<String, Range> ranges) {
    this.ranges = ranges;
  }

  /**
   * One of some values, each as probable.
   *
   * @throws IllegalArgumentException if there is no value, two are equal, or there is already a
   *     parameter of this name
   */
  public SearchSpace choice(String name, Object... values) {
    List<Object> different = List.of(values);
    if (different.isEmpty() || Set.copyOf(different).size() < values.length) {
      throw new IllegalArgumentException(
          Message.of("search: a choice needs values, each once: '%s' has %s", name, different));
    }
    return with(name, new Choice(different));
  }

  /**
   * A number from an interval, uniform.
   *
   * @throws IllegalArgumentException unless both are finite and {@code low} is below {@code high},
   *     or if there is already a parameter of this name
   */
  public SearchSpace uniform(String name, double low, double high) {
    requireInterval(name, low, high, Double.NEGATIVE_INFINITY);
    return with(name, new Interval(low, high));
  }

  /**
   * A positive number from an interval, its logarithm uniform.
   *
   * @throws IllegalArgumentException unless both are finite and positive and {@code low} is below
   *     {@code high}, or if there is already a parameter of this name
   */
  public SearchSpace logUniform(String name, double low, double high) {
    requireInterval(name, low, high, 0);
    return with(name, new LogInterval(low, high));
  }

  private static void requireInterval(String name, double low, double high, double above) {
    if (!(low > above && low < high && high < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          Message.of(
              "search: the ends of '%s' must be finite, above %s and ascending: %s and %s",
              name, above, low, high));
    }
  }

  private SearchSpace with(String name, Range range) {
    if (ranges.containsKey(Objects.requireNonNull(name, "search: name"))) {
      throw new IllegalArgumentException("search: a name must occur once: '" + name + "'");
    }
    Map<String, Range> more = new LinkedHashMap<>(ranges);
    more.put(name, range);
    return new SearchSpace(more);
  }

  /**
   * All combinations, the last parameter's values changing first.
   *
   * @throws IllegalArgumentException if a parameter is an interval
   */
  public List<Settings> grid() {
    List<Map<String, Object>> grid = List.of(Map.of());
    for (Map.Entry<String, Range> entry : ranges.entrySet()) {
      if (!(entry.getValue() instanceof Choice choice)) {
        throw new IllegalArgumentException(
            Message.of(
                "search: a grid is made of choices; draw at random, or give values: '%s' is %s",
                entry.getKey(), entry.getValue()));
      }
      List<Map<String, Object>> longer = new ArrayList<>();
      for (Map<String, Object> point : grid) {
        for (Object value : choice.values) {
          Map<String, Object> with = new LinkedHashMap<>(point);
          with.put(entry.getKey(), value);
          longer.add(with);
        }
      }
      grid = longer;
    }
    return grid.stream().map(Settings::new).toList();
  }

  /**
   * So many different combinations, one after another and in each parameter after parameter drawn
   * from {@code RandomState(seed)}; one that was drawn before is drawn anew.
   *
   * @throws IllegalArgumentException if {@code count} is below 1, or there are not as many
   */
  public List<Settings> random(int count, int seed) {
    double combinations = 1;
    for (Range range : ranges.values()) {
      combinations *= range instanceof Choice choice ? choice.values.size() : 1e300;
    }
    if (count < 1 || count > combinations) {
      throw new IllegalArgumentException(
          Message.of(
              "search: at least 1 and at most all combinations can be drawn: %d of %s",
              count, combinations < 1e300 ? Message.of("%.0f", combinations) : "any number"));
    }
    RandomState random = new RandomState(seed);
    Set<Settings> drawn = new LinkedHashSet<>();
    for (long draws = 0; drawn.size() < count; draws++) {
      if (draws > MAX_REDRAWS * count) {
        throw new IllegalArgumentException(
            Message.of(
                "search: the intervals must have more numbers: %d of %d different combinations after %d draws",
                drawn.size(), count, draws));
      }
      Map<String, Object> values = new LinkedHashMap<>();
      ranges.forEach((name, range) -> values.put(name, range.draw(random)));
      drawn.add(new Settings(values));
    }
    return List.copyOf(drawn);
  }
}
