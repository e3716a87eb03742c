package nn.core.training;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import nn.api.Message;

/**
 * Where a training is: all that it needs to go on, as numbers. It holds no tensor and opens on any
 * backend. Immutable.
 *
 * <p>A training that is stopped after any step and resumed from its state ends in the bits of the
 * uninterrupted one. Names of arrays are those of the parameters, layers counted from 0 ({@code
 * 0.weight}, {@code 3.body.0.weight}), of an optimiser's state before them ({@code
 * optimiser.mean.0.weight}), of the best validated epoch's parameters ({@code best.0.weight}),
 * {@code history.cost}, {@code history.accuracy}, {@code validation.cost} and likewise for each
 * metric, and {@code sums}; a weight is {@code [units, inputs]}, row after row.
 */
public final class TrainingState {
  private final String plan;
  private final Map<String, double[]> arrays;
  private final Map<String, Long> counters;

  /**
   * A state from its numbers, as {@link #array} and {@link #counter} give them.
   *
   * @param plan {@link Training#plan()}
   * @param arrays copied
   * @param counters copied
   */
  public TrainingState(String plan, Map<String, double[]> arrays, Map<String, Long> counters) {
    this.plan = plan;
    this.arrays = new TreeMap<>();
    arrays.forEach((name, values) -> this.arrays.put(name, values.clone()));
    this.counters = new TreeMap<>(counters);
  }

  /** The plan of the training, {@link Training#plan()}. */
  public String plan() {
    return plan;
  }

  /** The number of steps that were done. */
  public long steps() {
    return counter("step");
  }

  /** The number of epochs that ended. */
  public int epochs() {
    return (int) counter("epoch");
  }

  /** The names of all arrays, sorted. */
  public Set<String> arrays() {
    return new TreeSet<>(arrays.keySet());
  }

  /**
   * A copy of an array.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public double[] array(String name) {
    double[] values = arrays.get(name);
    if (values == null) {
      throw new IllegalArgumentException(
          Message.of("state: no array of this name: '%s', it has %s", name, arrays.keySet()));
    }
    return values.clone();
  }

  /** All arrays by name; copies. */
  public Map<String, double[]> toMap() {
    Map<String, double[]> copies = new TreeMap<>();
    arrays.forEach((name, values) -> copies.put(name, values.clone()));
    return copies;
  }

  /** The names of all counters, sorted. */
  public Set<String> counters() {
    return new TreeSet<>(counters.keySet());
  }

  /**
   * A counter.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public long counter(String name) {
    Long value = counters.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          Message.of("state: no counter of this name: '%s', it has %s", name, counters.keySet()));
    }
    return value;
  }
}
