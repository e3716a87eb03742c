package nn.core.selection;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import nn.api.Message;
import nn.core.data.DataSet;
import nn.core.metric.Predictions;
import nn.core.random.RandomState;

/**
 * Trains several models, each on a bootstrap sample of the records, and lets them say the mean of
 * their outputs: an immutable value. L. Breiman: Bagging Predictors. Machine Learning 24(2), 1996.
 *
 * <pre>{@code
 * Bagging bagging = Bagging.of(25, 7).threads(2);
 * try (BaggedModel model = bagging.fit(data, candidate)) {
 *   System.out.println(Metrics.f1().value(bagging.outOfBag(data, model)));
 * }
 * }</pre>
 *
 * <p>A task is the training of a member; the number of threads changes no bit if the candidate
 * computes the same on every call. Networks of one seed begin with the same parameters in every
 * member; what they differ in is their sample.
 */
public final class Bagging implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int members;
  private final int seed;
  private final int threads;

  private Bagging(int members, int seed, int threads) {
    if (members < 1 || threads < 1) {
      throw new IllegalArgumentException(
          Message.of(
              "bagging: at least 1 member and 1 thread are needed: %d members, %d threads",
              members, threads));
    }
    this.members = members;
    this.seed = seed;
    this.threads = threads;
  }

  /**
   * So many members, on one thread.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Bagging of(int members, int seed) {
    return new Bagging(members, seed, 1);
  }

  /**
   * Trains so many members at once.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public Bagging threads(int other) {
    return new Bagging(members, seed, other);
  }

  /** The number of members. */
  public int members() {
    return members;
  }

  /**
   * The records that a member trains with, as many as there are, drawn with replacement: {@code
   * numpy.random.RandomState([seed, member]).choice(records, records)}. Weights go with records.
   *
   * @param member 0 for the first
   */
  public int[] sample(int records, int member) {
    return RandomState.of(seed, member).choice(records, records, true);
  }

  /**
   * The records that a member does not train with, ascending: of many records about 37 %.
   *
   * @param member 0 for the first
   */
  public int[] leftOut(int records, int member) {
    boolean[] drawn = new boolean[records];
    for (int record : sample(records, member)) {
      drawn[record] = true;
    }
    return IntStream.range(0, records).filter(record -> !drawn[record]).toArray();
  }

  /**
   * One task: trains a member.
   *
   * @param member 0 for the first
   * @return the model, which the caller closes
   * @throws Exception as the candidate does
   */
  public Model train(DataSet data, Candidate candidate, int member) throws Exception {
    return candidate.train(data.select(sample(data.records(), member)));
  }

  /**
   * Trains all members.
   *
   * @return the model, which the caller closes
   * @throws BaggingException of the first member that fails or diverges; the rest is cancelled, and
   *     models of others are closed
   * @throws InterruptedException if this thread is interrupted; what runs is, too, and has ended
   */
  public BaggedModel fit(DataSet data, Candidate candidate) throws InterruptedException {
    AtomicReferenceArray<Model> trained = new AtomicReferenceArray<>(members);
    List<Callable<Model>> tasks = new ArrayList<>();
    for (int m = 0; m < members; m++) {
      int member = m;
      tasks.add(
          () -> {
            Model model = train(data, candidate, member);
            trained.set(member, model);
            return model;
          });
    }
    boolean complete = false;
    try {
      BaggedModel model = new BaggedModel(Tasks.run(threads, tasks));
      complete = true;
      return model;
    } catch (Tasks.Failure failure) {
      throw new BaggingException(failure.task + 1, failure.reason);
    } finally {
      if (!complete) {
        close(trained);
      }
    }
  }

  private static void close(AtomicReferenceArray<Model> trained) {
    for (int member = 0; member < trained.length(); member++) {
      Model model = trained.get(member);
      if (model != null) {
        model.close();
      }
    }
  }

  /**
   * What the members say of the records that they did not train with: of each record the mean of
   * those members, added in their order. So a metric of it needs no records of its own (Breiman:
   * Out-of-Bag Estimation, 1996). A record that all members trained with has weight 0: it is not
   * there.
   *
   * @param data that the members were trained with
   * @param model as {@link #fit} gives it
   * @throws IllegalArgumentException if the model has another number of members
   */
  public Predictions outOfBag(DataSet data, BaggedModel model) {
    if (model.members().size() != members) {
      throw new IllegalArgumentException(
          Message.of(
              "out of bag: the model must be of this bagging: %d members, the model has %d",
              members, model.members().size()));
    }
    int width = data.outputs();
    double[] outputs = new double[data.records() * width];
    int[] voters = new int[data.records()];
    for (int member = 0; member < members; member++) {
      int[] leftOut = leftOut(data.records(), member);
      if (leftOut.length > 0) {
        add(model.members().get(member).predict(data.select(leftOut)), leftOut, width, outputs);
        IntStream.of(leftOut).forEach(record -> voters[record]++);
      }
    }
    double[] weights = data.weights();
    for (int record = 0; record < voters.length; record++) {
      for (int i = record * width; i < (record + 1) * width; i++) {
        outputs[i] /= Math.max(1, voters[record]);
      }
      weights[record] = voters[record] == 0 ? 0 : weights[record];
    }
    return new Predictions(model.decision(), outputs, data.targets(), width, weights);
  }

  private static void add(double[] outputs, int[] records, int width, double[] sums) {
    for (int i = 0; i < outputs.length; i++) {
      sums[records[i / width] * width + i % width] += outputs[i];
    }
  }
}
