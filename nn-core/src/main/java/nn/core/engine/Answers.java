package nn.core.engine;

import java.util.Arrays;
import java.util.List;
import nn.api.Backend;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.Cost;
import nn.api.network.Decision;
import nn.core.data.DataSet;
import nn.core.diagnosis.Finding;
import nn.core.diagnosis.Finding.Kind;
import nn.core.training.Classes;

/** Whether a network answers better than who always gives the same answer. */
final class Answers {

  /** Standard errors by which it must be better. */
  private static final double CERTAIN = 2;

  /** How many standard errors of a correlation count as one, since validation chose the epoch. */
  private static final double CORRELATION = 2;

  /** Records without which nothing is said. */
  static final int LEAST = 10;

  private final Cost cost;
  private final DataSet train;
  private final Workspace workspace;

  /**
   * Knows the records that trained.
   *
   * @param workspace for all tensors, which the caller closes
   */
  Answers(Cost cost, DataSet train, Workspace workspace) {
    this.cost = cost;
    this.train = train;
    this.workspace = workspace;
  }

  /**
   * Judges the outputs for some records.
   *
   * @param outputs one record after another
   * @param heldOut whether the records did not train
   */
  void judge(DataSet data, double[] outputs, boolean heldOut, List<Finding> findings) {
    if (data.records() < LEAST) {
      return;
    }
    String records = data.records() + (heldOut ? " held-out records" : " training records");
    if (cost.decision() == Decision.NONE) {
      judgeQuantities(data, outputs, records, findings);
    } else {
      judgeClasses(data, outputs, records, findings);
    }
  }

  // ---- quantities

  private void judgeQuantities(
      DataSet data, double[] outputs, String records, List<Finding> findings) {
    double[] mean = new double[data.outputs()];
    double[] targets = train.targets();
    for (int i = 0; i < targets.length; i++) {
      mean[i % mean.length] += targets[i] / train.records();
    }
    double[] means = new double[outputs.length];
    Arrays.setAll(means, i -> mean[i % mean.length]);
    double[] own = losses(outputs, data);
    double[] constant = losses(means, data);
    double[] better = new double[own.length];
    Arrays.setAll(better, i -> constant[i] - own[i]);
    double errors = standardErrors(better);
    if (errors > 0) {
      errors = Math.max(errors, correlationErrors(outputs, data) / CORRELATION);
    }
    if (!(errors >= CERTAIN)) {
      findings.add(
          Finding.of(
              Kind.LEARNT_NOTHING,
              -1,
              errors,
              CERTAIN,
              "The network learnt nothing that holds: the cost of %s is %.4g, that of always"
                  + " answering the mean %.4g, which is not worse by two standard errors; standardise"
                  + " features and target, try another learning rate, or look whether the features"
                  + " say anything about the target.",
              records,
              Arrays.stream(own).average().orElseThrow(),
              Arrays.stream(constant).average().orElseThrow()));
    }
  }

  /**
   * By how many standard errors outputs and targets are correlated, in the mean over units:
   * Fisher's {@code atanh(r)}, whose standard error is {@code 1/√(n−3)}. A few large losses hide it
   * less.
   */
  private static double correlationErrors(double[] outputs, DataSet data) {
    double sum = 0;
    for (int unit = 0; unit < data.outputs(); unit++) {
      double[] a = new double[data.records()];
      double[] y = new double[data.records()];
      for (int record = 0; record < a.length; record++) {
        a[record] = outputs[record * data.outputs() + unit];
        y[record] = data.target(record, unit);
      }
      double spreads = Math.sqrt(covariance(a, a) * covariance(y, y));
      double correlation = spreads == 0 ? 0 : Math.min(1, covariance(a, y) / spreads);
      sum += 0.5 * StrictMath.log((1 + correlation) / (1 - correlation));
    }
    return sum / data.outputs() * Math.sqrt(data.records() - 3.0);
  }

  private static double covariance(double[] a, double[] b) {
    double meanA = Arrays.stream(a).average().orElseThrow();
    double meanB = Arrays.stream(b).average().orElseThrow();
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - meanA) * (b[i] - meanB);
    }
    return sum / a.length;
  }

  private double[] losses(double[] outputs, DataSet data) {
    Backend backend = workspace.backend();
    int units = data.outputs();
    Tensor a = workspace.tensor(units, data.records());
    Tensor y = workspace.tensor(units, data.records());
    Tensor elements = workspace.tensor(units, data.records());
    Tensor losses = workspace.tensor(1, data.records());
    backend.write(outputs, a);
    backend.write(data.targets(), y);
    cost.losses(backend, a, y, elements, losses);
    double[] values = new double[data.records()];
    backend.read(losses, values);
    return values;
  }

  // ---- classes

  private void judgeClasses(
      DataSet data, double[] outputs, String records, List<Finding> findings) {
    int units = data.outputs();
    int[][] answers = classes(outputs, units);
    int[][] wanted = classes(data.targets(), units);
    int[] majority = majority(classes(train.targets(), units));
    double[] better = new double[data.records()];
    double correct = 0;
    double majorityCorrect = 0;
    for (int record = 0; record < better.length; record++) {
      double own = same(answers[record], wanted[record]);
      double constant = same(majority, wanted[record]);
      better[record] = own - constant;
      correct += own;
      majorityCorrect += constant;
    }
    double errors = Math.max(standardErrors(better), balancedErrors(answers, wanted));
    if (!(errors >= CERTAIN)) {
      findings.add(
          Finding.of(
              Kind.LEARNT_NOTHING,
              -1,
              errors,
              CERTAIN,
              "The network learnt nothing that holds: of %s it classifies %.1f %% correctly, always"
                  + " answering the most frequent class %.1f %%, and neither by that nor by balanced"
                  + " accuracy is it better by two standard errors; standardise the features, weight"
                  + " the classes if one is rare, try another learning rate, or look whether the"
                  + " features say anything about the target.",
              records,
              100 * correct / better.length,
              100 * majorityCorrect / better.length));
    }
  }

  /**
   * The classes of each record: one where they exclude each other, else of each unit whether it is
   * there.
   */
  private int[][] classes(double[] outputs, int units) {
    int[][] classes = new int[outputs.length / units][];
    int[] flags = Classes.of(cost.decision(), outputs, units);
    for (int record = 0; record < classes.length; record++) {
      int from = record * units;
      classes[record] =
          cost.decision() == Decision.FIRST_MAXIMUM
              ? new int[] {Classes.firstMaximum(outputs, from, units)}
              : Arrays.copyOfRange(flags, from, from + units);
    }
    return classes;
  }

  private static int[] majority(int[][] classes) {
    int[] majority = new int[classes[0].length];
    for (int question = 0; question < majority.length; question++) {
      int[] counts = new int[highest(classes, question) + 1];
      for (int[] record : classes) {
        counts[record[question]]++;
      }
      for (int c = 0; c < counts.length; c++) {
        majority[question] = counts[c] > counts[majority[question]] ? c : majority[question];
      }
    }
    return majority;
  }

  private static int highest(int[][] classes, int question) {
    return Arrays.stream(classes).mapToInt(record -> record[question]).max().orElse(0);
  }

  /** The share of the questions that two give the same answers to. */
  private static double same(int[] a, int[] b) {
    int same = 0;
    for (int question = 0; question < a.length; question++) {
      same += a[question] == b[question] ? 1 : 0;
    }
    return (double) same / a.length;
  }

  /**
   * By how many standard errors balanced accuracy, the mean of the classes' recalls, is above
   * chance. The variance of a recall of {@code k} among {@code n} is that of {@code (k+1)/(n+2)},
   * so that a class that is always right is not certain.
   */
  private static double balancedErrors(int[][] answers, int[][] wanted) {
    double above = 0;
    double variance = 0;
    for (int question = 0; question < wanted[0].length; question++) {
      int[] all = new int[highest(wanted, question) + 1];
      int[] right = new int[all.length];
      for (int record = 0; record < wanted.length; record++) {
        int c = wanted[record][question];
        all[c]++;
        right[c] += answers[record][question] == c ? 1 : 0;
      }
      long present = Arrays.stream(all).filter(n -> n > 0).count();
      for (int c = 0; c < all.length && present > 1; c++) {
        if (all[c] > 0) {
          double share = (right[c] + 1.0) / (all[c] + 2);
          above += ((double) right[c] / all[c] - 1.0 / present) / present;
          variance += share * (1 - share) / all[c] / (present * present);
        }
      }
    }
    return variance == 0 ? 0 : above / Math.sqrt(variance);
  }

  /** The mean in units of its standard error; 0 where it is 0. */
  private static double standardErrors(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    double error = Math.sqrt(squares / (values.length - 1.0) / values.length);
    return mean == 0 ? 0 : mean / error;
  }
}
