package nn.io.table;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a model says of the records of a table: classes by name with their probabilities, or numbers
 * in the target's own unit. Immutable. Records are counted from 0.
 */
public final class TablePredictions {
  private final TargetColumn target;
  private final double threshold;
  private final double[] outputs; // in the target's own unit, one record after another

  TablePredictions(TargetColumn target, double threshold, double[] outputs) {
    this.target = target;
    this.threshold = threshold;
    this.outputs = outputs;
  }

  /** How many records there are. */
  public int records() {
    return outputs.length / target.outputs();
  }

  /** The column that is predicted. */
  public TargetColumn target() {
    return target;
  }

  /** The names of the classes; empty for a number. */
  public List<String> classes() {
    return target.classes();
  }

  /**
   * The class of a record, an index in {@link #classes()}.
   *
   * @throws IllegalStateException if a number is predicted
   */
  public int classIndex(int record) {
    requireClasses();
    return target.classOf(outputs(record), threshold);
  }

  /**
   * The name of the class of a record.
   *
   * @throws IllegalStateException if a number is predicted
   */
  public String className(int record) {
    return classes().get(classIndex(record));
  }

  /**
   * The probability of a class of {@link #classes()}, as the network says it.
   *
   * @throws IllegalStateException if a number is predicted
   */
  public double probability(int record, int classIndex) {
    requireClasses();
    Objects.checkIndex(classIndex, classes().size());
    double[] outputs = outputs(record);
    if (target.task() == Task.BINARY) {
      return classIndex == 1 ? outputs[0] : 1 - outputs[0];
    }
    return outputs[classIndex];
  }

  /**
   * The probability of a class by its name.
   *
   * @throws IllegalStateException if a number is predicted
   * @throws IllegalArgumentException if there is no such class
   */
  public double probability(int record, String className) {
    requireClasses();
    int index = classes().indexOf(className);
    if (index < 0) {
      throw new IllegalArgumentException(
          "predict: no such class: '"
              + className
              + "'; the classes are "
              + Categories.shortened(classes()));
    }
    return probability(record, index);
  }

  /**
   * The probabilities of all classes by name, in their order.
   *
   * @throws IllegalStateException if a number is predicted
   */
  public Map<String, Double> probabilities(int record) {
    Map<String, Double> probabilities = new LinkedHashMap<>();
    for (int i = 0; i < classes().size(); i++) {
      probabilities.put(classes().get(i), probability(record, i));
    }
    return probabilities;
  }

  /**
   * The number predicted for a record.
   *
   * @throws IllegalStateException if a class is predicted
   */
  public double number(int record) {
    if (target.task() != Task.REGRESSION) {
      throw new IllegalStateException(
          "predict: a class is predicted, ask for its name: target '" + target.name() + "'");
    }
    return outputs(record)[0];
  }

  private void requireClasses() {
    if (target.task() == Task.REGRESSION) {
      throw new IllegalStateException(
          "predict: a number is predicted, ask for that: target '" + target.name() + "'");
    }
  }

  private double[] outputs(int record) {
    int width = target.outputs();
    int from = Objects.checkIndex(record, records()) * width;
    return Arrays.copyOfRange(outputs, from, from + width);
  }

  /** The class with its probabilities, or the number, of each record in a line. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int record = 0; record < records(); record++) {
      text.append(
          target.task() == Task.REGRESSION
              ? String.valueOf(number(record))
              : className(record) + " " + probabilities(record));
      text.append('\n');
    }
    return text.toString();
  }
}
