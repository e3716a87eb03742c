package nn.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.StructField;

/**
 * The names of the columns that a model adds, in this order; one whose name is empty is left out.
 *
 * @param prediction of the class's index or the number
 * @param probability of the vector of the classes' probabilities
 * @param className of the class's name
 */
record OutputColumns(String prediction, String probability, String className)
    implements Serializable {

  /** These without those that a model cannot fill. */
  OutputColumns of(ModelKind kind) {
    return new OutputColumns(
        prediction,
        kind.givesProbabilities() ? probability : "",
        kind.givesClassNames() ? className : "");
  }

  /** The fields of the columns. */
  List<StructField> fields(ModelKind kind) {
    List<StructField> fields = new ArrayList<>();
    if (!prediction.isEmpty()) {
      fields.add(ModelKind.field(prediction, kind.predictionType()));
    }
    if (!probability.isEmpty()) {
      fields.add(ModelKind.field(probability, ModelKind.PROBABILITY_TYPE));
    }
    if (!className.isEmpty()) {
      fields.add(ModelKind.field(className, ModelKind.CLASS_NAME_TYPE));
    }
    return fields;
  }

  /** The cells of a row. */
  List<Object> cells(RowModel.Predictions predictions, int row) {
    List<Object> cells = new ArrayList<>(3);
    if (!prediction.isEmpty()) {
      cells.add(predictions.prediction(row));
    }
    if (!probability.isEmpty()) {
      cells.add(predictions.probability(row));
    }
    if (!className.isEmpty()) {
      cells.add(predictions.className(row));
    }
    return cells;
  }
}
