package nn.core.data;

import java.util.Arrays;
import nn.api.Message;

/**
 * What a record of each class counts, so that rare classes are not drowned by frequent ones. The
 * class of a record is told by its targets: of a single one, 0 or −1 is class 0 and 1 is class 1;
 * of several, one for each class, the largest. Immutable.
 */
public final class ClassWeights {
  private final double[] weights;

  private ClassWeights(double[] weights) {
    this.weights = weights;
  }

  /**
   * A weight for each class.
   *
   * @param weights from class 0 on, as {@link DataSet#weighted} takes them; copied
   * @throws IllegalArgumentException if there are fewer than two, or one is negative or not finite
   */
  public static ClassWeights of(double... weights) {
    if (weights.length < 2) {
      throw new IllegalArgumentException(
          "class weights: there must be one for each of at least 2 classes: "
              + Arrays.toString(weights));
    }
    for (double weight : weights) {
      if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "class weights: must be finite and at least 0: " + Arrays.toString(weights));
      }
    }
    return new ClassWeights(weights.clone());
  }

  /**
   * {@code n / (k · n_c)} for {@code n} records, {@code k} classes that occur and {@code n_c}
   * records of class {@code c}: all classes count the same together, and a record 1 in the mean (G.
   * King, L. Zeng: Logistic regression in rare events data. Political Analysis 9(2), 2001;
   * scikit-learn's {@code balanced}). A class that does not occur has weight 1. Weights that
   * records have already play no part.
   *
   * @param train the records to count
   * @throws IllegalArgumentException if the targets do not tell classes
   */
  public static ClassWeights balanced(DataSet train) {
    int[] counts = new int[Math.max(2, train.outputs())];
    for (int record = 0; record < train.records(); record++) {
      counts[classOf(train, record)]++;
    }
    long occurring = Arrays.stream(counts).filter(count -> count > 0).count();
    double[] weights = new double[counts.length];
    for (int c = 0; c < weights.length; c++) {
      weights[c] = counts[c] == 0 ? 1 : train.records() / ((double) occurring * counts[c]);
    }
    return new ClassWeights(weights);
  }

  /** A copy of the weights, from class 0 on. */
  public double[] weights() {
    return weights.clone();
  }

  /**
   * The same records, each with its weight multiplied by that of its class.
   *
   * @throws IllegalArgumentException if the targets do not tell classes, there is not a weight for
   *     each class, or {@link DataSet#weighted} refuses the products
   */
  public DataSet apply(DataSet data) {
    if (Math.max(2, data.outputs()) != weights.length) {
      throw new IllegalArgumentException(
          Message.of(
              "class weights: there must be one for each class: %d weights, %d classes",
              weights.length, Math.max(2, data.outputs())));
    }
    double[] products = data.weights();
    for (int record = 0; record < products.length; record++) {
      products[record] *= weights[classOf(data, record)];
    }
    return data.weighted(products);
  }

  private static int classOf(DataSet data, int record) {
    if (data.outputs() == 1) {
      double target = data.target(record, 0);
      if (target == 0 || Math.abs(target) == 1) {
        return target == 1 ? 1 : 0;
      }
      throw new IllegalArgumentException(
          Message.of(
              "class weights: a single target must be 0 or 1, or −1 or 1, to tell a class: that of"
                  + " record %d is %s",
              record, target));
    }
    double sum = 0;
    int largest = 0;
    for (int c = 0; c < data.outputs(); c++) {
      double target = data.target(record, c);
      sum += Math.abs(target);
      largest = target > data.target(record, largest) ? c : largest;
    }
    if (Math.abs(sum - 1) > 1e-6) { // several classes at once, none, or quantities
      throw new IllegalArgumentException(
          Message.of(
              "class weights: the targets of a record must be those of one class, which sum to 1:"
                  + " those of record %d sum to %s",
              record, sum));
    }
    return largest;
  }

  /** For instance {@code ClassWeights[0.505, 50.0]}. */
  @Override
  public String toString() {
    return "ClassWeights" + Arrays.toString(weights);
  }
}
