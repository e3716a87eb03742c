package nn.io.table;

import java.util.List;
import java.util.Set;
import nn.core.training.Classes;
import org.jspecify.annotations.Nullable;

/** The column to learn and how its cells become targets of a network. Immutable. */
public final class TargetColumn {
  /**
   * What an output must exceed to mean the second of two classes, unless a model says otherwise.
   */
  public static final double USUAL_THRESHOLD = 0.5;

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
   * A target of known classes, or a number.
   *
   * @param classes in the order of their outputs; none for a number
   * @throws IllegalArgumentException if a binary task has not two, a multiclass task not at least
   *     two, a number some, two are the same or one is empty
   */
  public static TargetColumn of(String name, Task task, List<String> classes) {
    int count = classes.size();
    boolean fits =
        switch (task) {
          case BINARY -> count == 2;
          case MULTICLASS -> count >= 2;
          case REGRESSION -> count == 0;
        };
    if (!fits) {
      throw new IllegalArgumentException(
          "encode: a binary target must have two classes, a multiclass one at least two, a number"
              + " none: target '"
              + name
              + "', "
              + task
              + ", "
              + count
              + " classes");
    }
    return new TargetColumn(name, task, count == 0 ? null : new Categories(name, classes));
  }

  /**
   * Recognises classes or numbers, unless a task says what they are. Text is classes. Numbers are
   * classes if they are two, or a few whole numbers that occur often.
   */
  static TargetColumn fit(ColumnSummary column, @Nullable Task task) {
    ColumnSummary.Odd missing = column.firstMissing();
    if (missing != null) {
      throw Cells.missingTarget(missing.place(), missing.text(), column.name());
    }
    Task found = task != null ? task : recognise(column);
    return found == Task.REGRESSION ? number(column) : classes(column, found);
  }

  private static Task recognise(ColumnSummary column) {
    if (column.numbers() == 0 && column.firstOtherwiseWritten() == null) {
      return Categories.of(column).names().size() > 2 ? Task.MULTICLASS : Task.BINARY;
    }
    requireNumbers(column);
    long different =
        column.values().keySet().stream()
            .mapToDouble(value -> Numbers.parse(value) + 0.0)
            .distinct()
            .limit(MAX_NUMBERED_CLASSES + 1L)
            .count();
    if (different <= 2) {
      return Task.BINARY;
    }
    boolean frequent = column.records() >= FEWEST_RECORDS_OF_A_CLASS * different;
    return column.isWhole() && different <= MAX_NUMBERED_CLASSES && frequent
        ? Task.MULTICLASS
        : Task.REGRESSION;
  }

  private static void requireNumbers(ColumnSummary column) {
    ColumnSummary.Odd text =
        column.numbers() == 0 && column.firstOtherwiseWritten() != null
            ? column.firstOtherwiseWritten()
            : column.firstText();
    if (text != null) {
      throw Cells.notANumber(
          text.place(),
          text.text(),
          column.name(),
          ", or choose the task binary or multiclass if these are classes",
          TableSetting.TASK);
    }
  }

  private static TargetColumn number(ColumnSummary column) {
    requireNumbers(column);
    if (column.isSameNumber()) {
      throw TableException.of(
          column.table(),
          "target '"
              + column.name()
              + "' is the same number in every record; choose another target");
    }
    return new TargetColumn(column.name(), Task.REGRESSION, null);
  }

  private static TargetColumn classes(ColumnSummary column, Task task) {
    Categories classes = Categories.of(column);
    int count = classes.names().size();
    if (count < 2) {
      throw TableException.of(
          column.table(),
          "target '"
              + column.name()
              + "' needs at least two classes, it has only '"
              + classes.names().get(0)
              + "'; choose another target or add records of another class");
    }
    if (task == Task.BINARY && count > 2) {
      throw TableException.of(
          column.table(),
          "target '"
              + column.name()
              + "' must have two classes for a binary task, it has "
              + count
              + ": "
              + Categories.shortened(classes.names())
              + "; choose multiclass",
          TableSetting.TASK,
          column.name());
    }
    return new TargetColumn(column.name(), task, classes);
  }

  /** The column's name in the table. */
  public String name() {
    return name;
  }

  /** What is learnt about it. */
  public Task task() {
    return task;
  }

  /** The names of the classes, in the order of their outputs; empty for a number. */
  public List<String> classes() {
    return classes == null ? List.of() : classes.names();
  }

  /** How many targets a record has. */
  public int outputs() {
    return task == Task.MULTICLASS ? classes().size() : 1;
  }

  /** Writes the targets of a cell to {@code targets[from …]}, which has zeros there. */
  void encode(
      Table table, int record, int column, Set<String> missing, double[] targets, int from) {
    String cell = table.cell(record, column);
    if (missing.contains(cell)) {
      throw Cells.missingTarget(table.place(record, column), cell, name);
    }
    if (classes == null) {
      double number = table.number(record, column);
      if (Double.isNaN(number)) {
        throw Cells.notANumber(table.place(record, column), cell, name, "", null);
      }
      targets[from] = number;
      return;
    }
    int index = classes.index(table, record, column);
    if (index < 0) {
      throw Cells.unknown(table.place(record, column), cell, name, classes, null);
    }
    if (task == Task.BINARY) {
      targets[from] = index;
    } else {
      targets[from + index] = 1;
    }
  }

  /**
   * The class, counted from 0, that targets or a network's outputs stand for: above one half
   * strictly, or the first maximum; 0 for a number.
   */
  public int classOf(double[] outputs) {
    return classOf(outputs, USUAL_THRESHOLD);
  }

  /**
   * {@link #classOf(double[])} with another threshold.
   *
   * @param threshold what the output of a binary task must exceed for the second class
   */
  public int classOf(double[] outputs, double threshold) {
    return switch (task) {
      case REGRESSION -> 0;
      case BINARY -> outputs[0] > threshold ? 1 : 0;
      case MULTICLASS -> Classes.firstMaximum(outputs, 0, outputs.length);
    };
  }
}
