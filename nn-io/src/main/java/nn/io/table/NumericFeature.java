package nn.io.table;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import nn.api.Message;
import nn.core.data.DataSet;

/**
 * A column of numbers: one input, the number itself, and one that tells missing cells if there were
 * some.
 *
 * @param name the column's name
 * @param missing what becomes of missing cells
 * @param fill the number that stands for a missing cell; 0 where they are refused
 * @param indicated whether an input tells missing cells
 */
public record NumericFeature(String name, MissingPolicy missing, double fill, boolean indicated)
    implements FeatureColumn {

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if the number to fill in is not finite, or missing cells are
   *     refused and yet filled or told
   */
  public NumericFeature {
    boolean refuses = missing == MissingPolicy.REFUSE;
    if (!Double.isFinite(fill) || (refuses && (fill != 0 || indicated))) {
      throw new IllegalArgumentException(
          Message.of(
              "encode: what stands for missing cells must be a finite number, and 0 without"
                  + " indicator where they are refused: column '%s', policy %s, %s, indicator %s",
              name, missing, fill, indicated));
    }
  }

  /** A column without missing cells. */
  public NumericFeature(String name) {
    this(name, MissingPolicy.REFUSE, 0, false);
  }

  /** Checks that all cells are numbers, and learns what stands for those that are missing. */
  static NumericFeature fit(ColumnSummary column, MissingPolicy policy) {
    ColumnSummary.Odd text = column.firstText();
    if (text != null) {
      throw Cells.notANumber(
          text.place(),
          text.text(),
          column.name(),
          ", or declare the column categorical",
          TableSetting.CATEGORICAL);
    }
    double fill =
        switch (policy) {
          case REFUSE -> 0;
          case MEAN -> column.mean();
          case MOST_FREQUENT -> mostFrequent(column);
        };
    if (!Double.isFinite(fill)) {
      throw column.problem("has numbers that are too large for a mean; correct them", null);
    }
    return new NumericFeature(
        column.name(), policy, fill, policy != MissingPolicy.REFUSE && column.missing() > 0);
  }

  private static double mostFrequent(ColumnSummary column) {
    if (column.hasTooManyValues()) {
      throw column.problem(
          "has more than "
              + Categories.MOST
              + " different numbers, of which the most frequent one says little; fill in the mean",
          TableSetting.MISSING);
    }
    double[] numbers =
        column.values().entrySet().stream()
            .flatMapToDouble(NumericFeature::repeated)
            .sorted()
            .toArray();
    return mostFrequent(numbers);
  }

  private static java.util.stream.DoubleStream repeated(Map.Entry<String, Integer> value) {
    double number = Numbers.parse(value.getKey());
    return IntStream.range(0, value.getValue()).mapToDouble(i -> number);
  }

  /** Of sorted numbers; the smallest of equally frequent ones. */
  private static double mostFrequent(double[] sorted) {
    int best = 0;
    int most = 0;
    int start = 0;
    for (int i = 0; i < sorted.length; i++) {
      start = sorted[i] == sorted[start] ? start : i;
      if (i - start + 1 > most) {
        most = i - start + 1;
        best = start;
      }
    }
    return sorted[best];
  }

  @Override
  public List<String> inputs() {
    return indicated ? List.of(name, FeatureColumn.indicator(name)) : List.of(name);
  }

  @Override
  public void encode(Table table, int row, int column, double[] record, int from) {
    double number = table.number(row, column);
    if (Double.isNaN(number)) {
      throw Cells.notANumber(table.place(row, column), table.cell(row, column), name, "", null);
    }
    record[from] = number;
  }

  @Override
  public void fill(double[] record, int from) {
    record[from] = fill;
    if (indicated) {
      record[from + 1] = 1;
    }
  }

  @Override
  public FeatureColumn refit(DataSet train, int from) {
    if (missing == MissingPolicy.REFUSE) {
      return this;
    }
    double[] numbers = train.column(from);
    double[] absent = indicated ? train.column(from + 1) : new double[numbers.length];
    double[] known =
        IntStream.range(0, numbers.length)
            .filter(record -> absent[record] == 0)
            .mapToDouble(record -> numbers[record])
            .toArray();
    if (known.length == 0) {
      return this;
    }
    return new NumericFeature(
        name, missing, missing == MissingPolicy.MEAN ? mean(known) : mode(known), indicated);
  }

  private static double mean(double[] numbers) {
    double sum = 0;
    boolean same = true;
    for (double number : numbers) {
      sum += number;
      same &= number == numbers[0];
    }
    return same ? numbers[0] : sum / numbers.length; // rounding may miss the constant
  }

  private static double mode(double[] numbers) {
    Arrays.sort(numbers);
    return mostFrequent(numbers);
  }
}
