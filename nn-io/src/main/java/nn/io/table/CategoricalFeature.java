package nn.io.table;

import java.util.List;

/** A column of categories: one input for each, 1 for the cell's own and 0 elsewhere. */
public final class CategoricalFeature implements FeatureColumn {
  private final String name;
  private final Categories categories;

  private CategoricalFeature(String name, Categories categories) {
    this.name = name;
    this.categories = categories;
  }

  static CategoricalFeature fit(CsvTable table, int column) {
    return new CategoricalFeature(table.header().get(column), Categories.of(table, column));
  }

  @Override
  public String name() {
    return name;
  }

  /** The categories, sorted. */
  public List<String> categories() {
    return categories.names();
  }

  @Override
  public List<String> inputs() {
    return categories.names().stream().map(category -> name + "=" + category).toList();
  }

  @Override
  public void encode(CsvTable table, int row, int column, double[] record, int from) {
    record[from + categories.index(table, row, column)] = 1.0;
  }
}
