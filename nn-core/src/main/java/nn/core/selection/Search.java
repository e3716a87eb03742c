package nn.core.selection;

import java.util.ArrayList;
import java.util.List;
import nn.api.Message;
import nn.core.data.DataSet;
import nn.core.metric.Metric;

/**
 * Cross-validates a recipe with several settings and sorts them by a metric: an immutable value.
 *
 * <pre>{@code
 * SearchSpace space = new SearchSpace().choice("units", 8, 32).logUniform("rate", 1e-3, 1);
 * Search search = new Search(validation, Metrics.f1(), recipe);
 * SearchResult result = search.run(data, space.random(20, 7));
 * System.out.println(result); // best first
 * Model best = search.refit(data, result); // if wanted
 * }</pre>
 */
public final class Search {
  private final CrossValidation validation;
  private final Metric metric;
  private final Recipe recipe;

  /**
   * A search.
   *
   * @param metric to sort by, one of the validation's
   * @throws IllegalArgumentException if it is not
   */
  public Search(CrossValidation validation, Metric metric, Recipe recipe) {
    List<String> names = validation.metrics().stream().map(Metric::name).toList();
    if (!names.contains(metric.name())) {
      throw new IllegalArgumentException(
          Message.of(
              "search: the metric to sort by must be one that is computed, of %s: %s",
              names, metric.name()));
    }
    this.validation = validation;
    this.metric = metric;
    this.recipe = recipe;
  }

  /**
   * Tries all settings, on the validation's threads.
   *
   * @param settings from {@link SearchSpace#grid} or {@link SearchSpace#random}
   * @throws SelectionException of the first settings and fold that fail; the rest is cancelled
   * @throws InterruptedException if this thread is interrupted; what runs is, too, and has ended
   */
  public SearchResult run(DataSet data, List<Settings> settings) throws InterruptedException {
    List<Candidate> candidates = settings.stream().map(this::candidate).toList();
    return result(settings, validation.run(data, candidates, i -> String.valueOf(settings.get(i))));
  }

  /** The validation of each candidate. */
  public CrossValidation validation() {
    return validation;
  }

  /** The recipe with some settings. */
  public Candidate candidate(Settings settings) {
    Recipe own = recipe; // a lambda with a field in it would capture all of the search
    return train -> own.train(settings, train);
  }

  /**
   * The result of settings that were tried.
   *
   * @param scores of the settings, in their order
   * @throws IllegalArgumentException if there are not as many
   */
  public SearchResult result(List<Settings> settings, List<Scores> scores) {
    if (settings.size() != scores.size()) {
      throw new IllegalArgumentException(
          Message.of(
              "search: all settings must have scores: %d settings, %d scores",
              settings.size(), scores.size()));
    }
    List<SearchResult.Row> rows = new ArrayList<>();
    for (int i = 0; i < scores.size(); i++) {
      rows.add(new SearchResult.Row(i + 1, settings.get(i), scores.get(i)));
    }
    return new SearchResult(metric, rows);
  }

  /**
   * Trains the winner with all records.
   *
   * @return the model, which the caller closes
   * @throws IllegalStateException if there is no winner
   * @throws Exception as the recipe does
   */
  public Model refit(DataSet data, SearchResult result) throws Exception {
    return recipe.train(result.best().settings(), data);
  }
}
