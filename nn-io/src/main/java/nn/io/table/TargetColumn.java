package nn.io.table;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import nn.core.training.Classes;
import org.jspecify.annotations.Nullable;

/** The column to learn and how its cells become targets of a network. */
public final class TargetColumn {
  /** Whole numbers are taken for classes if there are at most so many of them, … */
  private static final int MAX_NUMBERED_CLASSES = 10;

  /** … and on average at least so many records of each. */
  private static final int FEWEST_RECORDS_OF_A_CLASS = 5;

  private final String name;
  private final Task task;
  private final @Nullable Categories classes;

  private TargetColumn(String name, Task task, @Nullable Categories classes) {
    this.name = name;
    this.task = task;
    this.classes = classes;
  }

  /**
   * Recognises classes or numbers, unless a task says what they are. Text is classes. Numbers are
   * classes if they are two, or a few whole numbers that occur often.
   */
  static TargetColumn fit(CsvTable table, int column, @Nullable Task task) {
    Task found = task != null ? task : recognise(table, column);
    String name = table.header().get(column);
    if (found == Task.REGRESSION) {
      firstOddCell(table, column)
          .ifPresent(
              row -> {
                throw notANumber(table, row, column);
              });
      double first = table.number(0, column);
      if (IntStream.range(1, table.records()).allMatch(row -> table.number(row, column) == first)) {
        throw CsvException.ofFile(
            table.file(),
            "target '" + name + "' is the same number in every record; choose another target");
      }
      return new TargetColumn(name, found, null);
    }
    Categories classes = Categories.of(table, column);
    int count = classes.names().size();
    if (count < 2) {
      throw CsvException.ofFile(
          table.file(),
          "target '"
              + name
              + "' needs at least two classes, it has only '"
              + classes.names().get(0)
              + "'; choose another target or add records of another class");
    }
    if (found == Task.BINARY && count > 2) {
      throw CsvException.ofFile(
          table.file(),
          "target '"
              + name
              + "' must have two classes for a binary task, it has "
              + count
              + ": "
              + Categories.shortened(classes.names())
              + "; choose multiclass");
    }
    return new TargetColumn(name, found, classes);
  }

  private static Task recognise(CsvTable table, int column) {
    int[] numbers =
        IntStream.range(0, table.records())
            .filter(row -> Numbers.isNumber(table.cell(row, column)))
            .toArray();
    if (numbers.length == 0) {
      return Categories.of(table, column).names().size() > 2 ? Task.MULTICLASS : Task.BINARY;
    }
    if (numbers.length < table.records()) {
      throw notANumber(table, firstOddCell(table, column).orElseThrow(), column);
    }
    long different =
        IntStream.range(0, table.records())
            .mapToDouble(row -> table.number(row, column) + 0.0)
            .distinct()
            .limit(MAX_NUMBERED_CLASSES + 1L)
            .count();
    boolean whole =
        IntStream.range(0, table.records())
            .mapToDouble(row -> table.number(row, column))
            .allMatch(value -> value == Math.rint(value));
    if (different <= 2) {
      return Task.BINARY;
    }
    boolean frequent = table.records() >= FEWEST_RECORDS_OF_A_CLASS * different;
    return whole && different <= MAX_NUMBERED_CLASSES && frequent
        ? Task.MULTICLASS
        : Task.REGRESSION;
  }

  private static OptionalInt firstOddCell(CsvTable table, int column) {
    return IntStream.range(0, table.records())
        .filter(row -> !Numbers.isNumber(table.cell(row, column)))
        .findFirst();
  }

  private static CsvException notANumber(CsvTable table, int row, int column) {
    return table.notANumber(
        row, column, ", or choose the task binary or multiclass if these are classes");
  }

  /** The column's name in the table. */
  public String name() {
    return name;
  }

  /** What is learnt about it. */
  public Task task() {
    return task;
  }

  /** The names of the classes, sorted; empty for a number. */
  public List<String> classes() {
    return classes == null ? List.of() : classes.names();
  }

  /** How many targets a record has. */
  public int outputs() {
    return task == Task.MULTICLASS ? classes().size() : 1;
  }

  /** The targets of a cell. */
  double[] encode(CsvTable table, int row, int column) {
    double[] targets = new double[outputs()];
    if (classes == null) {
      targets[0] = table.number(row, column);
    } else if (task == Task.BINARY) {
      targets[0] = classes.index(table, row, column);
    } else {
      targets[classes.index(table, row, column)] = 1.0;
    }
    return targets;
  }

  /**
   * The class, counted from 0, that targets or a network's outputs stand for: above one half
   * strictly, or the first maximum; 0 for a number.
   */
  public int classOf(double[] outputs) {
    if (task == Task.REGRESSION) {
      return 0;
    }
    if (task == Task.BINARY) {
      return outputs[0] > 0.5 ? 1 : 0;
    }
    return Classes.firstMaximum(outputs, 0, outputs.length);
  }
}
