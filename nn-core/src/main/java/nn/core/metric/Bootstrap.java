package nn.core.metric;

import java.util.Arrays;
import java.util.stream.IntStream;
import nn.api.Message;
import nn.api.network.Decision;
import nn.core.random.RandomState;

/**
 * How far a metric would vary with other records: the percentile interval of the bootstrap (B.
 * Efron, R. J. Tibshirani: An Introduction to the Bootstrap, 1993, section 13.3). The records are
 * drawn again and again, as many as there are, with replacement; the interval leaves out as many of
 * the resamples' values at each end. An immutable value.
 *
 * <pre>{@code
 * Bootstrap.resamples(1000).stratified().interval(Metrics.f1(), predictions)
 * }</pre>
 */
public final class Bootstrap {
  private final int resamples;
  private final int seed;
  private final double level;
  private final boolean stratified;

  private Bootstrap(int resamples, int seed, double level, boolean stratified) {
    if (resamples < 1 || !(level > 0 && level < 1)) {
      throw new IllegalArgumentException(
          Message.of(
              "bootstrap: at least 1 resample and a level between 0 and 1 are needed: %d resamples, level %s",
              resamples, level));
    }
    this.resamples = resamples;
    this.seed = seed;
    this.level = level;
    this.stratified = stratified;
  }

  /**
   * An interval.
   *
   * @param value of the records themselves
   * @param low its lower end; NaN if no resample had a value
   * @param high its upper end
   * @param undefined how many resamples had none, and were left out: of one class alone, for
   *     instance
   */
  public record Interval(double value, double low, double high, int undefined) {}

  /**
   * So many resamples, seed 0, level 0.95, drawn from all records alike.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public static Bootstrap resamples(int resamples) {
    return new Bootstrap(resamples, 0, 0.95, false);
  }

  /** Draws with this seed. */
  public Bootstrap seed(int other) {
    return new Bootstrap(resamples, other, level, stratified);
  }

  /**
   * The share of the resamples' values that the interval has.
   *
   * @throws IllegalArgumentException if it is not between 0 and 1
   */
  public Bootstrap level(double other) {
    return new Bootstrap(resamples, seed, other, stratified);
  }

  /** Draws from each class as many records as it has, so that no class is ever missing. */
  public Bootstrap stratified() {
    return new Bootstrap(resamples, seed, level, true);
  }

  /**
   * The interval of a metric. A record that is drawn keeps its weight. Resample after resample, and
   * in it class after class if stratified, indices are drawn as by {@code RandomState(seed)
   * .randint(0, n, n)}.
   *
   * @throws IllegalArgumentException if the metric does not suit the predictions, or there are no
   *     classes to stratify by
   */
  public Interval interval(Metric metric, Predictions predictions) {
    int[][] strata = strata(predictions);
    RandomState random = new RandomState(seed);
    double[] values = new double[resamples];
    int defined = 0;
    int[] drawn = new int[Arrays.stream(strata).mapToInt(stratum -> stratum.length).sum()];
    for (int resample = 0; resample < resamples; resample++) {
      int next = 0;
      for (int[] stratum : strata) {
        for (int draw : random.choice(stratum.length, stratum.length, true)) {
          drawn[next++] = stratum[draw];
        }
      }
      double value = metric.value(predictions.select(drawn));
      if (!Double.isNaN(value)) {
        values[defined++] = value;
      }
    }
    double[] sorted = Arrays.copyOf(values, defined);
    Arrays.sort(sorted);
    double left = (1 - level) / 2;
    return new Interval(
        metric.value(predictions),
        defined == 0 ? Double.NaN : Percentile.of(sorted, left),
        defined == 0 ? Double.NaN : Percentile.of(sorted, 1 - left),
        resamples - defined);
  }

  /** The records that count, by class if stratified. */
  private int[][] strata(Predictions predictions) {
    if (stratified && (predictions.decision() == Decision.NONE || predictions.isMultiLabel())) {
      throw new IllegalArgumentException(
          Message.of(
              "bootstrap: only records of classes that exclude each other can be stratified: %d units, decided by %s",
              predictions.units(), predictions.decision()));
    }
    int[][] strata = new int[stratified ? predictions.classes() : 1][];
    for (int s = 0; s < strata.length; s++) {
      int c = s;
      strata[s] =
          IntStream.range(0, predictions.records())
              .filter(record -> predictions.weight(record) > 0)
              .filter(record -> !stratified || predictions.actual(record) == c)
              .toArray();
    }
    return strata;
  }

  /** For instance {@code Bootstrap[1000 resamples, seed 0, level 0.95, stratified]}. */
  @Override
  public String toString() {
    return Message.of(
        "Bootstrap[%d resamples, seed %d, level %s, %s]",
        resamples, seed, level, stratified ? "stratified" : "not stratified");
  }
}
