package nn.io.table;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What is to be learnt of the records of a table, and whether a single feature tells it. */
final class Targets {
  private static final double CORRELATION = 0.999;
  private static final int FEWEST_RECORDS = 10;
  private static final int MOST_VALUES = 20; // of numbers that are looked at as categories
  private static final double LOG_CHANCE = Math.log(1e-6);

  private final double[] values; // numbers, or the indices of classes
  private final int classes; // 0 for numbers

  private Targets(double[] values, int classes) {
    this.values = values;
    this.classes = classes;
  }

  static Targets of(Table table, TableEncoding encoding) {
    TargetColumn target = encoding.target();
    int column = table.column(target.name());
    double[] values = new double[table.records()];
    double[] encoded = new double[target.outputs()];
    for (int record = 0; record < values.length; record++) {
      Arrays.fill(encoded, 0);
      target.encode(table, record, column, encoding.missingCells(), encoded, 0);
      values[record] = target.task() == Task.REGRESSION ? encoded[0] : target.classOf(encoded);
    }
    return new Targets(values, target.classes().size());
  }

  /** How many records each class has; empty for numbers. */
  int[] counts() {
    int[] counts = new int[classes];
    if (classes > 0) {
      Arrays.stream(values).forEach(value -> counts[(int) value]++);
    }
    return counts;
  }

  /**
   * How a feature tells the target; null if it does not.
   *
   * @param feature its numbers, or the indices of its categories; NaN where there is none
   */
  @Nullable String toldBy(double[] feature, boolean numeric) {
    int[] known =
        IntStream.range(0, feature.length).filter(i -> !Double.isNaN(feature[i])).toArray();
    double[] x = Arrays.stream(known).mapToDouble(i -> feature[i]).toArray();
    double[] y = Arrays.stream(known).mapToDouble(i -> values[i]).toArray();
    if (classes == 0) {
      return numeric && x.length >= FEWEST_RECORDS ? numberToldBy(x, y) : null;
    }
    return numeric && haveRangesOfTheirOwn(x, y)
        ? "its numbers are others in each class"
        : eachValueHasOneClass(x, y, numeric) ? "each of its values has one class only" : null;
  }

  private static @Nullable String numberToldBy(double[] x, double[] y) {
    double correlation = correlation(x, y);
    if (Math.abs(correlation) > CORRELATION) {
      return String.format(java.util.Locale.ROOT, "their correlation is %.5f", correlation);
    }
    return isMonotone(x, y) ? "the target only rises, or only falls, with it" : null;
  }

  private static double correlation(double[] x, double[] y) {
    double meanX = Arrays.stream(x).average().orElse(0);
    double meanY = Arrays.stream(y).average().orElse(0);
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int i = 0; i < x.length; i++) {
      xx += (x[i] - meanX) * (x[i] - meanX);
      yy += (y[i] - meanY) * (y[i] - meanY);
      xy += (x[i] - meanX) * (y[i] - meanY);
    }
    return xy / (Math.sqrt(xx) * Math.sqrt(yy)); // NaN if either is constant
  }

  private static boolean isMonotone(double[] x, double[] y) {
    Integer[] order = IntStream.range(0, x.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(i -> x[i]));
    boolean rises = true;
    boolean falls = true;
    for (int i = 1; i < order.length && (rises || falls); i++) {
      boolean further = x[order[i]] > x[order[i - 1]];
      rises &= further && y[order[i]] > y[order[i - 1]];
      falls &= further && y[order[i]] < y[order[i - 1]];
    }
    return rises || falls;
  }

  private boolean haveRangesOfTheirOwn(double[] x, double[] y) {
    double[] least = new double[classes];
    double[] largest = new double[classes];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(largest, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < x.length; i++) {
      int c = (int) y[i];
      least[c] = Math.min(least[c], x[i]);
      largest[c] = Math.max(largest[c], x[i]);
    }
    int[] order =
        IntStream.range(0, classes)
            .filter(c -> least[c] <= largest[c])
            .boxed()
            .sorted(Comparator.comparingDouble(c -> least[c]))
            .mapToInt(c -> c)
            .toArray();
    for (int i = 1; i < order.length; i++) {
      if (largest[order[i - 1]] >= least[order[i]]) {
        return false;
      }
    }
    return order.length > 1 && logShuffled(y) + logFactorial(order.length) < LOG_CHANCE;
  }

  private boolean eachValueHasOneClass(double[] x, double[] y, boolean numeric) {
    Map<Double, Double> classOf = new HashMap<>();
    for (int i = 0; i < x.length; i++) {
      Double other = classOf.putIfAbsent(x[i] + 0.0, y[i]);
      if ((other != null && other != y[i]) || (numeric && classOf.size() > MOST_VALUES)) {
        return false;
      }
    }
    int found = (int) classOf.values().stream().distinct().count();
    return found > 1 && logShuffled(y) + classOf.size() * Math.log(found) < LOG_CHANCE;
  }

  /** The logarithm of one over the number of orders that the classes can have. */
  private double logShuffled(double[] y) {
    int[] counts = new int[classes];
    Arrays.stream(y).forEach(value -> counts[(int) value]++);
    double sum = -logFactorial(y.length);
    for (int count : counts) {
      sum += logFactorial(count);
    }
    return sum;
  }

  private static double logFactorial(int n) {
    double sum = 0;
    for (int i = 2; i <= n; i++) {
      sum += Math.log(i);
    }
    return sum;
  }
}
