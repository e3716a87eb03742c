package nn.core.selection;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import nn.api.Message;
import nn.core.data.DataSet;
import nn.core.metric.Metric;
import nn.core.metric.Predictions;
import nn.core.training.DivergedException;

/**
 * Trains in each fold with the other folds' records and judges by its own: an immutable value.
 *
 * <pre>{@code
 * Folds folds = Folds.stratified(data, 5, 7);
 * Scores scores = CrossValidation.of(folds, Metrics.f1(), Metrics.rocAuc()).threads(2).run(data, candidate);
 * System.out.println(scores); // mean, deviation and each fold's value
 * }</pre>
 *
 * <p>A task is the training of a candidate in a fold. Tasks are started in the order of candidates
 * and, in each, of folds; scores are in that order whichever ends first, so the number of threads
 * changes no bit if the candidates compute the same on every call.
 *
 * <p>Who does the tasks otherwise, on other machines for instance, takes {@link #score} for each
 * and {@link #scores} of all.
 */
public final class CrossValidation implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Folds folds;

  @SuppressWarnings("serial") // what List.copyOf gives is Serializable
  private final List<Metric> metrics;

  private final int threads;

  private CrossValidation(Folds folds, List<Metric> metrics, int threads) {
    if (metrics.isEmpty() || threads < 1) {
      throw new IllegalArgumentException(
          Message.of(
              "cross-validation: at least 1 metric and 1 thread are needed: %d metrics, %d threads",
              metrics.size(), threads));
    }
    this.folds = folds;
    this.metrics = metrics;
    this.threads = threads;
  }

  /**
   * On one thread.
   *
   * @throws IllegalArgumentException if there is no metric
   */
  public static CrossValidation of(Folds folds, Metric... metrics) {
    return of(folds, List.of(metrics));
  }

  /** {@link #of(Folds, Metric...)}, for instance with {@link nn.core.metric.Metrics#suited}. */
  public static CrossValidation of(Folds folds, List<Metric> metrics) {
    return new CrossValidation(folds, List.copyOf(metrics), 1);
  }

  /**
   * Trains so many networks at once.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public CrossValidation threads(int other) {
    return new CrossValidation(folds, metrics, other);
  }

  /** What is tested when. */
  public Folds folds() {
    return folds;
  }

  /** The metrics that are computed. */
  public List<Metric> metrics() {
    return metrics;
  }

  /**
   * The scores of one candidate.
   *
   * @throws IllegalArgumentException if the data has another number of records than the folds
   * @throws SelectionException if the candidate fails in a fold; other folds are not waited for
   * @throws InterruptedException if this thread is interrupted; what runs is, too, and has ended
   */
  public Scores run(DataSet data, Candidate candidate) throws InterruptedException {
    return run(data, List.of(candidate)).get(0);
  }

  /**
   * The scores of candidates, in their order.
   *
   * @throws IllegalArgumentException if the data has another number of records than the folds
   * @throws SelectionException of the first candidate and fold that fail; the rest is cancelled
   * @throws InterruptedException if this thread is interrupted; what runs is, too, and has ended
   */
  public List<Scores> run(DataSet data, List<Candidate> candidates) throws InterruptedException {
    return run(data, candidates, candidate -> "");
  }

  List<Scores> run(DataSet data, List<Candidate> candidates, IntFunction<String> names)
      throws InterruptedException {
    requireFits(data);
    List<Callable<FoldScore>> tasks = new ArrayList<>();
    for (Candidate candidate : candidates) {
      for (int f = 0; f < folds.size(); f++) {
        int fold = f;
        tasks.add(() -> score(data, candidate, fold));
      }
    }
    try {
      return scores(Tasks.run(threads, tasks));
    } catch (Tasks.Failure failure) {
      int candidate = failure.task / folds.size();
      throw new SelectionException(
          candidate + 1, names.apply(candidate), failure.task % folds.size() + 1, failure.reason);
    }
  }

  /**
   * Refuses data that the folds are not of.
   *
   * @throws IllegalArgumentException if the data has another number of records than the folds
   */
  public void requireFits(DataSet data) {
    if (data.records() != folds.records()) {
      throw new IllegalArgumentException(
          Message.of(
              "cross-validation: the folds must be of the data's records: folds of %d, data of %d",
              folds.records(), data.records()));
    }
  }

  /**
   * One task: trains a candidate with the other folds' records and judges it by the fold's own.
   *
   * @param data which {@linkplain #requireFits fits}
   * @param fold 0 for the first
   * @return a training that diverged has a score, too
   * @throws Exception as the candidate does, and if a metric does not suit
   */
  public FoldScore score(DataSet data, Candidate candidate, int fold) throws Exception {
    DataSet test = data.select(folds.test(fold));
    double[] values = new double[metrics.size()];
    try (Model model = candidate.train(data.select(folds.train(fold)))) {
      Predictions predictions =
          new Predictions(
              model.decision(),
              model.predict(test),
              test.targets(),
              test.outputs(),
              test.weights());
      for (int i = 0; i < values.length; i++) {
        values[i] = metrics.get(i).value(predictions);
      }
      return new FoldScore(values, null);
    } catch (DivergedException diverged) {
      Arrays.fill(values, Double.NaN);
      return new FoldScore(values, "fold " + (fold + 1) + ": " + diverged.getMessage());
    }
  }

  /**
   * The scores of candidates.
   *
   * @param tasks the results of all tasks in their order: of each candidate, all folds
   * @throws IllegalArgumentException if they are not as many for each candidate
   */
  public List<Scores> scores(List<FoldScore> tasks) {
    if (tasks.size() % folds.size() != 0) {
      throw new IllegalArgumentException(
          Message.of(
              "cross-validation: each candidate must have a result of each fold: %d results, %d"
                  + " folds",
              tasks.size(), folds.size()));
    }
    List<Scores> scores = new ArrayList<>();
    for (int from = 0; from < tasks.size(); from += folds.size()) {
      scores.add(scoresOfOne(tasks.subList(from, from + folds.size())));
    }
    return scores;
  }

  private Scores scoresOfOne(List<FoldScore> tasks) {
    List<String> divergences = new ArrayList<>();
    for (FoldScore task : tasks) {
      String divergence = task.divergence();
      if (divergence != null) {
        divergences.add(divergence);
      }
    }
    return new Scores(
        metrics,
        tasks.stream().map(FoldScore::values).toArray(double[][]::new),
        divergences.isEmpty() ? null : String.join("; ", divergences));
  }
}
