package nn.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import nn.io.table.Task;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a task. */
final class TaskConverter implements ITypeConverter<Task> {

  /** The spelling of the option and of the results. */
  static String spelling(Task task) {
    return task.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Task convert(String value) {
    for (Task task : Task.values()) {
      if (spelling(task).equals(value)) {
        return task;
      }
    }
    throw new TypeConversionException(
        "'"
            + value
            + "' is none of "
            + Arrays.stream(Task.values())
                .map(TaskConverter::spelling)
                .collect(Collectors.joining(", ")));
  }
}
