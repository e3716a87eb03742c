package nn.core.metric;

import java.util.ArrayList;
import java.util.List;
import nn.api.Message;
import nn.core.metric.PrecisionRecall.Score;

/**
 * Precision, recall and F1 of each class, as scikit-learn's {@code classification_report}.
 *
 * @param classes a row for each class or label, also of those that do not occur
 * @param micro of all decisions together; where classes exclude each other, all are the accuracy
 * @param macro the means over classes, each counting the same
 * @param weighted the means over classes, each counting as much as its records
 */
public record ClassificationReport(List<Row> classes, Row micro, Row macro, Row weighted) {

  /**
   * The scores of a class, or their average; 0 where a divisor is.
   *
   * @param support the weight of the records that have it
   */
  public record Row(double precision, double recall, double f1, double support) {}

  /** Keeps a copy of the list. */
  public ClassificationReport {
    classes = List.copyOf(classes);
  }

  /**
   * The report of predictions.
   *
   * @throws IllegalArgumentException if there are no classes, no record that counts, or an output
   *     is NaN
   */
  public static ClassificationReport of(Predictions predictions) {
    Labels.requireClasses("classification report", predictions);
    if (!predictions.areDefined()) {
      throw new IllegalArgumentException(
          Message.of(
              "classification report: some record must count, and no output may be NaN: %d records",
              predictions.records()));
    }
    if (predictions.isMultiLabel()) {
      List<ClassCounts> labels = ClassCounts.ofLabels(predictions);
      return of(labels, labels);
    }
    ConfusionMatrix matrix = ConfusionMatrix.of(predictions);
    return of(ClassCounts.all(matrix), ClassCounts.occurring(matrix));
  }

  private static ClassificationReport of(List<ClassCounts> all, List<ClassCounts> averaged) {
    return new ClassificationReport(
        all.stream().map(c -> average(List.of(c), Average.MICRO)).toList(),
        average(averaged, Average.MICRO),
        average(averaged, Average.MACRO),
        average(averaged, Average.WEIGHTED));
  }

  private static Row average(List<ClassCounts> classes, Average average) {
    return new Row(
        Score.PRECISION.of(classes, average),
        Score.RECALL.of(classes, average),
        Score.F1.of(classes, average),
        ClassCounts.sum(classes).actual());
  }

  /**
   * A table for people.
   *
   * @param names of the classes
   * @throws IllegalArgumentException if there is not a name for each class
   */
  public String toString(List<String> names) {
    if (names.size() != classes.size()) {
      throw new IllegalArgumentException(
          Message.of(
              "classification report: there must be a name for each class: %d names, %d classes",
              names.size(), classes.size()));
    }
    int width = Math.max(8, names.stream().mapToInt(String::length).max().orElse(0));
    StringBuilder text = new StringBuilder();
    text.append(
        Message.of(
            "%" + width + "s  %9s  %9s  %9s  %9s%n", "", "precision", "recall", "F1", "support"));
    for (int c = 0; c < names.size(); c++) {
      append(text, width, names.get(c), classes.get(c));
    }
    append(text, width, "micro", micro);
    append(text, width, "macro", macro);
    append(text, width, "weighted", weighted);
    return text.toString();
  }

  private static void append(StringBuilder text, int width, String name, Row row) {
    String format = "%" + width + "s  %9.4f  %9.4f  %9.4f  %9s%n";
    text.append(
        Message.of(format, name, row.precision(), row.recall(), row.f1(), support(row.support())));
  }

  private static String support(double support) {
    return Message.of(support == Math.rint(support) ? "%.0f" : "%.2f", support);
  }

  /** The table with numbers for names. */
  @Override
  public String toString() {
    List<String> names = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      names.add(String.valueOf(c));
    }
    return toString(names);
  }
}
