package nn.io.table;

import java.util.List;

/** A column of a table and how its cells become inputs of a network. */
public sealed interface FeatureColumn permits NumericFeature, CategoricalFeature {

  /** The column's name in the table. */
  String name();

  /** A name for each input that the column becomes; at least one. */
  List<String> inputs();

  /**
   * Writes a cell's inputs to {@code record[from …]}.
   *
   * @throws CsvException if the cell does not fit the column
   */
  void encode(CsvTable table, int row, int column, double[] record, int from);
}
