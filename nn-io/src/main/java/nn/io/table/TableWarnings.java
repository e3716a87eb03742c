package nn.io.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nn.api.Message;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what is probably a mistake in a table. {@link TableWarning.Kind} has the thresholds.
 */
public final class TableWarnings {
  private static final int FEWEST_NUMBERED = 20;
  private static final int FEWEST_PIXELS = 20;
  private static final int MOST_CATEGORIES = 100;
  private static final double LARGEST_SHARE = 0.9;
  private static final double SMALLEST_OF_LARGEST = 0.05;

  private TableWarnings() {}

  /**
   * What there is to say of a table, the header first, then column by column, and the target last.
   *
   * @param encoding fitted to the table
   */
  public static List<TableWarning> of(Table table, TableEncoding encoding) {
    List<TableWarning> warnings = new ArrayList<>();
    add(warnings, header(table));
    Targets targets = Targets.of(table, encoding);
    for (FeatureColumn feature : encoding.features()) {
      add(warnings, feature(table, feature, encoding, targets));
    }
    add(warnings, imbalance(encoding.target(), targets));
    return warnings;
  }

  private static void add(List<TableWarning> warnings, @Nullable TableWarning warning) {
    if (warning != null) {
      warnings.add(warning);
    }
  }

  private static @Nullable TableWarning header(Table table) {
    return Columns.looksLikeRecord(table.header())
        ? new TableWarning(
            TableWarning.Kind.HEADER,
            null,
            "the first line looks like a record ("
                + Columns.shortened(table.header())
                + ") and was taken for names; if the table has no header, say so")
        : null;
  }

  /** The most important one of a column. */
  private static @Nullable TableWarning feature(
      Table table, FeatureColumn feature, TableEncoding encoding, Targets targets) {
    double[] values = values(table, feature, encoding);
    String name = feature.name();
    boolean numeric = feature instanceof NumericFeature;
    if (isConstant(values) && !(numeric && isEmptyPixel(values, encoding))) {
      return new TableWarning(
          TableWarning.Kind.CONSTANT,
          name,
          "column '" + name + "' is the same in every record and teaches nothing; leave it out");
    }
    if (numeric && isIdentifier(values)) {
      return new TableWarning(
          TableWarning.Kind.IDENTIFIER,
          name,
          "column '" + name + "' numbers the records; if it is an identifier, leave it out");
    }
    if (feature instanceof CategoricalFeature categorical) {
      TableWarning many = manyCategories(categorical, table.records());
      if (many != null) {
        return many;
      }
    }
    String told = targets.toldBy(values, numeric);
    return told == null
        ? null
        : new TableWarning(
            TableWarning.Kind.LEAK,
            name,
            "column '"
                + name
                + "' tells the target alone ("
                + told
                + "); if it is not known before the target is, leave it out");
  }

  private static @Nullable TableWarning manyCategories(CategoricalFeature feature, int records) {
    int count = feature.categories().size();
    String name = feature.name();
    if (count > 2 && count > records / 2) {
      return new TableWarning(
          TableWarning.Kind.MANY_CATEGORIES,
          name,
          Message.of(
              "column '%s' has %d categories in %d records, so the network may learn them by heart;"
                  + " leave it out",
              name, count, records));
    }
    return count <= MOST_CATEGORIES
        ? null
        : new TableWarning(
            TableWarning.Kind.MANY_CATEGORIES,
            name,
            Message.of(
                "column '%s' has %d categories, an input for each; group them, or leave it out",
                name, count));
  }

  /** Numbers, or the indices of categories; NaN where a cell is missing or of no category. */
  private static double[] values(Table table, FeatureColumn feature, TableEncoding encoding) {
    int column = table.column(feature.name());
    double[] values = new double[table.records()];
    for (int record = 0; record < values.length; record++) {
      if (encoding.missingCells().contains(table.cell(record, column))) {
        values[record] = Double.NaN;
      } else if (feature instanceof CategoricalFeature categorical) {
        int index = categorical.index(table, record, column);
        values[record] = index < 0 ? Double.NaN : index;
      } else {
        values[record] = table.number(record, column);
      }
    }
    return values;
  }

  /** Pictures and counts have places where nothing ever is. */
  private static boolean isEmptyPixel(double[] values, TableEncoding encoding) {
    return values[0] == 0 && encoding.inputCount() >= FEWEST_PIXELS;
  }

  private static boolean isConstant(double[] values) {
    return Arrays.stream(values).allMatch(value -> value == values[0]);
  }

  private static boolean isIdentifier(double[] values) {
    if (values.length < FEWEST_NUMBERED
        || !Arrays.stream(values).allMatch(value -> value == Math.rint(value))) {
      return false;
    }
    if (rises(values, 1) || rises(values, -1)) {
      return true;
    }
    double least = Arrays.stream(values).min().orElseThrow();
    double largest = Arrays.stream(values).max().orElseThrow();
    return largest - least == values.length - 1
        && Arrays.stream(values).distinct().count() == values.length;
  }

  private static boolean rises(double[] values, int direction) {
    for (int i = 1; i < values.length; i++) {
      if (!(direction * (values[i] - values[i - 1]) > 0)) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable TableWarning imbalance(TargetColumn target, Targets targets) {
    int[] counts = targets.counts();
    int records = Arrays.stream(counts).sum();
    int largest = Categories.firstMaximum(counts);
    int smallest = Categories.firstMaximum(Arrays.stream(counts).map(count -> -count).toArray());
    if (counts.length == 0
        || (counts[largest] <= LARGEST_SHARE * records
            && counts[smallest] >= SMALLEST_OF_LARGEST * counts[largest])) {
      return null;
    }
    return new TableWarning(
        TableWarning.Kind.IMBALANCE,
        target.name(),
        Message.of(
            "of %d records %d are '%s' and only %d '%s', so accuracy says little; look at"
                + " balanced-accuracy, and give rare classes more weight",
            records,
            counts[largest],
            Cells.shortened(target.classes().get(largest)),
            counts[smallest],
            Cells.shortened(target.classes().get(smallest))));
  }
}
