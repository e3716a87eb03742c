package example;

import java.nio.file.Path;
import nn.io.table.CsvTable;
import nn.io.table.TableModel;
import nn.io.table.TablePredictions;
import nn.io.table.TableSpec;

/** From a CSV file to classes with their probabilities. */
public final class Iris {

  /** Trains on the table that the argument names, and predicts the same records. */
  public static void main(String[] args) {
    CsvTable table = CsvTable.read(Path.of(args[0]));
    try (TableModel model = TableModel.fit(table, TableSpec.ofTarget("species"))) {
      TablePredictions predictions = model.predict(table);
      System.out.println(predictions.className(0) + " " + predictions.probabilities(0));
      System.out.printf("accuracy %.3f%n", model.evaluate(table).value("accuracy"));
    }
  }
}
