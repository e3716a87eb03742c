package nn.cli;

import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import nn.io.table.CsvFormat;
import nn.io.table.CsvTable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how a CSV file is written. */
final class CsvOptions {

  @Option(
      names = "--separator",
      paramLabel = "MARK",
      converter = MarkConverter.class,
      description =
          "What separates cells: comma, semicolon, tab, bar or another mark. Default: recognised.")
  @Nullable Character separator;

  @Option(
      names = "--decimal",
      paramLabel = "MARK",
      converter = MarkConverter.class,
      description = "The decimal mark: point or comma. Default: recognised.")
  @Nullable Character decimal;

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      converter = CharsetConverter.class,
      description =
          "Such as UTF-8, UTF-16LE or ISO-8859-15. Default: UTF-8, UTF-16 with its mark or"
              + " Windows-1252, as recognised.")
  @Nullable Charset encoding;

  @Option(
      names = "--no-header",
      description = "The first line is a record; columns are called column1, column2 and so on.")
  boolean noHeader;

  /**
   * Reads a file, which must exist.
   *
   * @param command for messages
   */
  CsvTable read(String command, Path file) {
    if (Files.notExists(file)) {
      throw ToolException.wrongUse(command + ": there is no such file; name a CSV file: " + file);
    }
    if (Files.isDirectory(file)) {
      throw ToolException.wrongUse(command + ": this is a folder; name a CSV file in it: " + file);
    }
    return CsvTable.read(file, format(command));
  }

  /** How a file is written, as far as that is said. */
  CsvFormat format(String command) {
    try {
      return new CsvFormat(separator, decimal, encoding, !noHeader);
    } catch (IllegalArgumentException wrong) {
      throw ToolException.wrongUse(command + ": " + wrong.getMessage());
    }
  }
}
