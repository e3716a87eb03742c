package nn.core.metric;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What a class has: the weight of the records of it that were predicted, of all that were, and of
 * all that are.
 */
record ClassCounts(double correct, double predicted, double actual) {

  static ClassCounts of(ConfusionMatrix matrix, int c) {
    return new ClassCounts(matrix.correct(c), matrix.predicted(c), matrix.actual(c));
  }

  /** Of all classes. */
  static List<ClassCounts> all(ConfusionMatrix matrix) {
    return IntStream.range(0, matrix.classes()).mapToObj(c -> of(matrix, c)).toList();
  }

  /** Of the classes that some record has, or is said to have. */
  static List<ClassCounts> occurring(ConfusionMatrix matrix) {
    return all(matrix).stream().filter(c -> c.actual > 0 || c.predicted > 0).toList();
  }

  /** Of all labels. */
  static List<ClassCounts> ofLabels(Predictions predictions) {
    return IntStream.range(0, predictions.units())
        .mapToObj(label -> of(ConfusionMatrix.of(predictions.unit(label)), 1))
        .toList();
  }

  static ClassCounts sum(List<ClassCounts> classes) {
    double correct = 0;
    double predicted = 0;
    double actual = 0;
    for (ClassCounts c : classes) {
      correct += c.correct;
      predicted += c.predicted;
      actual += c.actual;
    }
    return new ClassCounts(correct, predicted, actual);
  }
}
