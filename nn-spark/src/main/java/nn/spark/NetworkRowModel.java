package nn.spark;

import java.util.Arrays;
import java.util.List;
import nn.api.Message;
import nn.api.network.Decision;
import nn.core.Network;
import nn.core.training.Classes;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;

/** A network alone, whose features are a column of vectors or arrays. */
record NetworkRowModel(Network network, int rowsAtOnce) implements RowModel {

  /** Outputs, one record after another, and what they mean. */
  private static final class OfNetwork implements Predictions {
    private final Decision decision;
    private final int units;
    private final double[] outputs;

    OfNetwork(Decision decision, int units, double[] outputs) {
      this.decision = decision;
      this.units = units;
      this.outputs = outputs;
    }

    @Override
    public Object prediction(int row) {
      double[] own = outputs(row);
      if (decision == Decision.FIRST_MAXIMUM) {
        return (double) Classes.firstMaximum(own, 0, units);
      }
      double[] predicted =
          decision == Decision.NONE
              ? own
              : Arrays.stream(Classes.of(decision, own, units)).asDoubleStream().toArray();
      return units == 1 ? (Object) predicted[0] : new DenseVector(predicted);
    }

    @Override
    public Vector probability(int row) {
      double[] own = outputs(row);
      boolean binary = decision == Decision.THRESHOLD && units == 1;
      return new DenseVector(binary ? new double[] {1 - own[0], own[0]} : own);
    }

    @Override
    public String className(int row) {
      throw new IllegalStateException("predict: a network alone knows no names of classes");
    }

    private double[] outputs(int row) {
      return Arrays.copyOfRange(outputs, row * units, (row + 1) * units);
    }
  }

  @Override
  public Predictions predict(List<Row> rows, InputColumns input) {
    double[] features = new double[Math.multiplyExact(rows.size(), network.inputs())];
    for (int i = 0; i < rows.size(); i++) {
      read(rows.get(i), input, features, i * network.inputs());
    }
    double[] outputs = network.predict(features, rows.size());
    return new OfNetwork(network.cost().decision(), network.outputs(), outputs);
  }

  private void read(Row row, InputColumns input, double[] features, int from) {
    int column = input.indices().get(0);
    if (row.isNullAt(column)) {
      throw new IllegalArgumentException(
          Message.of(
              "predict: features must not be null; fill them in or remove the row: %s",
              input.place(row, 0)));
    }
    int count = VectorCells.size(row, column);
    if (count != network.inputs()) {
      throw new IllegalArgumentException(
          Message.of(
              "predict: features must be as many as the network's inputs: %d inputs, %d features"
                  + " in %s",
              network.inputs(), count, input.place(row, 0)));
    }
    int missing = VectorCells.copy(row, column, features, from);
    if (missing >= 0) {
      throw new IllegalArgumentException(
          Message.of(
              "predict: no feature may be null; fill it in or remove the row: number %d of %s",
              missing + 1, input.place(row, 0)));
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
