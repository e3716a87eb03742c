package nn.spark;

import static nn.spark.Searches.SETTINGS;
import static nn.spark.Searches.digits;
import static nn.spark.Searches.moons;
import static nn.spark.Searches.recipe;
import static nn.spark.Searches.search;
import static nn.spark.Searches.winner;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.data.DataSet;
import nn.core.selection.BaggedModel;
import nn.core.selection.Bagging;
import nn.core.selection.Candidate;
import nn.core.selection.Recipe;
import nn.core.selection.Search;
import nn.core.selection.SearchResult;
import nn.core.selection.Settings;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Executors in processes of their own give the digits of one machine. */
@Timeout(600) // only for what would never end
class SparkClusterTest {
  private static JavaSparkContext context;

  @BeforeAll
  static void open() {
    context = Cluster.start(Cluster.TWO_PROCESSES).context();
  }

  @AfterAll
  static void close() {
    context.close();
  }

  @Test
  void aSearchIsThatOfOneMachine() throws Exception {
    for (DType dtype : DType.values()) {
      DataSet data = moons(dtype == DType.FLOAT32, true);
      Search search = search("vector", dtype);
      SearchResult expected = search.run(data, SETTINGS);
      SearchResult result = SparkSearch.of(context).search(search, data, SETTINGS);
      assertEquals(digits(expected), digits(result));
      assertEquals(winner(search, data, expected), winner(search, data, result));
    }
  }

  @Test
  void aBagIsThatOfOneMachine() throws InterruptedException {
    Recipe recipe = recipe("naive", DType.FLOAT32);
    Settings settings = SETTINGS.get(0);
    Candidate candidate = train -> recipe.train(settings, train);
    Bagging bagging = Bagging.of(4, 2);
    DataSet data = moons(true, false);
    try (Backend backend = Backends.open("naive", new BackendOptions(DType.FLOAT32, 2));
        BaggedModel expected = bagging.fit(data, candidate);
        BaggedModel bag = SparkSearch.of(context).bag(bagging, data, candidate, backend)) {
      assertArrayEquals(expected.predict(data), bag.predict(data));
    }
  }
}
