package nn.io.table;

import java.util.List;

/**
 * A column of numbers: one input, the number itself.
 *
 * @param name the column's name
 */
public record NumericFeature(String name) implements FeatureColumn {

  @Override
  public List<String> inputs() {
    return List.of(name);
  }

  @Override
  public void encode(CsvTable table, int row, int column, double[] record, int from) {
    record[from] = table.number(row, column);
  }

  /** Checks that all cells are numbers. */
  static NumericFeature fit(CsvTable table, int column) {
    for (int row = 0; row < table.records(); row++) {
      if (!Numbers.isNumber(table.cell(row, column))) {
        throw table.notANumber(row, column, ", or declare the column categorical");
      }
    }
    return new NumericFeature(table.header().get(column));
  }
}
