package nn.spark;

import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;

import java.util.List;
import java.util.stream.IntStream;
import nn.api.DType;
import nn.api.network.Decision;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.data.Moons;
import nn.core.data.Standardiser;
import nn.core.metric.Metric;
import nn.core.metric.Metrics;
import nn.core.optimiser.Adam;
import nn.core.selection.CrossValidation;
import nn.core.selection.Folds;
import nn.core.selection.Model;
import nn.core.selection.NetworkModel;
import nn.core.selection.Recipe;
import nn.core.selection.Scores;
import nn.core.selection.Search;
import nn.core.selection.SearchResult;
import nn.core.selection.SearchSpace;
import nn.core.selection.Settings;
import nn.core.training.Training;

/** What is done on a cluster and on one machine, and the digits of what comes out. */
final class Searches {
  static final DataSet MOONS = Moons.make(80, 0.2, 3);
  static final CrossValidation VALIDATION =
      CrossValidation.of(Folds.stratified(MOONS, 4, 5), Metrics.suited(Decision.THRESHOLD, 1));
  static final List<Settings> SETTINGS =
      new SearchSpace().choice("units", 3, 6).logUniform("rate", 1e-3, 0.1).random(5, 9);

  private Searches() {}

  /** The moons with features in either number type, and weights. */
  static DataSet moons(boolean floats, boolean weighted) {
    DataSet data =
        floats
            ? DataSet.ofFloats(
                80,
                2,
                1,
                (record, features, targets) -> {
                  features[0] = (float) MOONS.feature(record, 0);
                  features[1] = (float) MOONS.feature(record, 1);
                  targets[0] = MOONS.target(record, 0);
                })
            : MOONS;
    return weighted
        ? data.weighted(IntStream.range(0, 80).mapToDouble(i -> 0.5 + i % 3).toArray())
        : data;
  }

  static Recipe recipe(String name, DType dtype) {
    TaskBackend backend = TaskBackend.of(name, dtype);
    return (settings, train) -> {
      Standardiser standardiser = Standardiser.fit(train);
      Network network =
          Network.inputs(2)
              .dense(settings.whole("units"), relu())
              .dense(1, sigmoid())
              .seed(1)
              .build(backend.get());
      Training training = Training.epochs(8).batch(10).optimiser(new Adam(settings.number("rate")));
      return Model.fit(network, standardiser::apply, train, training);
    };
  }

  static Search search(String name, DType dtype) {
    return new Search(VALIDATION, Metrics.logLoss(), recipe(name, dtype));
  }

  /** Every number, exactly. */
  static String digits(Scores scores) {
    StringBuilder text = new StringBuilder();
    for (Metric metric : scores.metrics()) {
      for (int fold = 0; fold < scores.folds(); fold++) {
        text.append(metric).append(' ').append(scores.value(fold, metric)).append('\n');
      }
    }
    return text.append(scores.divergence()).toString();
  }

  /** All rows in their order. */
  static String digits(SearchResult result) {
    StringBuilder text = new StringBuilder();
    for (SearchResult.Row row : result.rows()) {
      text.append(row.number()).append(' ').append(row.settings()).append('\n');
      text.append(digits(row.scores())).append('\n');
    }
    return text.toString();
  }

  /** The hash of the winner's weights, trained with all records. */
  static String winner(Search search, DataSet data, SearchResult result) throws Exception {
    try (Model best = search.refit(data, result)) {
      return ((NetworkModel) best).network().weightsSha256();
    }
  }
}
