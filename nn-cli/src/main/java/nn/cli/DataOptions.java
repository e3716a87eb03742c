package nn.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import nn.io.table.TableSpec;
import nn.io.table.Task;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that say what is learnt from which table. */
final class DataOptions {

  @Parameters(
      paramLabel = "FILE.csv",
      arity = "0..1",
      description = "The table, a CSV file, perhaps compressed by gzip.")
  @Nullable Path file;

  @Option(names = "--target", paramLabel = "COLUMN", description = "The column to learn.")
  @Nullable String target;

  @Option(
      names = "--task",
      paramLabel = "TASK",
      converter = TaskConverter.class,
      description =
          "binary (two classes), multiclass or regression (a number). Default: recognised from the"
              + " target's cells.")
  @Nullable Task task;

  @Option(
      names = "--categorical",
      paramLabel = "COLUMN",
      description = "A column of categories that look like numbers. May be repeated.")
  List<String> categorical = List.of();

  @Option(
      names = "--ignore",
      paramLabel = "COLUMN",
      description = "A column that is no feature, such as an identifier. May be repeated.")
  List<String> ignored = List.of();

  @Mixin CsvOptions csv;
  @Mixin CellOptions cells;

  /** Refuses to go without a table or its target. */
  void check(WrongUse wrongUse) {
    wrongUse.require(file != null, "Missing required parameter: 'FILE.csv'");
    wrongUse.require(target != null, "Missing required option: '--target=COLUMN'");
  }

  /** The table, of options that have been checked. */
  Path file() {
    return Objects.requireNonNull(file, "file");
  }

  /** The column to learn, of options that have been checked. */
  String target() {
    return Objects.requireNonNull(target, "target");
  }

  /** What they say of the columns. */
  TableSpec spec() {
    return TableSpec.ofTarget(target())
        .task(task)
        .categorical(categorical)
        .ignored(ignored)
        .policies(strict -> cells.policies());
  }

  /** Leaves a column out of the features. */
  void ignore(String column) {
    if (!ignored.contains(column)) {
      ignored = Stream.concat(ignored.stream(), Stream.of(column)).toList();
    }
  }
}
