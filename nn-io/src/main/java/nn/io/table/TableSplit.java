package nn.io.table;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import nn.core.random.RandomState;

/**
 * Which records of a table train and which test.
 *
 * @param train indices of the records that train
 * @param test indices of the others
 */
@SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
public record TableSplit(int[] train, int[] test) {

  /**
   * Draws a share of each class for the test, so that every class trains. Both parts keep the
   * random order they were drawn in.
   *
   * @param records how many records there are
   * @param classOf the class of a record, from 0; the same for all where there are no classes
   * @param share of each class to test with, rounded to whole records, leaving one to train; at
   *     least 0 and below 1
   * @param seed of the permutation that decides
   */
  public static TableSplit stratified(
      int records, IntUnaryOperator classOf, double share, int seed) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException(
          "split: the test share must be at least 0 and below 1: " + share);
    }
    int[] order = new RandomState(seed).permutation(records);
    int classes = IntStream.range(0, records).map(classOf).max().orElse(0) + 1;
    int[] left = new int[classes];
    for (int record = 0; record < records; record++) {
      left[classOf.applyAsInt(record)]++;
    }
    for (int i = 0; i < classes; i++) {
      left[i] = (int) Math.min(Math.round(share * left[i]), Math.max(0, left[i] - 1));
    }
    boolean[] tests = new boolean[records];
    for (int record : order) {
      tests[record] = left[classOf.applyAsInt(record)]-- > 0;
    }
    return new TableSplit(
        Arrays.stream(order).filter(record -> !tests[record]).toArray(),
        Arrays.stream(order).filter(record -> tests[record]).toArray());
  }

  /**
   * As the cells of a column say, {@code train} or {@code test}, in capitals or not. Both parts
   * keep the table's order.
   *
   * @throws IllegalArgumentException if there is no such column
   * @throws TableException if a cell says something else, or no record trains
   */
  public static TableSplit byColumn(Table table, String column) {
    int index = table.column(column);
    if (index < 0) {
      throw new IllegalArgumentException(
          "split: "
              + table.name()
              + " has no column '"
              + column
              + "'; its columns are "
              + Columns.shortened(table.header()));
    }
    boolean[] tests = new boolean[table.records()];
    for (int record = 0; record < tests.length; record++) {
      tests[record] = isTest(table, record, index);
    }
    int[] train = IntStream.range(0, tests.length).filter(record -> !tests[record]).toArray();
    if (train.length == 0) {
      throw TableException.of(
          table.name(), "column '" + column + "' must say of some records that they train");
    }
    return new TableSplit(
        train, IntStream.range(0, tests.length).filter(record -> tests[record]).toArray());
  }

  private static boolean isTest(Table table, int record, int column) {
    String cell = table.cell(record, column);
    boolean test = cell.equalsIgnoreCase("test");
    if (!test && !cell.equalsIgnoreCase("train")) {
      throw TableException.of(
          table.place(record, column),
          "the cell must say train or test, this is '" + Cells.shortened(cell) + "'");
    }
    return test;
  }
}
