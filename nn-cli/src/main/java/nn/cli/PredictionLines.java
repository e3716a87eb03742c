package nn.cli;

import java.util.ArrayList;
import java.util.List;
import nn.io.table.Table;
import nn.io.table.TablePredictions;
import nn.io.table.TargetColumn;
import nn.io.table.Task;

/**
 * What a model says of a table, as CSV: the table's own columns, the prediction and, of classes,
 * the probability of each.
 */
final class PredictionLines {
  private final Table table;
  private final TablePredictions predictions;
  private final List<String> own; // columns that are copied

  /**
   * Lines of a table.
   *
   * @param own columns that are copied
   */
  PredictionLines(Table table, TablePredictions predictions, List<String> own) {
    this.table = table;
    this.predictions = predictions;
    this.own = own;
  }

  /** All of it. */
  String text() {
    int[] columns = own.stream().mapToInt(table::column).toArray();
    StringBuilder text = new StringBuilder(CsvText.line(header()));
    for (int record = 0; record < table.records(); record++) {
      List<String> cells = new ArrayList<>();
      for (int column : columns) {
        cells.add(table.cell(record, column));
      }
      addPrediction(cells, record);
      text.append(CsvText.line(cells));
    }
    return text.toString();
  }

  private List<String> header() {
    TargetColumn target = predictions.target();
    List<String> header = new ArrayList<>(own);
    header.add("predicted " + target.name());
    target.classes().forEach(name -> header.add("probability " + name));
    return header;
  }

  private void addPrediction(List<String> cells, int record) {
    if (predictions.target().task() == Task.REGRESSION) {
      cells.add(String.valueOf(predictions.number(record)));
      return;
    }
    cells.add(predictions.className(record));
    predictions.probabilities(record).values().forEach(p -> cells.add(String.valueOf(p)));
  }
}
