package nn.spark;

import java.util.List;
import nn.io.table.TableModel;
import nn.io.table.TablePredictions;
import nn.io.table.Task;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;

/** A model of a table, whose columns are the rows'. */
record TableRowModel(TableModel model, int rowsAtOnce) implements RowModel {

  /** What the model says of a table of rows. */
  private record OfTable(TablePredictions predictions) implements Predictions {

    @Override
    public Object prediction(int row) {
      return predictions.target().task() == Task.REGRESSION
          ? predictions.number(row)
          : (double) predictions.classIndex(row);
    }

    @Override
    public Vector probability(int row) {
      double[] probabilities = new double[predictions.classes().size()];
      for (int i = 0; i < probabilities.length; i++) {
        probabilities[i] = predictions.probability(row, i);
      }
      return new DenseVector(probabilities);
    }

    @Override
    public String className(int row) {
      return predictions.className(row);
    }
  }

  @Override
  public Predictions predict(List<Row> rows, InputColumns input) {
    return new OfTable(model.predict(new RowTable(rows, input)));
  }

  @Override
  public void close() {
    model.close();
  }
}
