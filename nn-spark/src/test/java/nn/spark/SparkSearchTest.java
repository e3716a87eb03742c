package nn.spark;

import static nn.core.activation.Activations.identity;
import static nn.core.activation.Activations.sigmoid;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import nn.api.Backend;
import nn.api.DType;
import nn.api.network.Decision;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.metric.Metric;
import nn.core.metric.Metrics;
import nn.core.metric.Predictions;
import nn.core.selection.BaggedModel;
import nn.core.selection.Bagging;
import nn.core.selection.BaggingException;
import nn.core.selection.Candidate;
import nn.core.selection.CrossValidation;
import nn.core.selection.Folds;
import nn.core.selection.Model;
import nn.core.selection.NetworkModel;
import nn.core.selection.Preparation;
import nn.core.selection.Recipe;
import nn.core.selection.Scores;
import nn.core.selection.Search;
import nn.core.selection.SearchResult;
import nn.core.selection.SelectionException;
import nn.core.selection.Settings;
import nn.core.training.Training;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.BroadcastBlockId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** Selection on a cluster gives the digits of one machine, or one clear error. */
@Timeout(600) // only for what would never end
class SparkSearchTest {
  private static JavaSparkContext context;
  private static SparkSearch spark;

  @BeforeAll
  static void open() {
    context = Cluster.start("local[2]").context();
    spark = SparkSearch.of(context);
  }

  @AfterAll
  static void close() {
    context.close();
  }

  private static int jobs() {
    return context.statusTracker().getJobIdsForGroup(null).length;
  }

  // ---- the digits of one machine

  @Test
  void aSearchIsThatOfOneMachine() throws Exception {
    for (String backend : List.of("naive", "vector")) {
      for (DType dtype : DType.values()) {
        for (boolean floats : new boolean[] {false, true}) {
          DataSet data = moons(floats, backend.equals("vector"));
          Search search = search(backend, dtype);
          SearchResult expected = search.run(data, SETTINGS);
          SearchResult result = spark.search(search, data, SETTINGS);
          String what = backend + " " + dtype + " " + data;
          assertEquals(digits(expected), digits(result), what);
          assertEquals(winner(search, data, expected), winner(search, data, result), what);
        }
      }
    }
  }

  @Test
  void candidatesAreThoseOfOneMachine() throws Exception {
    Recipe recipe = recipe("naive", DType.FLOAT64);
    List<Candidate> candidates = new ArrayList<>();
    for (Settings settings : SETTINGS.subList(0, 2)) {
      candidates.add(train -> recipe.train(settings, train));
    }
    for (int i = 0; i < 2; i++) {
      assertEquals(
          digits(VALIDATION.run(MOONS, candidates).get(i)),
          digits(spark.crossValidate(VALIDATION, MOONS, candidates).get(i)));
    }
    assertEquals(
        digits(VALIDATION.run(MOONS, candidates.get(1))),
        digits(spark.crossValidate(VALIDATION, MOONS, candidates.get(1))));
    assertEquals(List.of(), spark.crossValidate(VALIDATION, MOONS, List.of()));
  }

  private static final CountDownLatch OTHERS = new CountDownLatch(3);

  @Test
  void scoresAreInTheOrderOfCandidatesWhicheverEndsFirst() throws InterruptedException {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      double output = i;
      candidates.add(
          train -> {
            if (TaskContext.getPartitionId() == 0) {
              OTHERS.await(); // the first task is the last to end
            } else {
              OTHERS.countDown();
            }
            return new Constant(output);
          });
    }
    CrossValidation validation = CrossValidation.of(Folds.plain(80, 2, 1), Metrics.mae());
    DataSet zeros = MOONS.withTargets(new double[80]);
    List<Scores> scores = spark.crossValidate(validation, zeros, candidates);
    assertEquals(0, scores.get(0).mean(Metrics.mae()));
    assertEquals(1, scores.get(1).mean(Metrics.mae()));
  }

  /** Says the same for every record. */
  private record Constant(double output) implements Model {
    @Override
    public double[] predict(DataSet data) {
      double[] outputs = new double[data.records()];
      Arrays.fill(outputs, output);
      return outputs;
    }

    @Override
    public Decision decision() {
      return Decision.NONE;
    }

    @Override
    public void close() {}
  }

  /** As when Spark does each task a second time beside the first. */
  @Test
  void twoAtOnceDoNotDisturbEachOther() throws Exception {
    Search search = search("vector", DType.FLOAT32);
    String expected = digits(search.run(MOONS, SETTINGS));
    AtomicReference<String> other = new AtomicReference<>("");
    Thread second =
        new Thread(
            () -> {
              try {
                other.set(digits(spark.search(search, MOONS, SETTINGS)));
              } catch (InterruptedException impossible) {
                throw new AssertionError(impossible);
              }
            });
    second.start();
    assertEquals(expected, digits(spark.search(search, MOONS, SETTINGS)));
    second.join();
    assertEquals(expected, other.get());
  }

  @Test
  void whatDivergesIsAScore() throws InterruptedException {
    TaskBackend backend = TaskBackend.of("naive", DType.FLOAT64);
    DataSet data = MOONS.mapped((features, from) -> features[from] *= 1e3);
    Candidate explodes =
        train -> {
          Network network = Network.inputs(2).dense(1, identity()).build(backend.get());
          return Model.fit(network, same -> same, train, Training.epochs(9999).learningRate(1e3));
        };
    CrossValidation validation = CrossValidation.of(Folds.plain(80, 2, 1), Metrics.mse());
    Scores scores = spark.crossValidate(validation, data, explodes);
    assertEquals(digits(validation.run(data, explodes)), digits(scores));
    assertTrue(String.valueOf(scores.divergence()).startsWith("fold 1: "));
  }

  @Test
  void bagsAreThoseOfOneMachine() throws InterruptedException {
    Bagging bagging = Bagging.of(5, 11);
    for (DType dtype : DType.values()) {
      DataSet data = moons(dtype == DType.FLOAT32, true);
      Recipe recipe = recipe("vector", dtype);
      Settings settings = SETTINGS.get(0);
      Candidate candidate = train -> recipe.train(settings, train);
      try (Backend backend = Backends.open("vector", new BackendOptions(dtype, 1));
          BaggedModel expected = bagging.fit(data, candidate);
          BaggedModel bag = spark.bag(bagging, data, candidate, backend)) {
        assertArrayEquals(expected.predict(data), bag.predict(data));
        Predictions outOfBag = bagging.outOfBag(data, bag);
        assertEquals(
            Metrics.logLoss().value(bagging.outOfBag(data, expected)),
            Metrics.logLoss().value(outOfBag));
        for (int member = 0; member < 5; member++) {
          assertEquals(hash(expected, member), hash(bag, member));
        }
      }
    }
  }

  private static String hash(BaggedModel model, int member) {
    return ((NetworkModel) model.members().get(member)).network().weightsSha256();
  }

  // ---- what goes wrong

  @Test
  void aFailureNamesCandidateAndFold() {
    Recipe recipe =
        (settings, train) -> {
          if (settings.whole("units") == 3) {
            throw new IOException("no such file");
          }
          return new Constant(1);
        };
    CrossValidation validation = CrossValidation.of(Folds.plain(80, 2, 1), Metrics.mse());
    Search search = new Search(validation, Metrics.mse(), recipe);
    List<Settings> bad =
        SETTINGS.stream().filter(each -> each.whole("units") == 3).limit(1).toList();
    SelectionException failure =
        assertThrows(SelectionException.class, () -> spark.search(search, MOONS, bad));
    assertTrue(
        String.valueOf(failure.getMessage())
            .matches("candidate 1 \\{units=3, rate=.*}, fold [12]: no such file"),
        failure.getMessage());
    assertEquals(1, failure.candidate());
    assertTrue(failure.getCause() instanceof IOException);
  }

  private static final class Unsendable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("unused")
    private final Object field = new Object();

    Unsendable() {
      super("it was this");
    }
  }

  /** Spark would drop it, and the place with it. */
  @Test
  void aReasonThatCannotBeSentIsNamedToo() {
    Candidate fails =
        train -> {
          throw new Unsendable();
        };
    SelectionException failure =
        assertThrows(SelectionException.class, () -> spark.crossValidate(VALIDATION, MOONS, fails));
    assertTrue(
        String.valueOf(failure.getMessage()).matches("candidate 1, fold [1-4]: it was this"),
        failure.getMessage());
  }

  private static void refuses(String message, Executable action) {
    int before = jobs();
    assertEquals(message, assertThrows(RuntimeException.class, action).getMessage());
    assertEquals(before, jobs(), "nothing is sent");
  }

  private record Own(Object field) implements Metric {
    @Override
    public String name() {
      return "own";
    }

    @Override
    public double value(Predictions predictions) {
      return 0;
    }

    @Override
    public boolean isGreaterBetter() {
      return true;
    }
  }

  @Test
  void whatCannotBeSentIsRefusedBefore() {
    String rule =
        ": what is sent to executors must be serializable, with all that it captures; take a"
            + " TaskBackend for a backend, copy fields to variables, and make networks and trainings"
            + " inside of the lambda: ";
    try (Backend backend = Backends.open("naive")) {
      Candidate good = train -> new Constant(1);
      Candidate candidate = train -> Model.of(Network.inputs(2).dense(1, sigmoid()).build(backend));
      String type = backend.getClass().getName();
      refuses(
          "cross-validation" + rule + "candidate 2 has a " + type,
          () -> spark.crossValidate(VALIDATION, MOONS, List.of(good, candidate)));
      refuses(
          "bagging" + rule + "the candidate has a " + type,
          () -> spark.bag(Bagging.of(2, 1), MOONS, candidate, backend));
      Search search =
          new Search(VALIDATION, Metrics.f1(), (settings, train) -> candidate.train(train));
      refuses(
          "search" + rule + "candidate 1 " + SETTINGS.get(0) + " has a " + type,
          () -> spark.search(search, MOONS, SETTINGS));
      CrossValidation own = CrossValidation.of(VALIDATION.folds(), new Own(new Object()));
      refuses(
          "cross-validation" + rule + "the validation has a java.lang.Object",
          () -> spark.crossValidate(own, MOONS, good));
    }
    refuses(
        "cross-validation: the folds must be of the data's records: folds of 80, data of 10",
        () ->
            spark.crossValidate(
                VALIDATION, MOONS.select(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), train -> new Constant(1)));
  }

  private static TaskBackend naive(String version) {
    return new TaskBackend(
        new WorkerBackend("naive", version, DType.FLOAT64, Backends.open("naive").tier(), 1));
  }

  /** The backend that a candidate captures is looked for before anything is trained. */
  @Test
  void anotherVersionOfTheBackendIsRefused() {
    TaskBackend other = naive("0.0.1");
    SparkJobException failure =
        assertThrows(
            SparkJobException.class,
            () ->
                spark.crossValidate(
                    VALIDATION,
                    MOONS,
                    train -> Model.of(Network.inputs(2).dense(1, sigmoid()).build(other.get()))));
    assertTrue(
        String.valueOf(failure.getMessage())
            .startsWith("open backend: every executor must have the driver's backend;"),
        failure.getMessage());
  }

  @Test
  void aMemberThatCannotComeBackIsNamed() {
    try (Backend backend = Backends.open("naive")) {
      BaggingException failure =
          assertThrows(
              BaggingException.class,
              () -> spark.bag(Bagging.of(1, 1), MOONS, train -> new Constant(1), backend));
      assertEquals(
          "member 1: bagging: what a candidate trains must be sent back, which a model of Model.fit"
              + " or Model.of can be: it is a nn.spark.SparkSearchTest$Constant",
          failure.getMessage());
      TaskBackend there = TaskBackend.of("naive", DType.FLOAT64);
      BaggingException unsendable =
          assertThrows(
              BaggingException.class,
              () ->
                  spark.bag(
                      Bagging.of(1, 1),
                      MOONS,
                      train -> {
                        Object captured = new Object();
                        Preparation preparation = data -> captured.equals(data) ? train : data;
                        return Model.of(
                            preparation, Network.inputs(2).dense(1, sigmoid()).build(there.get()));
                      },
                      backend));
      assertTrue(
          String.valueOf(unsendable.getMessage())
              .endsWith("the preparation has a java.lang.Object"),
          unsendable.getMessage());
    }
  }

  private static final CountDownLatch RUNNING = new CountDownLatch(2);
  private static final CountDownLatch INTERRUPTED = new CountDownLatch(2);

  @Test
  void whoWaitsCanBeInterrupted() throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                spark.crossValidate(
                    VALIDATION,
                    MOONS,
                    train -> {
                      RUNNING.countDown();
                      try {
                        new CountDownLatch(1).await();
                      } finally {
                        INTERRUPTED.countDown();
                      }
                      throw new AssertionError("it waits for ever");
                    });
              } catch (Throwable caught) {
                thrown.set(caught);
              }
            });
    caller.start();
    RUNNING.await();
    caller.interrupt();
    caller.join();
    assertTrue(thrown.get() instanceof InterruptedException, String.valueOf(thrown.get()));
    INTERRUPTED.await(); // what runs ends, too
  }

  // ---- the data

  /** Whether some broadcast has so many bytes. */
  private static boolean isInMemory(long bytes) {
    for (long id = 0; id < 10_000; id++) { // more than these tests make
      var status = SparkEnv.get().blockManager().getStatus(new BroadcastBlockId(id, ""));
      if (status.isDefined() && status.get().memSize() >= bytes) {
        return true;
      }
    }
    return false;
  }

  private static final AtomicInteger SEEN = new AtomicInteger();

  /** Two million bytes, which no other broadcast of these tests has. */
  @Test
  void dataIsTakenAwayAfterwards() throws InterruptedException {
    DataSet large = DataSet.of(1000, new double[250_000], 250, new double[1000], 1);
    CrossValidation validation = CrossValidation.of(Folds.plain(1000, 2, 1), Metrics.mse());
    spark.crossValidate(
        validation,
        large,
        train -> {
          SEEN.addAndGet(isInMemory(1_000_000) ? 1 : 0);
          return new Constant(0);
        });
    assertEquals(2, SEEN.get());
    assertThrows(
        SelectionException.class,
        () ->
            spark.crossValidate(
                validation,
                large,
                train -> {
                  throw new IOException();
                }));
    while (isInMemory(1_000_000)) { // Spark does so in its own time
      Thread.onSpinWait();
    }
  }

  @Test
  void dataArrivesAsItWas() {
    for (boolean floats : new boolean[] {false, true}) {
      for (boolean weighted : new boolean[] {false, true}) {
        DataSet data = moons(floats, weighted);
        DataSet arrived = Cluster.sent(new SharedData(data)).data();
        assertEquals(data.fingerprint(), arrived.fingerprint());
        assertEquals(data.hasFloats(), arrived.hasFloats());
        assertEquals(data.isWeighted(), arrived.isWeighted());
      }
    }
  }
}
