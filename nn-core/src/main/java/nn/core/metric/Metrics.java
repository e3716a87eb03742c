package nn.core.metric;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nn.api.Message;
import nn.api.network.Decision;
import nn.core.metric.PrecisionRecall.Score;

/**
 * The metrics, each equal to scikit-learn's of the same records and weights.
 *
 * <p>What holds for all: a record of weight 0 is not there; without any record, or with an output
 * that is NaN, the number is NaN; classes exclude each other in binary and multiclass tasks; where
 * there are several labels, the number is the mean over labels unless something else is said.
 * Symbols: record j has weight wⱼ, n is the sum of weights, TP, FP, FN and TN those of true and
 * false positives and negatives of a class.
 */
public final class Metrics {
  private static final Pattern TOP = Pattern.compile("top-([1-9][0-9]{0,8})-accuracy");

  /** More classes than this, and one asks whether the right one is among the first five. */
  private static final int MANY_CLASSES = 20;

  private static final Map<String, Metric> BY_NAME = new LinkedHashMap<>();

  static {
    add(accuracy(), balancedAccuracy());
    for (Average average : Average.values()) {
      add(precision(average), recall(average), f1(average));
    }
    add(rocAuc(), averagePrecision(), logLoss(), brier(), matthews());
    add(mse(), rmse(), mae(), r2());
  }

  private Metrics() {}

  private static void add(Metric... metrics) {
    for (Metric metric : metrics) {
      BY_NAME.put(metric.name(), metric);
    }
  }

  /**
   * {@code accuracy}: the share of records whose class was predicted; where there are several
   * labels, of records that have all of them right. {@code accuracy_score}.
   */
  public static ConfusionMetric accuracy() {
    return ClassMetric.ACCURACY;
  }

  /**
   * {@code balanced-accuracy}: the mean of the recalls of the classes that records have. {@code
   * balanced_accuracy_score}.
   */
  public static ConfusionMetric balancedAccuracy() {
    return ClassMetric.BALANCED_ACCURACY;
  }

  /**
   * {@code top-k-accuracy}: the share of records whose class is among those of the k largest
   * outputs, of equal ones the last first; 1 if there are no more classes. {@code
   * top_k_accuracy_score}.
   *
   * @throws IllegalArgumentException if k is below 1
   */
  public static Metric topAccuracy(int k) {
    return new TopAccuracy(k);
  }

  /** {@link #precision(Average)} of class 1 of two. */
  public static ConfusionMetric precision() {
    return precision(Average.BINARY);
  }

  /**
   * {@code precision}, {@code precision-macro} and so on: {@code TP / (TP + FP)}, 0 where nothing
   * was predicted. Classes that are neither wanted nor predicted take no part in an average; labels
   * always do. {@code precision_score}.
   */
  public static ConfusionMetric precision(Average average) {
    return new PrecisionRecall(Score.PRECISION, average);
  }

  /** {@link #recall(Average)} of class 1 of two. */
  public static ConfusionMetric recall() {
    return recall(Average.BINARY);
  }

  /**
   * {@code recall}, {@code recall-macro} and so on: {@code TP / (TP + FN)}, 0 where no record has
   * the class. {@code recall_score}.
   */
  public static ConfusionMetric recall(Average average) {
    return new PrecisionRecall(Score.RECALL, average);
  }

  /** {@link #f1(Average)} of class 1 of two. */
  public static ConfusionMetric f1() {
    return f1(Average.BINARY);
  }

  /**
   * {@code f1}, {@code f1-macro} and so on: {@code 2·TP / (2·TP + FP + FN)}, 0 where that is 0/0.
   * {@code f1_score}.
   */
  public static ConfusionMetric f1(Average average) {
    return new PrecisionRecall(Score.F1, average);
  }

  /**
   * {@code roc-auc}: the area below the curve of the true positives' share over the false
   * positives', by trapezoids: the probability that a positive record has a larger output than a
   * negative one, equal outputs counting a half. Of several classes the mean of each against all
   * others; NaN where a class has no or all records. {@code roc_auc_score(multi_class='ovr')}.
   */
  public static Metric rocAuc() {
    return ScoreMetric.ROC_AUC;
  }

  /**
   * {@code average-precision}: {@code Σ (Rᵢ − Rᵢ₋₁)·Pᵢ} over the distinct outputs, descending,
   * where R and P are recall and precision of the records with at least such an output; 0 without a
   * positive record. Of several classes the mean of each against all others. {@code
   * average_precision_score}.
   */
  public static Metric averagePrecision() {
    return ScoreMetric.AVERAGE_PRECISION;
  }

  /**
   * {@code log-loss}: {@code −Σ wⱼ·ln pⱼ / n}, where p is the probability of the record's class,
   * clipped to 2⁻⁵² and 1 − 2⁻⁵² and divided by the sum of the classes'. NaN if an output is below
   * 0 or above 1, where {@code log_loss} clips it.
   */
  public static Metric logLoss() {
    return ScoreMetric.LOG_LOSS;
  }

  /**
   * {@code brier}: {@code Σ wⱼ·(pⱼ − yⱼ)² / n}; of several classes with the sum over them (G. W.
   * Brier, Monthly Weather Review 78, 1950, eq. 2). NaN if an output is below 0 or above 1. {@code
   * brier_score_loss}.
   */
  public static Metric brier() {
    return ScoreMetric.BRIER;
  }

  /**
   * {@code matthews}: {@code (c·n − Σ tₖ·pₖ) / √((n² − Σ pₖ²)·(n² − Σ tₖ²))}, where c are correct,
   * and of class k there are tₖ and predicted pₖ; 0 where that is 0/0 (J. Gorodkin, Comput. Biol.
   * Chem. 28, 2004). {@code matthews_corrcoef}.
   */
  public static ConfusionMetric matthews() {
    return ClassMetric.MATTHEWS;
  }

  /** {@code mse}: {@code Σ wⱼ·(ŷⱼ − yⱼ)² / n}, the mean over units. {@code mean_squared_error}. */
  public static Metric mse() {
    return RegressionMetric.MSE;
  }

  /** {@code rmse}: the mean over units of each unit's root. {@code root_mean_squared_error}. */
  public static Metric rmse() {
    return RegressionMetric.RMSE;
  }

  /** {@code mae}: {@code Σ wⱼ·|ŷⱼ − yⱼ| / n}, the mean over units. {@code mean_absolute_error}. */
  public static Metric mae() {
    return RegressionMetric.MAE;
  }

  /**
   * {@code r2}: {@code 1 − Σ wⱼ·(ŷⱼ − yⱼ)² / Σ wⱼ·(yⱼ − ȳ)²}, the mean over units; where all
   * targets of a unit are the same, 1 if all outputs are as well, else 0; NaN for a single record.
   * {@code r2_score}.
   */
  public static Metric r2() {
    return RegressionMetric.R2;
  }

  /** The names that {@link #of} knows; {@code top-k-accuracy} for any k. */
  public static List<String> names() {
    List<String> names = new ArrayList<>(BY_NAME.keySet());
    names.add(2, "top-k-accuracy");
    return names;
  }

  /**
   * The metric of a name, for instance {@code f1-macro} or {@code top-5-accuracy}.
   *
   * @throws IllegalArgumentException if there is none, with all names
   */
  public static Metric of(String name) {
    Metric metric = BY_NAME.get(name);
    if (metric != null) {
      return metric;
    }
    Matcher top = TOP.matcher(name);
    if (top.matches()) {
      return topAccuracy(Integer.parseInt(top.group(1)));
    }
    throw new IllegalArgumentException(
        Message.of("metric: the name must be one of %s: '%s'", String.join(", ", names()), name));
  }

  /**
   * The metrics that fit a task: never accuracy alone, which a network also has that always says
   * the most frequent class.
   *
   * @param units of a network
   */
  public static List<Metric> suited(Decision decision, int units) {
    return switch (decision) {
      case NONE -> List.of(rmse(), mae(), r2());
      case THRESHOLD -> units == 1 ? binary() : labels();
      case SIGN -> withoutProbabilities(units == 1 ? binary() : labels());
      case FIRST_MAXIMUM -> units == 2 ? binary() : multiclass(units);
    };
  }

  private static List<Metric> withoutProbabilities(List<Metric> metrics) {
    List<Metric> probabilities = List.of(logLoss(), brier());
    return metrics.stream().filter(metric -> !probabilities.contains(metric)).toList();
  }

  private static List<Metric> binary() {
    return List.of(
        accuracy(),
        balancedAccuracy(),
        precision(),
        recall(),
        f1(),
        rocAuc(),
        averagePrecision(),
        logLoss(),
        brier(),
        matthews());
  }

  private static List<Metric> multiclass(int classes) {
    List<Metric> metrics =
        new ArrayList<>(List.of(accuracy(), balancedAccuracy(), f1(Average.MACRO), logLoss()));
    if (classes > MANY_CLASSES) {
      metrics.add(topAccuracy(5));
    }
    return List.copyOf(metrics);
  }

  private static List<Metric> labels() {
    return List.of(
        accuracy(),
        balancedAccuracy(),
        f1(Average.MACRO),
        f1(Average.MICRO),
        rocAuc(),
        averagePrecision(),
        logLoss());
  }
}
