package nn.spark;

import static nn.spark.Searches.MOONS;
import static nn.spark.Searches.SETTINGS;
import static nn.spark.Searches.VALIDATION;
import static nn.spark.Searches.digits;
import static nn.spark.Searches.moons;
import static nn.spark.Searches.recipe;
import static nn.spark.Searches.search;
import static nn.spark.Searches.winner;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.data.DataSet;
import nn.core.metric.Metrics;
import nn.core.selection.BaggedModel;
import nn.core.selection.Bagging;
import nn.core.selection.BaggingException;
import nn.core.selection.Candidate;
import nn.core.selection.Recipe;
import nn.core.selection.Search;
import nn.core.selection.SearchResult;
import nn.core.selection.SelectionException;
import nn.core.selection.Settings;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks that fail at first are done again, with the same digits; here with Spark's Kryo. */
@Timeout(600) // only for what would never end
class SparkRetryTest {
  private static final AtomicInteger FAILED = new AtomicInteger();

  private static JavaSparkContext context;
  private static SparkSearch spark;

  @BeforeAll
  static void open() {
    context =
        Cluster.start(
                "local[2,4]",
                Map.of("spark.serializer", "org.apache.spark.serializer.KryoSerializer"))
            .context();
    spark = SparkSearch.of(context);
  }

  @AfterAll
  static void close() {
    context.close();
  }

  /** Fails at the first attempt of one task, where there are tasks. */
  private static void failAtFirst(int task) throws IOException {
    TaskContext there = TaskContext.get();
    if (there != null && there.partitionId() == task && there.attemptNumber() == 0) {
      FAILED.incrementAndGet();
      throw new IOException("at first");
    }
  }

  @Test
  void aSearchIsThatOfOneMachine() throws Exception {
    for (DType dtype : DType.values()) {
      DataSet data = moons(dtype == DType.FLOAT32, true);
      Search search = search("naive", dtype);
      SearchResult expected = search.run(data, SETTINGS);
      Recipe recipe = recipe("naive", dtype);
      Recipe failing =
          (settings, train) -> {
            failAtFirst(6);
            return recipe.train(settings, train);
          };
      FAILED.set(0);
      Search again = new Search(VALIDATION, Metrics.logLoss(), failing);
      SearchResult result = spark.search(again, data, SETTINGS);
      assertEquals(1, FAILED.get());
      assertEquals(digits(expected), digits(result));
      assertEquals(winner(search, data, expected), winner(again, data, result));
    }
  }

  @Test
  void aBagIsThatOfOneMachine() throws InterruptedException {
    Recipe recipe = recipe("vector", DType.FLOAT64);
    Settings settings = SETTINGS.get(0);
    Candidate candidate =
        train -> {
          failAtFirst(1);
          return recipe.train(settings, train);
        };
    Bagging bagging = Bagging.of(3, 2);
    FAILED.set(0);
    try (Backend backend = Backends.open("vector", new BackendOptions(DType.FLOAT64, 2));
        BaggedModel expected = bagging.fit(MOONS, candidate);
        BaggedModel bag = spark.bag(bagging, MOONS, candidate, backend)) {
      assertEquals(1, FAILED.get());
      assertArrayEquals(expected.predict(MOONS), bag.predict(MOONS));
    }
  }

  @Test
  void whatFailsEveryTimeIsNamed() {
    FAILED.set(0);
    Candidate candidate =
        train -> {
          if (TaskContext.getPartitionId() == 2) {
            FAILED.incrementAndGet();
            throw new IOException("no such file");
          }
          return recipe("naive", DType.FLOAT64).train(SETTINGS.get(0), train);
        };
    SelectionException failure =
        assertThrows(
            SelectionException.class, () -> spark.crossValidate(VALIDATION, MOONS, candidate));
    assertEquals("candidate 1, fold 3: no such file", failure.getMessage());
    assertEquals(4, FAILED.get());
    try (Backend backend = Backends.open("naive")) {
      BaggingException member =
          assertThrows(
              BaggingException.class, () -> spark.bag(Bagging.of(3, 1), MOONS, candidate, backend));
      assertEquals("member 3: no such file", member.getMessage());
    }
  }

  @Test
  void dataArrivesAsItWas() {
    for (boolean floats : new boolean[] {false, true}) {
      DataSet data = moons(floats, true);
      DataSet arrived = Cluster.sent(new SharedData(data)).data();
      assertEquals(data.fingerprint(), arrived.fingerprint());
      assertTrue(data.hasFloats() == arrived.hasFloats());
    }
  }
}
