package nn.spark;

import static nn.core.activation.Activations.identity;
import static nn.core.activation.Activations.sigmoid;
import static nn.core.activation.Activations.softmax;
import static nn.core.activation.Activations.tanh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import nn.api.Backend;
import nn.api.DType;
import nn.api.network.Activation;
import nn.api.network.Cost;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.cost.BinaryCrossEntropy;
import nn.core.cost.CategoricalCrossEntropy;
import nn.core.cost.MeanSquaredError;
import nn.core.data.Standardiser;
import nn.io.table.FeatureColumn;
import nn.io.table.MemoryTable;
import nn.io.table.NumericFeature;
import nn.io.table.Table;
import nn.io.table.TableEncoding;
import nn.io.table.TableModel;
import nn.io.table.TablePreparation;
import nn.io.table.TargetColumn;
import nn.io.table.TargetScale;
import nn.io.table.Task;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Models with drawn parameters, and what they say on one machine. */
final class TestModels {
  static final List<String> MISSING = List.of("", "NaN", "NA", "-999");
  static final TargetColumn BINARY = TargetColumn.of("y", Task.BINARY, List.of("no", "yes"));
  static final TargetColumn COLOUR =
      TargetColumn.of("colour", Task.MULTICLASS, List.of("blue", "green", "red"));
  static final TargetColumn NUMBER = TargetColumn.of("y", Task.REGRESSION, List.of());

  private TestModels() {}

  static Backend backend(String name, DType dtype) {
    return Backends.open(name, new BackendOptions(dtype, 1));
  }

  static Network network(Backend backend, int inputs, int outputs, Activation last, Cost cost) {
    return Network.inputs(inputs)
        .dense(5, tanh())
        .dense(outputs, last)
        .cost(cost)
        .seed(3)
        .build(backend);
  }

  static Network binary(Backend backend, int inputs) {
    return network(backend, inputs, 1, sigmoid(), new BinaryCrossEntropy());
  }

  static Network multiclass(Backend backend, int inputs) {
    return network(backend, inputs, 3, softmax(), new CategoricalCrossEntropy());
  }

  static Network regression(Backend backend, int inputs, int outputs) {
    return network(backend, inputs, outputs, identity(), new MeanSquaredError());
  }

  /** A model of a table whose numbers are standardised by 1.5 and 0.7. */
  static TableModel table(Backend backend, TargetColumn target, FeatureColumn... features) {
    TableEncoding encoding = TableEncoding.of(List.of(features), target, MISSING);
    int inputs = encoding.inputs().size();
    double[] means = IntStream.range(0, inputs).mapToDouble(i -> 1.5).toArray();
    double[] deviations = IntStream.range(0, inputs).mapToDouble(i -> 0.7).toArray();
    boolean number = target.task() == Task.REGRESSION;
    TablePreparation preparation =
        new TablePreparation(
            encoding,
            Standardiser.of(means, deviations),
            number ? new TargetScale(100, 10) : TargetScale.NONE);
    Network network =
        switch (target.task()) {
          case BINARY -> binary(backend, inputs);
          case MULTICLASS -> multiclass(backend, inputs);
          case REGRESSION -> regression(backend, inputs, 1);
        };
    return TableModel.of(preparation, network);
  }

  /** A model of the columns {@code a} and {@code b}, numbers that may not be missing. */
  static TableModel numbers(Backend backend, TargetColumn target) {
    return table(backend, target, new NumericFeature("a"), new NumericFeature("b"));
  }

  /** The values of a Spark table as a table of one machine. */
  static Table memory(Dataset<Row> table) {
    List<List<Object>> rows = new ArrayList<>();
    for (Row row : table.collectAsList()) {
      Object[] values = new Object[row.size()];
      Arrays.setAll(values, row::get);
      rows.add(Arrays.asList(values));
    }
    return MemoryTable.ofRows("memory", List.of(table.columns()), rows.stream());
  }

  /** The cells of a column. */
  static <T> List<T> column(Dataset<Row> table, String name) {
    return table.select(name).collectAsList().stream().<T>map(row -> row.getAs(0)).toList();
  }

  /** The numbers of a column of vectors, one row after another. */
  static double[] vectors(Dataset<Row> table, String name) {
    List<Vector> vectors = column(table, name);
    return vectors.stream().flatMapToDouble(v -> Arrays.stream(v.toArray())).toArray();
  }

  /** The numbers of a column. */
  static double[] doubles(Dataset<Row> table, String name) {
    List<Double> numbers = column(table, name);
    return numbers.stream().mapToDouble(number -> number).toArray();
  }

  /** The messages of an exception and its causes. */
  static String messages(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      text.append(cause.getMessage()).append('\n');
    }
    return text.toString();
  }
}
