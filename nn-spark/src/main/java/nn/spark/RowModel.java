package nn.spark;

import java.util.List;
import nn.api.Backend;
import nn.io.model.ModelFile;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;

/** A model that is open in this JVM, for rows. Any number of threads may predict at once. */
sealed interface RowModel extends AutoCloseable permits TableRowModel, NetworkRowModel {

  /** What a model says of some rows, which are counted from 0. */
  interface Predictions {

    /** A class, counted from 0, or a number; a vector where each output is one. */
    Object prediction(int row);

    /** The probability of each class. */
    Vector probability(int row);

    /** The name of the class. */
    String className(int row);
  }

  /**
   * Opens the model of a file, with a table's columns or without.
   *
   * @throws nn.io.file.FileFormatException as {@link ModelFile#open}
   */
  static RowModel open(byte[] bytes, Backend backend) {
    ModelFile file = ModelFile.of("model", bytes);
    int rowsAtOnce = file.architecture().recordsAtOnce();
    return file.preparation() == null
        ? new NetworkRowModel(file.network(backend), rowsAtOnce)
        : new TableRowModel(file.tableModel(backend), rowsAtOnce);
  }

  /** How many rows are best given at once, so that memory stays bounded. */
  int rowsAtOnce();

  /**
   * What it says of rows.
   *
   * @throws nn.io.table.TableException if a cell of a table does not fit
   * @throws IllegalArgumentException if a row's features do not fit the network
   */
  Predictions predict(List<Row> rows, InputColumns input);

  @Override
  void close();
}
