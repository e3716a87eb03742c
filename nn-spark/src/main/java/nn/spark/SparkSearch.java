package nn.spark;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import nn.api.Backend;
import nn.core.data.DataSet;
import nn.core.selection.BaggedModel;
import nn.core.selection.Bagging;
import nn.core.selection.BaggingException;
import nn.core.selection.Candidate;
import nn.core.selection.CrossValidation;
import nn.core.selection.FoldScore;
import nn.core.selection.Model;
import nn.core.selection.Scores;
import nn.core.selection.Search;
import nn.core.selection.SearchResult;
import nn.core.selection.SelectionException;
import nn.core.selection.Settings;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Cross-validation, search and bagging on a cluster. A task is a whole training: of a candidate in
 * a fold, or of a member. Results are in the order of one machine whichever ends first, and every
 * number is that of one machine, whatever executors there are, and though Spark does a task again
 * or twice, if candidates compute the same on every call.
 *
 * <pre>{@code
 * TaskBackend backend = TaskBackend.of("vector", DType.FLOAT64);
 * Recipe recipe =
 *     (settings, train) -> {
 *       Standardiser standardiser = Standardiser.fit(train);
 *       Network network =
 *           Network.inputs(4).dense(settings.whole("units"), relu()).dense(3, softmax()).build(backend.get());
 *       return Model.fit(network, standardiser::apply, train, Training.epochs(100));
 *     };
 * Search search = new Search(validation, Metrics.f1(), recipe);
 * SearchResult here = search.run(data, settings);
 * SearchResult there = SparkSearch.of(context).search(search, data, settings);
 * Model best = search.refit(data, there); // on the driver
 * }</pre>
 *
 * <p>A lambda is sent with what it captures, which must be {@link java.io.Serializable}: a {@link
 * TaskBackend} is; a backend, a network, a training and a data set are not. The backends that it
 * captures are opened on executors before anything is trained.
 *
 * <p>Data is sent to each executor once. Each task selects records of its own. What a task throws
 * makes Spark try it again, {@code spark.task.maxFailures} times in all; a training that diverges
 * is a result, and is not tried again.
 */
public final class SparkSearch {
  private final JavaSparkContext context;

  private SparkSearch(JavaSparkContext context) {
    this.context = context;
  }

  /** On the cluster of a context, which must stay open. */
  public static SparkSearch of(JavaSparkContext context) {
    return new SparkSearch(context);
  }

  /** On the cluster of a session, which must stay open. */
  public static SparkSearch of(SparkSession session) {
    return of(JavaSparkContext.fromSparkContext(session.sparkContext()));
  }

  /** {@link #crossValidate(CrossValidation, DataSet, List)} of one candidate. */
  public Scores crossValidate(CrossValidation validation, DataSet data, Candidate candidate)
      throws InterruptedException {
    return crossValidate(validation, data, List.of(candidate)).get(0);
  }

  /**
   * What {@link CrossValidation#run(DataSet, List)} gives; a validation's threads do not matter.
   *
   * @throws IllegalArgumentException if the data has another number of records than the folds
   * @throws SelectionException if a candidate fails in a fold as often as Spark allows; the rest is
   *     cancelled
   * @throws SparkJobException if a candidate or a metric cannot be sent, an executor has not the
   *     backends, or the job fails
   * @throws InterruptedException if this thread is interrupted; the job is cancelled
   */
  public List<Scores> crossValidate(
      CrossValidation validation, DataSet data, List<Candidate> candidates)
      throws InterruptedException {
    List<String> names = candidates.stream().map(candidate -> "").toList();
    return crossValidate("cross-validation", validation, data, candidates, names);
  }

  /**
   * What {@link Search#run} gives.
   *
   * @throws SelectionException and others as {@link #crossValidate(CrossValidation, DataSet, List)}
   */
  public SearchResult search(Search search, DataSet data, List<Settings> settings)
      throws InterruptedException {
    List<Candidate> candidates = settings.stream().map(search::candidate).toList();
    List<String> names = settings.stream().map(Settings::toString).toList();
    return search.result(
        settings, crossValidate("search", search.validation(), data, candidates, names));
  }

  private List<Scores> crossValidate(
      String operation,
      CrossValidation validation,
      DataSet data,
      List<Candidate> candidates,
      List<String> names)
      throws InterruptedException {
    validation.requireFits(data);
    Sending.require(operation, "the validation", validation);
    Set<WorkerBackend> backends = new LinkedHashSet<>();
    for (int i = 0; i < candidates.size(); i++) {
      String what = ("candidate " + (i + 1) + " " + names.get(i)).strip();
      backends.addAll(Sending.require(operation, what, candidates.get(i)));
    }
    requireOnExecutors(backends);
    List<Candidate> sent = new ArrayList<>(candidates); // some lists cannot be
    int folds = validation.folds().size();
    List<FoldScore> tasks =
        DataTasks.run(
            context,
            operation,
            data,
            candidates.size() * folds,
            (there, task) -> validation.score(there, sent.get(task / folds), task % folds),
            (task, reason) ->
                new SelectionException(
                    task / folds + 1, names.get(task / folds), task % folds + 1, reason));
    return validation.scores(tasks);
  }

  private void requireOnExecutors(Set<WorkerBackend> backends) {
    int threads = WorkerBackend.taskCpus(context.sc());
    backends.forEach(backend -> backend.threads(threads).require(context));
  }

  /**
   * What {@link Bagging#fit} gives. Members come back as model files: kinds of their layers must be
   * on the driver's class path, too.
   *
   * @param candidate whose models are of {@link Model#fit} or {@link Model#of}; what prepares their
   *     features is sent, too
   * @param backend of the driver, on which members are opened; it must stay open as long as they
   * @return the model, which the caller closes
   * @throws BaggingException if a member fails as often as Spark allows, or diverges; the rest is
   *     cancelled
   * @throws SparkJobException if the candidate cannot be sent, an executor has not the backends, or
   *     the job fails
   * @throws InterruptedException if this thread is interrupted; the job is cancelled
   */
  public BaggedModel bag(Bagging bagging, DataSet data, Candidate candidate, Backend backend)
      throws InterruptedException {
    requireOnExecutors(Sending.require("bagging", "the candidate", candidate));
    List<BaggedMember> members =
        DataTasks.run(
            context,
            "bagging",
            data,
            bagging.members(),
            (there, task) -> {
              try (Model model = bagging.train(there, candidate, task)) {
                return new BaggedMember(task, model);
              }
            },
            (task, reason) -> new BaggingException(task + 1, reason));
    return open(members, backend);
  }

  private static BaggedModel open(List<BaggedMember> members, Backend backend) {
    List<Model> opened = new ArrayList<>();
    try {
      for (BaggedMember member : members) {
        opened.add(member.open(backend));
      }
      return new BaggedModel(opened);
    } catch (Throwable failure) {
      opened.forEach(Model::close);
      throw failure;
    }
  }
}
