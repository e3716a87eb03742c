package nn.io.table;

import java.util.List;
import java.util.stream.Stream;
import nn.core.data.DataSet;
import org.jspecify.annotations.Nullable;

/**
 * A column of categories: one input for each, 1 for the cell's own and 0 elsewhere, and one that
 * tells missing cells if there were some.
 */
public final class CategoricalFeature implements FeatureColumn {
  private final String name;
  private final Categories categories;
  private final MissingPolicy missing;
  private final @Nullable String fill;
  private final boolean indicated;
  private final UnknownPolicy unknown;

  private CategoricalFeature(
      String name,
      Categories categories,
      MissingPolicy missing,
      @Nullable String fill,
      boolean indicated,
      UnknownPolicy unknown) {
    this.name = name;
    this.categories = categories;
    this.missing = missing;
    this.fill = fill;
    this.indicated = indicated;
    this.unknown = unknown;
  }

  /**
   * A column of known categories.
   *
   * @param categories in the order of their inputs
   * @param missing what becomes of missing cells; {@code MEAN} has no meaning for categories
   * @param fill the category that stands for a missing cell; null where they are refused
   * @param indicated whether an input tells missing cells
   * @param unknown what becomes of other categories
   * @throws IllegalArgumentException if there are no or more than 1,000 categories, two are the
   *     same or one is empty, or the policy for missing cells does not fit what stands for them
   */
  public static CategoricalFeature of(
      String name,
      List<String> categories,
      MissingPolicy missing,
      @Nullable String fill,
      boolean indicated,
      UnknownPolicy unknown) {
    Categories known = new Categories(name, categories);
    boolean refuses = missing == MissingPolicy.REFUSE;
    if (missing == MissingPolicy.MEAN
        || refuses != (fill == null)
        || (refuses && indicated)
        || (fill != null && !categories.contains(fill))) {
      throw new IllegalArgumentException(
          "encode: what stands for missing cells must be one of the categories, and nothing where"
              + " they are refused: column '"
              + name
              + "', policy "
              + missing
              + ", '"
              + fill
              + "', indicator "
              + indicated);
    }
    return new CategoricalFeature(name, known, missing, fill, indicated, unknown);
  }

  static CategoricalFeature fit(ColumnSummary column, CellPolicies policies) {
    Categories categories = Categories.of(column);
    boolean refuses = policies.missing(column.name()) == MissingPolicy.REFUSE;
    return new CategoricalFeature(
        column.name(),
        categories,
        refuses ? MissingPolicy.REFUSE : MissingPolicy.MOST_FREQUENT,
        refuses ? null : categories.mostFrequent(column),
        !refuses && column.missing() > 0,
        policies.unknown(column.name()));
  }

  @Override
  public String name() {
    return name;
  }

  /** The categories, in the order of their inputs. */
  public List<String> categories() {
    return categories.names();
  }

  @Override
  public MissingPolicy missing() {
    return missing;
  }

  /** The category that stands for a missing cell; null where they are refused. */
  public @Nullable String fill() {
    return fill;
  }

  @Override
  public boolean indicated() {
    return indicated;
  }

  /** What becomes of a category that is not known. */
  public UnknownPolicy unknown() {
    return unknown;
  }

  /** Which category a cell is; −1 if none. */
  int index(Table table, int record, int column) {
    return categories.index(table, record, column);
  }

  @Override
  public List<String> inputs() {
    Stream<String> own = categories.names().stream().map(category -> name + "=" + category);
    return (indicated ? Stream.concat(own, Stream.of(FeatureColumn.indicator(name))) : own)
        .toList();
  }

  @Override
  public void encode(Table table, int row, int column, double[] record, int from) {
    int index = categories.index(table, row, column);
    if (index >= 0) {
      record[from + index] = 1;
    } else if (unknown == UnknownPolicy.REFUSE) {
      throw Cells.unknown(
          table.place(row, column),
          table.cell(row, column),
          name,
          categories,
          TableSetting.UNKNOWN);
    }
  }

  @Override
  public void fill(double[] record, int from) {
    int count = categories.names().size();
    int filled = fill == null ? -1 : categories.index(fill);
    for (int i = 0; i < count; i++) {
      record[from + i] = i == filled ? 1 : 0;
    }
    if (indicated) {
      record[from + count] = 1;
    }
  }

  @Override
  public FeatureColumn refit(DataSet train, int from) {
    if (missing == MissingPolicy.REFUSE) {
      return this;
    }
    int[] counts = new int[categories.names().size()];
    double[] absent = indicated ? train.column(from + counts.length) : new double[train.records()];
    for (int i = 0; i < counts.length; i++) {
      double[] indicators = train.column(from + i);
      for (int record = 0; record < absent.length; record++) {
        counts[i] += absent[record] == 0 ? (int) indicators[record] : 0;
      }
    }
    String frequent = categories.names().get(Categories.firstMaximum(counts));
    return new CategoricalFeature(name, categories, missing, frequent, indicated, unknown);
  }
}
