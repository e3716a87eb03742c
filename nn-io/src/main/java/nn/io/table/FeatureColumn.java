package nn.io.table;

import java.util.List;
import nn.core.data.DataSet;

/** A column of a table and how its cells become inputs of a network. Immutable. */
public sealed interface FeatureColumn permits NumericFeature, CategoricalFeature {

  /** The column's name in the table. */
  String name();

  /** What becomes of missing cells. */
  MissingPolicy missing();

  /**
   * Whether the column's last input tells missing cells: 1 for those and 0 for others. It is there
   * if missing cells have a policy and the encoding has seen some.
   */
  boolean indicated();

  /** A name for each input that the column becomes; at least one. */
  List<String> inputs();

  /**
   * Writes a cell's inputs to {@code record[from …]}, which has zeros there. The cell is not
   * missing.
   *
   * @throws TableException if the cell does not fit the column
   */
  void encode(Table table, int row, int column, double[] record, int from);

  /** Writes what stands for a missing cell to {@code record[from …]}. */
  void fill(double[] record, int from);

  /**
   * This with the statistics of other records.
   *
   * @param train encoded records, which train
   * @param from the column's first input
   */
  FeatureColumn refit(DataSet train, int from);

  /** The name of the input that tells missing cells. */
  static String indicator(String column) {
    return column + " (missing)";
  }
}
