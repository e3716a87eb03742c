package nn.cli;

import java.util.Locale;
import nn.io.table.TableException;
import nn.io.table.TableSetting;
import nn.io.table.TableWarning;
import org.jspecify.annotations.Nullable;

/** The option that helps with what is said of a table. */
final class TableHint {
  private TableHint() {}

  /** The message of a failure, and the option in parentheses where there is one. */
  static String message(TableException failure) {
    TableSetting setting = failure.setting();
    return failure.getMessage()
        + (setting == null ? "" : " (" + option(setting, quoted(failure.column())) + ")");
  }

  /** The sentence of a warning, and the option. */
  static String sentence(TableWarning warning) {
    String column = quoted(warning.column());
    return warning.sentence()
        + switch (warning.kind()) {
          case IDENTIFIER, CONSTANT, MANY_CATEGORIES, LEAK -> " with --ignore " + column;
          case IMBALANCE -> " with --class-weight balanced";
          case HEADER -> " with --no-header";
        };
  }

  private static String option(TableSetting setting, String column) {
    return switch (setting) {
      case SEPARATOR -> "--separator comma, semicolon, tab or bar";
      case DECIMAL ->
          "--decimal point or comma" + (column.isEmpty() ? "" : ", or --categorical " + column);
      case ENCODING -> "--encoding NAME";
      case HEADER -> "--no-header";
      case TASK -> "--task binary or multiclass";
      case CATEGORICAL -> "--categorical " + column;
      case IGNORED -> "--ignore " + column;
      case MISSING -> "--missing " + assignment(column, "mean") + " or most-frequent";
      case UNKNOWN -> "--unknown " + assignment(column, "zeros");
    };
  }

  private static String assignment(String column, String value) {
    return column.endsWith("\"")
        ? column.substring(0, column.length() - 1) + "=" + value + "\""
        : column + "=" + value;
  }

  private static String quoted(@Nullable String column) {
    if (column == null) {
      return "";
    }
    return column.toLowerCase(Locale.ROOT).matches("[\\p{L}\\p{N}_.-]+")
        ? column
        : '"' + column + '"';
  }
}
