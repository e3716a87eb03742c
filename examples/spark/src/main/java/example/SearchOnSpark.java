package example;

import static nn.core.activation.Activations.*;

import java.util.ArrayList;
import java.util.List;
import nn.api.Backend;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.data.Moons;
import nn.core.metric.Metrics;
import nn.core.optimiser.Adam;
import nn.core.selection.*;
import nn.core.training.Training;
import nn.spark.SparkSearch;
import nn.spark.TaskBackend;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Cross-validates a grid of settings on one machine and on a cluster: every digit is the same. */
public final class SearchOnSpark {
  public static void main(String[] args) throws Exception {
    SparkConf conf = new SparkConf().setAppName("Search").setIfMissing("spark.master", "local[2]");
    try (SparkSession spark = SparkSession.builder().config(conf).getOrCreate();
        Backend backend = Backends.open()) {
      DataSet moons = Moons.make(200, 0.2, 100);
      Folds folds = Folds.stratified(moons, 5, 100);
      CrossValidation validation = CrossValidation.of(folds, Metrics.logLoss());
      Search search = new Search(validation, Metrics.logLoss(), recipe(TaskBackend.of(backend)));
      List<Settings> grid =
          new SearchSpace().choice("units", 5, 10, 20).choice("rate", 0.01, 0.03).grid();

      SearchResult here = search.run(moons, grid);
      SearchResult there = SparkSearch.of(spark).search(search, moons, grid);

      System.out.print(there);
      System.out.println("the same digits here: " + scores(here).equals(scores(there)));
      System.out.println("winner's weights, found here: " + winner(search, moons, here));
      System.out.println("winner's weights, found on Spark: " + winner(search, moons, there));
    }
  }

  /** What trains in each fold: it goes to the cluster with all that it captures. */
  private static Recipe recipe(TaskBackend backend) {
    return (settings, train) -> {
      int units = settings.whole("units");
      Network network =
          Network.inputs(2).dense(units, relu()).dense(1, sigmoid()).build(backend.get());
      Adam adam = new Adam(settings.number("rate"));
      return Model.fit(network, data -> data, train, Training.epochs(50).batch(20).optimiser(adam));
    };
  }

  /** Each candidate's score in each fold, the best candidate first. */
  private static List<Double> scores(SearchResult result) {
    List<Double> scores = new ArrayList<>();
    for (SearchResult.Row row : result.rows()) {
      for (int fold = 0; fold < row.scores().folds(); fold++) {
        scores.add(row.scores().value(fold, result.metric()));
      }
    }
    return scores;
  }

  private static String winner(Search search, DataSet moons, SearchResult result) throws Exception {
    try (Model best = search.refit(moons, result)) {
      return ((NetworkModel) best).network().weightsSha256();
    }
  }
}
